import NeuralNetwork
public import Waveforms

/// What a model says of a recording while it comes.
///
/// Rhythms: a window that ends now, about each second. Beats: each once the beat behind it is
/// known, or none has come for two seconds, for its timing counts. What is said does not depend on
/// how the recording was cut into packets. As `RecordReading`, it belongs to the thread that calls
/// its classifier.
public struct StreamReading: Sendable {
  /// Whose findings they are.
  public let classifier: RecordClassifier
  /// What it reads of the stream.
  public let fit: ModelFit
  private var next: Int
  /// Beats that wait for what is behind them.
  private var waiting: [Int] = []
  /// Of the last beats, whether the model took them for paced.
  private var paced: [Bool] = []

  /// A finding, and where the model looked.
  public struct Reading: Sendable, Equatable {
    public var finding: RecordClassifier.Finding
    /// What the model saw, at 250 Hz.
    public var span: Range<Int>
    /// The pooling's weights over the span's time, which add up to 1; empty without a live channel.
    public var attention: [Float]
  }

  private static let longestWait = 500
  private static let pacedSample = 48
  /// Seconds of the recording that timing and form of a beat are compared with.
  public static let keptSeconds = 120.0

  /// Why a model is not used live; nil of one that may be.
  public static func refusal(_ properties: ModelProperties) -> String? {
    properties.isTestedCausally
      ? nil
      : "expected a model that was tested with causal filters, as its input comes live (tawara "
        + "prepare --causal, then tawara evaluate), found one that was not"
  }

  /// Throws `PreparationError` where the record has none of the model's channels.
  public init(_ classifier: RecordClassifier, _ record: Record) throws {
    self.classifier = classifier
    fit = classifier.fit(record)
    if let problem = fit.problem { throw problem }
    next = classifier.configuration.samples
  }

  /// A quarter of a window, about a second: every other one is a window that the review reads as
  /// well.
  private var hop: Int { classifier.configuration.samples / 4 }

  private var isOfBeats: Bool { classifier.isOfBeats }

  /// The longest time from a moment until something is said of it, in seconds: half of the window
  /// and what the next one waits for; of a beat the interval behind it comes on top.
  public var delaySeconds: Double {
    let half = Double(classifier.configuration.samples) / 2
    return (half + (isOfBeats ? 0 : Double(hop))) / PreparationSettings.samplingRateHz
      + (isOfBeats ? StreamBeats.delaySeconds : 0)
  }

  /// What can be said now. `new`: beats that `beats` has found since the last call. Throws where the
  /// model gives no numbers.
  public mutating func update(
    _ signal: StreamSignal, _ beats: StreamBeats, new: [Int]
  ) throws(ModelOutputError) -> [Reading] {
    isOfBeats ? try ofBeats(signal, beats, new) : try ofRhythm(signal)
  }

  // MARK: Rhythms

  private mutating func ofRhythm(
    _ signal: StreamSignal
  ) throws(ModelOutputError) -> [Reading] {
    var readings: [Reading] = []
    let samples = classifier.configuration.samples
    while next <= signal.end {
      if let reading = try read(
        signal, middle: next - samples / 2, reach: samples / 4, context: nil)
      {
        readings.append(reading)
      }
      next += hop
    }
    return readings
  }

  // MARK: Beats

  private mutating func ofBeats(
    _ signal: StreamSignal, _ beats: StreamBeats, _ new: [Int]
  ) throws(ModelOutputError) -> [Reading] {
    waiting += new
    var readings: [Reading] = []
    let half = classifier.configuration.samples / 2
    while let beat = waiting.first {
      let isFollowed = waiting.count > 1 || beats.end - beat > Self.longestWait
      guard isFollowed, beat + half <= signal.end else { break }
      waiting.removeFirst()
      let context = classifier.configuration.context == nil ? nil : context(of: beat, signal, beats)
      guard var reading = try read(signal, middle: beat, reach: 0, context: context) else {
        continue
      }
      note(&reading)
      readings.append(reading)
    }
    return readings
  }

  /// Timing and form beside the beats of the last two minutes.
  private func context(of beat: Int, _ signal: StreamSignal, _ beats: StreamBeats) -> [Float]? {
    let range = signal.signal.range
    let known = beats.beats.filter { range.contains($0) && range.contains($0 + 30) }
    guard let place = known.firstIndex(of: beat) else { return nil }
    let leads = classifier.properties.selection.read(of: signal.leads(range))
    let rows = BeatContext.rows(leads: leads, beats: known.map { $0 - range.lowerBound })
    return rows[place]
  }

  /// A record of which many beats are named for paced is ruled by a pacemaker: see `PacedWindows`.
  private mutating func note(_ reading: inout Reading) {
    guard let class_ = classifier.properties.pacedBeatClass else { return }
    paced.append(reading.finding.decision == class_)
    if paced.count > Self.pacedSample { paced.removeFirst() }
  }

  private var isPaced: Bool {
    paced.count >= 8 && PacedWindows.isRecord(paced.count { $0 }, of: paced.count)
  }

  // MARK: Windows

  private func read(
    _ signal: StreamSignal, middle: Int, reach: Int, context: [Float]?
  ) throws(ModelOutputError) -> Reading? {
    let samples = classifier.configuration.samples
    let span = middle - samples / 2..<middle - samples / 2 + samples
    // Before the stream's first sample there is nothing to be said.
    guard signal.signal.range.lowerBound <= span.lowerBound, span.upperBound <= signal.end,
      classifier.configuration.context == nil || context != nil
    else { return nil }
    var window = WindowNormalization(samples: samples).window(signal.signal, from: span.lowerBound)
    classifier.selection.apply(to: &window)
    let asked = RecordClassifier.Asked(
      place: middle - reach..<max(middle - reach + 1, middle + reach),
      circumstances: CertaintyRule.Circumstances(
        kind: window.kind, foreign: classifier.selection.foreign(window), isPaced: isPaced))
    guard window.isLive else {
      let silent = try classifier.findings([window], context: [], asked: [asked])
      return silent.first.map { Reading(finding: $0, span: span, attention: []) }
    }
    let outputs = classifier.engine.run(
      classifier.batch([window], context: context.map { [$0] } ?? []))
    return try classifier.findings(outputs, asked: [asked]).first.map {
      Reading(finding: $0, span: span, attention: outputs.attentionTime)
    }
  }
}
