/// What was read of electrograms, by beat.
struct ElectrogramCache {
  var deflections: [Int: [Int: [Deflection]]] = [:]
  var conductions: [Int: AtrialWaves] = [:]
  var his: [Int: [HisBundle.Times]] = [:]
}

/// The atrial waves around a beat.
struct AtrialWaves {
  /// That would lead to the beat.
  var antegrade: AtrialWave?
  /// That would come back from it.
  var retrograde: AtrialWave?
  var all: [AtrialWave] = []
}

/// What the electrograms around single beats say.
extension BeatReading {
  /// No ventricular muscle is activated before the QRS complex or after it; the error of its offset
  /// and the tail of a deflection need some room.
  private static let ventricularMargin = 0.015
  /// So long after that an electrogram may still be the ventricles', where the end of a complex was
  /// taken too early.
  private static let doubtfulSeconds = 0.045

  /// A pulse with its recharge, and how long the electrodes that give it are blind.
  private static let pulseSeconds = 0.02
  private static let blindSeconds = 0.15

  /// Whether coronary sinus or atrial channels can say when the atria are activated.
  var canTellAtria: Bool { levels.values.filter(\.isAlive).count >= 2 }

  /// Coronary sinus channels that are alive and not in a wave, from the tip on.
  func unread(_ wave: AtrialWave) -> [Int] {
    let read = Set(wave.sites.map(\.channel))
    return plan.coronarySinus.filter { levels[$0]?.isAlive == true && !read.contains($0) }
  }

  /// Deflections of the electrograms around a beat, by channel.
  mutating func deflections(_ index: Int) throws -> [Int: [Deflection]] {
    if let known = electrograms.deflections[index] { return known }
    let span = span(index)
    let channels = plan.electrograms
    let traces = try plan.traces(channels, of: record, from: span.from, to: span.to)
    var found: [Int: [Deflection]] = [:]
    for (channel, trace) in zip(channels, traces) {
      found[channel] = Electrogram.deflections(trace).filter { !isStimulus($0, channel) }
    }
    electrograms.deflections[index] = found
    return found
  }

  /// Whether a deflection is a stimulus, its recharge, or an amplifier's way back from its limit.
  private func isStimulus(_ deflection: Deflection, _ channel: Int) -> Bool {
    let range = stimuli.around(deflection.time, before: Self.blindSeconds, after: 0.005)
    return range.contains { stimulus in
      let isDriven = stimulus.channels.contains(channel)
      return deflection.time - stimulus.time < (isDriven ? Self.blindSeconds : Self.pulseSeconds)
    }
  }

  /// When the ventricles may be seen around a beat.
  mutating func ventricularSpans(_ index: Int) throws -> [ClosedRange<Double>] {
    try [index - 1, index, index + 1].compactMap { number in
      guard let beat = neighbour(number) else { return nil }
      let qrs = try qrs(number) ?? QRSBounds(onset: beat - 0.07, offset: beat + 0.09)
      return qrs.onset...max(qrs.offset, qrs.onset) + Self.ventricularMargin
    }
  }

  // MARK: Atria

  private typealias Candidate = (channel: Int, deflection: Deflection, part: Float)

  /// The atrial waves around a beat; nil without channels.
  mutating func atrialWaves(_ index: Int) throws -> AtrialWaves? {
    guard beats.indices.contains(index), canTellAtria, let qrs = try qrs(index) else { return nil }
    if let known = electrograms.conductions[index] { return known }
    let spans = try ventricularSpans(index)
    let candidates = try atrialCandidates(index) { level, deflection in
      level.isAtrial(deflection.slope, Self.phase(deflection.time, spans))
    }
    let channels = levels.values.filter(\.isAlive).count
    var waves = AtrialWaves(all: AtrialWave.waves(candidates, channels: channels))
    let (previous, next) = (try qrsOnset(index - 1), try qrsOnset(index + 1))
    waves.antegrade = AtrialAssignment.antegrade(
      waves.all, onset: qrs.onset, previousOnset: previous)
    waves.retrograde = AtrialAssignment.retrograde(waves.all, onset: qrs.onset, nextOnset: next)
    if waves.antegrade == nil && waves.retrograde == nil {
      let hidden = try atrialCandidates(index) { level, _ in !level.isTelling }
      waves.retrograde = FusedWave.find(hidden, qrs: qrs, channels: channels)
      if let wave = waves.retrograde { waves.all.append(wave) }
    }
    electrograms.conductions[index] = waves
    return waves
  }

  private mutating func atrialCandidates(
    _ index: Int, _ isCandidate: (ChannelLevels, Deflection) -> Bool
  ) throws -> [Candidate] {
    let deflections = try deflections(index)
    return (plan.coronarySinus + plan.atrium).flatMap { channel -> [Candidate] in
      guard let level = levels[channel], level.isAlive else { return [] }
      return (deflections[channel] ?? []).filter { isCandidate(level, $0) }.map {
        (channel, $0, $0.slope / level.atrial)
      }
    }
  }

  static func phase(
    _ time: Double, _ spans: [ClosedRange<Double>]
  ) -> ChannelLevels.Phase {
    if spans.contains(where: { $0.contains(time) }) { return .within }
    let isAfter = spans.contains { time > $0.upperBound && time <= $0.upperBound + doubtfulSeconds }
    return isAfter ? .after : .apart
  }

  // MARK: His

  /// What the His channels may show before a beat, the likeliest first.
  mutating func hisCandidates(_ index: Int) throws -> [HisBundle.Times] {
    guard !plan.his.isEmpty, beats.indices.contains(index), let qrs = try qrs(index) else {
      return []
    }
    if let known = electrograms.his[index] { return known }
    let deflections = try deflections(index)
    let start = try self.qrs(index - 1)?.offset ?? -.infinity
    let atrial = try atrialWaves(index)?.antegrade?.time
    let found = plan.his.flatMap { channel in
      HisBundle.candidates(
        deflections[channel] ?? [], channel: channel, qrsOnset: qrs.onset, start: start + 0.03,
        atrial: atrial)
    }
    electrograms.his[index] = found
    return found
  }
}
