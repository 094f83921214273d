import Annotations
import ReviewSession
import Waveforms

// Two sets of labels beside each other, and deciding what they differ on.

extension WaveformState {
  /// The name of what is in view.
  private var shownName: String? { document.annotations?.annotator }

  /// The next set below the one in view; none after the last.
  mutating func compare() -> [WaveformEffect] {
    let others = sources.filter { $0 != shownName }
    guard !others.isEmpty else {
      say(
        isBlind
          ? "a blind reading shows the labels of no one else"
          : "there is no other set of labels of this record")
      return []
    }
    let place = compared.first.flatMap { others.firstIndex(of: $0.name) }.map { $0 + 1 } ?? 0
    guard compared.count < 2, place < others.count else {
      compared = []
      say("no other set below this one")
      return []
    }
    return [.compare(others[place])]
  }

  mutating func show(compared sets: [ComparedSet], toDecide: Bool) {
    compared = sets
    if toDecide { return beginDeciding() }
    guard sets.count == 1, let other = sets.first else { return }
    let count = places().count
    say(
      count == 0
        ? "\(other.name) says the same"
        : "\(other.name) below: differs in \(count.counted("place")); } goes to them, & decides")
  }

  // MARK: Where they differ

  /// In seconds: what is to be decided, or where the set below says something else.
  private mutating func places() -> [Double] {
    if let deciding = labelling?.deciding {
      return deciding.disputes.compactMap { $0.marks.first }.map {
        document.timeLine.seconds($0.start)
      }
    }
    if let differences { return differences }
    guard let other = compared.first, let marks = editableMarks else { return [] }
    let found = other.differences(from: marks, of: record)
    differences = found
    return found
  }

  mutating func goToDifference(forward: Bool) {
    guard labelling?.deciding != nil || compared.count == 1 else {
      return say("V shows another set of labels below this one; } and { go to where they differ")
    }
    let places = places()
    let here = viewport.cursor ?? attended
    let next =
      forward ? places.first { $0 > here + 1e-9 } : places.last { $0 < here - 1e-9 }
    guard let next else {
      return say(forward ? "no difference further on" : "no difference before this")
    }
    viewport.reach(next, dots: layout.dots)
    chooseDispute(at: next)
  }

  private mutating func chooseDispute(at seconds: Double) {
    guard let deciding = labelling?.deciding else {
      return say("they differ at \(TimeLabel.text(seconds))")
    }
    let timeLine = document.timeLine
    let dispute = deciding.disputes.first {
      $0.marks.contains { timeLine.seconds($0.start) == seconds }
    }
    labelling?.chosen = dispute?.marks.first?.id
  }

  // MARK: Deciding

  /// Opens the set of decisions, or begins it between the two sets in view.
  mutating func adjudicate() -> [WaveformEffect] {
    guard !isBlind else {
      say("a blind reading shows the labels of no one else")
      return []
    }
    if Deciding(review.labels) != nil, compared.count == 2 {
      beginDeciding()
      return []
    }
    guard let shownName, let other = compared.first, compared.count == 1 else {
      return [.adjudicate(nil)]
    }
    return [.adjudicate([shownName, other.name])]
  }

  mutating func beginDeciding() {
    measuring.showsTrigger = false
    startLabelling()
    guard let deciding = labelling?.deciding else { return }
    guard let first = deciding.disputes.first?.marks.first else {
      return say("all is decided: tawara label RECORD --set verdict --export NAME writes it")
    }
    let seconds = document.timeLine.seconds(first.start)
    viewport.reach(seconds, dots: layout.dots)
    labelling?.chosen = first.id
  }

  /// The place that keys decide.
  var dispute: Dispute? { labelling?.deciding?.dispute(of: labelling?.chosen) }

  mutating func decide(for number: Int?) -> [WaveformEffect] {
    guard let deciding = labelling?.deciding else { return [] }
    guard let dispute else {
      say("nothing to decide here: } goes to the next place, { to the one before")
      return []
    }
    let reader = number.map { deciding.readers[$0] }
    let words = reader.map { "\($0): \(Deciding.words(dispute.mark(of: $0)))" } ?? "neither"
    return commit(
      LabelEditing(reader: self.reader).decide(dispute, for: reader), words)
  }

  /// Takes in what was decided or taken back, and goes on to the next place.
  mutating func followDisputes() {
    differences = nil
    guard let before = labelling?.deciding, let now = Deciding(review.labels) else { return }
    labelling?.deciding = now
    guard now.disputes.count < before.disputes.count else { return }
    let left = now.disputes.count
    if left == 0 {
      say((message?.text ?? "") + "; all is decided")
    } else {
      let words = message?.text ?? ""
      goToDifference(forward: true)
      if dispute == nil { goToDifference(forward: false) }
      say(words + "; \(left) left")
    }
  }
}
