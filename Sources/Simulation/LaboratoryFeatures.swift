/// What makes a laboratory harder than a textbook, feature by feature, so that each can be looked at
/// alone. Draws do not hang on which are shown.
///
/// How often each occurs is assumed where no source is named; the release's own signals were not at
/// hand.
public struct LaboratoryFeatures: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Hearts that depart from the type: septal and slow pathways, atypical nodal re-entry, little
  /// pre-excitation, aberrancy, ventricular tachycardia with 1:1 conduction, organised fibrillation,
  /// hurried sinus rhythm, rhythms beside the diagnosis.
  public static let hearts = LaboratoryFeatures(rawValue: 1)
  /// Catheters elsewhere, floating, dead, swapped, turned round.
  public static let catheters = LaboratoryFeatures(rawValue: 2)
  /// Mains, tremor, electrodes off or exchanged, low rails, stimuli that ring.
  public static let amplifier = LaboratoryFeatures(rawValue: 4)
  /// Labels that begin late, and runs that are labelled as what they resemble.
  public static let labels = LaboratoryFeatures(rawValue: 8)

  public static let all: LaboratoryFeatures = [.hearts, .catheters, .amplifier, .labels]
}

/// Which patients are simulated.
public enum SimulatedWorld: String, CaseIterable, Sendable {
  /// As hard as a laboratory is.
  case laboratory
  /// As a textbook has them: every rule of thumb holds.
  case plain

  public var features: LaboratoryFeatures { self == .laboratory ? .all : [] }
}
