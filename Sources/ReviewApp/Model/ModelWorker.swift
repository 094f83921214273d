public import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Synchronization
public import Waveforms

/// Reads a record with a model on a thread of its own: details that are waited for first, then the
/// windows nearest to the cursor. What it has read before it takes from the cache on disk.
public final class ModelWorker: Sendable {
  /// What it tells, in this order: loaded, begun, then found and explained as they come; or that it cannot.
  public enum Report: Sendable {
    case loaded(ModelState.Facts)
    case begun(places: [Range<Double>], fit: ModelFit)
    case found([RecordClassifier.Finding], from: Int)
    case explained(WindowDetail)
    /// A window without a live channel.
    case unexplained(Int)
    case cannot(String)
  }

  /// What is to be read, and by what.
  public struct Order: Sendable {
    public var record: Record
    /// Frames of the annotated beats, which a beat model is told; nil lets it find them.
    public var beats: [Int]?
    /// Models to choose from, in order of preference: a record without electrograms goes to the first that
    /// reads beats, any other to the first that reads rhythms. A single one is taken as it is.
    public var models: [ReviewServices.Model]
    public var cache: FindingCache?

    public init(
      record: Record, beats: [Int]?, models: [ReviewServices.Model], cache: FindingCache?
    ) {
      (self.record, self.beats, self.models, self.cache) = (record, beats, models, cache)
    }
  }

  private struct Wish {
    var attended = 0.0
    var details: [Int] = []
    var isOver = false
  }

  private let wish = Mutex(Wish())
  private let changed = DispatchSemaphore(value: 0)

  /// Starts reading. `report` is called on the worker's thread.
  public init(_ order: Order, report: @escaping @Sendable (Report) -> Void) {
    let thread = Thread { [self] in run(order, report) }
    thread.qualityOfService = .utility
    thread.stackSize = 4 << 20
    thread.start()
  }

  /// Says what is waited for now.
  public func want(attended: Double, details: [Int]) {
    let isNew = wish.withLock { wish in
      defer { (wish.attended, wish.details) = (attended, details) }
      return wish.details != details || wish.attended != attended
    }
    if isNew { changed.signal() }
  }

  /// Lets the thread end after the batch it is at.
  public func end() {
    wish.withLock { $0.isOver = true }
    changed.signal()
  }

  private var current: Wish { wish.withLock { $0 } }

  private func run(_ order: Order, _ report: (Report) -> Void) {
    do {
      guard let (model, weights) = try choose(order) else { return }
      let digest = try FindingKey.modelDigest(path: model.path)
      // One thread: the other core draws.
      guard let properties = weights.properties,
        let classifier = RecordClassifier(weights, crew: Crew(count: 1))
      else {
        return report(.cannot("\(model.path): does not say what it was trained for; train it anew"))
      }
      report(
        .loaded(
          ModelState.Facts(
            name: model.name, version: String(digest.prefix(6)), classes: properties.classes,
            isFaithful: properties.isFaithful == true,
            isBeatCentred: properties.labelPreset?.isBeatCentred == true,
            temperature: properties.temperature)))
      var order = order
      if properties.labelPreset?.isBeatCentred != true { order.beats = nil }
      var reading = try RecordReading(classifier, order.record, beats: order.beats)
      report(.begun(places: reading.places, fit: reading.fit))
      try read(&reading, order, digest, report)
    } catch {
      report(.cannot("\(error)"))
    }
  }

  /// The model that suits the record; nil where there is none to choose from.
  private func choose(_ order: Order) throws -> (ReviewServices.Model, ModelWeights)? {
    guard let first = order.models.first else { return nil }
    if order.models.count == 1 { return (first, try ModelWeights(path: first.path)) }
    let hasElectrograms = order.record.channels.contains { $0.kind.isElectrogram }
    for model in order.models {
      guard let weights = try? ModelWeights(path: model.path), let properties = weights.properties
      else { continue }
      if (properties.labelPreset?.isBeatCentred == true) != hasElectrograms {
        return (model, weights)
      }
    }
    return (first, try ModelWeights(path: first.path))
  }

  private func read(
    _ reading: inout RecordReading, _ order: Order, _ digest: String, _ report: (Report) -> Void
  ) throws {
    let key =
      order.cache == nil
      ? nil : FindingKey(recordPath: order.record.path, model: digest, beats: order.beats)
    var table = key.flatMap { order.cache?.read($0) }
    if table?.fits(reading) == false { table = nil }
    var known = table ?? FindingTable(reading)
    var open = Set(reading.batches(nearestTo: 0))
    for batch in open where batch.allSatisfy({ known.findings[$0] != nil }) {
      report(.found(known.findings[batch].compactMap { $0 }, from: batch.lowerBound))
      open.remove(batch)
    }
    var saved = ContinuousClock.now
    var explained: Set<Int> = []
    while true {
      let wish = current
      if wish.isOver { break }
      if let index = wish.details.first(where: {
        reading.places.indices.contains($0) && !explained.contains($0)
      }) {
        explained.insert(index)
        if explained.count > 256 { explained = [index] }
        report(try reading.detail(index).map { .explained($0) } ?? .unexplained(index))
        continue
      }
      explained.formIntersection(wish.details)
      guard let batch = reading.batches(nearestTo: wish.attended).first(where: open.contains) else {
        changed.wait()
        continue
      }
      let found = try reading.findings(batch)
      open.remove(batch)
      report(.found(found, from: batch.lowerBound))
      for (index, finding) in zip(batch, found) { known.findings[index] = finding }
      if let key, open.isEmpty || .now - saved > .seconds(5) {
        order.cache?.write(known, key)
        saved = .now
      }
    }
    if let key, !open.isEmpty { order.cache?.write(known, key) }
  }
}
