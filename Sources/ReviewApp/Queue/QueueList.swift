import ReviewSession
import ReviewStore
import Waveforms

/// The windows of a folder that are worth a label, as one thread has listed them for another.
public struct QueueList: Sendable {
  var board: WorklistBoard
  /// The best first.
  private(set) var entries: [WorklistEntry]
  let remaining: RemainingError
  let counts: [WorklistClassCount]

  /// As many as anybody answers in one go.
  private static let most = 500

  init(_ board: WorklistBoard, by criterion: WorklistCriterion) {
    self.board = board
    entries = board.list.next(Self.most, by: criterion)
    (remaining, counts) = (board.list.remaining(), board.list.classCounts)
  }

  /// Takes a window out that was answered or set aside.
  mutating func remove(_ index: Int) { entries.removeAll { $0.index == index } }

  func window(of index: Int) -> QueueWindow {
    let candidate = board.list.candidates[index]
    return QueueWindow(
      index: index, record: board.source(of: index).name, seconds: candidate.seconds,
      isBeat: board.isOfBeats, says: candidate.decision.map { board.list.classes[$0] },
      place: board.place(of: index))
  }

  /// Classes have digits, those of one letter their letter too.
  func classNumber(of key: Character) -> Int? {
    let classes = board.list.classes
    if let digit = key.wholeNumberValue, key.isASCII, classes.indices.contains(digit - 1) {
      return digit - 1
    }
    return classes.firstIndex { $0.count == 1 && $0.first == key }
  }
}

/// What the queue is to hold.
public struct QueueRequest: Sendable, Equatable {
  var folder: String
  var names: [String]
  var criterion: WorklistCriterion
  /// Records whose labels may have changed since they were read, and in which revision.
  var changed: [String: Int]
  var revision: Int
}

/// What comes of reading a folder.
public enum QueueReport: Sendable {
  /// How many records were read.
  case read(Int)
  case listed(QueueList)
  case cannot(String)
}

/// Has a model read a folder's records, and lists what is worth a label.
struct QueueReader {
  private let services: ReviewServices
  private var filling: WorklistFilling?
  private var read: Set<String> = []
  private var relabelled = 0
  private var posted = ContinuousClock.now

  /// From one list to the next while records are read.
  private static let interval = Duration.milliseconds(700)

  typealias Run = Worker<QueueRequest, QueueReport>.Run

  static func worker(
    _ services: ReviewServices, report: @escaping @Sendable (QueueReport) -> Void
  ) -> Worker<QueueRequest, QueueReport> {
    Worker("queue", report: report, failure: { .cannot("\($0)") }) {
      var reader = QueueReader(services)
      return { run in try reader.carryOut(run) }
    }
  }

  private init(_ services: ReviewServices) { self.services = services }

  private mutating func carryOut(_ run: Run) throws {
    let opener = RecordOpener(services)
    let request = run.request
    if relabelled < request.revision {
      for (name, revision) in request.changed
      where revision > relabelled && read.contains(name) {
        try filling?.relabel(try opener.open(request.folder.appendingPath(name)), named: name)
      }
      relabelled = request.revision
    }
    try post(run)
    for name in request.names where !read.contains(name) {
      if run.isSuperseded { throw CancellationError() }
      try add(name, opener, run)
      read.insert(name)
      run.report(.read(read.count))
      if .now - posted > Self.interval { try post(run) }
    }
    try post(run)
  }

  /// What cannot be read, or is too short, is left out: the list of records says why.
  private mutating func add(_ name: String, _ opener: RecordOpener, _ run: Run) throws {
    guard let recording = try? opener.open(run.request.folder.appendingPath(name)) else { return }
    if filling == nil { filling = try begin(recording.record, run.request.folder) }
    do {
      try filling?.add(recording, named: name) { _ in try run.check() }
    } catch let error as CancellationError {
      throw error
    } catch {}
  }

  private func begin(_ record: Record, _ folder: String) throws -> WorklistFilling {
    guard let readers = try SuitedClassifiers(services.models(), for: record) else {
      throw NoModel()
    }
    return WorklistFilling(
      readers, cache: services.cache, reader: services.reader, store: services.decisions,
      patients: PatientTable(folder: folder))
  }

  private mutating func post(_ run: Run) throws {
    guard let board = try filling?.board() else { return }
    run.report(.listed(QueueList(board, by: run.request.criterion)))
    posted = .now
  }

  private struct NoModel: Error, CustomStringConvertible {
    let description = "no model is there to say what is worth a label: make models trains them"
  }
}
