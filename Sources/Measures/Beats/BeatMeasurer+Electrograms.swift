extension BeatMeasurer {
  /// The bundle's activation varies against the ventricles by the error of QRS onset alone.
  private static let hisTolerance = 0.01

  func measureAtria(
    _ index: Int, _ qrs: QRSBounds, _ reading: inout BeatReading, _ measures: inout BeatMeasures
  ) throws {
    let waves = try reading.atrialWaves(index)
    var belonging: AtrialWave?
    if let wave = waves?.antegrade,
      try isShared(qrs.onset - wave.time, index, { try reading.interval($0, .antegrade) })
    {
      (belonging, measures.conduction) = (wave, .antegrade)
      measures.av = qrs.onset - wave.time
    } else if let wave = waves?.retrograde,
      try isShared(wave.time - qrs.onset, index, { try reading.interval($0, .retrograde) })
    {
      (belonging, measures.conduction) = (wave, .retrograde)
      // A site that was not read may be the earliest.
      measures.va = reading.unread(wave).isEmpty ? wave.time - qrs.onset : nil
    }
    measures.fiducials.atrial = belonging?.time
    measures.coronarySinus =
      belonging?.sites.filter { plan.coronarySinus.contains($0.channel) } ?? []
    if let belonging { measures.unreadSites = reading.unread(belonging) }
    try measureHis(index, qrs, &reading, &measures)
    measures.activations = try reading.activations(index, measures)
  }

  private func measureHis(
    _ index: Int, _ qrs: QRSBounds, _ reading: inout BeatReading, _ measures: inout BeatMeasures
  ) throws {
    let known = measures.conduction == .antegrade ? measures.fiducials.atrial : nil
    let candidates = try reading.hisCandidates(index)
    let found = try candidates.first { times in
      // Without a wave that leads to the beat, what comes before H is not its A.
      if reading.canTellAtria && known == nil && times.atrial != nil { return false }
      return try isShared(index) { number in
        guard let onset = try reading.qrs(number)?.onset else { return false }
        return try reading.hisCandidates(number).contains { other in
          let difference = (onset - other.his) - (qrs.onset - times.his)
          return other.channel == times.channel && abs(difference) <= Self.hisTolerance
        }
      }
    }
    guard let found else { return }
    measures.hisChannel = found.channel
    measures.fiducials.his = found.his
    measures.hv = qrs.onset - found.his
    measures.fiducials.hisAtrial = found.atrial
    measures.ah = found.atrial.map { found.his - $0 }
  }

  private func isShared(
    _ interval: Double, _ index: Int, _ other: (Int) throws -> Double?
  ) rethrows -> Bool {
    try isShared(index) { number in
      try other(number).map { abs($0 - interval) <= Self.tolerance.electrogram } ?? false
    }
  }
}

extension BeatReading {
  /// The interval between a beat's ventricles and the atrial wave before or after it, in seconds.
  mutating func interval(_ index: Int, _ conduction: BeatMeasures.Conduction) throws -> Double? {
    guard let waves = try atrialWaves(index), let onset = try qrs(index)?.onset else { return nil }
    switch conduction {
    case .antegrade: return waves.antegrade.map { onset - $0.time }
    case .retrograde: return waves.retrograde.map { $0.time - onset }
    }
  }
}
