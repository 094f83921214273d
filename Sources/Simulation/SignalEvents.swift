import Foundation

/// A template of the heart vector, placed in the record.
struct DipoleEvent: Sendable {
  /// The record's frame of the template's first sample.
  var start: Int
  var template: Int
  var scale: Float
  /// A small turn in the frontal plane, as breathing makes it.
  var sine: Float
}

/// A template of a bipole's electrogram, placed in the record.
struct BipoleEvent: Sendable {
  var start: Int
  var template: Int
  var scale: Float
}

/// Everything that a patient's heart does to the signals, in the order of time.
struct SignalEvents: Sendable {
  private(set) var dipole: [DipoleEvent] = []
  /// [bipole][event]
  private(set) var bipoles: [[BipoleEvent]]
  /// By bipole; nil where the catheters lie still.
  private(set) var motions: [CatheterMotion?]

  private let profile: PatientProfile
  private let vectors: CardiacDipole
  private let electrograms: Electrograms
  private let surfaceSpike: Float
  private var random: SeededGenerator

  /// - Parameters:
  ///   - motions: of each bipole.
  ///   - surfaceSpike: factor of what a stimulus shows on the skin.
  ///   - study: draws what the bipoles of a study see; nil where there are none.
  init(
    model: ConductionModel, vectors: CardiacDipole, electrograms: Electrograms,
    motions: [CatheterMotion?], surfaceSpike: Double, random: SeededGenerator,
    study: SeededGenerator?
  ) {
    profile = model.profile
    self.vectors = vectors
    self.electrograms = electrograms
    self.random = random
    self.motions = motions
    self.surfaceSpike = Float(surfaceSpike)
    bipoles = [[BipoleEvent]](repeating: [], count: Bipole.allCases.count)
    for beat in model.beats { add(beat) }
    for activation in model.atria { add(activation) }
    for spike in model.spikes { add(spike) }
    if var study { addStudy(model, &study) }
    // Events are added chamber by chamber; a block looks for its own by their start.
    dipole.sort { ($0.start, $0.template) < ($1.start, $1.template) }
    for index in bipoles.indices {
      bipoles[index].sort { ($0.start, $0.template) < ($1.start, $1.template) }
    }
  }

  private static func frame(_ seconds: Double) -> Int {
    Int((seconds * SimulatedPatient.frameRateHz).rounded())
  }

  private mutating func add(_ beat: SimulatedBeat) {
    let onset = beat.truth.ventricularOnset
    let breathing = sin(2 * Double.pi * profile.respirationHz * onset)
    let scale = Float(1 + 0.03 * breathing + 0.008 * random.normal())
    let sine = Float(0.03 * breathing)
    dipole.append(
      DipoleEvent(
        start: Self.frame(onset) - DipoleTemplate.lead,
        template: vectors.ventricularIndex(beat.shape), scale: scale, sine: sine))
    let wave = vectors.repolarization(of: beat.shape, after: beat.cycle)
    let before = vectors.templates[wave.index].peak + DipoleTemplate.lead
    dipole.append(
      DipoleEvent(
        start: Self.frame(onset + wave.delay) - before, template: wave.index,
        scale: scale * Float(1 + 0.03 * random.normal()), sine: sine))
    addElectrograms(of: beat)
  }

  private mutating func addElectrograms(of beat: SimulatedBeat) {
    let onset = beat.truth.ventricularOnset
    let scale = breathingScale()
    add(.apex, .ventricular, at: beat.truth.rightVentricularApex, scale)
    add(.apex, .ventricularFar, at: onset + beat.shape.basalDelay * 0.8, scale)
    let annular = beat.shape == .preexcited ? 0.015 : beat.shape.basalDelay - 0.012
    let atSite = electrograms.ablationSite == .ventricle ? beat.shape.apexDelay + 0.02 : annular
    add(.ablation, .ventricular, at: onset + atSite, scale)
    add(.ablation, .ventricularFar, at: onset + atSite + 0.02, scale)
    if electrograms.ablationSite == .his, let his = beat.truth.his {
      add(.ablation, .his, at: his, scale)
    }
    for bipole in Bipole.release {
      guard let number = bipole.sinusPosition else { continue }
      let position = profile.catheters.sinusPositions[number]
      var delay = beat.shape.basalDelay + 0.006 * abs(4 - position)
      if beat.shape == .preexcited, let pathway = profile.pathway, pathway.isLeft {
        delay = 0.022 + 0.009 * abs(position - pathway.catheterPosition)
      }
      add(bipole, .ventricular, at: onset + delay, scale)
      add(bipole, .ventricularFar, at: onset + delay - 0.008, scale)
    }
  }

  private mutating func add(_ activation: AtrialActivation) {
    let isFibrillating = activation.origin == .fibrillation
    // Each wavelet of fibrillation runs another way.
    let scale = isFibrillating ? Float(1.3 * (0.7 + 0.5 * random.normal())) : breathingScale()
    let sine = isFibrillating ? Float(random.uniform(-0.7, 0.7)) : 0
    dipole.append(
      DipoleEvent(
        start: Self.frame(activation.onset) - DipoleTemplate.lead,
        template: vectors.atrialIndex(activation.origin), scale: scale, sine: sine))
    for bipole in Bipole.release {
      let size = isFibrillating ? Float(random.uniform(0.15, 0.8)) : breathingScale()
      if let position = bipole.sinusPosition {
        add(bipole, .atrial, at: activation.coronarySinus[position], size)
      } else {
        let delay = ablationDelay(activation)
        add(bipole, .atrial, at: activation.onset + delay, size)
      }
    }
  }

  private func ablationDelay(_ activation: AtrialActivation) -> Double {
    switch activation.origin {
    case .pathway: 0.002 + profile.catheters.ablationAway
    case .node: 0.004 + profile.catheters.ablationAway
    case .fibrillation: 0.02
    default: electrograms.ablationSite == .annulus ? 0.07 : 0.038
    }
  }

  private mutating func add(_ spike: PacingSpike) {
    // The artefact on the skin: brief, small for a bipolar stimulus.
    for bipole in Bipole.release {
      let isSite = spike.isVentricular == (bipole == .apex)
      add(bipole, .spike, at: spike.time, isSite ? 1 : 0.12)
    }
    dipole.append(
      DipoleEvent(
        start: Self.frame(spike.time) - DipoleTemplate.lead,
        template: vectors.spikeIndex(isVentricular: spike.isVentricular),
        scale: surfaceSpike, sine: 0))
  }

  /// Adds what a bipole sees of an activation: as much as its contact lets it, in a form between
  /// its two.
  mutating func add(
    _ bipole: Bipole, _ kind: ElectrogramKind, at seconds: Double, _ scale: Float
  ) {
    let start = Self.frame(seconds) - Electrograms.lead
    let template = electrograms.index(bipole, kind)
    let contact =
      kind == .spike ? nil : motions[bipole.rawValue]?.contact(kind, at: seconds)
    let size = scale * Float(contact?.gain ?? 1)
    let second = electrograms.second(template)
    let part = second == nil ? 0 : Float(contact?.second ?? 0)
    bipoles[bipole.rawValue].append(
      BipoleEvent(start: start, template: template, scale: size * (1 - part)))
    if let second, part > 0 {
      bipoles[bipole.rawValue].append(
        BipoleEvent(start: start, template: second, scale: size * part))
    }
  }

  private mutating func breathingScale() -> Float { Float(1 + 0.06 * random.normal()) }
}
