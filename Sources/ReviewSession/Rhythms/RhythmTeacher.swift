public import Annotations
public import ArrhythmiaModel
import Foundation
import Measures
import NeuralNetwork
import ReviewStore
public import Training
public import Waveforms

/// Teaches a model of rhythms while its reader goes on reading: what was labelled is gathered, the
/// model taught, and the record in view read by it once more.
///
/// It is the work of a `Worker`, on one thread: the other core draws.
public struct RhythmTeacher {
  /// A labelled record beside the one in view.
  public struct Source: Sendable, Equatable {
    public var path: String
    public var key: TransactionLogKey

    public init(path: String, key: TransactionLogKey) { (self.path, self.key) = (path, key) }
  }

  /// Which model is taught, and where labels are.
  public struct Order: Sendable {
    public var model: ModelReader.Model
    public var record: Record
    public var patient: String
    /// Finds other records that the reader has labelled, which teach, too.
    public var others: @Sendable () -> [Source]
    /// Opens one as the review would.
    public var open: @Sendable (String) throws -> Recording
    public var reader: String
    public var log: any TransactionLog
    /// Where a deep training keeps its state, to go on from should the program be killed.
    public var checkpoint: String?

    public init(
      model: ModelReader.Model, record: Record, patient: String,
      others: @escaping @Sendable () -> [Source],
      open: @escaping @Sendable (String) throws -> Recording, reader: String,
      log: any TransactionLog, checkpoint: String?
    ) {
      (self.model, self.record, self.patient) = (model, record, patient)
      (self.others, self.reader, self.log, self.open) = (others, reader, log, open)
      self.checkpoint = checkpoint
    }
  }

  /// What is wanted now.
  public struct Request: Sendable, Equatable {
    /// What is labelled of the record in view.
    public var spans: [TaughtEpisode]
    /// How deep to teach; nil to say what there is to teach by.
    public var depth: AdaptationDepth?
    /// Tells one wish from the next, however alike they are.
    public var number: Int

    public init(spans: [TaughtEpisode], depth: AdaptationDepth?, number: Int) {
      (self.spans, self.depth, self.number) = (spans, depth, number)
    }
  }

  /// What it tells, and of which request.
  public struct Report: Sendable {
    public var number: Int
    public var content: Content

    public init(number: Int, content: Content) { (self.number, self.content) = (number, content) }
  }

  /// How far it is.
  public struct Progress: Sendable, Equatable {
    /// From 0 to 1.
    public var share: Double
    /// By what was done so far; nil at the beginning.
    public var secondsLeft: Double?
    /// Of the training alone.
    public var training: AdaptationProgress?

    public init(share: Double, secondsLeft: Double?, training: AdaptationProgress?) {
      (self.share, self.secondsLeft, self.training) = (share, secondsLeft, training)
    }
  }

  public enum Content: Sendable {
    case gathered(RhythmSupport)
    /// Some times a second.
    case progress(Progress)
    case taught(RhythmLesson)
    case cannot(String)
  }

  typealias Run = Worker<Request, Report>.Run

  private let order: Order
  /// What other records have given, which stays for as long as this one is open.
  private var gathered: RhythmTeaching?
  private var othersCount = 0

  init(_ order: Order) { self.order = order }

  /// A worker that teaches as ordered.
  public static func worker(
    _ order: Order, report: @escaping @Sendable (Report) -> Void
  ) -> Worker<Request, Report> {
    Worker("teacher", report: report) {
      var teacher = RhythmTeacher(order)
      return { run in try teacher.carryOut(run) }
    }
  }

  mutating func carryOut(_ run: Run) throws {
    do {
      try teach(run)
    } catch let error as CancellationError {
      throw error
    } catch {
      tell(.cannot("\(error)"), run)
    }
  }

  private func tell(_ content: Content, _ run: Run) {
    run.report(Report(number: run.request.number, content: content))
  }

  private mutating func teach(_ run: Run) throws {
    let others = try gathered ?? gather(run)
    gathered = others
    var teaching = others
    let spans = run.request.spans
    try teaching.add(spans, of: order.record, patient: order.patient) {
      try run.progressUnlessSuperseded(0.1 * $0)
    }
    let support = try teaching.support { try run.progressUnlessSuperseded($0) }
    tell(
      .gathered(
        RhythmSupport(
          support, teaching: teaching, records: othersCount + (spans.isEmpty ? 0 : 1))), run)
    guard let depth = run.request.depth else { return }
    let began = ContinuousClock.now
    var told = began
    var training: AdaptationProgress?
    func follow(_ share: Double) throws {
      try run.progressUnlessSuperseded(share)
      guard .now - told > .milliseconds(200), share > 0 else { return }
      told = .now
      let seconds = Double((told - began).components.seconds) + 0.5
      let left = seconds * (1 - share) / share
      self.tell(.progress(Progress(share: share, secondsLeft: left, training: training)), run)
    }
    let outcome = try teaching.taught(support, depth: depth, checkpoint: order.checkpoint) {
      training = $0
      try follow(0.9 * $0.share)
    }
    let findings = try findings(outcome.model) { try follow(0.9 + 0.1 * $0) }
    tell(.taught(RhythmLesson(outcome: outcome, findings: findings)), run)
  }

  private mutating func gather(_ run: Run) throws -> RhythmTeaching {
    var teaching = try RhythmTeaching(
      modelPath: order.model.path, name: order.model.name, crew: Crew(count: 1))
    for source in order.others() {
      try run.check()
      do {
        if try add(source, to: &teaching, run) { othersCount += 1 }
      } catch let error as CancellationError {
        throw error
      } catch {
        // One record that has moved, or cannot be read, must not keep the others from teaching.
        teaching.remark("\(source.path.fileName) teaches nothing: \(error)")
      }
    }
    return teaching
  }

  /// Adds what is labelled of another record. Returns whether there was something.
  private func add(
    _ source: Source, to teaching: inout RhythmTeaching, _ run: Run
  ) throws -> Bool {
    guard let book = try LabelBook(source.key, reader: order.reader, log: order.log) else {
      return false
    }
    let record = try order.open(source.path).record
    // Another record may lie there by now.
    guard try RecordIdentity(of: record).digest == source.key.record else { return false }
    let spans = TaughtEpisode.episodes(of: book.marks, in: record)
    let patients = PatientTable(folder: record.path.folderPath)
    try teaching.add(spans, of: record, patient: patients.patient(of: record.name)) { _ in
      try run.check()
    }
    return !spans.isEmpty
  }

  /// What the taught model says of the record in view.
  private func findings(
    _ model: ModelWeights, _ progress: (Double) throws -> Void
  ) throws -> [RecordClassifier.Finding] {
    guard let classifier = RecordClassifier(model, crew: Crew(count: 1)) else { return [] }
    let stimuli = try StimulusDetector.stimuli(of: order.record) { try progress(0.1 * $0) }
    var reading = try RecordReading(
      classifier, order.record, beats: nil, stimuli: stimuli.map(\.time),
      progress: { try progress(0.1 + 0.1 * $0) })
    var found = [RecordClassifier.Finding?](repeating: nil, count: reading.places.count)
    let batches = reading.batches(nearestTo: 0)
    for (number, batch) in batches.enumerated() {
      let share = 0.2 + 0.8 * Double(number) / Double(batches.count)
      let part = try reading.findings(batch, progress: { _ in try progress(share) })
      found.replaceSubrange(batch, with: part)
    }
    return found.compactMap { $0 }
  }
}

/// What there is to teach a model of rhythms by.
public struct RhythmSupport: Sendable, Equatable {
  /// Windows of a class.
  public struct Row: Sendable, Equatable {
    public var label: String
    public var isNew: Bool
    public var teaching: Int
    public var guarding: Int
    public var patients: Int
  }

  public var rows: [Row]
  /// Records with labels.
  public var records: Int
  /// What cannot teach, and why, a sentence each.
  public var remarks: [String]
  /// What suits so many labels.
  public var suited: AdaptationDepth

  init(_ support: TaughtSupport, teaching: RhythmTeaching, records: Int) {
    let known = Set(teaching.base.classNames)
    let all = support.teaching + support.guarding
    rows = TaughtSupport.labels(all).map { label in
      Row(
        label: label, isNew: !known.contains(label),
        teaching: support.teaching.count { $0.label == label },
        guarding: support.guarding.count { $0.label == label },
        patients: Set(all.filter { $0.label == label }.map(\.patient)).count)
    }
    self.records = records
    remarks = teaching.labelled.remarks
    if support.known > 0 {
      remarks.append("\(support.known.counted("window")) taught it before, and teach nothing new")
    }
    if !teaching.hasMemory {
      remarks.append("no memory beside the model: nothing says what is forgotten")
    }
    suited = .suited(to: support.teaching)
  }
}

/// What labels have made of a model of rhythms.
public struct RhythmLesson: Sendable {
  public var outcome: Adaptation.Outcome
  /// What the taught model says of the record in view.
  public var findings: [RecordClassifier.Finding]

  public var classes: [String] { outcome.model.classNames }
  public var verdict: AdaptationVerdict { outcome.verdict }
}
