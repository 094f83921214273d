extension BeatMeasurer {
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
      measures.va = wave.time - qrs.onset
    }
    measures.fiducials.atrial = belonging?.time
    measures.coronarySinus =
      belonging?.sites.filter { plan.coronarySinus.contains($0.channel) } ?? []
    guard measures.conduction == .antegrade || !reading.canTellAtria else { return }
    if let times = try reading.his(index, qrsOnset: qrs.onset, atrial: belonging?.time) {
      measures.fiducials.hisAtrial = times.atrial
      measures.fiducials.his = times.his
      measures.ah = times.his - times.atrial
      measures.hv = qrs.onset - times.his
    }
  }
}
