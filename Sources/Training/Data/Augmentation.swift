public import ArrhythmiaModel
import Foundation
public import NeuralNetwork

/// How training windows are varied. No polarity flips and no reversal of time: they would make
/// another heart of it.
public struct Augmentation: Sendable, Equatable {
  /// Largest shift in samples; 0 for windows that are centred on a beat.
  public var shift = 62
  /// Largest change of the time's scale.
  public var stretch = 0.05
  /// Standard deviations of the logarithm of each channel's amplitude.
  public var ecgAmplitude = 0.15
  /// The same of electrograms.
  public var iegmAmplitude = 0.25
  /// Largest standard deviation of added noise, in units of the normalised signal.
  public var noise = 0.05
  /// Largest amplitude of a wandering baseline in surface leads.
  public var wander = 0.1
  /// How often a surface lead is left out.
  public var leadDropout = 0.08
  /// How often all but a few surface leads are left out: recordings of other laboratories have one to
  /// six of them.
  public var fewLeads = 0.2
  /// How often one catheter's electrograms are all that is left, or all but the coronary sinus's.
  public var fewSites = 0.15
  /// Standard deviation of what is added to the numbers that tell of a beat's timing.
  public var context = 0.1
  /// How often an electrogram is left out, with its envelope.
  public var channelDropout = 0.1
  /// How often all electrograms are left out, so that the ECG alone will do.
  public var iegmDropout = 0.15
  /// How often the ECG is.
  public var ecgDropout = 0.20
  /// How often a window's leads go by the names that another record's have. Where all of a class
  /// were recorded with some lead, a network would take the lead for the class.
  public var renaming = 0.0

  /// The design's defaults.
  public init() {}

  /// For windows that are centred on a beat and hold few leads.
  public static let beats: Augmentation = {
    var augmentation = Augmentation()
    augmentation.shift = 4
    augmentation.leadDropout = 0.15
    augmentation.ecgDropout = 0
    augmentation.fewLeads = 0
    augmentation.fewSites = 0
    augmentation.renaming = 0.2
    return augmentation
  }()

  /// A window of the data set, varied as the numbers of `random` say.
  ///
  /// What the model does not see is silenced first: nothing may be left out instead of it.
  func window(
    _ dataset: Dataset, _ index: Int, _ modality: ModalityChoice, _ random: inout SplitMix64
  ) -> PreparedWindow {
    let window = dataset.windows[index]
    let samples = WindowPlan.samples
    let scale = 1 + random.uniform(-stretch, stretch)
    let offset = random.uniform(-Double(shift), Double(shift))
    let stretched = dataset.stretches[window.stretch]
    // The window's middle stays the middle.
    let middle =
      Double(window.plan.start - stretched.range.lowerBound) + Double(samples) / 2 + offset
    let places = (middle - scale * Double(samples) / 2, scale)
    let sound = (0..<PreparedSignal.slotCount).map { window.isSound($0) }
    var result = WindowNormalization(samples: samples).window(sound: sound) { channel in
      let values = stretched.channels[channel]
      return values.isEmpty ? nil : Self.resampled(values, from: places.0, step: places.1, samples)
    }
    result.keep(modality)
    vary(&result, &random)
    return result
  }

  /// What is known of a window's beat with some leads live, varied: half of the time its timing is
  /// that in a piece of the record.
  func context(
    _ dataset: Dataset, _ index: Int, ecgLive: [Float], _ random: inout SplitMix64
  ) -> [Float] {
    var values = dataset.beatContext(index, ecgLive: ecgLive)
    let (pieces, width) = (Dataset.contextPieces.count, RhythmContext.width)
    let draw = Int(random.next() % UInt64(2 * pieces))
    if draw < pieces {
      let start = BeatContext.width + draw * width
      values.replaceSubrange(0..<width, with: dataset.context[index][start..<start + width])
    }
    return values.map { $0 + Float(context * random.normal()) }
  }

  /// Puts a window's surface leads, by chance, in the places that the record of another window has
  /// its in.
  func rename(
    _ window: inout PreparedWindow, _ index: Int, as other: Int, _ dataset: Dataset,
    _ random: inout SplitMix64
  ) {
    guard renaming > 0, random.uniform(0, 1) < renaming else { return }
    Self.rename(&window, from: dataset.leads(of: index), to: dataset.leads(of: other))
  }

  /// Puts leads that lie in some places into others, in their order; where there are too few, all
  /// stay.
  public static func rename(_ window: inout PreparedWindow, from own: [Int], to others: [Int]) {
    guard own.count <= others.count, own != others else { return }
    let (samples, before) = (WindowPlan.samples, window)
    for lead in own { silence(&window.ecg, &window.ecgLive, lead) }
    for (lead, place) in zip(own, others) where before.ecgLive[lead] == 1 {
      window.ecgLive[place] = 1
      for sample in 0..<samples {
        window.ecg[place * samples + sample] = before.ecg[lead * samples + sample]
      }
    }
  }

  /// Linear interpolation, within the samples that there are.
  private static func resampled(
    _ values: [Float], from start: Double, step: Double, _ count: Int
  ) -> [Float] {
    let last = values.count - 2
    return [Float](capacity: count) { result in
      let values = values.span
      for index in 0..<count {
        let place = min(max(start + step * Double(index), 0), Double(last) + 0.999)
        let low = Int(place)
        let fraction = Float(place - Double(low))
        result.append(values[low] + (values[low + 1] - values[low]) * fraction)
      }
    }
  }

  /// Varies what is left of a window when its place is fixed.
  func vary(_ window: inout PreparedWindow, _ random: inout SplitMix64) {
    let (dropsIEGM, dropsECG) = (
      random.uniform(0, 1) < iegmDropout, random.uniform(0, 1) < ecgDropout
    )
    let deviation = random.uniform(0, noise)
    let (height, cycles, phase) = (
      random.uniform(0, wander), random.uniform(0.6, 2), random.uniform(0, 2 * .pi)
    )
    let baseline = (0..<WindowPlan.samples).map {
      Float(height * sin(2 * .pi * cycles * Double($0) / Double(WindowPlan.samples) + phase))
    }
    for lead in window.ecgLive.indices where window.ecgLive[lead] == 1 {
      let gain = exp(ecgAmplitude * random.normal())
      if random.uniform(0, 1) < leadDropout, window.ecgLive.reduce(0, +) > 1 {
        Self.silence(&window.ecg, &window.ecgLive, lead)
      } else {
        Self.disturb(&window.ecg, lead, gain, deviation, baseline, &random)
      }
    }
    for channel in window.iegmLive.indices where window.iegmLive[channel] == 1 {
      let gain = exp(iegmAmplitude * random.normal())
      let bipoles = window.iegmLive.count / 2
      let isLeft = channel < bipoles && random.uniform(0, 1) < channelDropout
      if isLeft, window.iegmLive.reduce(0, +) > 2 {
        Self.silence(&window.iegm, &window.iegmLive, channel)
        Self.silence(&window.iegm, &window.iegmLive, channel + bipoles)
        continue
      }
      guard window.iegmLive[channel] == 1 else { continue }
      Self.disturb(&window.iegm, channel, gain, deviation, nil, &random)
    }
    thin(&window, &random)
    if dropsIEGM && window.hasECG {
      for channel in window.iegmLive.indices {
        Self.silence(&window.iegm, &window.iegmLive, channel)
      }
    } else if dropsECG && window.hasIEGM {
      for lead in window.ecgLive.indices { Self.silence(&window.ecg, &window.ecgLive, lead) }
    }
  }

  /// Leaves out, by chance, what other laboratories do not record; never all of a window.
  public func thin(_ window: inout PreparedWindow, _ random: inout SplitMix64) {
    guard fewLeads > 0 || fewSites > 0 else { return }
    let (isShort, isLocal) = (
      random.uniform(0, 1) < fewLeads, random.uniform(0, 1) < fewSites
    )
    let kept = [1, 2, 3, 6][Int(random.next() % 4)]
    let keepsSinus = random.next() % 2 == 0
    if isShort {
      var leads = window.ecgLive.indices.filter { window.ecgLive[$0] == 1 }
      while leads.count > kept {
        let lead = leads.remove(at: Int(random.next() % UInt64(leads.count)))
        Self.silence(&window.ecg, &window.ecgLive, lead)
      }
    }
    guard isLocal else { return }
    let bipoles = window.iegmLive.count / 2
    let others = window.iegmLive.indices.filter {
      (ChannelSlots.isSinus($0 % bipoles)) != keepsSinus
    }
    let stays = window.iegmLive.indices.contains {
      !others.contains($0) && window.iegmLive[$0] == 1
    }
    guard stays else { return }
    for channel in others { Self.silence(&window.iegm, &window.iegmLive, channel) }
  }

  private static func silence(_ values: inout [Float], _ live: inout [Float], _ channel: Int) {
    let samples = WindowPlan.samples
    for index in channel * samples..<(channel + 1) * samples { values[index] = 0 }
    live[channel] = 0
  }

  private static func disturb(
    _ values: inout [Float], _ channel: Int, _ gain: Double, _ deviation: Double,
    _ baseline: [Float]?, _ random: inout SplitMix64
  ) {
    let samples = WindowPlan.samples
    let gain = Float(gain)
    // A sum of four even numbers is close to normal, and quick; its deviation is 1 / sqrt(12) here.
    let noise = Float(deviation * 12.0.squareRoot())
    for index in 0..<samples {
      let bits = random.next()
      let low = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF)
      let sum = Float(low + (bits >> 32 & 0xFFFF) + (bits >> 48))
      let place = channel * samples + index
      values[place] = gain * values[place] + noise * (sum / 131_072 - 1) + (baseline?[index] ?? 0)
    }
  }
}
