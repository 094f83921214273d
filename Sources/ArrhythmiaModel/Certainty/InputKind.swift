/// What of a window a model had to go by. How sure it may be is fitted for each kind by itself: a
/// model that is right with twelve leads need not be with one.
public struct InputKind: Sendable, Hashable, Codable {
  /// Live surface leads among those that the model reads.
  public var leads: Int
  /// Whether any electrogram that it reads is live.
  public var hasElectrograms: Bool

  /// Numbers of leads that are fitted, the most first: the whole surface ECG, the limb or the chest
  /// leads, a monitor's, a Holter's, and one.
  public static let leadCounts = [12, 6, 3, 2, 1]

  /// A kind of input.
  public init(leads: Int, hasElectrograms: Bool) {
    (self.leads, self.hasElectrograms) = (leads, hasElectrograms)
  }

  /// `2 leads`, `12 leads and electrograms`, `electrograms`
  public var text: String {
    let names = [
      leads == 0 ? nil : leads == 1 ? "1 lead" : "\(leads) leads",
      hasElectrograms ? "electrograms" : nil,
    ].compactMap { $0 }
    return names.isEmpty ? "nothing" : names.joined(separator: " and ")
  }
}

extension PreparedWindow {
  /// What a model that reads all of it has to go by.
  public var kind: InputKind {
    InputKind(leads: ecgLive.count { $0 == 1 }, hasElectrograms: hasIEGM)
  }
}
