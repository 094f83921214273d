import Foundation

/// The bipoles of the catheters.
enum Bipole: Int, CaseIterable, Sendable {
  case ablation, apex, sinus12, sinus34, sinus56, sinus78, sinus90
  /// Of an electrophysiological study, which the release does not have: high in the right atrium,
  /// and a quadripolar catheter across the bundle of His.
  case atrium12, his12, his34

  /// Those of the release. What is drawn for them must not hang on the others.
  static let release = allCases.filter { !study.contains($0) }
  static let study: [Bipole] = [.atrium12, .his12, .his34]

  var name: String {
    switch self {
    case .ablation: "ABL12"
    case .apex: "RVA12"
    case .sinus12: "CS12"
    case .sinus34: "CS34"
    case .sinus56: "CS56"
    case .sinus78: "CS78"
    case .sinus90: "CS90"
    case .atrium12: "HRA12"
    case .his12: "HIS12"
    case .his34: "HIS34"
    }
  }

  /// Position on the coronary sinus catheter, 0 distal to 4; nil elsewhere.
  var sinusPosition: Int? {
    (Bipole.sinus12.rawValue...Bipole.sinus90.rawValue).contains(rawValue)
      ? rawValue - Bipole.sinus12.rawValue : nil
  }
}

/// What a bipole may see.
enum ElectrogramKind: Int, CaseIterable, Sendable {
  case atrial, ventricular, ventricularFar, his, spike
}

/// The electrograms of one patient's catheters: one deflection for each bipole and kind.
struct Electrograms: Sendable {
  /// Frames before the local activation at which a template begins.
  static let lead = 40

  /// [bipole * kinds + kind][frame], millivolts; the local activation, the greatest deflection, is
  /// at frame `lead`.
  let templates: [[Float]]
  /// Where the ablation catheter lies.
  let ablationSite: AblationSite

  enum AblationSite: Sendable {
    case his, annulus, ventricle
  }

  /// - Parameter study: draws the bipoles of a study.
  init(
    profile: PatientProfile, using random: inout SeededGenerator, study: inout SeededGenerator
  ) {
    let site: AblationSite
    switch profile.subject.group {
    case .fallot: site = .ventricle
    case .avnrt: site = .his
    default: site = .annulus
    }
    ablationSite = site
    var templates: [[Float]] = []
    for bipole in Bipole.allCases {
      for kind in ElectrogramKind.allCases {
        let template =
          Bipole.study.contains(bipole)
          ? Self.template(bipole, kind, site, using: &study)
          : Self.template(bipole, kind, site, using: &random)
        templates.append(template)
      }
    }
    self.templates = templates
  }

  private static func template(
    _ bipole: Bipole, _ kind: ElectrogramKind, _ site: AblationSite,
    using random: inout SeededGenerator
  ) -> [Float] {
    let size = amplitude(bipole, kind, site) * exp(0.3 * random.normal())
    let sign = random.chance(0.3) && kind != .spike ? -1.0 : 1
    return deflection(kind, amplitude: size * sign, using: &random)
  }

  func index(_ bipole: Bipole, _ kind: ElectrogramKind) -> Int {
    bipole.rawValue * ElectrogramKind.allCases.count + kind.rawValue
  }

  /// Typical amplitudes in millivolts. The RV apex lies in muscle and sees hardly any atrium; the
  /// coronary sinus sees both chambers.
  private static func amplitude(
    _ bipole: Bipole, _ kind: ElectrogramKind, _ site: AblationSite
  ) -> Double {
    if let size = studyAmplitude(bipole, kind) { return size }
    return switch (bipole, kind) {
    case (_, .spike): bipole == .apex ? 9 : bipole == .ablation ? 2.5 : 0.7
    case (.apex, .atrial): 0.04
    case (.apex, .ventricular): 5
    case (.apex, .ventricularFar): 0.6
    case (.ablation, .his): site == .his ? 0.28 : 0
    case (.ablation, .atrial): site == .his ? 0.7 : site == .annulus ? 1.1 : 0.03
    case (.ablation, .ventricular): site == .his ? 1.5 : site == .annulus ? 1.8 : 3.5
    case (.ablation, .ventricularFar): 0.3
    case (_, .his): 0
    case (_, .atrial): 1.6
    case (_, .ventricular): 0.35
    case (_, .ventricularFar): 0.35
    }
  }

  /// The tip of the His catheter lies across the tricuspid valve: V is greater there, A at the
  /// proximal pair.
  private static func studyAmplitude(_ bipole: Bipole, _ kind: ElectrogramKind) -> Double? {
    switch (bipole, kind) {
    case (.atrium12, .spike): 9
    case (.his12, .spike), (.his34, .spike): 0.7
    case (.atrium12, .atrial): 2
    case (.atrium12, .ventricular): 0
    case (.atrium12, .ventricularFar): 0.12
    case (.atrium12, .his): 0
    case (.his12, .atrial): 0.3
    case (.his12, .his): 0.4
    case (.his12, .ventricular): 1.8
    case (.his34, .atrial): 0.9
    case (.his34, .his): 0.3
    case (.his34, .ventricular): 0.8
    case (.his12, .ventricularFar), (.his34, .ventricularFar): 0.3
    default: nil
    }
  }

  /// One deflection: near fields turn sharply, far fields roundly. Widths keep it below the
  /// release's 100 Hz, and the phases cancel, as between two poles.
  private static func deflection(
    _ kind: ElectrogramKind, amplitude: Double, using random: inout SeededGenerator
  ) -> [Float] {
    let width: Double =
      switch kind {
      case .ventricularFar: 0.0085
      case .ventricular: random.uniform(0.0026, 0.0038)
      case .spike: 0.0011
      default: random.uniform(0.0019, 0.0027)
      }
    let before = random.uniform(0.3, 0.55)
    let after = random.uniform(0.45, 0.75)
    let tail = random.uniform(0.08, 0.2)
    let phases: [(center: Double, width: Double, size: Double)] =
      kind == .spike
      ? [(0, 1, 1), (2.6, 1.2, -0.55), (7, 4, -0.06)]
      : [(-2.1, 1.05, -before), (0, 1, 1), (2.2, 1.2, -after), (4.9, 1.5, tail)]
    let count = lead + Int(12 * width * SimulatedPatient.frameRateHz) + 12
    var samples = [Float](repeating: 0, count: count)
    for index in samples.indices {
      let time = Double(index - lead) / SimulatedPatient.frameRateHz / width
      for phase in phases {
        let distance = (time - phase.center) / phase.width
        samples[index] += Float(phase.size * exp(-0.5 * distance * distance))
      }
    }
    let peak = samples[lead]
    for index in samples.indices { samples[index] *= Float(amplitude) / peak }
    return samples
  }
}
