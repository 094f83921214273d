import Waveforms

/// What the atrial channels of a record usually show, from beats all over it.
enum ElectrogramSurvey {
  private static let sampledBeats = 24

  static func levels(
    _ record: Record, _ plan: ChannelPlan, beats: [Double], _ stimuli: [Stimulus],
    _ progress: (Double) throws -> Void
  ) throws -> [Int: ChannelLevels] {
    let channels = plan.coronarySinus + plan.atrium
    guard !channels.isEmpty, !beats.isEmpty else { return [:] }
    var greatest: [Int: [Float]] = [:]
    var withVentricles: [Int: [Float]] = [:]
    let count = min(sampledBeats, beats.count)
    for number in 0..<count {
      try progress(Double(number) / Double(count))
      let index = (2 * number + 1) * beats.count / (2 * count)
      // A reading of its own for each: nothing needs to be kept.
      var reading = BeatReading(record, plan, beats: beats, stimuli: stimuli)
      let spans = try reading.ventricularSpans(index)
      for (channel, deflections) in try reading.deflections(index) where channels.contains(channel)
      {
        greatest[channel, default: []].append(deflections.map(\.slope).max() ?? 0)
        let inside = deflections.filter { one in spans.contains { $0.contains(one.time) } }
        withVentricles[channel, default: []].append(inside.map(\.slope).max() ?? 0)
      }
    }
    return greatest.reduce(into: [:]) { levels, entry in
      levels[entry.key] = ChannelLevels(
        greatest: entry.value, withVentricles: withVentricles[entry.key] ?? [])
    }
  }
}
