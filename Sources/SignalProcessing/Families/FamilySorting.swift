/// What beats are sorted by.
public enum FamilySorting: String, Sendable, CaseIterable {
  /// The form of the surface leads, and timing.
  case form
  /// The order in which the sites of the electrograms are activated, and how: what tells rhythms
  /// apart.
  case activation

  /// In words.
  public var title: String {
    switch self {
    case .form: "form and timing"
    case .activation: "activation"
    }
  }

  /// The constants that go with it.
  public var settings: FamilySettings {
    switch self {
    case .form: FamilySettings()
    case .activation: .activation
    }
  }
}
