public import ArrhythmiaModel
import Foundation
import Measures
import NeuralNetwork
public import Waveforms

/// Reads a record with a model: details that are waited for first, then the windows nearest to the
/// cursor. What it has read before it takes from the cache on disk.
///
/// It is the work of a `Worker`: it lives on that worker's thread from the first request on.
public struct ModelReader {
  /// What it tells, in this order: loaded, begun, then found and explained as they come, of beats
  /// adapted when all were found; or that it cannot.
  public enum Report: Sendable {
    case loaded(ModelState.Facts)
    case begun(places: [Range<Double>], fit: ModelFit)
    case found([RecordClassifier.Finding], from: Int)
    /// All findings of a record that was read to its end, adapted to it.
    case adapted([RecordClassifier.Finding])
    case explained(WindowDetail)
    /// A window without a live channel.
    case unexplained(Int)
    /// What labels have made of all findings; nil where none are to.
    case taught(TaughtRecord?)
    case cannot(String)
  }

  /// A model that may be opened.
  public struct Model: Sendable, Equatable {
    public var name: String
    public var path: String

    public init(name: String, path: String) { (self.name, self.path) = (name, path) }
  }

  /// What is to be read, and by what.
  public struct Order: Sendable {
    public var record: Record
    /// Frames of the annotated beats, which a beat model is told; nil lets it find them.
    public var beats: [Int]?
    /// Models to choose from, in order of preference: see `choose`.
    public var models: [Model]
    /// Digests of models of which the record has versions in use; asked for where there is a choice.
    public var taught: @Sendable () -> Set<String>
    public var cache: FindingCache?

    public init(
      record: Record, beats: [Int]?, models: [Model],
      taught: @escaping @Sendable () -> Set<String> = { [] }, cache: FindingCache?
    ) {
      (self.record, self.beats, self.models) = (record, beats, models)
      (self.taught, self.cache) = (taught, cache)
    }
  }

  /// Where the reader is, and what is to be shown in detail.
  public struct Request: Sendable, Equatable {
    /// Seconds from the record's start: what is nearest is read first.
    public var attended: Double
    /// Findings whose details are waited for, the most wanted first.
    public var details: [Int]
    /// Labels that a model of beats is to be taught by; nil to show what it says by itself.
    public var teaching: TeachingRequest?

    public init(attended: Double, details: [Int], teaching: TeachingRequest? = nil) {
      (self.attended, self.details, self.teaching) = (attended, details, teaching)
    }
  }

  typealias Run = Worker<Request, Report>.Run

  private let order: Order
  private var progress: Progress?
  private var hasFailed = false

  /// What has been read so far.
  private struct Progress {
    var reading: RecordReading
    let key: FindingKey?
    var known: FindingTable
    var open: Set<Range<Int>>
    var explained: Set<Int> = []
    let classes: [String]
    /// Of beats, all findings, made when all is read.
    var adapted: [RecordClassifier.Finding]?
    /// Made when there is something to teach, too.
    var teaching: BeatTeaching?
    /// By what the findings are taught that were told last.
    var taught: TeachingRequest?
    var saved = ContinuousClock.now
  }

  init(_ order: Order) { self.order = order }

  /// A worker that reads as ordered.
  public static func worker(
    _ order: Order, report: @escaping @Sendable (Report) -> Void
  ) -> Worker<Request, Report> {
    Worker("model", report: report, failure: { .cannot("\($0)") }) {
      var reader = ModelReader(order)
      return { run in try reader.read(run) }
    }
  }

  /// Reads what is left, the newest request's wishes first, until there is nothing more.
  mutating func read(_ run: Run) throws {
    guard !hasFailed else { return }
    do {
      if progress == nil { progress = try begin(run) }
    } catch let error as CancellationError {
      throw error
    } catch {
      hasFailed = true
      throw error
    }
    guard progress != nil else { return }
    defer { save() }
    while try step(run) {}
  }

  // MARK: Beginning

  /// Opens the model that suits the record; nil where there is none, or it cannot be used.
  private mutating func begin(_ run: Run) throws -> Progress? {
    guard
      let (model, weights) = try Self.choose(
        order.models, for: order.record, taught: order.models.count > 1 ? order.taught() : [])
    else { return nil }
    let digest = try FindingKey.modelDigest(path: model.path)
    // One thread: the other core draws.
    guard let properties = weights.properties,
      let classifier = RecordClassifier(weights, crew: Crew(count: 1))
    else {
      hasFailed = true
      run.report(.cannot("\(UnusableModel(path: model.path))"))
      return nil
    }
    run.report(.loaded(ModelState.Facts(model.name, digest: digest, properties)))
    let beats = classifier.isOfBeats ? order.beats : nil
    let stimuli = try StimulusDetector.stimuli(of: order.record) { try run.progress(0.1 * $0) }
    let reading = try RecordReading(
      classifier, order.record, beats: beats, stimuli: stimuli.map(\.time),
      progress: { try run.progress(0.1 + 0.9 * $0) })
    run.report(.begun(places: reading.places, fit: reading.fit))
    return resumed(reading, digest, beats, properties.classes, run)
  }

  /// Takes over what an earlier run of the program has read.
  private func resumed(
    _ reading: RecordReading, _ digest: String, _ beats: [Int]?, _ classes: [String], _ run: Run
  ) -> Progress {
    let key =
      order.cache == nil
      ? nil
      : FindingKey(
        recordPath: order.record.path, model: digest, channels: order.record.channelMap,
        beats: beats)
    let table = key.flatMap { order.cache?.read($0) }
    let known = table.flatMap { $0.fits(reading) ? $0 : nil } ?? FindingTable(reading)
    var open = Set(reading.batches(nearestTo: 0))
    for batch in open where batch.allSatisfy({ known.findings[$0] != nil }) {
      run.report(.found(known.findings[batch].compactMap { $0 }, from: batch.lowerBound))
      open.remove(batch)
    }
    return Progress(reading: reading, key: key, known: known, open: open, classes: classes)
  }

  // MARK: Reading

  /// Explains a window or reads a batch. Returns whether there was anything to do.
  private mutating func step(_ run: Run) throws -> Bool {
    try run.check()
    let wish = run.newest
    if let index = wanted(wish.details) {
      try explain(index, run)
      return true
    }
    progress?.explained.formIntersection(wish.details)
    guard let batch = nextBatch(wish.attended) else {
      if try adapt(run) { return true }
      return try teach(wish.teaching, run)
    }
    guard let found = try progress?.reading.findings(batch, progress: { _ in try run.check() })
    else { return false }
    run.report(.found(found, from: batch.lowerBound))
    take(found, batch)
    return true
  }

  /// Adapts what was said of beats to their record, once. Returns whether it did.
  private mutating func adapt(_ run: Run) throws -> Bool {
    guard let read = progress, read.adapted == nil, read.reading.classifier.isOfBeats else {
      return false
    }
    var adapted = read.known.findings.compactMap { $0 }
    do {
      adapted = try read.reading.classifier.adapted(
        adapted, of: order.record, progress: { _ in try run.check() })
    } catch let error as CancellationError {
      throw error
    } catch {
      // The leads cannot be read any more: what was said stays as it is.
    }
    progress?.adapted = adapted
    run.report(.adapted(adapted))
    return true
  }

  /// Teaches what was read by labels, where these are others than before. Returns whether it did.
  private mutating func teach(_ request: TeachingRequest?, _ run: Run) throws -> Bool {
    guard let known = progress, let findings = known.adapted, known.taught != request else {
      return false
    }
    progress?.taught = request
    guard let request else {
      run.report(.taught(nil))
      return true
    }
    let teaching =
      try known.teaching
      ?? BeatTeaching(
        order.record, findings: findings, classes: known.classes,
        progress: { _ in try run.check() })
    progress?.teaching = teaching
    run.report(.taught(teaching.taught(request)))
    return true
  }

  private func wanted(_ details: [Int]) -> Int? {
    guard let progress else { return nil }
    return details.first {
      progress.reading.places.indices.contains($0) && !progress.explained.contains($0)
    }
  }

  private func nextBatch(_ attended: Double) -> Range<Int>? {
    guard let progress, !progress.open.isEmpty else { return nil }
    return progress.reading.batches(nearestTo: attended).first(where: progress.open.contains)
  }

  /// Windows whose details were made and may still be asked for.
  private static let explainedLimit = 256

  private mutating func explain(_ index: Int, _ run: Run) throws {
    progress?.explained.insert(index)
    if progress?.explained.count ?? 0 > Self.explainedLimit { progress?.explained = [index] }
    let detail = try progress?.reading.detail(index)
    run.report(detail.map { .explained($0) } ?? .unexplained(index))
  }

  private mutating func take(_ found: [RecordClassifier.Finding], _ batch: Range<Int>) {
    progress?.open.remove(batch)
    for (index, finding) in zip(batch, found) { progress?.known.findings[index] = finding }
    if let saved = progress?.saved, .now - saved > .seconds(5) { save() }
  }

  /// Keeps on disk what was read.
  private mutating func save() {
    guard let kept = progress, let key = kept.key else { return }
    order.cache?.write(kept.known, key)
    progress?.saved = .now
  }
}

extension ModelState.Facts {
  init(_ name: String, digest: String, _ properties: ModelProperties) {
    self.init(
      name: name, digest: digest, classes: properties.classes,
      isFaithful: properties.isFaithful == true,
      isBeatCentred: properties.isOfBeats,
      standing: properties.teaching?.standing)
  }
}
