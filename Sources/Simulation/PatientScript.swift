/// A patient with a story written out, for sample data and tests.
public struct PatientScript: Sendable {
  /// The channels of a record beside the twelve leads.
  public enum Layout: Sendable {
    /// ABL12, RVA12 and five coronary sinus bipoles: 19 channels.
    case full
    /// ABL12 and RVA12: 14 channels.
    case ventricularOnly
    /// RVA12 and five coronary sinus bipoles: 18 channels.
    case withoutAblationCatheter
    /// HRA12, HIS12, HIS34, five coronary sinus bipoles and RVA12: 21 channels, as in an
    /// electrophysiological study. Not in the release.
    case study

    /// In the order of their channels.
    var bipoles: [Bipole] {
      switch self {
      case .full: Bipole.release
      case .ventricularOnly: [.ablation, .apex]
      case .withoutAblationCatheter: Bipole.release.filter { $0 != .ablation }
      case .study: Bipole.study + Bipole.release.filter { $0.sinusPosition != nil } + [.apex]
      }
    }
  }

  /// How much disturbs the signals.
  public enum Noise: Sendable {
    case absent
    case clinical
  }

  /// What happens next.
  public enum Event: Sendable {
    /// The patient's own baseline beats: `N`, `N` with pre-excitation, or `R`.
    case sinus(beats: Int)
    /// The extra beat that starts such a tachycardia.
    case onset(BeatKind)
    case run(BeatKind, beats: Int)
    /// A span of unusable signal, between two `~` marks.
    case artifact(seconds: Double)
  }

  public var subject: SimulatedPatient.Subject
  public var layout: Layout
  public var noise: Noise
  /// What makes the electrograms hard to read.
  public var features: ElectrogramFeatures
  /// What makes the patient harder than the type.
  public var laboratory: LaboratoryFeatures
  /// The ablation catheter is disconnected: ABL12 is constant.
  public var hasDeadAblationChannel: Bool
  public var seed: UInt64
  /// Where the catheters lie and how they move is drawn from it; from `seed` if nil.
  public var catheterSeed: UInt64?
  /// The record ends here, or with the last event.
  public var maximumSeconds: Double
  public var events: [Event]

  public init(
    subject: SimulatedPatient.Subject, layout: Layout = .full, noise: Noise = .clinical,
    features: ElectrogramFeatures = .all, laboratory: LaboratoryFeatures = [],
    hasDeadAblationChannel: Bool = false, seed: UInt64 = 1, catheterSeed: UInt64? = nil,
    maximumSeconds: Double = 3600, events: [Event]
  ) {
    self.subject = subject
    self.layout = layout
    self.noise = noise
    self.features = features
    self.laboratory = laboratory
    self.hasDeadAblationChannel = hasDeadAblationChannel
    self.seed = seed
    self.catheterSeed = catheterSeed
    self.maximumSeconds = maximumSeconds
    self.events = events
  }

  /// About how long the story lasts, in seconds: what is drawn over a record's time is drawn over it.
  var expectedSeconds: Double {
    let told = events.reduce(0.0) { sum, event in
      switch event {
      case .artifact(let seconds): sum + seconds
      case .sinus(let beats): sum + 0.65 * Double(beats)
      case .onset: sum + 0.4
      case .run(_, let beats): sum + 0.42 * Double(beats)
      }
    }
    return events.isEmpty ? maximumSeconds : min(maximumSeconds, told)
  }

  /// The events as runs, each change of rhythm announced.
  var steps: [RhythmStep] {
    let baseline = EventSequence.baseline(of: subject.group)
    var rhythmInForce: String?
    return events.map { event in
      let kind: BeatKind
      let count: Int
      switch event {
      case .artifact(let seconds): return RhythmStep(content: .artifact(seconds: seconds))
      case .sinus(let beats): (kind, count) = (baseline, beats)
      case .onset(let tachycardia): (kind, count) = (Self.trigger(of: tachycardia), 1)
      case .run(let run, let beats): (kind, count) = (run, beats)
      }
      let marker = kind.rhythmMarker == rhythmInForce ? nil : kind.rhythmMarker
      rhythmInForce = marker ?? rhythmInForce
      return RhythmStep(content: .beats(kind, count: count), marker: marker)
    }
  }

  private static func trigger(of tachycardia: BeatKind) -> BeatKind {
    tachycardia == .vt || tachycardia == .ivr ? .ventricular : .atrialPremature
  }
}
