extension BeatMeasurer {
  /// A captured complex begins so long after its stimulus, with drugs and in scars; its onset may
  /// be read a little before.
  private static let latency = -0.04...0.08
  /// A beat's greatest deflection comes so long after the stimulus, where the electrogram says that
  /// the ventricle is paced.
  private static let latestPeak = 0.22

  /// Which stimulus a beat is of, and the cycle of two that have one.
  func measureStimulus(
    _ index: Int, _ reading: inout BeatReading, _ measures: inout BeatMeasures
  ) throws {
    guard !stimuli.isEmpty else { return }
    measures.stimulus = try stimulus(index, &reading)
    guard let own = measures.stimulus, index > 0, measures.rr != nil,
      let previous = try stimulus(index - 1, &reading)
    else { return }
    measures.rr = own - previous
  }

  private func stimulus(_ index: Int, _ reading: inout BeatReading) throws -> Double? {
    let beat = beats[index]
    let near = stimuli.around(beat, before: Self.latestPeak, after: -Self.latency.lowerBound)
    guard !near.isEmpty else { return nil }
    let onset = try reading.qrs(index)?.onset
    let capturing = near.last { stimulus in
      if let onset, Self.latency.contains(onset - stimulus.time) { return true }
      return stimulus.chamber == .ventricle
    }
    // One stimulus makes one beat: the first whose peak follows it.
    guard let capturing, index == 0 || beats[index - 1] < capturing.time + 0.02 else { return nil }
    return capturing.time
  }
}

extension [Stimulus] {
  /// Those from so long before a time to so long after it; they are in order of time.
  func around(_ time: Double, before: Double, after: Double) -> ArraySlice<Stimulus> {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].time < time - before { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < count, self[end].time <= time + after { end += 1 }
    return self[low..<end]
  }
}
