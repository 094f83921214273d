/// What somebody may do in a group's store, by the name that the server knows them by.
public enum StoreRole: String, Sendable, CaseIterable {
  /// Sets labels in their own name, in sets of their own and in shared ones.
  case reader
  /// Decides, besides, what two readers differ on.
  case adjudicator
  /// Gives and takes roles, moves what was decided to other records, and brings in others' labels.
  case owner
}

/// Somebody who has a role.
public struct StoreMember: Sendable, Equatable {
  public var name: String
  public var role: StoreRole

  public init(name: String, role: StoreRole) { (self.name, self.role) = (name, role) }
}
