import Waveforms

/// Which chamber each deflection around a beat is of.
extension BeatReading {
  /// The bundle, and the atrium at it, are activated while the atrial wave runs, not long after.
  private static let waveMargin = 0.03
  /// A beat's moments begin so long before its ventricles at the earliest.
  private static let longestBefore = 0.35

  /// All activations around a beat.
  mutating func activations(_ index: Int, _ measures: BeatMeasures) throws -> [Activation] {
    guard !plan.electrograms.isEmpty else { return [] }
    let (from, to) = try territory(index)
    let spans = try ventricularSpans(index)
    let waves = try atrialWaves(index)?.all ?? []
    let deflections = try deflections(index)
    return plan.electrograms.flatMap { channel -> [Activation] in
      let own = (deflections[channel] ?? []).filter { from <= $0.time && $0.time < to }
      let found = own.map { deflection in
        Activation(
          channel: channel, time: deflection.time,
          kind: kind(deflection, channel, spans, waves, measures))
      }
      return Self.paired(found)
    }
  }

  /// From when to when a moment is of this beat: from before its atria to before the next beat's.
  private mutating func territory(_ index: Int) throws -> (from: Double, to: Double) {
    func start(_ number: Int) throws -> Double? {
      guard let onset = try qrsOnset(number) else { return nil }
      guard let previous = try qrsOnset(number - 1) else { return -.infinity }
      return onset - min(Self.longestBefore, (onset - previous) / 2)
    }
    return (try start(index) ?? -.infinity, try start(index + 1) ?? .infinity)
  }

  private func kind(
    _ deflection: Deflection, _ channel: Int, _ spans: [ClosedRange<Double>],
    _ waves: [AtrialWave], _ measures: BeatMeasures
  ) -> Activation.Kind {
    let time = deflection.time
    if channel == measures.hisChannel {
      if time == measures.fiducials.his { return .his }
      if time == measures.fiducials.hisAtrial { return .atrial }
    }
    let phase = Self.phase(time, spans)
    let kind = record.channels[channel].kind
    if kind == .ventricle { return phase == .within ? .ventricular : .unclear }
    if waves.contains(where: { wave in
      wave.sites.contains { $0 == SiteActivation(channel: channel, time: time) }
    }) {
      return .atrial
    }
    if phase == .within { return withinKind(channel, waves) }
    let runs = waves.contains { wave in
      let last = wave.sites.last?.time ?? wave.time
      return time > wave.time - Self.waveMargin && time < last + Self.waveMargin
    }
    if kind == .coronarySinus || kind == .atrium {
      return levels[channel]?.isAtrial(deflection.slope, phase) == true && runs ? .atrial : .unclear
    }
    return runs ? .atrial : .unclear
  }

  /// While the ventricles are activated a channel shows them, unless the atria may be hidden there.
  private func withinKind(_ channel: Int, _ waves: [AtrialWave]) -> Activation.Kind {
    guard let level = levels[channel], level.isAlive, !level.isTelling else { return .ventricular }
    let isSeen = waves.contains { $0.sites.contains { $0.channel == channel } }
    return isSeen ? .ventricular : .unclear
  }

  /// Marks those that are of one chamber and wave as double.
  private static func paired(_ activations: [Activation]) -> [Activation] {
    var activations = activations
    for (place, next) in zip(activations.indices, activations.indices.dropFirst())
    where activations[place].kind == .atrial && activations[next].kind == .atrial
      && activations[next].time - activations[place].time <= 2 * AtrialWave.reachSeconds
    {
      activations[place].isDouble = true
      activations[next].isDouble = true
    }
    return activations
  }
}
