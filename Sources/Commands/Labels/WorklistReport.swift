import Evaluation
import ReviewApp
import ReviewSession
import Waveforms

/// A worklist as it is printed; the names are those of its JSON.
struct WorklistReport: Encodable {
  struct Entry: Encodable {
    var record: String
    var patient: String
    var start_s: Double
    var end_s: Double
    /// The model's class; nil where it had nothing to read.
    var says: String?
    var probability: Double?
    var reason: String
    var score: Double
    /// Windows of the patient that are much like it.
    var alike: Int
    var is_deferred: Bool
  }

  struct Class: Encodable {
    var name: String
    var labels: Int
    var patients: Int
    var warning: String?
  }

  var criterion: String
  var windows: Int
  var answered: Int
  var questions_left: Int
  var expected_errors: Double
  var sentence: String
  var next: [Entry]
  var classes: [Class]

  init(_ list: Worklist, criterion: WorklistCriterion, count: Int) {
    self.criterion = criterion.rawValue
    windows = list.candidates.count
    answered = list.states.count { if case .answered = $0 { true } else { false } }
    let remaining = list.remaining()
    (questions_left, expected_errors) = (remaining.questions, remaining.errors)
    sentence = remaining.sentence
    next = list.next(count, by: criterion).map { entry in
      let candidate = list.candidates[entry.index]
      return Entry(
        record: candidate.record, patient: candidate.patient,
        start_s: candidate.seconds.lowerBound, end_s: candidate.seconds.upperBound,
        says: candidate.decision.map { list.classes[$0] },
        probability: candidate.probabilities.max(), reason: entry.text(classes: list.classes),
        score: entry.score, alike: entry.alike, is_deferred: entry.isDeferred)
    }
    classes = list.classCounts.map {
      Class(name: $0.name, labels: $0.labels, patients: $0.patients.count, warning: $0.warning)
    }
  }

  var lines: [String] {
    var lines = ["\(windows.counted("window")), \(answered) answered; \(sentence)", ""]
    lines += next.map { entry in
      PlainText.left(entry.record, 14) + PlainText.left(TimeLabel.text(entry.start_s), 14)
        + PlainText.left(entry.says ?? "–", 10) + entry.reason
        + (entry.is_deferred ? "  deferred" : "")
    }
    lines += ["", "labels and patients by class"]
    return lines
      + classes.map { row in
        PlainText.left(row.name, 14) + PlainText.right("\(row.labels)", 8)
          + PlainText.right("\(row.patients)", 8) + (row.warning.map { "  " + $0 } ?? "")
      }
  }
}
