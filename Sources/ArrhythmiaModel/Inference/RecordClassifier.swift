public import NeuralNetwork
import SignalProcessing
import Synchronization
public import Waveforms

/// What a model says of a whole record, window by window or beat by beat.
public final class RecordClassifier {
  /// What it says of one window.
  public struct Finding: Sendable, Equatable {
    /// What the finding is about: samples at 250 Hz from the record's beginning. Of a rhythm window its
    /// middle half, so that findings follow each other; of a beat the beat.
    public var place: Range<Int>
    /// What is known; nil where no channel is live.
    public var evidence: UncertaintyFlag.Evidence?
    /// Whether the answer is not to be relied on.
    public var isUncertain: Bool

    /// The class's number; nil without a live channel.
    public var decision: Int? { evidence?.decision }
  }

  /// What the model's file says of it.
  public let properties: ModelProperties
  private let configuration: ModelConfiguration
  private let engine: InferenceEngine
  private let reader: EvidenceReader
  private let crew: Crew

  /// Windows that are normalised and computed at once.
  private static let chunk = 256

  /// Plans for a trained model; nil where its file does not say what it was trained for, or asks for more to
  /// be told of a beat than there is.
  public init?(_ weights: ModelWeights, crew: Crew) {
    guard let properties = weights.properties else { return nil }
    if let context = weights.configuration.context {
      guard context.inputs == BeatContext.width, properties.labelPreset?.isBeatCentred == true
      else { return nil }
    }
    (self.properties, self.crew) = (properties, crew)
    configuration = weights.configuration
    engine = InferenceEngine(weights, crew: crew)
    reader = EvidenceReader(weights)
  }

  /// Classifies a record.
  ///
  /// A beat model is told the beats, in frames of the record, or finds them itself. `progress` is told the
  /// share that is done. Throws where the record has no channel of the model's or is too short.
  public func run(
    _ record: Record, beats: [Int]? = nil, progress: (Double) -> Void = { _ in }
  ) throws -> [Finding] {
    let preparation = try RecordPreparation(
      record, PreparationSettings(direction: properties.direction))
    guard preparation.sampleCount >= configuration.samples else {
      throw PreparationError.tooShort(
        record: record.name, seconds: record.durationSeconds,
        expected: Double(configuration.samples) / PreparationSettings.samplingRateHz)
    }
    var prepared = PreparedReader(preparation)
    if properties.labelPreset?.isBeatCentred == true {
      let leads = try prepared.surface(crew: crew)
      let places =
        beats.map { $0.map(preparation.sample(nearestTo:)).sorted() } ?? Self.beats(leads)
      let context = configuration.context.map { _ in
        BeatContext.rows(leads: leads, beats: places)
      }
      return try classify(places.map { Window(middle: $0, reach: 0) }, context, &prepared, progress)
    }
    let half = configuration.samples / 2
    let windows = stride(from: half, through: preparation.sampleCount - half, by: half).map {
      Window(middle: $0, reach: half / 2)
    }
    return try classify(windows, nil, &prepared, progress)
  }

  private static func beats(_ leads: [[Float]]) -> [Int] {
    let present = leads.filter { !$0.isEmpty }
    return present.isEmpty ? [] : QRSDetector.detect(leadsMillivolts: present)
  }

  private struct Window {
    /// The sample in the middle.
    var middle: Int
    /// Half of what the finding is about.
    var reach: Int
  }

  private func classify(
    _ windows: [Window], _ context: [[Float]]?, _ prepared: inout PreparedReader,
    _ progress: (Double) -> Void
  ) throws -> [Finding] {
    var findings: [Finding] = []
    let half = configuration.samples / 2
    for start in stride(from: 0, to: windows.count, by: Self.chunk) {
      let part = windows[start..<min(start + Self.chunk, windows.count)]
      guard let first = part.first, let last = part.last else { continue }
      let signal = try prepared.signal(first.middle - half..<last.middle + half, crew: crew)
      let made = normalized(part.map { $0.middle - half }, signal)
      let rows = context.map { Array($0[part.indices]) }
      findings += evidence(made, rows, part)
      progress(Double(part.endIndex) / Double(windows.count))
    }
    return findings
  }

  /// Windows normalised side by side on the crew's threads.
  private func normalized(_ starts: [Int], _ signal: PreparedSignal) -> [PreparedWindow] {
    let normalization = WindowNormalization(samples: configuration.samples)
    let seen = properties.seen
    let made = Mutex([PreparedWindow?](repeating: nil, count: starts.count))
    crew.run { share in
      for index in stride(from: share.rank, to: starts.count, by: share.count) {
        var window = normalization.window(signal, from: starts[index])
        window.keep(seen)
        made.withLock { $0[index] = window }
      }
    }
    return made.withLock { $0 }.compactMap { $0 }
  }

  private func evidence(
    _ made: [PreparedWindow], _ context: [[Float]]?, _ windows: ArraySlice<Window>
  ) -> [Finding] {
    let live = made.indices.filter { made[$0].isLive }
    var found = [UncertaintyFlag.Evidence?](repeating: nil, count: made.count)
    if !live.isEmpty {
      let outputs = engine.run(
        Windows(
          samples: configuration.samples, ecg: live.flatMap { made[$0].ecg },
          iegm: live.flatMap { made[$0].iegm }, ecgLive: live.flatMap { made[$0].ecgLive },
          iegmLive: live.flatMap { made[$0].iegmLive },
          context: live.flatMap { context?[$0] ?? [] }), maps: false)
      let all = reader.evidence(
        logits: outputs.logits, embeddings: outputs.embeddings,
        temperature: properties.temperature)
      for (index, evidence) in zip(live, all) { found[index] = evidence }
    }
    let flag = properties.uncertainty
    return zip(windows, found).map { window, evidence in
      let lower = max(0, window.middle - window.reach)
      return Finding(
        place: lower..<max(lower + 1, window.middle + window.reach), evidence: evidence,
        isUncertain: evidence.map(flag.isUncertain) ?? true)
    }
  }
}

/// Consecutive findings of one class.
public struct FindingEpisode: Sendable, Equatable {
  /// Samples at 250 Hz.
  public var place: Range<Int>
  /// The class's number; nil where the model cannot tell.
  public var decision: Int?
  /// Findings in it.
  public var count: Int
  /// Mean probability of the class in them.
  public var probability: Double

  /// Joins findings that follow each other. A single uncertain one between two of the same class is theirs.
  public static func episodes(_ findings: [RecordClassifier.Finding]) -> [FindingEpisode] {
    let labels = findings.map { $0.isUncertain ? nil : $0.decision }
    var episodes: [FindingEpisode] = []
    for (index, finding) in findings.enumerated() {
      var label = labels[index]
      if label == nil, index > 0, index + 1 < labels.count, labels[index - 1] == labels[index + 1] {
        label = labels[index - 1]
      }
      let probability = label.flatMap { finding.evidence?.probabilities[$0] } ?? 0
      if let last = episodes.indices.last, episodes[last].decision == label {
        let count = Double(episodes[last].count)
        episodes[last].place = episodes[last].place.lowerBound..<finding.place.upperBound
        episodes[last].probability =
          (episodes[last].probability * count + probability) / (count + 1)
        episodes[last].count += 1
      } else {
        episodes.append(
          FindingEpisode(place: finding.place, decision: label, count: 1, probability: probability))
      }
    }
    return episodes
  }
}
