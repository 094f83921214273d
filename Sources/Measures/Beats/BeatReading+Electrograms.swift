import Waveforms

/// What the electrograms around single beats say.
extension BeatReading {
  /// No ventricular muscle is activated before the QRS complex or after it; the error of its offset
  /// and the tail of a deflection need some room.
  private static let ventricularMargin = 0.015
  /// So long after that an electrogram may still be the ventricles', where the end of a complex was
  /// taken too early.
  private static let doubtfulSeconds = 0.045

  /// Whether coronary sinus or atrial channels can say when the atria are activated.
  var canTellAtria: Bool { levels.values.filter(\.isAlive).count >= 2 }

  /// Deflections of the electrograms around a beat, by channel.
  mutating func deflections(_ index: Int) throws -> [Int: [Deflection]] {
    if let known = activations[index] { return known }
    let span = span(index)
    let channels = plan.coronarySinus + plan.atrium + plan.his
    let traces = try plan.traces(channels, of: record, from: span.from, to: span.to)
    var found: [Int: [Deflection]] = [:]
    for (channel, trace) in zip(channels, traces) {
      found[channel] = Electrogram.deflections(trace)
    }
    activations[index] = found
    return found
  }

  /// When the ventricles may be seen around a beat.
  mutating func ventricularSpans(_ index: Int) throws -> [ClosedRange<Double>] {
    try [index - 1, index, index + 1].compactMap { number in
      guard let beat = neighbour(number) else { return nil }
      let qrs = try qrs(number) ?? QRSBounds(onset: beat - 0.07, offset: beat + 0.09)
      return qrs.onset...max(qrs.offset, qrs.onset) + Self.ventricularMargin
    }
  }

  /// The atrial waves that would lead to a beat and come back from it; nil without channels.
  mutating func atrialWaves(
    _ index: Int
  ) throws -> (antegrade: AtrialWave?, retrograde: AtrialWave?)? {
    guard beats.indices.contains(index), canTellAtria, let qrs = try qrs(index) else { return nil }
    if let known = conductions[index] { return known }
    let spans = try ventricularSpans(index)
    let deflections = try deflections(index)
    var candidates: [(channel: Int, deflection: Deflection, part: Float)] = []
    for channel in plan.coronarySinus + plan.atrium {
      guard let level = levels[channel], level.isAlive else { continue }
      for deflection in deflections[channel] ?? [] {
        if level.isAtrial(deflection.size, Self.phase(deflection.time, spans)) {
          candidates.append((channel, deflection, deflection.size / level.atrial))
        }
      }
    }
    let waves = AtrialWave.waves(candidates, channels: levels.values.filter(\.isAlive).count)
    let conduction = (
      antegrade: AtrialAssignment.antegrade(
        waves, onset: qrs.onset, previousOnset: try qrsOnset(index - 1)),
      retrograde: AtrialAssignment.retrograde(
        waves, onset: qrs.onset, nextOnset: try qrsOnset(index + 1))
    )
    conductions[index] = conduction
    return conduction
  }

  private static func phase(
    _ time: Double, _ spans: [ClosedRange<Double>]
  ) -> ChannelLevels.Phase {
    if spans.contains(where: { $0.contains(time) }) { return .within }
    let isAfter = spans.contains { time > $0.upperBound && time <= $0.upperBound + doubtfulSeconds }
    return isAfter ? .after : .apart
  }

  /// The His bundle's times of an antegrade beat, from the first His channel that shows them.
  mutating func his(_ index: Int, qrsOnset: Double, atrial: Double?) throws -> HisBundle.Times? {
    guard !plan.his.isEmpty else { return nil }
    let deflections = try deflections(index)
    let start = try qrs(index - 1)?.offset ?? -.infinity
    for channel in plan.his {
      let times = HisBundle.find(
        deflections[channel] ?? [], qrsOnset: qrsOnset, start: start + 0.03, atrial: atrial)
      if let times { return times }
    }
    return nil
  }
}
