import Waveforms

/// Which channels of a record are measured, and how their samples become millivolts.
struct ChannelPlan: Sendable {
  /// Surface leads of one common rate.
  let leads: [Int]
  let coronarySinus: [Int]
  /// Other atrial channels.
  let atrium: [Int]
  let his: [Int]
  /// The electrograms of the ventricles and of catheters that go about.
  let others: [Int]
  /// All electrograms.
  var electrograms: [Int] { atrium + his + coronarySinus + others }

  /// Below this rate a fiducial would be off by more than it is worth.
  private static let leastRateHz = 100.0

  init(_ record: Record) {
    let usable = record.channels.indices.filter { index in
      let channel = record.channels[index]
      return channel.millivoltsPerUnit != nil && channel.samplingRateHz >= Self.leastRateHz
    }
    func all(_ kind: ChannelKind) -> [Int] { usable.filter { record.channels[$0].kind == kind } }
    leads = Self.independent(all(.surface), record)
    func catheters(_ kind: ChannelKind) -> [Int] { record.fromTips(all(kind)) }
    coronarySinus = catheters(.coronarySinus)
    atrium = catheters(.atrium)
    his = catheters(.his)
    others = catheters(.ventricle) + catheters(.ablation)
  }

  /// Leads of the first one's rate, without those that follow from I and II (Einthoven,
  /// Goldberger).
  private static func independent(_ leads: [Int], _ record: Record) -> [Int] {
    guard let first = leads.first else { return [] }
    let each = record.channels[first].samplesPerFrame
    let alike = leads.filter { record.channels[$0].samplesPerFrame == each }
    let lead = { (channel: Int) in record.channels[channel].identity.lead ?? "" }
    guard Set(alike.map(lead)).isSuperset(of: ["I", "II"]) else { return alike }
    let derived: Set = ["III", "aVR", "aVL", "aVF"]
    return alike.filter { !derived.contains(lead($0)) }
  }

  /// Traces of channels over a span in seconds; those with missing samples are empty.
  func traces(_ channels: [Int], of record: Record, from: Double, to: Double) throws -> [Trace] {
    try Self.traces(channels, of: record, from: from, to: to)
  }

  static func traces(
    _ channels: [Int], of record: Record, from: Double, to: Double
  ) throws -> [Trace] {
    let first = max(0, Int((from * record.frameRateHz).rounded(.down)))
    let end = min(record.frameCount, Int((to * record.frameRateHz).rounded(.up)))
    guard first < end, !channels.isEmpty else { return [] }
    let block = try record.physical(channels: channels, frames: first..<end)
    return channels.enumerated().map { place, channel in
      let scale = Float(record.channels[channel].millivoltsPerUnit ?? 1)
      var samples = Array(block[place])
      if scale != 1 { for index in samples.indices { samples[index] *= scale } }
      let isWhole = samples.allSatisfy(\.isFinite)
      return Trace(
        samples: isWhole ? samples : [], rateHz: record.channels[channel].samplingRateHz,
        start: Double(first) / record.frameRateHz)
    }
  }
}
