public import ReviewStore

/// The versions of the model in view that readers have taught on the record in view.
public struct ModelVersions: Sendable, Equatable {
  /// The oldest first.
  public var all: [ModelVersion] = []
  /// The number of that in use; nil for the model as it came.
  public var inUse: Int?

  public init() {}

  public init(_ all: [ModelVersion], inUse: Int?) { (self.all, self.inUse) = (all, inUse) }

  var used: ModelVersion? { all.first { $0.number == inUse } }
}

/// What is to be done to the versions of the model in view.
public enum VersionRequest: Sendable, Equatable {
  case keep(ModelVersion.Content, ModelVersion.Standing)
  /// By number; nil for the model as it came.
  case use(Int?)
  case name(Int, String)
}

/// What came of teaching, and the versions there are, in a box over the traces.
public struct TeachingPanel: Sendable, Equatable {
  /// The line of the versions that keys act on: 0 is the model as it came.
  var selection = 0

  init(_ versions: ModelVersions) {
    selection = versions.all.firstIndex { $0.number == versions.inUse }.map { $0 + 1 } ?? 0
  }
}
