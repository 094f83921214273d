import Foundation

/// Turns a patient's events into digital counts, block by block.
struct SignalRendering: Sendable {
  /// What a disconnected catheter shows, in counts: 0.076 mV, as in the release's x0027.
  static let deadCounts: Int32 = 152

  let channelNames: [String]
  private let bipoles: [Bipole]
  private let dead: Set<Bipole>
  private let catheters: CatheterPlacement
  private let faults: AmplifierFaults
  private let vectors: CardiacDipole
  private let electrograms: Electrograms
  private let leads: SurfaceLeads
  private let events: SignalEvents
  private let features: ElectrogramFeatures
  private let respirationHz: Double
  /// Nil for a quiet room.
  private let noise: RecordingNoise?
  /// The longest template, in frames: how far before a block its events may begin.
  private let reach: Int

  init(
    _ script: PatientScript, vectors: CardiacDipole, electrograms: Electrograms,
    leads: SurfaceLeads, events: SignalEvents, noise: RecordingNoise, profile: PatientProfile,
    faults: AmplifierFaults
  ) {
    bipoles = script.layout.bipoles
    features = script.features
    (catheters, self.faults) = (profile.catheters, faults)
    dead = profile.catheters.dead.union(script.hasDeadAblationChannel ? [.ablation] : [])
    self.noise = script.noise == .clinical ? noise : nil
    respirationHz = profile.respirationHz
    channelNames = SurfaceLeads.names + bipoles.map { $0.name }
    self.vectors = vectors
    self.electrograms = electrograms
    self.leads = leads
    self.events = events
    reach = max(
      vectors.templates.map { $0.samples.count }.max() ?? 0,
      electrograms.templates.map { $0.count }.max() ?? 0)
  }

  /// What is true of the channels behind the leads.
  var sites: [SiteTruth] {
    bipoles.map { bipole in
      let shown = catheters.shown(bipole)
      return SiteTruth(
        channel: bipole.name, bipole: shown.name, isDead: dead.contains(shown),
        fragmentations: electrograms.fragmentations(shown),
        contactLosses: events.motions[shown.rawValue]?.losses.map { $0.span } ?? [])
    }
  }

  /// Digital counts of one block, [channel][frame], within the rails.
  func block(_ number: Int) -> [[Int32]] {
    let quiet = [Float](repeating: 0, count: RecordingNoise.blockFrames)
    let noise =
      noise?.block(number)
      ?? [[Float]](
        repeating: quiet, count: SurfaceLeads.electrodeCount + Bipole.allCases.count)
    let vectors = heartVectors(number)
    let breath = breathing(number)
    let rail = SimulatedPatient.rail
    var channels = leads.digital(vector: vectors.whole, noise: noise)
    faults.apply(to: &channels)
    channels = channels.map { Self.limited($0, to: rail) }
    for bipole in bipoles.map(catheters.shown) {
      var signal = noise[SurfaceLeads.electrodeCount + bipole.rawValue]
      if features.contains(.farField) {
        electrograms.farFields[bipole.rawValue].add(to: &signal, vectors, breath: breath)
      }
      let counts = electrogram(bipole, number, over: signal)
      channels.append(Self.limited(counts, to: min(faults.rail(bipole), rail)))
    }
    return channels
  }

  private static func limited(_ counts: [Int32], to rail: Int32) -> [Int32] {
    counts.map { min(max($0, -rail), rail) }
  }

  /// How far breath is drawn, -1 to 1, by frame.
  private func breathing(_ number: Int) -> [Float] {
    let first = number * RecordingNoise.blockFrames
    let turn = 2 * Double.pi * respirationHz / SimulatedPatient.frameRateHz
    return (0..<RecordingNoise.blockFrames).map { Float(sin(turn * Double(first + $0))) }
  }

  private func heartVectors(_ number: Int) -> ChamberVectors {
    let first = number * RecordingNoise.blockFrames
    let count = RecordingNoise.blockFrames
    var vectors = ChamberVectors(frames: count)
    let found = firstIndex(events.dipole, notBefore: first - reach) { $0.start }
    for event in events.dipole[found...] {
      guard event.start < first + count else { break }
      let chamber = self.vectors.chamber(event.template)
      let samples = self.vectors.templates[event.template].samples
      let cosine = (1 - event.sine * event.sine).squareRoot() * event.scale
      let sine = event.sine * event.scale
      let alongX = SIMD4<Float>(cosine, sine, 0, 0)
      let alongY = SIMD4<Float>(-sine, cosine, 0, 0)
      let low = max(0, first - event.start)
      let high = min(samples.count, first + count - event.start)
      guard low < high else { continue }
      for index in low..<high {
        let sample = samples[index]
        let turned = alongX * sample.x + alongY * sample.y
        let value = turned + SIMD4<Float>(0, 0, sample.z * event.scale, 0)
        let frame = event.start + index - first
        vectors.whole[frame] += value
        switch chamber {
        case .ventricles: vectors.ventricles[frame] += value
        case .atria: vectors.atria[frame] += value
        case nil: break
        }
      }
    }
    return vectors
  }

  /// - Parameter over: what the bipole shows beside what is under it.
  private func electrogram(_ bipole: Bipole, _ number: Int, over ground: [Float]) -> [Int32] {
    if dead.contains(bipole) {
      return [Int32](repeating: Self.deadCounts, count: ground.count)
    }
    let first = number * RecordingNoise.blockFrames
    var signal = ground
    addLosses(of: bipole, first: first, to: &signal)
    let own = events.bipoles[bipole.rawValue]
    for event in own[firstIndex(own, notBefore: first - reach) { $0.start }...] {
      guard event.start < first + signal.count else { break }
      let samples = electrograms.templates[event.template]
      let low = max(0, first - event.start)
      let high = min(samples.count, first + signal.count - event.start)
      guard low < high else { continue }
      for index in low..<high {
        signal[event.start + index - first] += samples[index] * event.scale
      }
    }
    return signal.map(SurfaceLeads.count)
  }

  /// The potential of an electrode changes as it leaves the wall.
  private func addLosses(of bipole: Bipole, first: Int, to signal: inout [Float]) {
    let rate = SimulatedPatient.frameRateHz
    let motion = events.motions[bipole.rawValue]
    for loss in motion?.losses ?? [] {
      let frames = Int(loss.span.lowerBound * rate)...Int(loss.span.upperBound * rate)
      let block = first...first + signal.count - 1
      guard frames.overlaps(block) else { continue }
      for frame in frames.clamped(to: block) {
        let floating = motion?.floating(Double(frame) / rate)
        signal[frame - first] += Float(floating?.offset ?? 0)
      }
    }
  }

  /// The first event that starts at `frame` or later; events are in order.
  private func firstIndex<Event>(
    _ events: [Event], notBefore frame: Int, start: (Event) -> Int
  ) -> Int {
    var (low, high) = (0, events.count)
    while low < high {
      let middle = (low + high) / 2
      if start(events[middle]) < frame { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
