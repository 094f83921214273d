import Annotations
public import ArrhythmiaModel
import Foundation
import NeuralNetwork
public import ReviewStore
public import Waveforms

/// Fills a worklist: has a model read records, and looks what is said of their windows already.
public struct WorklistFilling {
  /// A record that was read.
  public struct Source: Sendable, Equatable {
    /// As who asks knows it: a path, or a name in a folder.
    public let name: String
    public let identity: RecordIdentity
  }

  public let reader: String
  private var readers: SuitedClassifiers
  private let cache: FindingCache?
  private let store: DecisionStore?
  private let patients: PatientTable
  private var sources: [Source] = []
  /// In the order of `sources`.
  private var candidates: [[WorklistCandidate]] = []

  /// - Parameters:
  ///   - readers: what reads the records.
  ///   - cache: what models have said in earlier runs.
  public init(
    _ readers: SuitedClassifiers, cache: FindingCache? = nil, reader: String,
    store: DecisionStore?, patients: PatientTable
  ) {
    (self.readers, self.cache, self.reader) = (readers, cache, reader)
    (self.store, self.patients) = (store, patients)
  }

  private var properties: ModelProperties { readers.first.classifier.properties }

  /// Has the model read a record. Throws what reading and preparing it does; `progress` can end it.
  public mutating func add(
    _ recording: Recording, named name: String, progress: (Double) throws -> Void = { _ in }
  ) throws {
    let record = recording.record
    let marks = try marks(of: recording)
    let suited = try readers.suited(to: record)
    // A reader's own set may have begun empty: what it lacks is to be asked.
    let beats = properties.isOfBeats ? marks.imported.flatMap { Self.beatFrames($0, record) } : nil
    let found = try findings(record, suited, beats: beats, progress)
    let labels = WindowLabels(
      properties, record: record, own: marks.own, imported: marks.imported)
    let patient = patients.patient(of: record.name)
    sources.append(Source(name: name, identity: try RecordIdentity(of: record)))
    candidates.append(
      found.map { finding in
        WorklistCandidate(
          record: record.name, patient: patient, seconds: finding.place,
          probabilities: finding.found.evidence?.probabilities ?? [],
          prototypeProbabilities: finding.found.evidence?.prototypeProbabilities ?? [],
          prototypeSimilarities: finding.found.similarities,
          // Its cosines to all classes say where a window lies among them.
          embedding: finding.found.similarities.map(Float.init), label: labels.label(finding.place))
      })
  }

  /// Looks anew what is said of a record that was read.
  public mutating func relabel(_ recording: Recording, named name: String) throws {
    guard let number = sources.firstIndex(where: { $0.name == name }) else { return }
    let marks = try marks(of: recording)
    let labels = WindowLabels(
      properties, record: recording.record, own: marks.own, imported: marks.imported)
    for index in candidates[number].indices {
      candidates[number][index].label = labels.label(candidates[number][index].seconds)
    }
  }

  private func marks(of recording: Recording) throws -> (own: MarkIndex?, imported: MarkIndex?) {
    let sources = LabelSources(log: store)
    return (
      try sources.marks(reader, of: recording),
      try recording.annotators.first.flatMap { try sources.marks($0, of: recording) }
    )
  }

  /// Of marks, not of a file as `Recording.beatFrames`: what readers have changed counts.
  private static func beatFrames(_ marks: MarkIndex, _ record: Record) -> [Int]? {
    let beats = marks.filter { $0.label.meaning.isBeat }
    guard !beats.isEmpty else { return nil }
    return beats.map {
      Int((marks.timeLine.seconds($0.start) * record.frameRateHz).rounded())
    }
  }

  // MARK: Reading

  /// What the model says of each place; what it has said in earlier runs is not computed again.
  private func findings(
    _ record: Record, _ suited: SuitedClassifiers.Opened, beats: [Int]?,
    _ progress: (Double) throws -> Void
  ) throws -> [(place: Range<Double>, found: RecordClassifier.Finding)] {
    var reading = try RecordReading(
      suited.classifier, record, beats: beats, progress: { try progress(0.2 * $0) })
    let key =
      cache == nil
      ? nil
      : FindingKey(
        recordPath: record.path, model: suited.digest, channels: record.channelMap, beats: beats)
    var table = key.flatMap { cache?.read($0) } ?? FindingTable(reading)
    if !table.fits(reading) { table = FindingTable(reading) }
    let isNew = table.findings.contains { $0 == nil }
    for batch in reading.batches(nearestTo: 0) where !table.unknown(in: batch).isEmpty {
      let share = Double(batch.lowerBound) / Double(max(1, reading.count))
      try progress(0.2 + 0.8 * share)
      let found = try reading.findings(batch)
      for (index, finding) in zip(batch, found) { table.findings[index] = finding }
    }
    if isNew, let key { cache?.write(table, key) }
    return zip(reading.places, table.findings).compactMap { place, finding in
      finding.map { (place, $0) }
    }
  }

  // MARK: The list

  /// The list as it is by now.
  public func board() throws -> WorklistBoard {
    var board = WorklistBoard(
      classes: properties.classes, isOfBeats: properties.isOfBeats, sources: sources,
      candidates: candidates)
    for (place, word) in try store?.worklist(reader: reader) ?? [:] {
      guard let state = WorklistState(word: word), let index = board.index(of: place) else {
        continue
      }
      board.list.mark(index, state)
    }
    for place in try store?.held(byOthersThan: reader, at: Date()) ?? [] {
      if let index = board.index(of: place) { board.list.mark(index, .held) }
    }
    return board
  }
}

extension WorklistState {
  /// The word by which the store knows it; nil for what it does not keep.
  public var word: String? {
    switch self {
    case .skipped: "skipped"
    case .deferred: "deferred"
    case .flagged: "flagged"
    case .open, .answered, .held: nil
    }
  }

  init?(word: String) {
    let states: [WorklistState] = [.skipped, .deferred, .flagged]
    guard let state = states.first(where: { $0.word == word }) else { return nil }
    self = state
  }
}
