import Annotations
import Foundation
import TestSupport
import Testing

/// Whatever a reader does, the marks are what the transactions say.
@Suite("Random histories") struct RandomHistoryTests {
  /// How many histories of how many marks, with how many actions each: most small, some large.
  @Test(arguments: [(9000, 0, 6), (970, 30, 10), (28, 600, 20), (1, 20_000, 30), (1, 100_000, 30)])
  func `The state is the fold, an inverse restores, a replay is equal`(
    histories: Int, marks: Int, actions: Int
  ) throws {
    for seed in 0..<histories {
      var walk = try RandomWalk(seed: seed, marks: marks)
      for _ in 0..<actions { try walk.act() }
      try walk.check()
    }
  }
}

/// A history that is led about, with the log of what was done.
private struct RandomWalk {
  private var random: RandomMarks
  private let first: MarkIndex
  private var history: History
  private var log: [Transaction] = []
  /// The marks of each revision when it was new.
  private var states: [MarkIndex]

  init(seed: Int, marks: Int) throws {
    random = RandomMarks(seed: seed)
    random.ticks = 0..<max(60, marks / 2)
    first = try MarkIndex(random.marks(marks), timeLine: RandomMarks.timeLine)
    history = History(first)
    states = [first]
  }

  mutating func act() throws {
    let time = Date(timeIntervalSince1970: Double(log.count))
    switch random.number(0..<10) {
    case 0, 1, 2, 3:
      // A handful of edits, or now and then as many as there are marks.
      let count = random.chance(20) ? min(2000, history.marks.count) : random.number(0..<5)
      let edits = random.edits(history.marks, count: count)
      log.append(try history.commit(edits, by: "ab", at: time))
    case 4, 5: if let step = try history.undo(by: "ab", at: time) { log.append(step) }
    case 6: if let step = try history.redo(by: "ab", at: time) { log.append(step) }
    case 7:
      let target = random.number(0..<history.revisions.count)
      log += try history.jump(to: target, by: "ab", at: time)
    case 8:
      log += try history.earlier(random.number(0..<4), by: "ab", at: time)
      log += try history.later(random.number(0..<3), by: "ab", at: time)
    default: try revert(time)
    }
    while states.count < history.revisions.count { states.append(history.marks) }
    if isCompared(log.count) { #expect(history.marks == states[history.current]) }
  }

  /// Every mark is compared after every step of a short history, and now and then of a long one.
  private func isCompared(_ step: Int) -> Bool { first.count < 1000 || step.isMultiple(of: 16) }

  /// Takes an earlier transaction back where that can be done, and changes nothing where not.
  private mutating func revert(_ time: Date) throws {
    guard let id = history.revisions.randomElement(using: &random.generator)?.transaction?.id else {
      return
    }
    let before = history.marks
    do throws(MarkConflict) {
      if let step = try history.revert(id, by: "ab", at: time) { log.append(step) }
    } catch {
      #expect(history.marks == before)
    }
  }

  func check() throws {
    var folded = first
    var replayed = History(first)
    for (step, transaction) in log.enumerated() {
      let before = folded
      try transaction.apply(to: &folded)
      var restored = folded
      for edit in transaction.inverted() { try restored.apply(edit) }
      if isCompared(step) { #expect(restored == before) }
      try replayed.take(transaction)
    }
    #expect(folded == history.marks)
    #expect(replayed.marks == history.marks)
    #expect(replayed.revisions == history.revisions)
    #expect(replayed.current == history.current)
    var path = first
    var number: Int? = history.current
    var steps: [Transaction] = []
    while let here = number {
      if let step = history.revisions[here].transaction { steps.append(step) }
      number = history.revisions[here].parent
    }
    for step in steps.reversed() { try step.apply(to: &path) }
    #expect(path == history.marks)
  }
}
