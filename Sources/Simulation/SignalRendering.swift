/// Turns a patient's events into digital counts, block by block.
struct SignalRendering: Sendable {
  /// What a disconnected catheter shows, in counts: 0.076 mV, as in the release's x0027.
  static let deadCounts: Int32 = 152

  let channelNames: [String]
  private let bipoles: [Bipole]
  private let hasDeadAblationChannel: Bool
  private let vectors: CardiacDipole
  private let electrograms: Electrograms
  private let leads: SurfaceLeads
  private let events: SignalEvents
  /// Nil for a quiet room.
  private let noise: RecordingNoise?
  /// The longest template, in frames: how far before a block its events may begin.
  private let reach: Int

  init(
    layout: PatientScript.Layout, hasDeadAblationChannel: Bool, vectors: CardiacDipole,
    electrograms: Electrograms, leads: SurfaceLeads, events: SignalEvents,
    noise: RecordingNoise?
  ) {
    bipoles =
      switch layout {
      case .full: Bipole.release
      case .ventricularOnly: [.ablation, .apex]
      case .withoutAblationCatheter: Bipole.release.filter { $0 != .ablation }
      case .study:
        Bipole.study + Bipole.release.filter { $0.sinusPosition != nil } + [.apex]
      }
    channelNames = SurfaceLeads.names + bipoles.map { $0.name }
    self.hasDeadAblationChannel = hasDeadAblationChannel
    self.vectors = vectors
    self.electrograms = electrograms
    self.leads = leads
    self.events = events
    self.noise = noise
    reach = max(
      vectors.templates.map { $0.samples.count }.max() ?? 0,
      electrograms.templates.map { $0.count }.max() ?? 0)
  }

  /// Digital counts of one block, [channel][frame], within the rails.
  func block(_ number: Int) -> [[Int32]] {
    let quiet = [Float](repeating: 0, count: RecordingNoise.blockFrames)
    let noise =
      noise?.block(number)
      ?? [[Float]](
        repeating: quiet, count: SurfaceLeads.electrodeCount + Bipole.allCases.count)
    var channels = leads.digital(vector: heartVector(number), noise: noise)
    for bipole in bipoles {
      channels.append(
        electrogram(
          bipole, number, noise: noise[SurfaceLeads.electrodeCount + bipole.rawValue]))
    }
    let rail = SimulatedPatient.rail
    for channel in channels.indices {
      for frame in channels[channel].indices {
        channels[channel][frame] = min(max(channels[channel][frame], -rail), rail)
      }
    }
    return channels
  }

  private func heartVector(_ number: Int) -> [SIMD4<Float>] {
    let first = number * RecordingNoise.blockFrames
    var vector = [SIMD4<Float>](repeating: .zero, count: RecordingNoise.blockFrames)
    let found = firstIndex(events.dipole, notBefore: first - reach) { $0.start }
    for event in events.dipole[found...] {
      guard event.start < first + vector.count else { break }
      let samples = vectors.templates[event.template].samples
      let cosine = (1 - event.sine * event.sine).squareRoot() * event.scale
      let sine = event.sine * event.scale
      let alongX = SIMD4<Float>(cosine, sine, 0, 0)
      let alongY = SIMD4<Float>(-sine, cosine, 0, 0)
      let low = max(0, first - event.start)
      let high = min(samples.count, first + vector.count - event.start)
      guard low < high else { continue }
      for index in low..<high {
        let sample = samples[index]
        let turned = alongX * sample.x + alongY * sample.y
        vector[event.start + index - first] +=
          turned + SIMD4<Float>(0, 0, sample.z * event.scale, 0)
      }
    }
    return vector
  }

  private func electrogram(_ bipole: Bipole, _ number: Int, noise: [Float]) -> [Int32] {
    if bipole == .ablation, hasDeadAblationChannel {
      return [Int32](repeating: Self.deadCounts, count: noise.count)
    }
    let first = number * RecordingNoise.blockFrames
    var signal = noise
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
