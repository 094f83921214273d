/// Where an atrial activation starts.
public enum AtrialOrigin: Int, CaseIterable, Sendable {
  /// The sinus node; the left atrium follows the right.
  case sinus
  /// A focus in the right atrium.
  case ectopic
  /// The atrial end of the AV node: retrograde conduction near the coronary sinus ostium.
  case node
  /// The atrial end of the accessory pathway.
  case pathway
  /// The pacing catheter, high in the right atrium.
  case paced
  /// The macro-reentry of typical flutter.
  case flutter
  /// One of the many wavelets of fibrillation.
  case fibrillation
}

/// One activation of the atria.
public struct AtrialActivation: Sendable, Equatable {
  /// Earliest activation anywhere in the atria, in seconds from the record's start.
  public let onset: Double
  public let origin: AtrialOrigin
  /// Local activation at CS12, CS34, CS56, CS78 and CS90, in seconds from the record's start.
  public let coronarySinus: [Double]
}

/// What truly happened in one beat, in seconds from the record's start: the answers against which
/// measurements are checked.
public struct BeatTruth: Sendable, Equatable {
  public let kind: BeatKind
  /// False for beats inside a span of unusable signal, which carry no label.
  public let isAnnotated: Bool
  /// The activation that belongs to the beat: before it in sinus rhythm, after it in re-entry. Nil
  /// where atria and ventricles are dissociated.
  public let atrial: AtrialActivation?
  /// Activation of the bundle of His, nil where the ventricles are activated otherwise.
  public let his: Double?
  /// The first ventricular activation.
  public let ventricularOnset: Double
  /// The greatest magnitude of the heart vector: where the label is.
  public let qrsPeak: Double
  /// Local activation at the right ventricular apex.
  public let rightVentricularApex: Double
  /// Where the tangent to the last force's steepest fall meets 0: two standard deviations after
  /// its centre.
  public let qrsOffset: Double
  /// Where the tangent to the T loop's steepest fall meets 0, likewise.
  public let tEnd: Double

  /// From the first ventricular activation to the earliest atrial one; negative in sinus rhythm.
  public var ventriculoatrialSeconds: Double? { atrial.map { $0.onset - ventricularOnset } }
}
