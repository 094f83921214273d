import Annotations
import Foundation
import ReviewSession
import ReviewStore
import Waveforms

/// Asks the store what was decided of records, and tells it what is. A record is known by what its
/// files hold: it keeps its decisions where its folder moves.
struct DecisionDesk: Sendable {
  /// Nil where nothing is to be kept.
  let store: DecisionStore?
  /// What earlier versions kept, by `SessionStore.key(of:)`: the store takes each in once.
  let earlier: [String: RecordSession]
  /// Where labels go for as long as the program runs, where nothing is to be kept.
  private let unkept = MemoryTransactionLog()

  init(store: DecisionStore?, earlier: [String: RecordSession]) {
    (self.store, self.earlier) = (store, earlier)
  }

  /// What came of asking: decisions, or why there are none, in a sentence.
  struct Answer: Sendable {
    var decisions: ReaderDecisions?
    var problem: String?
  }

  /// What was decided of the record at a path.
  func decisions(at path: String) -> Answer {
    answer(path) { store, identity, _ in try store.decisions(of: identity) }
  }

  /// The same, and remembers that the record is being opened.
  func open(_ path: String, at now: Date = Date()) -> Answer {
    answer(path) { store, identity, key in
      try store.opened(identity, at: now, path: key)
      return try store.decisions(of: identity)
    }
  }

  /// Keeps a decision. Returns what went wrong, in a sentence.
  func keep(_ decision: Decision, of path: String) -> String? {
    answer(path) { store, identity, key in
      switch decision {
      case .review(let state): try store.set(reviewState: state, of: identity, lastSeen: key)
      case .addBookmark(let bookmark): try store.addBookmark(bookmark, to: identity)
      case .removeBookmark(let bookmark): try store.removeBookmark(bookmark.id)
      case .addInterval(let interval): try store.addInterval(interval, to: identity)
      case .removeInterval(let interval): try store.removeInterval(interval.id)
      }
      return nil
    }.problem
  }

  // MARK: Versions of models

  /// Carries out a request, and says which versions there are then.
  func versions(
    _ request: VersionRequest?, of path: String, model: String, reader: String, program: String
  ) throws -> ModelVersions {
    guard let store else {
      if request == nil { return ModelVersions() }
      throw NothingKept()
    }
    let identity = try RecordPrint(path: path).identity
    switch request {
    case nil: break
    case .keep(var content, let decision):
      content.program = program
      _ = try store.keep(content, decision, of: identity, reader: reader, at: Date())
    case .use(let number):
      try store.use(version: number, of: model, for: identity, reader: reader, at: Date())
    case .name(let number, let name):
      try store.name(version: number, name.isEmpty ? nil : name, of: identity)
    }
    return ModelVersions(
      try store.versions(of: identity, model: model),
      inUse: try store.versionInUse(of: identity, model: model)?.number)
  }

  /// Digests of the models of which a record has versions in use.
  func modelsInUse(of path: String) -> Set<String> {
    guard let store, let identity = try? RecordPrint(path: path).identity else { return [] }
    return (try? store.modelsInUse(of: identity)) ?? []
  }

  /// Why a version cannot be kept.
  struct NothingKept: Error, CustomStringConvertible {
    var description: String {
      "expected a place to keep a version in, found that nothing is kept in this run"
    }
  }

  // MARK: Labels

  /// Where labels are kept.
  var log: any TransactionLog { store ?? unkept }

  /// Other records of a folder, and of folders in it, that a reader has labelled.
  func labelledRecords(
    beside path: String, in folder: String, of reader: String
  ) -> [RhythmTeacher.Source] {
    guard let sets = try? store?.allSets() else { return [] }
    func resolved(_ path: String) -> String {
      URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    let folder = resolved(folder.isEmpty ? "." : folder)
    let own = try? RecordPrint(path: path).identity.digest
    return sets.filter { $0.key.set == reader && $0.key.record != own }.compactMap { set in
      guard let path = set.path, resolved(path).hasPrefix(folder + "/") else { return nil }
      return RhythmTeacher.Source(path: path, key: set.key)
    }
  }

  /// The names of a record's sets of labels.
  func sets(at path: String) -> [String] {
    guard let store, let identity = try? RecordPrint(path: path).identity,
      let sets = try? store.sets(ofRecord: identity.digest)
    else { return [] }
    return sets.map(\.key.set)
  }

  /// Opens a set of a record; nil where it has not begun. Without a store, a set lasts as long as
  /// the record is open.
  func book(_ name: String, of path: String, reader: String) throws -> LabelBook? {
    guard let store else { return nil }
    return try LabelBook(try key(name, path), reader: reader, log: store)
  }

  /// Opens the reader's own set, which begins with what is in view where there is none yet.
  func book(of review: RecordReview, reader: String) throws -> LabelBook {
    try LabelBook(
      try key(reader, review.record.path), reader: reader, log: log,
      beginningWith: try review.beginning())
  }

  /// What another reader or a file says of the record under review.
  func compared(_ name: String, with document: ReviewDocument) throws -> ComparedSet {
    ComparedSet(name, try beginning(name, of: document).marks, of: document.record)
  }

  private func beginning(_ name: String, of document: ReviewDocument) throws -> SetBeginning {
    let sources = LabelSources(log: log)
    guard let beginning = try sources.beginning(name, of: try document.source()) else {
      throw DecisionStoreError.noSet(name: name)
    }
    return beginning
  }

  /// Opens the set of decisions between two others, which begins with what they agree on.
  func verdict(between names: [String], of document: ReviewDocument, reader: String) throws
    -> LabelBook
  {
    try LabelBook(
      try key(LabelBook.verdict, document.record.path), reader: reader, log: log,
      beginningWith: .between(
        try names.map { try beginning($0, of: document) }, named: names, of: document.record))
  }

  /// Keeps that a window is not to be asked for now; `open` forgets that.
  func setAside(_ state: WorklistState, _ place: WorklistPlace, reader: String) throws {
    try store?.setWorklist(
      state.word, reader: reader, of: RecordIdentity(digest: place.record), at: place.seconds)
  }

  private func key(_ name: String, _ path: String) throws -> TransactionLogKey {
    TransactionLogKey(record: try RecordPrint(path: path).identity.digest, set: name)
  }

  /// What was decided of the records that were last seen in a folder, by `SessionStore.key(of:)`: a
  /// first picture of the list, before its records are looked at.
  func decisions(inFolder folder: String) -> (found: [String: ReaderDecisions], problem: String?) {
    guard let store else { return ([:], nil) }
    do {
      let found = try store.decisions(inFolder: SessionStore.resolved(folder))
      return (found.mapValues(ReaderDecisions.init), nil)
    } catch {
      return ([:], "\(error)")
    }
  }

  private func answer(
    _ path: String,
    _ body: (DecisionStore, RecordIdentity, String) throws -> RecordDecisions?
  ) -> Answer {
    guard let store else { return Answer() }
    do {
      let identity = try RecordPrint(path: path).identity
      let key = SessionStore.key(of: path)
      try takeIn(identity, key, store)
      return Answer(decisions: try body(store, identity, key).map(ReaderDecisions.init))
    } catch {
      return Answer(problem: "\(error)")
    }
  }

  private func takeIn(_ identity: RecordIdentity, _ key: String, _ store: DecisionStore) throws {
    guard let kept = earlier[key], kept.reviewState != .new || !kept.bookmarks.isEmpty else {
      return
    }
    try store.takeIn(earlier: [
      RecordDecisions(
        identity: identity, reviewState: kept.reviewState,
        bookmarks: kept.bookmarks.map { Bookmark(seconds: $0.seconds, text: $0.text) },
        lastOpened: kept.lastOpened, lastSeenPath: key)
    ])
  }
}
