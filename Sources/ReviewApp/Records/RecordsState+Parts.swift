public import ReviewSession
import Waveforms

/// What was found by looking at the records of a list.
struct ListSurvey: Sendable {
  /// Records that are open, and sentences of those that cannot be, by name.
  var surveys: [String: RecordSurvey] = [:]
  /// Facts of all records that were looked at, whether they are still open or not.
  var facts: [String: RecordFacts] = [:]
  /// What their files were then.
  var stamps: [String: RecordStamp] = [:]
  /// The last report of the survey that has been taken over: a request says it, so that what is on
  /// its way is not looked at again.
  var takenReport = 0
  /// Whether records in view are to be looked at again where their files have changed: after
  /// anything the reader does, so that an idle list costs nothing.
  var checksView = true
}

/// What is typed to narrow a list.
struct ListSearch: Sendable {
  var filter = ""
  var isTyping = false
}

/// What a list is ordered by.
struct ListOrder: Sendable {
  var sort = RecordSort.name
  var isDescending = false
  /// Whether the best match of the filter comes first, until another order is asked for.
  var ranksByMatch = false
}

/// Where in a list the reader is: places in its rows.
struct ListPlace: Sendable {
  var selection = 0
  var top = 0
}

extension RecordsState {
  public var surveys: [String: RecordSurvey] {
    get { listSurvey.surveys }
    set { listSurvey.surveys = newValue }
  }
  public var facts: [String: RecordFacts] { listSurvey.facts }
  var stamps: [String: RecordStamp] { listSurvey.stamps }
  var checksView: Bool {
    get { listSurvey.checksView }
    set { listSurvey.checksView = newValue }
  }

  public var filter: String { listSearch.filter }
  public internal(set) var isTyping: Bool {
    get { listSearch.isTyping }
    set { listSearch.isTyping = newValue }
  }

  public var sort: RecordSort { listOrder.sort }
  public var isDescending: Bool { listOrder.isDescending }
  public var ranksByMatch: Bool { listOrder.ranksByMatch }

  /// Place in `rows`.
  public internal(set) var selection: Int {
    get { listPlace.selection }
    set { listPlace.selection = newValue }
  }
  public internal(set) var top: Int {
    get { listPlace.top }
    set { listPlace.top = newValue }
  }
}

// MARK: Subjects

extension RecordsState {
  /// What the subject tables say, or the header's first remark.
  func subjectText(of name: String) -> String {
    if hidesPatient { return "" }
    guard let subject = database?.subject(of: name.fileName) else {
      return Self.subject(
        ofComment: PatientRemarks.lines(facts[name]?.comments ?? []).first ?? "")
    }
    let gender = subject.gender?.rawValue ?? ""
    let age = subject.ageYears.map { decimal($0, 0) } ?? ""
    return [gender + age, subject.diagnosis ?? "", subject.accessoryPathway ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// A header's first remark; where it begins with age and sex, as in the MIT-BIH database, those
  /// alone.
  static func subject(ofComment comment: String) -> String {
    let words = comment.split(separator: " ")
    guard words.count >= 2, let age = Int(words[0]), ["M", "F"].contains(words[1]) else {
      return comment
    }
    // An age below 0 is one that is not known.
    return age < 0 ? String(words[1]) : "\(words[1])\(age)"
  }
}
