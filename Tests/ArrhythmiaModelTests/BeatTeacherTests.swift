import ArrhythmiaModel
import Foundation
import SignalProcessing
import Testing

@Suite("Teaching by labels of a few beats") struct BeatTeacherTests {
  /// Beats of two forms, every third one wide, at one rate.
  private let space: BeatSpace
  private let isWide: [Bool]
  /// The model takes all beats for the first of three classes, some for the second.
  private let probabilities: [[Double]]

  init() {
    let count = 90
    isWide = (0..<count).map { $0 % 3 == 2 }
    let beats = (0..<count).map { 200 + 200 * $0 }
    var lead = [Float](repeating: 0, count: 200 * (count + 2))
    for (beat, isWide) in zip(beats, isWide) {
      let width = isWide ? 14.0 : 4.0
      for offset in -60...60 {
        let wave = exp(-Double(offset * offset) / (2 * width * width))
        lead[beat + offset] += Float(isWide ? -1.5 * wave : wave)
        // No two beats are the same.
        lead[beat + offset] += Float(0.02 * sin(Double(beat * 7 + offset * 3)))
      }
    }
    space = BeatSpace(BeatForms(leadsMillivolts: [lead], beats: beats))
    probabilities = isWide.map { _ in [0.9, 0.07, 0.03] }
  }

  private var teacher: BeatTeacher { BeatTeacher(probabilities: probabilities, space: space) }

  private func label(_ beat: Int, _ label: Int) -> BeatTeacher.Label {
    .init(beat: beat, label: label)
  }

  private func verdict(
    _ taught: TaughtBeats, others: [BeatTeacher.Label] = []
  ) -> TeachingVerdict {
    TeachingVerdict(taught, unseen: taught.unseen(), others: others, by: teacher)
  }

  @Test("a label is for all beats that are like its own, and for no others")
  func spreads() {
    let taught = teacher.taught(by: [label(2, 2)])
    for beat in isWide.indices { #expect(taught.decision(beat) == (isWide[beat] ? 2 : 0)) }
    #expect(taught.ignorance(5) < 0.3)
    #expect(taught.ignorance(0) > 0.7)
  }

  @Test("without labels beats are what the model says")
  func nothing() {
    let taught = teacher.taught(by: [])
    for beat in isWide.indices { #expect(taught.decision(beat) == 0) }
    #expect(taught.ignorance(4) == 1)
  }

  @Test("the same labels in any order give the same bits, and of two for one beat the last counts")
  func order() {
    let labels = [label(2, 2), label(7, 0), label(11, 2), label(30, 1)]
    let (first, second) = (teacher.taught(by: labels), teacher.taught(by: labels.reversed()))
    for beat in isWide.indices {
      #expect(
        first.probabilities(beat).map(\.bitPattern) == second.probabilities(beat).map(\.bitPattern))
    }
    let changed = teacher.taught(by: [label(2, 1), label(2, 2)])
    #expect(changed.labels == [label(2, 2)])
  }

  @Test("each label is judged by a model that was taught without it")
  func leavesOneOut() {
    let labels = [2, 5, 8, 11].map { label($0, 2) } + [0, 1, 3].map { label($0, 0) }
    let taught = teacher.taught(by: labels)
    let unseen = taught.unseen()
    for (place, own) in taught.labels.enumerated() {
      let others = teacher.taught(by: taught.labels.filter { $0 != own })
      #expect(unseen.decisions[place] == others.decision(own.beat))
    }
    let verdict = verdict(taught)
    #expect(verdict.outcome == .better)
    #expect((verdict.before, verdict.after) == (3, 7))
  }

  @Test("labels that contradict each other are not taken up where the model was right")
  func contradictions() {
    let labels = [label(0, 1), label(1, 0), label(3, 0), label(4, 0), label(6, 2), label(7, 0)]
    let taught = teacher.taught(by: labels)
    // Four of six agree with the model; to be better the taught one would have to say five.
    #expect(verdict(taught).after <= 4)
    #expect(verdict(teacher.taught(by: [label(0, 1)])).outcome == .unjudged)
  }

  @Test("labels that taught nothing judge too")
  func others() {
    let taught = teacher.taught(by: [label(2, 2), label(0, 0)])
    let verdict = verdict(taught, others: [label(5, 2), label(8, 2), label(9, 1)])
    #expect(verdict.count == 5)
    #expect(verdict.rows.first { $0.label == 2 }?.after == 2)
  }

  @Test("of many labels of a class those stand for all that are least like each other")
  func support() {
    var settings = TeachingSettings()
    settings.mostEach = 3
    let teacher = BeatTeacher(probabilities: probabilities, space: space, settings: settings)
    let all = isWide.indices.map { label($0, 0) }
    let chosen = teacher.support(all)
    #expect(chosen.count == 3)
    #expect(Set(chosen.map { isWide[$0.beat] }) == [true, false])
    #expect(teacher.support(all.reversed()) == chosen)
  }

  @Test("the question is about what is in doubt, and what is known is not asked again")
  func questions() {
    let doubtful = isWide.map { $0 ? [0.5, 0.1, 0.4] : [0.998, 0.001, 0.001] }
    let teacher = BeatTeacher(probabilities: doubtful, space: space)
    let questions = BeatQuestions(teacher)
    let first = questions.next(teacher.taught(by: []))
    #expect(first.map { isWide[$0] } == true)
    let second = questions.next(teacher.taught(by: [label(first ?? 0, 2)]))
    // What has just changed is checked.
    #expect(second.map { isWide[$0] } == true && second != first)
    let skipped = questions.next(teacher.taught(by: []), skipped: [first ?? 0])
    #expect(skipped != nil && skipped != first)
    let all = isWide.indices.map { label($0, isWide[$0] ? 2 : 0) }
    #expect(questions.next(teacher.taught(by: all)) == nil)
  }

  @Test("a label against labels of its like and the model judges, and teaches nothing")
  func slip() {
    let labels =
      [2, 5, 8].map { label($0, 2) } + [0, 1, 3, 4].map { label($0, 0) } + [label(6, 1)]
    let taught = teacher.taught(by: labels)
    let slip = taught.labels.firstIndex(of: label(6, 1)) ?? 0
    let unseen = taught.unseen()
    #expect(unseen.decisions[slip] == 0)
    #expect(unseen.ignorance[slip] < 0.3)
    // The first label of a form that no other label is like is nobody's slip.
    let first = teacher.taught(by: [label(0, 0), label(1, 0), label(2, 2)])
    #expect(first.unseen().ignorance[2] > 0.5)
  }

  @Test("a version's line tells apart all settings that answers follow from")
  func summary() {
    let changes: [(inout TeachingSettings) -> Void] = [
      { $0.lengths = [1] }, { $0.usualDistance += 1 }, { $0.scales = 1...2 },
      { $0.mostCandidates += 1 }, { $0.temperature += 1 }, { $0.leastProbability *= 2 },
      { $0.opinionKept /= 2 }, { $0.anchors += 1 }, { $0.anchorProbability /= 2 },
      { $0.anchorWeight /= 2 }, { $0.anchorNoise += 1 }, { $0.variance += 1 },
      { $0.manyLabels += 1 }, { $0.labelNoise += 1 }, { $0.mostEach += 1 },
      { $0.mostIgnorance /= 2 }, { $0.sureProbability /= 2 }, { $0.agreedProbability /= 2 },
    ]
    let lines = changes.map { change in
      var settings = TeachingSettings()
      change(&settings)
      return settings.summary
    }
    #expect(Set(lines + [TeachingSettings().summary]).count == changes.count + 1)
  }
}
