public import Foundation
public import ReviewSession
import ReviewStore
import TerminalGraphics
public import Waveforms

/// The list of a folder's records.
public struct RecordsState: Sendable {
  /// What lies over the list: a box of text, scrolled down by `top` lines.
  public enum Overlay: Sendable, Equatable {
    case help(top: Int)
    case summary(top: Int)
  }

  public let folder: String
  public let names: [String]
  /// Facts of the subjects, where the folder has tables of them.
  public let database: LeipzigDatabase?
  /// Whether what is known of patients is not shown.
  public internal(set) var hidesPatient = false
  /// What was found by looking at the records.
  var listSurvey = ListSurvey()
  /// What a model made of the records, by name; filled in from outside.
  public var readings: [String: RecordReadingSummary] = [:] {
    didSet { if sort == .uncertainty { arrange() } }
  }
  /// What was decided of the records, by name.
  public private(set) var decisions: [String: ReaderDecisions] = [:]
  /// In which "last opened" is told.
  public var timeZone = TimeZone.current

  var listSearch = ListSearch()
  var listOrder = ListOrder()
  /// The records in the list, in its order.
  private(set) var rows: [Row]
  var listPlace = ListPlace()
  public var message: String?
  public var overlay: Overlay?
  /// Columns of the longest name.
  let longestName: Int

  /// A record of the list.
  struct Row: Sendable, Equatable {
    /// Place in `names`.
    var index: Int
    /// Where the filter matches.
    var match = RecordMatch()
  }

  /// Whether the order of `names` means something: of records that were screened.
  private let isRanked: Bool

  /// The records of a folder, or of a table of screened ones; nil where the path is a record's.
  public static func listed(at path: String) throws -> RecordsState? {
    if RecordFolder.exists(path) { return try RecordsState(folder: path) }
    return try ScreenedList(path: path).map(RecordsState.init(screened:))
  }

  /// Lists records that were screened, the most urgent first, below the folder that they have in
  /// common.
  public init(screened list: ScreenedList) {
    (folder, names, isRanked) = (list.folder, list.names, true)
    rows = names.indices.map { Row(index: $0) }
    longestName = names.map { TextWidth.columns(of: $0) }.max() ?? 8
    database = nil
    message = "\(names.count.counted("record")), the most urgent first"
  }

  /// Lists a folder. Throws `RecordingError`.
  public init(folder: String) throws {
    let found = try RecordFolder(path: folder)
    (self.folder, isRanked) = (folder, false)
    names = found.recordNames
    rows = names.indices.map { Row(index: $0) }
    longestName = names.map { TextWidth.columns(of: $0) }.max() ?? 8
    guard LeipzigDatabase.isLeipzig(folder: folder) else {
      database = nil
      return
    }
    do {
      database = try LeipzigDatabase(folder: folder)
      message = database?.warnings.first
    } catch {
      // The records can be read without what the tables say of their subjects.
      database = nil
      message = "\(error)"
    }
  }

  public func path(of name: String) -> String { folder.isEmpty ? name : folder + "/" + name }

  /// Names of the records in the list, in its order.
  public var matches: [String] { rows.map { names[$0.index] } }

  public var selected: String? {
    rows.indices.contains(selection) ? names[rows[selection].index] : nil
  }

  /// Records that were not looked at yet. Asked for with each picture: nothing is copied.
  var unreadCount: Int {
    names.count { facts.index(forKey: $0) == nil && surveys.index(forKey: $0) == nil }
  }

  func reviewState(of name: String) -> ReviewState { decisions[name]?.reviewState ?? .new }

  /// Takes over what earlier runs have left: the order of the list, and what was decided of the
  /// records that were last seen at their paths, by `SessionStore.key(of:)`.
  public mutating func remember(_ session: Session, _ listed: [String: ReaderDecisions]) {
    var folders: [String: String] = [:]
    for name in names where !listed.isEmpty {
      let path = path(of: name).withoutHeaderExtension
      let folder = folders[path.folderPath] ?? SessionStore.resolved(path.folderPath)
      folders[path.folderPath] = folder
      decisions[name] = listed[SessionStore.key(folder: folder, name: path.fileName)]
    }
    if !isRanked {
      listOrder.sort = session.global.sort.flatMap(RecordSort.init) ?? sort
      listOrder.isDescending = session.global.sortsDescending ?? sort.beginsDescending
    }
    arrange()
  }

  /// Takes over what is now decided of one record.
  public mutating func decide(_ name: String, _ decided: ReaderDecisions) {
    decisions[name] = decided
    arrange()
  }
}

// MARK: Order and filter

extension RecordsState {
  /// Filters and orders the list anew. The selected record stays selected.
  mutating func arrange() {
    let kept = selected
    if !filter.isEmpty {
      rows = matchingRows()
    } else {
      rows = ordered(Array(names.indices)).map { Row(index: $0) }
    }
    let place = kept.flatMap { name in rows.firstIndex { names[$0.index] == name } }
    // What was looked at stays where it was on the screen, where it can.
    let offset = selection - top
    selection = place ?? min(selection, max(0, rows.count - 1))
    top = max(0, selection - offset)
  }

  private func matchingRows() -> [Row] {
    var matcher = FuzzyMatcher(filter)
    var found: [Int: RecordMatch] = [:]
    for (index, name) in names.enumerated() {
      found[index] = RecordMatch(
        &matcher, name: name, subject: subjectText(of: name),
        rhythms: facts[name]?.rhythmNames ?? "")
    }
    let rows = ordered(found.keys.sorted()).map {
      Row(index: $0, match: found[$0] ?? RecordMatch())
    }
    guard ranksByMatch else { return rows }
    return rows.enumerated().sorted { first, second in
      (second.element.match.score, first.offset) < (first.element.match.score, second.offset)
    }.map(\.element)
  }

  private func ordered(_ indices: [Int]) -> [Int] {
    RecordOrder(sort: sort, isDescending: isDescending) { sortValue(names[$0]) }.ordered(indices)
  }

  private func sortValue(_ name: String) -> Double? {
    switch sort {
    case .name: nil
    case .length: facts[name]?.durationSeconds
    case .channels: facts[name].map { Double($0.channelCount) }
    case .marks: facts[name]?.markCount.map(Double.init)
    case .uncertainty: readings[name]?.uncertainShare
    case .review: Double(ReviewState.allCases.firstIndex(of: reviewState(of: name)) ?? 0)
    case .lastOpened: decisions[name]?.lastOpened?.timeIntervalSinceReferenceDate
    }
  }

  mutating func setFilter(_ text: String) {
    let wasEmpty = filter.isEmpty
    listSearch.filter = text
    // A new filter brings its best match to the top; the end of one leaves the reader there.
    if wasEmpty { listOrder.ranksByMatch = true }
    if text.isEmpty { listOrder.ranksByMatch = false }
    arrange()
    if !text.isEmpty {
      selection = 0
      top = 0
    }
  }

  mutating func setSort(_ new: RecordSort, isDescending: Bool) {
    listOrder = ListOrder(sort: new, isDescending: isDescending)
    arrange()
  }

  /// The order as the header says it.
  var sortLabel: String {
    ranksByMatch ? "best match" : sort.title + (isDescending ? " ↓" : " ↑")
  }
}

// MARK: Looking at records

extension RecordsState {
  /// Rows of the list on a screen of a height.
  static func rows(height: Int) -> Int { max(1, height - 4) }

  /// Records around the view that stay open, each with its files mapped; all others are closed
  /// once their facts are known, so that a folder of thousands does not keep them all.
  private static let openAbove = 100
  private static let openRows = 300
  /// Records out of view that are looked at in one go.
  private static let batch = 64

  /// The topmost row on a list of so many rows: the selected record is in view, and the list ends
  /// at the screen's end where it is long enough.
  func firstRow(page: Int) -> Int {
    max(min(top, selection, max(0, rows.count - page)), selection - page + 1, 0)
  }

  private var near: ArraySlice<Row> {
    rows.dropFirst(max(0, top - Self.openAbove)).prefix(Self.openRows)
  }

  /// Records to look at next: those in view that are not open, or, where all of these are, those
  /// out of view that nobody has looked at yet, so that the list can be ordered and searched by
  /// what is in them; and those in view whose files may have changed. Nil where there is nothing to
  /// look at.
  func surveyRequest(height: Int) -> SurveyRequest? {
    let page = Self.rows(height: height)
    let view = rows.dropFirst(firstRow(page: page)).prefix(min(page, Self.openRows / 2))
      .map { names[$0.index] }
    var wanted = view.filter { surveys[$0] == nil }
    if wanted.isEmpty, stamps.count < names.count {
      wanted += names.lazy.filter { stamps[$0] == nil && surveys[$0] == nil }.prefix(Self.batch)
    }
    let checked = checksView ? view.filter { surveys[$0] != nil } : []
    guard !wanted.isEmpty || !checked.isEmpty else { return nil }
    let known = Dictionary(
      uniqueKeysWithValues: checked.compactMap { name in
        stamps[name].map { (name, $0) }
      })
    return SurveyRequest(
      folder: folder, wanted: wanted, checked: known, takenReport: listSurvey.takenReport)
  }

  /// Notes that a request is being carried out.
  mutating func begin(_ request: SurveyRequest) {
    if !request.checked.isEmpty { checksView = false }
  }

  /// Takes over what a reader has said of the channels of the open record. Others whose channels
  /// have the same names are looked at again: it was said of them too.
  mutating func rename(_ open: String, _ document: ReviewDocument, alike names: [String]) {
    for (name, survey) in listSurvey.surveys where name != open {
      guard case .document(let other) = survey, other.record.channels.map(\.name) == names else {
        continue
      }
      listSurvey.surveys[name] = nil
      listSurvey.stamps[name] = nil
    }
    listSurvey.surveys[open] = .document(document)
  }

  /// Looks at a record, on any thread; nil where it is open already and its files are as they
  /// were.
  func look(at name: String, _ opener: RecordOpener) -> RecordLook? {
    let path = path(of: name)
    if surveys[name] != nil, !hasChanged(name) { return nil }
    return RecordLook(path: path, opener: opener)
  }

  /// Whether a record's files are not those that were looked at.
  func hasChanged(_ name: String) -> Bool {
    guard let stamp = stamps[name] else { return false }
    return stamp.now(path: path(of: name)) != stamp
  }

  /// Takes over what was found.
  /// - Parameter report: the number of the survey's report; 0 for a record that was opened
  ///   otherwise.
  public mutating func take(_ found: [String: RecordLook], report: Int = 0) {
    listSurvey.takenReport = max(listSurvey.takenReport, report)
    for (name, look) in found {
      listSurvey.surveys[name] = look.survey
      listSurvey.facts[name] = look.facts
      listSurvey.stamps[name] = look.stamp
      // What the record holds says more than where it lies.
      if let decided = look.decisions { decisions[name] = decided }
    }
    if sort != .name || !filter.isEmpty { arrange() }
    forgetFar()
  }

  /// Closes records far from view.
  private mutating func forgetFar() {
    guard surveys.count > Self.openRows else { return }
    let near = Set(near.map { names[$0.index] })
    for (name, survey) in surveys where !near.contains(name) {
      if case .document = survey { listSurvey.surveys[name] = nil }
    }
  }
}
