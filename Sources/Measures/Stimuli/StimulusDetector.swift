public import Waveforms

/// Finds the stimuli of a record, in all its channels.
public enum StimulusDetector {
  /// Read at a time, in seconds: noise is estimated over as much.
  private static let blockSeconds = 10.0
  /// On the skin a filter delays the pulse; in the electrogram it is at once.
  private static let sameSeconds = 0.008

  /// All stimuli, in order of time; none where none keep time and none drive a channel to its
  /// limits. Not for diagnosis.
  /// - Parameter progress: told the share that is done, from 0 to 1, every few milliseconds; what
  ///   it throws ends the work.
  /// - Throws: where samples cannot be read, and what `progress` throws.
  public static func stimuli(
    of record: Record, progress: (Double) throws -> Void = { _ in }
  ) throws -> [Stimulus] {
    let plan = StimulusPlan(record)
    guard !plan.leads.isEmpty || !plan.electrograms.isEmpty || !plan.markers.isEmpty else {
      return []
    }
    var candidates: [SpikeCandidate] = []
    var driven: [Int: [Double]] = [:]
    let duration = record.durationSeconds
    let count = max(1, Int((duration / blockSeconds).rounded(.up)))
    for block in 0..<count {
      try progress(Double(block) / Double(count))
      let start = Double(block) * blockSeconds
      let core = start..<start + blockSeconds
      candidates += try plan.candidates(record, core)
      for (channel, times) in try plan.driven(record, core) {
        driven[channel, default: []] += times
      }
    }
    let skin = SpikeSources.find(candidates, rateHz: plan.leadRateHz)
    return named(joined(driven, skin, plan, record), record)
  }

  /// The trains of programmed stimulation among a record's stimuli, by stimulator and time.
  public static func trains(_ stimuli: [Stimulus]) -> [StimulusTrain] {
    let sources = Set(stimuli.filter { $0.role != nil }.map(\.source)).sorted()
    return sources.flatMap { source in
      StimulusTrains.find(stimuli.filter { $0.source == source }.map(\.time), source: source)
    }
  }

  // MARK: Sources

  /// Pulses of electrograms first; those on the skin at the same time are theirs.
  private static func joined(
    _ driven: [Int: [Double]], _ skin: [[Double]], _ plan: StimulusPlan, _ record: Record
  ) -> [Stimulus] {
    var list = StimulusList()
    for channel in driven.keys.sorted() {
      let times = driven[channel] ?? []
      // Two bipoles of one catheter may both be driven to their limits.
      let source = times.compactMap { list.stimulus($0)?.source }.first
      let chamber = chamber(record.channels[channel].kind)
      for time in times {
        list.add(
          Stimulus(
            time: time, source: source ?? list.sources, channels: [channel], chamber: chamber))
      }
      if source == nil { list.sources += 1 }
    }
    for times in skin {
      let shared = times.compactMap { list.stimulus($0) }
      let known = 2 * shared.count >= times.count ? shared.first : nil
      for time in times {
        list.add(
          Stimulus(
            time: time, source: known?.source ?? list.sources,
            channels: (known?.channels.filter { !plan.leads.contains($0) } ?? []) + plan.leads,
            chamber: known?.chamber))
      }
      if known == nil { list.sources += 1 }
    }
    return list.stimuli.sorted { ($0.time, $0.source) < ($1.time, $1.source) }
  }

  /// Stimuli by time.
  private struct StimulusList {
    private(set) var stimuli: [Stimulus] = []
    var sources = 0
    /// Places of the stimuli by time in units of what is the same time.
    private var places: [Int: Int] = [:]

    private func place(_ time: Double) -> Int? {
      let key = Int((time / StimulusDetector.sameSeconds).rounded())
      return [key, key - 1, key + 1].compactMap { places[$0] }
        .first { abs(stimuli[$0].time - time) <= StimulusDetector.sameSeconds }
    }

    func stimulus(_ time: Double) -> Stimulus? { place(time).map { stimuli[$0] } }

    /// One that is there already is seen in further channels.
    mutating func add(_ stimulus: Stimulus) {
      guard let place = place(stimulus.time) else {
        places[Int((stimulus.time / StimulusDetector.sameSeconds).rounded())] = stimuli.count
        return stimuli.append(stimulus)
      }
      let known = stimuli[place].channels
      stimuli[place].channels += stimulus.channels.filter { !known.contains($0) }
    }
  }

  private static func chamber(_ kind: ChannelKind) -> Stimulus.Chamber? {
    switch kind {
    case .atrium, .coronarySinus: .atrium
    case .ventricle: .ventricle
    case .surface, .his, .ablation, .pressure, .stimulus, .other, .unknown: nil
    }
  }

  private static func named(_ stimuli: [Stimulus], _ record: Record) -> [Stimulus] {
    guard record.channels.contains(where: { $0.kind.isElectrogram }) else { return stimuli }
    var stimuli = stimuli
    for source in Set(stimuli.map(\.source)) {
      let own = stimuli.indices.filter { stimuli[$0].source == source }
      for train in StimulusTrains.find(own.map { stimuli[$0].time }, source: source) {
        let drive = Set(train.drive)
        for place in own where stimuli[place].time >= train.drive[0] {
          if drive.contains(stimuli[place].time) { stimuli[place].role = .drive }
          if let number = train.extras.firstIndex(of: stimuli[place].time) {
            stimuli[place].role = .extra(number + 2)
          }
        }
      }
    }
    return stimuli
  }
}

/// Which channels are searched for stimuli.
struct StimulusPlan: Sendable {
  /// Surface leads of one rate, also those that follow from others: each has its own noise.
  let leads: [Int]
  let electrograms: [Int]
  /// A stimulator's own channels.
  let markers: [Int]
  let leadRateHz: Double

  init(_ record: Record) {
    let channels = record.channels
    let voltages = channels.indices.filter { channels[$0].millivoltsPerUnit != nil }
    let surface = voltages.filter { channels[$0].kind == .surface }
    let each = surface.first.map { channels[$0].samplesPerFrame }
    leads = surface.filter { channels[$0].samplesPerFrame == each }
    leadRateHz = surface.first.map { channels[$0].samplingRateHz } ?? 0
    electrograms = voltages.filter { channels[$0].kind.isElectrogram }
    markers = channels.indices.filter { channels[$0].kind == .stimulus }
  }

  func candidates(_ record: Record, _ core: Range<Double>) throws -> [SpikeCandidate] {
    guard leadRateHz >= SpikeSearch.leastRateHz else { return [] }
    let margin = SpikeSearch.marginSeconds
    let traces = try ChannelPlan.traces(
      leads, of: record, from: core.lowerBound - margin, to: core.upperBound + margin)
    // A lead with missing samples is at rest, so that the others keep their places.
    let count = traces.map { $0.samples.count }.max() ?? 0
    guard count > 0 else { return [] }
    let whole = traces.map { trace in
      trace.samples.isEmpty ? trace.with([Float](repeating: 0, count: count)) : trace
    }
    return SpikeSearch.candidates(whole, core: core)
  }

  func driven(_ record: Record, _ core: Range<Double>) throws -> [Int: [Double]] {
    let all = electrograms + markers
    guard !all.isEmpty else { return [:] }
    let traces = try ChannelPlan.traces(
      all, of: record, from: core.lowerBound - 0.01,
      to: core.upperBound + SaturatedPulses.marginSeconds)
    var found: [Int: [Double]] = [:]
    for (channel, trace) in zip(all, traces) {
      let times =
        markers.contains(channel)
        ? SaturatedPulses.edges(trace, core: core) : SaturatedPulses.find(trace, core: core)
      if !times.isEmpty { found[channel] = times }
    }
    return found
  }
}
