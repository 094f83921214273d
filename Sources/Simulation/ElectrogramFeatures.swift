/// What makes real electrograms hard to read, feature by feature, so that each can be looked at
/// alone. Every patient has all of them; draws do not hang on which are shown.
public struct ElectrogramFeatures: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// The other chamber, and the rest of one's own, seen from afar.
  public static let farField = ElectrogramFeatures(rawValue: 1)
  /// Sites whose activation is several small deflections, and double potentials.
  public static let fractionation = ElectrogramFeatures(rawValue: 2)
  /// Catheters that move with breathing, from beat to beat and slowly, and that lose contact.
  public static let motion = ElectrogramFeatures(rawValue: 4)

  public static let all: ElectrogramFeatures = [.farField, .fractionation, .motion]
}
