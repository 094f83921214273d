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

/// What a bipole may see of what is under its electrodes or beside them.
enum ElectrogramKind: Int, CaseIterable, Sendable {
  case atrial, ventricular
  /// The ventricular muscle beside the electrodes.
  case ventricularFar
  case his, spike
}

/// The electrograms of one patient's catheters: for each bipole and kind two forms, between which a
/// catheter that turns goes.
struct Electrograms: Sendable {
  /// Frames before the local activation at which a template begins.
  static let lead = 100

  /// [form][bipole * kinds + kind][frame], millivolts, one form behind the other; the local
  /// activation, the steepest slope of what is under the electrodes, is at frame `lead`. The second
  /// form is empty where there is but one.
  let templates: [[Float]]
  /// Where the ablation catheter lies.
  let ablationSite: AblationSite
  /// By bipole.
  let farFields: [FarField]
  /// By bipole and kind.
  private let fragments: [Fragments?]

  enum AblationSite: Sendable {
    case his, annulus, ventricle
  }

  /// - Parameters:
  ///   - ringing: part of a stimulus that the electrodes keep as a charge.
  ///   - seed: of what is each bipole's own, so that it does not hang on the others.
  ///   - study: draws the bipoles of a study.
  init(
    profile: PatientProfile, features: ElectrogramFeatures, ringing: Double, seed: UInt64,
    using random: inout SeededGenerator, study: inout SeededGenerator
  ) {
    let site = profile.catheters.ablationSite ?? Self.usualSite(profile.subject.group)
    ablationSite = site
    var (first, second): ([[Float]], [[Float]]) = ([], [])
    var fragments: [Fragments?] = []
    for bipole in Bipole.allCases {
      for kind in ElectrogramKind.allCases {
        let typical = Self.amplitude(bipole, kind, site)
        let draw =
          Bipole.study.contains(bipole)
          ? DeflectionDraw(kind, typical: typical, using: &study)
          : DeflectionDraw(kind, typical: typical, using: &random)
        let number = bipole.rawValue * ElectrogramKind.allCases.count + kind.rawValue
        var own = SeededGenerator(seed: seed, stream: 0x400 + UInt64(number))
        let voltage = DeflectionDraw.voltage(using: &own)
        let drawn = Self.fragments(bipole, kind, site, profile, using: &own)
        let found = features.contains(.fractionation) ? drawn : nil
        var forms = draw.forms(found, using: &own)
        if kind == .spike { forms.first.ring(ringing) }
        let size =
          draw.amplitude * (kind == .spike ? 1 : voltage) * (found?.part ?? 1)
          * profile.catheters.gain(bipole, kind)
        first.append(forms.first.samples(lead: Self.lead, amplitude: size))
        second.append(forms.second?.samples(lead: Self.lead, amplitude: size) ?? [])
        fragments.append(found)
      }
    }
    templates = first + second
    self.fragments = fragments
    farFields = Bipole.allCases.map { FarField($0, seed: seed) }
  }

  private static func usualSite(_ group: PatientGroup) -> AblationSite {
    switch group {
    case .fallot: .ventricle
    case .avnrt: .his
    default: .annulus
    }
  }

  func index(_ bipole: Bipole, _ kind: ElectrogramKind) -> Int {
    bipole.rawValue * ElectrogramKind.allCases.count + kind.rawValue
  }

  /// The index of a template's second form; nil where there is but one.
  func second(_ index: Int) -> Int? {
    let second = templates.count / 2 + index
    return templates[second].isEmpty ? nil : second
  }

  /// What is broken up under a bipole.
  func fragmentations(_ bipole: Bipole) -> [SiteTruth.Fragmentation] {
    [(ElectrogramKind.atrial, SiteTruth.Fragmentation.Chamber.atrium), (.ventricular, .ventricle)]
      .compactMap { kind, chamber in
        fragments[index(bipole, kind)].map {
          .init(chamber: chamber, offsets: $0.offsets, isDouble: $0.isDouble)
        }
      }
  }

  /// Whether the activation of a kind is broken up under a bipole, and how: a little muscle in
  /// some children, scars and a patch in adults with a repaired Fallot.
  private static func fragments(
    _ bipole: Bipole, _ kind: ElectrogramKind, _ site: AblationSite, _ profile: PatientProfile,
    using random: inout SeededGenerator
  ) -> Fragments? {
    let isAdult = profile.subject.isAdult
    let isScarred = bipole == .ablation && site == .ventricle && kind == .ventricular
    let level = random.uniform()
    let fractionated = Fragments.fractionated(using: &random)
    let double = Fragments.double(using: &random)
    guard isUnder(bipole, kind, site) else { return nil }
    let share = isScarred ? 0.35 : isAdult ? 0.2 : 0.12
    let doubles = isAdult ? 0.06 : 0.03
    return level < doubles ? double : level < doubles + share ? fractionated : nil
  }

  /// Whether a bipole lies on muscle of a kind.
  private static func isUnder(
    _ bipole: Bipole, _ kind: ElectrogramKind, _ site: AblationSite
  ) -> Bool {
    switch (bipole, kind) {
    case (.apex, .ventricular), (.his12, .ventricular), (.his34, .ventricular): true
    case (.ablation, .ventricular): true
    case (.ablation, .atrial): site != .ventricle
    case (.apex, _): false
    default: kind == .atrial
    }
  }

  /// Typical amplitudes in millivolts. The RV apex lies in muscle and sees the atrium from afar
  /// alone; the coronary sinus sees both chambers.
  private static func amplitude(
    _ bipole: Bipole, _ kind: ElectrogramKind, _ site: AblationSite
  ) -> Double {
    if let size = studyAmplitude(bipole, kind) { return size }
    return switch (bipole, kind) {
    case (_, .spike): bipole == .apex ? 9 : bipole == .ablation ? 2.5 : 0.7
    case (.apex, .atrial): 0
    case (.apex, .ventricular): 3
    case (.apex, .ventricularFar): 0.3
    case (.ablation, .his): site == .his ? 0.28 : 0
    case (.ablation, .atrial): site == .his ? 0.7 : site == .annulus ? 1.1 : 0
    case (.ablation, .ventricular): site == .his ? 1.5 : site == .annulus ? 1.8 : 3.5
    case (.ablation, .ventricularFar): 0.2
    case (_, .his): 0
    case (_, .atrial): 1.6
    case (_, .ventricular): 0.35
    case (_, .ventricularFar): 0.2
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
    case (.atrium12, .ventricularFar): 0.05
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
}
