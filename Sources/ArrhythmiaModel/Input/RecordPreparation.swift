import SignalProcessing
public import Waveforms

/// Why a record cannot be given to the model, in one sentence.
public enum PreparationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// None of the channels is one that the model knows.
  case noChannel(record: String, found: [String])
  /// There is none of the twelve leads, and the model reads nothing else.
  case noLead(record: String, found: [String])
  /// There is none of the electrograms, and the model reads nothing else.
  case noElectrogram(record: String, found: [String])
  /// Too short for a window that is not for the most part silence.
  case tooShort(record: String, seconds: Double, expected: Double)
  /// Longer than any recording is: its rate is not what it says.
  case tooLong(record: String, seconds: Double)

  public var description: String {
    switch self {
    case .noChannel(let record, let found):
      "\(record): expected at least one channel of the 12 leads or of "
        + ChannelSlots.electrograms.joined(separator: " ") + " in volts, found "
        + found.joined(separator: ", ")
    case .noLead(let record, let found):
      "\(record): expected a surface lead, as this model was trained on the surface ECG alone, found "
        + found.joined(separator: ", ") + "; take a model of electrograms"
    case .noElectrogram(let record, let found):
      "\(record): expected one of the electrograms "
        + ChannelSlots.electrograms.joined(separator: " ")
        + ", as this model was trained on electrograms alone, found "
        + found.joined(separator: ", ") + "; take a model of the surface ECG"
    case .tooLong(let record, let seconds):
      "\(record): expected at most \(Int(RecordPreparation.mostSeconds)) s, a hundred days, found "
        + "\(seconds) s; its sampling rate may be wrong"
    case .tooShort(let record, let seconds, let expected):
      "\(record): expected at least \(expected) s, a quarter of the model's window, found "
        + "\((seconds * 1000).rounded() / 1000) s"
    }
  }
}

/// A record made ready for the model: resampled to 250 Hz and filtered, a minute at a time.
///
/// Blocks begin at whole minutes and are filtered with 16 s of signal on either side, after which
/// the slowest filter has forgotten 15 digits. So a window is the same bits whether it is wanted
/// alone, for a screen, or with all others, for a training. With causal filters a block has 16 s
/// before it and nothing behind it, and `CausalPreparation` gives the same bits while a recording
/// comes.
public struct RecordPreparation: Sendable {
  /// The record.
  public let record: Record
  /// Where its channels stand in the model's input.
  public let slots: ChannelSlots
  /// How it is prepared.
  public let settings: PreparationSettings
  /// Frequency of the mains, as given or as found in the signals.
  public let mainsHz: Double
  /// Which electrograms the mains spoil so much that they get a notch, by slot.
  public let notched: [Bool]
  /// Length at 250 Hz.
  public let sampleCount: Int

  /// One for each sampling rate of the channels.
  private let resamplers: [Double: Resampler]

  /// Samples of a block at 250 Hz.
  public static let blockSamples = 15_000
  static let marginSamples = 4_000
  static let mostSeconds = 8_640_000.0
  /// Odd reflection at the record's ends.
  private static let reflectionSamples = 500
  /// Samples that stand still for so long are no signal.
  static let flatSeconds = 0.1
  /// Samples at the block's extreme in a row that are taken for the amplifier's limit.
  static let clippedRun = 3

  /// Looks at the channels and, for the mains, into up to sixteen stretches of the record.
  /// `progress` is told the share that is done and can end it: see `Pieces`.
  public init(
    _ record: Record, _ settings: PreparationSettings = PreparationSettings(),
    progress: (Double) throws -> Void = { _ in }
  ) throws {
    slots = ChannelSlots(channels: record.channels)
    guard !slots.isEmpty else {
      throw PreparationError.noChannel(record: record.name, found: record.channels.map(\.name))
    }
    guard record.durationSeconds <= Self.mostSeconds else {
      throw PreparationError.tooLong(record: record.name, seconds: record.durationSeconds)
    }
    (self.record, self.settings) = (record, settings)
    sampleCount = Self.sampleCount(frames: record.frameCount, frameRateHz: record.frameRateHz)
    resamplers = Dictionary(
      slots.used.map { record.channels[$0.channel].samplingRateHz }.map { rate in
        let target = PreparationSettings.samplingRateHz
        let cutoff = PreparationSettings.resamplingCutoffHz
        return (rate, Resampler(from: rate, to: target, cutoffHz: cutoff))
      }, uniquingKeysWith: { first, _ in first })
    let mains = try MainsSurvey(record, slots, progress: progress)
    mainsHz = settings.mainsHz ?? mains.frequencyHz
    notched = mains.spoiled(at: mainsHz)
  }

  private init(_ record: Record, like other: RecordPreparation) {
    (self.record, slots, settings) = (record, other.slots, other.settings)
    (mainsHz, notched, resamplers) = (other.mainsHz, other.notched, other.resamplers)
    sampleCount = Self.sampleCount(frames: record.frameCount, frameRateHz: record.frameRateHz)
  }

  /// The same preparation of a longer snapshot of the record: what was found of the mains stays, or
  /// what has been prepared would change.
  public func continuing(with record: Record) -> RecordPreparation {
    RecordPreparation(record, like: self)
  }

  static func sampleCount(frames: Int, frameRateHz: Double) -> Int {
    Int((Double(frames) / frameRateHz * PreparationSettings.samplingRateHz).rounded(.down))
  }

  /// Number of blocks.
  public var blockCount: Int { (sampleCount + Self.blockSamples - 1) / Self.blockSamples }

  /// The sample at 250 Hz nearest to a frame of the record.
  public func sample(nearestTo frame: Int) -> Int {
    let place = Double(frame) * PreparationSettings.samplingRateHz / record.frameRateHz
    return max(0, min(sampleCount - 1, Int(place.rounded())))
  }

  /// Prepares one block; `progress` is told the share that is done and can end it: see `Pieces`.
  public func block(
    _ index: Int, progress: (Double) throws -> Void = { _ in }
  ) throws -> PreparedSignal {
    var result = emptyBlock(index)
    for (number, used) in slots.used.enumerated() {
      try progress(Double(number) / Double(slots.used.count))
      result.take(try part(used.slot, ofBlock: index))
    }
    return result
  }

  /// A block whose channels are yet to come.
  func emptyBlock(_ index: Int) -> PreparedSignal {
    PreparedSignal(
      range: range(ofBlock: index),
      channels: Array(repeating: [], count: PreparedSignal.channelCount),
      faults: Array(repeating: [], count: PreparedSignal.slotCount))
  }

  private func range(ofBlock index: Int) -> Range<Int> {
    index * Self.blockSamples..<min((index + 1) * Self.blockSamples, sampleCount)
  }

  /// What one channel gives to a block.
  struct Part: Sendable {
    var slot: Int
    var samples: [Float] = []
    /// Of electrograms only.
    var envelope: [Float]?
    var faults: [UInt8] = []
  }

  /// Prepares one channel of a block: the least that is done at once, a few milliseconds.
  func part(_ slot: Int, ofBlock index: Int) throws -> Part {
    var part = Part(slot: slot)
    guard let channel = slots.used.first(where: { $0.slot == slot })?.channel else { return part }
    let inner = range(ofBlock: index)
    if settings.direction == .causal { return try causalPart(slot, channel, inner) }
    let outer =
      max(
        0, inner.lowerBound - Self.marginSamples)..<min(
        sampleCount, inner.upperBound + Self.marginSamples)
    let keep = inner.lowerBound - outer.lowerBound..<inner.upperBound - outer.lowerBound
    var (samples, faults) = try resampled(channel, outer)
    part.faults = Array(faults[keep])
    apply(filter(ofSlot: slot), to: &samples, outer)
    part.samples = Array(samples[keep])
    guard slot >= ModelConfiguration.ecgChannels else { return part }
    for index in samples.indices { samples[index] = abs(samples[index]) }
    apply(PreparationSettings.envelopeFilter, to: &samples, outer)
    part.envelope = Array(samples[keep])
    return part
  }

  // MARK: Filters

  private func filter(ofSlot slot: Int) -> FilterCascade {
    let leads = ModelConfiguration.ecgChannels
    return slot < leads
      ? PreparationSettings.surfaceFilter(mainsHz: mainsHz)
      : PreparationSettings.intracardiacFilter(notchHz: notched[slot - leads] ? mainsHz : nil)
  }

  /// Where the block touches the record's ends, the signal is reflected there.
  private func apply(_ cascade: FilterCascade, to samples: inout [Float], _ outer: Range<Int>) {
    let reach = min(Self.reflectionSamples, samples.count - 1)
    let before = outer.lowerBound == 0 ? reach : 0
    let after = outer.upperBound == sampleCount ? reach : 0
    guard before + after > 0 else { return cascade.apply(to: &samples, settings.direction) }
    var extended = FilterCascade.oddReflection(samples, before: before, after: after)
    cascade.apply(to: &extended, settings.direction)
    samples = Array(extended[before..<before + samples.count])
  }

  // MARK: Causal

  /// One channel of a causal block, as `CausalBlock` computes it from samples as they come.
  private func causalPart(_ slot: Int, _ channel: Int, _ inner: Range<Int>) throws -> Part {
    var part = Part(slot: slot)
    let info = record.channels[channel]
    let start = max(0, inner.lowerBound - Self.marginSamples)
    guard let resampler = resamplers[info.samplingRateHz], !inner.isEmpty,
      var state = causalChannel(slot, channel, start: start)
    else { return part }
    let end = inner.upperBound
    let last = min(info.sampleCount, resampler.inputs(for: end - 1..<end).upperBound)
    let (first, perFrame) = (state.nextInput, info.samplesPerFrame)
    let frames = first / perFrame..<max(first / perFrame, (last + perFrame - 1) / perFrame)
    let samples = try record.physical(channels: [channel], frames: frames)
    state.append(samples[0], from: frames.lowerBound * perFrame)
    state.end(before: end)
    let outputs = state.outputs(before: end)
    // What comes before the block has filled the filters, and is not given.
    part.samples = outputs.samples.suffix(inner.count)
    part.faults = outputs.faults.suffix(inner.count)
    if slot >= ModelConfiguration.ecgChannels {
      part.envelope = outputs.envelope.suffix(inner.count)
    }
    return part
  }

  /// A channel at the beginning of a causal block; nil where the record has none of its rate.
  func causalChannel(_ slot: Int, _ channel: Int, start: Int) -> CausalChannel? {
    let info = record.channels[channel]
    return resamplers[info.samplingRateHz].map { resampler in
      CausalChannel(
        resampler, start: start, scale: Float(info.millivoltsPerUnit ?? 1),
        filter: filter(ofSlot: slot),
        envelope: slot < ModelConfiguration.ecgChannels ? nil : PreparationSettings.envelopeFilter)
    }
  }

  // MARK: Reading

  /// A channel's samples at 250 Hz in millivolts, and what is wrong with each.
  private func resampled(
    _ channel: Int, _ outputs: Range<Int>
  ) throws -> (samples: [Float], faults: [UInt8]) {
    let info = record.channels[channel]
    guard let resampler = resamplers[info.samplingRateHz] else { return ([], []) }
    let needed = resampler.inputs(for: outputs)
    let present = needed.clamped(to: 0..<info.sampleCount)
    let perFrame = info.samplesPerFrame
    let frames = present.lowerBound / perFrame..<(present.upperBound + perFrame - 1) / perFrame
    let block = try record.physical(channels: [channel], frames: frames)
    let skipped = present.lowerBound - frames.lowerBound * perFrame
    var raw = Array(block.samples[skipped..<skipped + present.count])
    let faults = Self.faults(raw, samplingRateHz: info.samplingRateHz)
    Self.fillGaps(&raw, scale: Float(info.millivoltsPerUnit ?? 1))
    let input = Self.extended(raw, present, to: needed)
    return (
      resampler.resample(input, inputStart: needed.lowerBound, outputs: outputs),
      outputs.map { output in
        let place = Int(
          (Double(output) * info.samplingRateHz / PreparationSettings.samplingRateHz).rounded())
        return faults[max(0, min(faults.count - 1, place - present.lowerBound))]
      }
    )
  }

  /// Repeats the first and the last sample beyond the record's ends.
  private static func extended(
    _ samples: [Float], _ present: Range<Int>, to needed: Range<Int>
  ) -> [Float] {
    guard let first = samples.first, let last = samples.last, present != needed else {
      return samples
    }
    return Array(repeating: first, count: present.lowerBound - needed.lowerBound) + samples
      + Array(repeating: last, count: needed.upperBound - present.upperBound)
  }

  /// Holds the last value where samples are missing, and brings all to millivolts.
  private static func fillGaps(_ samples: inout [Float], scale: Float) {
    var last = samples.first { !$0.isNaN } ?? 0
    for index in samples.indices {
      if !samples[index].isNaN { last = samples[index] }
      samples[index] = last * scale
    }
  }

  private static func faults(_ samples: [Float], samplingRateHz: Double) -> [UInt8] {
    var faults = samples.map { $0.isNaN ? PreparedSignal.Fault.clipped.rawValue : 0 }
    let present = samples.lazy.filter { !$0.isNaN }
    let extremes = (present.min() ?? 0, present.max() ?? 0)
    let flatRun = max(2, Int(flatSeconds * samplingRateHz))
    var start = 0
    while start < samples.count {
      var end = start + 1
      while end < samples.count, samples[end] == samples[start] { end += 1 }
      let isExtreme = samples[start] == extremes.0 || samples[start] == extremes.1
      var fault: PreparedSignal.Fault = []
      if end - start >= flatRun { fault.insert(.flat) }
      if isExtreme && end - start >= clippedRun && extremes.0 < extremes.1 {
        fault.insert(.clipped)
      }
      if !fault.isEmpty { for index in start..<end { faults[index] |= fault.rawValue } }
      start = end
    }
    return faults
  }
}
