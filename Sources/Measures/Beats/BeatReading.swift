import Waveforms

/// What the signals around single beats say, read when asked for and kept.
///
/// Everything here follows from the record, the list of beats and the beat's number: in which order
/// beats are asked for changes nothing.
struct BeatReading {
  let record: Record
  let plan: ChannelPlan
  let beats: [Double]
  let levels: [Int: ChannelLevels]
  /// In order of time.
  let stimuli: [Stimulus]
  private var surfaces: [Int: BeatSurface?] = [:]
  var electrograms = ElectrogramCache()
  private let scratch = DelineationNetwork.Scratch()

  /// What is read around a beat, in seconds: the network's window, and around it what tells the
  /// mains.
  private static let span = (before: 0.62, after: 1.05)
  /// A P wave begins so long before the earliest atrial electrogram, in seconds; its onset may be
  /// 30 ms late.
  private static let pBeforeAtrium = -0.03...0.13

  init(
    _ record: Record, _ plan: ChannelPlan, beats: [Double], levels: [Int: ChannelLevels] = [:],
    stimuli: [Stimulus] = []
  ) {
    (self.record, self.plan, self.beats, self.levels) = (record, plan, beats, levels)
    self.stimuli = stimuli
  }

  /// Lets go of what no later beat asks for.
  mutating func forget(before index: Int) {
    surfaces[index - 1] = nil
    electrograms.deflections[index - 1] = nil
    electrograms.conductions[index - 1] = nil
    electrograms.his[index - 1] = nil
  }

  func neighbour(_ index: Int) -> Double? {
    beats.indices.contains(index) ? beats[index] : nil
  }

  func span(_ index: Int) -> (from: Double, to: Double) {
    (beats[index] - Self.span.before, beats[index] + Self.span.after)
  }

  // MARK: Surface

  /// What the surface leads say of a beat; nil without leads.
  mutating func surface(_ index: Int) throws -> BeatSurface? {
    guard beats.indices.contains(index) else { return nil }
    if let known = surfaces[index] { return known }
    let span = span(index)
    let pulses = stimuli.around(
      beats[index], before: Self.span.before, after: Self.span.after
    ).map(\.time)
    let traces = try plan.traces(plan.leads, of: record, from: span.from, to: span.to).map {
      trace -> Trace in
      var samples = trace.samples
      StimulusDetector.bridge(
        &samples, rateHz: trace.rateHz, start: trace.start, stimuli: pulses)
      return trace.with(samples)
    }
    let surface = BeatSurface(
      traces, beat: beats[index], between: (neighbour(index - 1), neighbour(index + 1)),
      duration: record.durationSeconds, scratch)
    surfaces[index] = .some(surface)
    return surface
  }

  /// The complex, from the earliest to the latest lead; nil where it is not clear.
  mutating func qrs(_ index: Int) throws -> QRSBounds? { try surface(index)?.qrs }

  /// The onset of a complex; a twelfth of a second before its beat where it cannot be told.
  mutating func qrsOnset(_ index: Int) throws -> Double? {
    guard let beat = neighbour(index) else { return nil }
    return try qrs(index)?.onset ?? beat - 0.08
  }

  /// The P wave before a beat, whether or not it is the beat's.
  mutating func pWave(_ index: Int) throws -> PWave? {
    guard let surface = try surface(index), let wave = surface.pWave else { return nil }
    guard canTellAtria else { return wave }
    guard let atrial = try atrialWaves(index)?.antegrade?.time else { return nil }
    // The sinus node is activated before any catheter, and the wave goes on after the last one.
    return Self.pBeforeAtrium.contains(atrial - wave.onset) ? wave : nil
  }
}
