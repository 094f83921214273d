public import Waveforms

/// A simulated recording in the form of the Leipzig Heart Center ECG-database.
///
/// The heart's events are kept, the signals are made when asked for: an hour of 19 channels would
/// fill 270 MB.
public struct SimulatedPatient: Sendable {
  public static let frameRateHz = 977.0
  /// Digital counts to the millivolt; the baseline is 0.
  public static let countsPerMillivolt = 2000.0
  /// The amplifier's limit in counts: 10.24 mV either way.
  public static let rail: Int32 = 20480
  /// Signals are made in blocks of so many frames; ranges that follow the blocks cost least.
  public static let blockFrames = RecordingNoise.blockFrames

  public let subject: Subject
  /// The twelve leads, then the catheters' bipoles.
  public let channelNames: [String]
  public let frameCount: Int
  /// In order of time, in frames; types 42 and 43 as `definitions` says.
  public let annotations: [WFDBAnnotation]
  /// The release's own types `X` and `b`.
  public let definitions: [WFDBAnnotationDefinition]
  /// Every beat, also those without a label.
  public let truth: [BeatTruth]
  /// Every activation of the atria, also those that no beat follows.
  public let atrialActivations: [AtrialActivation]
  /// The catheters' bipoles, in the order of their channels.
  public let sites: [SiteTruth]

  private let rendering: SignalRendering

  init(
    subject: Subject, frameCount: Int, annotations: [WFDBAnnotation], truth: [BeatTruth],
    atrialActivations: [AtrialActivation], rendering: SignalRendering
  ) {
    self.subject = subject
    self.frameCount = frameCount
    self.annotations = annotations
    self.truth = truth
    self.atrialActivations = atrialActivations
    sites = rendering.sites
    self.rendering = rendering
    channelNames = rendering.channelNames
    definitions = [
      WFDBAnnotationDefinition(
        code: WFDBAnnotationCode(rawValue: 42), symbol: "X", description: "Tachycardias"),
      WFDBAnnotationDefinition(
        code: WFDBAnnotationCode(rawValue: 43), symbol: "b", description: "AV-Block"),
    ]
  }

  /// Digital counts of a range of frames, [channel][frame]. The same frames have the same counts
  /// whatever the range.
  public func samples(frames: Range<Int>) -> [[Int32]] {
    precondition(
      frames.lowerBound >= 0 && frames.upperBound <= frameCount,
      "frames \(frames) outside 0..<\(frameCount)")
    var channels = [[Int32]](repeating: [], count: channelNames.count)
    guard !frames.isEmpty else { return channels }
    for channel in channels.indices { channels[channel].reserveCapacity(frames.count) }
    let size = Self.blockFrames
    for block in frames.lowerBound / size...(frames.upperBound - 1) / size {
      let first = block * size
      let wanted = frames.clamped(to: first..<first + size)
      let inside = wanted.lowerBound - first..<wanted.upperBound - first
      for (channel, samples) in rendering.block(block).enumerated() {
        channels[channel] += samples[inside]
      }
    }
    return channels
  }

  /// All digital counts, [channel][frame].
  public var samples: [[Int32]] { samples(frames: 0..<frameCount) }
}
