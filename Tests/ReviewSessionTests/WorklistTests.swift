import ReviewSession
import TestSupport
import Testing

@Suite("Worklist: what is done and what is left") struct WorklistTests {
  private typealias Fixtures = WorklistFixtures

  private static let five = [
    Fixtures.candidate(0, patient: "a", [0.5, 0.3, 0.2]),
    Fixtures.candidate(1, patient: "a", [0.6, 0.3, 0.1]),
    Fixtures.candidate(2, patient: "b", [0.7, 0.2, 0.1]),
    Fixtures.candidate(3, patient: "b", [0.9, 0.05, 0.05]),
    Fixtures.candidate(4, patient: "c", [0.95, 0.05, 0]),
  ]

  private static func order(_ list: Worklist) -> [Int] { list.next(10, by: .margin).map(\.index) }

  @Test func `What is answered, skipped or flagged is not asked`() {
    var list = Fixtures.list(Self.five)
    #expect(Self.order(list) == [0, 1, 2, 3, 4])
    list.mark(0, .answered(1))
    list.mark(1, .skipped)
    list.mark(2, .flagged)
    #expect(Self.order(list) == [3, 4])
    #expect(list.flagged == [2])
    // A class that the model does not have is an answer as well.
    list.mark(3, .answered(nil))
    #expect(Self.order(list) == [4])
    list.mark(4, .answered(0))
    #expect(list.next(10, by: .entropy).isEmpty)
  }

  @Test(arguments: 0..<10) func `It never asks what is answered`(seed: Int) {
    var random = SeededGenerator(seed: seed)
    var list = Fixtures.list(Fixtures.random(60, seed: seed))
    var asked: Set<Int> = []
    while let entry = list.next(1, by: seed % 2 == 0 ? .entropy : .coverage).first {
      #expect(asked.insert(entry.index).inserted)
      let states: [WorklistState] = [.answered(2), .answered(nil), .skipped, .flagged]
      list.mark(entry.index, states[Int.random(in: 0..<4, using: &random)])
    }
    #expect(asked == Set(0..<60))
  }

  @Test func `What is put off comes when nothing else is left`() {
    var list = Fixtures.list(Self.five)
    list.mark(0, .deferred)
    let entries = list.next(10, by: .margin)
    #expect(entries.map(\.index) == [1, 2, 3, 4, 0])
    #expect(entries.map(\.isDeferred) == [false, false, false, false, true])
    #expect(entries[4].text(classes: Fixtures.classes) == "N 50% against AFIB 30%; deferred")
  }

  @Test func `All that was done can be taken back`() {
    var list = Fixtures.list(Self.five)
    for (index, state) in [WorklistState.answered(1), .skipped, .deferred, .flagged].enumerated() {
      list.mark(index, state)
      list.mark(index, .open)
    }
    #expect(Self.order(list) == [0, 1, 2, 3, 4])
    list.mark(1, .skipped)
    list.mark(2, .skipped)
    list.mark(3, .flagged)
    list.reopenSkipped()
    #expect(Self.order(list) == [0, 1, 2, 4])
  }

  @Test func `A label of the reader's own is an answer that can be taken back`() {
    var candidates = Self.five
    candidates[0].label = .reader(1)
    candidates[1].label = .reader(nil)
    var list = Fixtures.list(candidates)
    #expect(list.states.prefix(3) == [.answered(1), .answered(nil), .open])
    #expect(Self.order(list) == [2, 3, 4])
    #expect(list.category(of: 0) == 1)
    #expect(list.category(of: 1) == nil)
    list.mark(0, .open)
    #expect(list.category(of: 0) == nil)
    #expect(Self.order(list) == [0, 2, 3, 4])
  }

  @Test func `Of nothing nothing is next`() {
    let list = Fixtures.list([])
    for criterion in WorklistCriterion.allCases { #expect(list.next(5, by: criterion).isEmpty) }
    #expect(list.remaining().sentence == "0 questions left")
    #expect(Fixtures.list(Self.five).next(0, by: .entropy).isEmpty)
  }

  // MARK: Counts

  @Test func `Labels and patients are counted, and a class of one patient is told`() {
    var candidates = Self.five
    candidates[0].label = .imported(0)
    candidates[2].label = .imported(0)
    candidates[3].label = .imported(1)
    var list = Fixtures.list(candidates)
    list.mark(1, .answered(1))
    // The reader's answer takes the place of the label that was there.
    list.mark(3, .answered(0))
    let counts = list.classCounts
    #expect(counts.map(\.name) == Fixtures.classes)
    #expect(counts.map(\.own) == [1, 1, 0])
    #expect(counts.map(\.imported) == [2, 0, 0])
    #expect(counts.map(\.patients) == [["a", "b"], ["a"], []])
    #expect(counts[0].warning == nil)
    #expect(
      counts[1].warning
        == "AFIB: 1 label, of one patient (a): it cannot be trained on some patients and tested "
        + "on others")
    #expect(counts[2].warning == "VT: no label yet")
  }

  @Test func `Patients are counted`() {
    var list = Fixtures.list(Self.five)
    list.mark(0, .answered(2))
    list.mark(1, .skipped)
    list.mark(2, .deferred)
    list.mark(4, .flagged)
    #expect(
      list.patientCounts == [
        WorklistPatientCount(patient: "a", labelled: 1, open: 0, skipped: 1, flagged: 0),
        WorklistPatientCount(patient: "b", labelled: 0, open: 2, skipped: 0, flagged: 0),
        WorklistPatientCount(patient: "c", labelled: 0, open: 0, skipped: 0, flagged: 1),
      ])
  }

  // MARK: What is left

  @Test func `Questions are those that may well be wrong`() {
    var list = Fixtures.list(Self.five + [Fixtures.candidate([])])
    let before = list.remaining(threshold: 0.2)
    #expect(before.questions == 3)
    #expect(abs(before.questionErrors - (0.5 + 0.4 + 0.3)) < 1e-12)
    #expect(before.others == 2)
    #expect(abs(before.otherErrors - 0.15) < 1e-12)
    #expect(before.unread == 1)
    #expect(abs(before.errors - 1.35) < 1e-12)
    #expect(before.check == CalibrationCheck())
    #expect(
      before.sentence
        == "3 questions left; of 2 others about 0.2 are wrong; "
        + "1 without a signal that the model reads")
    list.mark(0, .answered(1))
    list.mark(1, .skipped)
    list.mark(2, .deferred)
    let after = list.remaining(threshold: 0.2)
    // What is skipped is no question, but as wrong as before.
    #expect(after.questions == 1)
    #expect(after.others == 3)
    #expect(abs(after.otherErrors - 0.55) < 1e-12)
    #expect(after.check.answers == 1)
    #expect(after.check.observedErrors == 1)
    #expect(abs(after.check.expectedErrors - 0.5) < 1e-12)
    #expect(after.check.isCalibrated == nil && after.correctedErrors == nil)
  }

  @Test func `A threshold is not reached by what equals it`() {
    let list = Fixtures.list([Fixtures.candidate([0.75, 0.25, 0])])
    #expect(list.remaining(threshold: 0.25).questions == 0)
    #expect(list.remaining(threshold: 0.2499).questions == 1)
  }

  @Test func `A label that is there leaves no question`() {
    let list = Fixtures.list([Fixtures.candidate([0.4, 0.3, 0.3], label: .imported(1))])
    #expect(list.remaining().questions == 0)
    #expect(list.remaining().others == 0)
  }

  /// Answers drawn by the model's own probabilities, or wrong twice as often.
  private static func answered(seed: Int, errors: Double) -> Worklist {
    var random = SeededGenerator(seed: seed)
    let candidates = (0..<1400).map { number in
      let wrong = Double.random(in: 0.05..<0.35, using: &random)
      return Fixtures.candidate(number, [1 - wrong, wrong, 0])
    }
    var list = Fixtures.list(candidates)
    for index in 0..<400 {
      let wrong = (candidates[index].expectedError ?? 0) * errors
      let isWrong = Double.random(in: 0..<1, using: &random) < wrong
      list.mark(index, .answered(isWrong ? 1 : 0))
    }
    return list
  }

  @Test(arguments: 0..<10) func `Calibrated probabilities pass the check`(seed: Int) throws {
    let remaining = Self.answered(seed: seed, errors: 1).remaining()
    let ratio = try #require(remaining.check.ratio)
    // 80 errors expected, with a standard deviation of 8.
    #expect(abs(ratio - 1) < 0.35)
    #expect(remaining.check.answers == 400)
  }

  @Test(arguments: 0..<10) func `Probabilities that promise too much do not`(seed: Int) throws {
    let remaining = Self.answered(seed: seed, errors: 2).remaining()
    #expect(remaining.check.isCalibrated == false)
    let corrected = try #require(remaining.correctedErrors)
    #expect(abs(corrected / remaining.otherErrors - 2) < 0.4)
    #expect(remaining.sentence.contains("by that rather"))
  }

  @Test func `No correction says that more is wrong than there is`() throws {
    var list = Fixtures.list(
      (0..<21).map { Fixtures.candidate($0, [0.51, 0.49, 0]) }
        + [Fixtures.candidate([0.4, 0.3, 0.3])])
    for index in 0..<21 { list.mark(index, .answered(2)) }
    let remaining = list.remaining(threshold: 0.9)
    #expect(remaining.others == 1)
    #expect(remaining.correctedErrors == 1)
  }
}
