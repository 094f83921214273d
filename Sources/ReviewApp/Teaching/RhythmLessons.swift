public import ReviewSession
import Training

/// Teaching a model of rhythms, from gathering labels to what came of it.
public struct RhythmLessons: Sendable {
  /// What is wanted of the background.
  var request: RhythmTeacher.Request
  /// What there is to teach by; nil until it is gathered.
  var support: RhythmSupport?
  /// How far it is, while it teaches.
  var progress: RhythmTeacher.Progress?
  /// How its training goes, or went.
  var training: AdaptationProgress?
  /// What waits to be taken up or not.
  var lesson: RhythmLesson?
  /// Windows of the record in view of which another class is said, by their number.
  var changes: [Int] = []
  /// From which class to which, in words.
  var changeWords = ""
  var problem: String?

  init(_ request: RhythmTeacher.Request) { self.request = request }

  var isTeaching: Bool { progress != nil }
  /// Whether something would be lost.
  var isUndecided: Bool { isTeaching || lesson != nil }
}

/// The taught versions of the model in view, beside itself.
public struct TaughtList: Sendable, Equatable {
  /// The model as it came.
  public var root: String
  /// The oldest first.
  public var versions: [TaughtModels.Version]
  /// Of each, the windows of the record in view that have another label now than it was taught by.
  public var stale: [Int]

  public init(root: String, versions: [TaughtModels.Version], stale: [Int]) {
    (self.root, self.versions, self.stale) = (root, versions, stale)
  }

  /// Names, the model as it came first.
  var names: [String] { [root] + versions.map(\.name) }
}

/// What is to be done to taught models of rhythms.
public enum TaughtRequest: Sendable, Equatable {
  /// Read which there are.
  case list
  /// Keep the lesson in view; against its verdict for a reason.
  case keep(overridden: String?)
  /// Use another one, by its name.
  case use(String)
}

/// The box that teaching a model of rhythms is done in.
public struct RhythmPanel: Sendable, Equatable {
  /// The line of the versions that Enter acts on, 0 the model as it came; nil while it teaches.
  var selection: Int?
}
