import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import Waveforms

/// One record taught by the labels that the program asks for, as a reader would give them who is
/// always right, or wrong at times.
public struct TeachingTrial: Sendable {
  /// What the beats are held for with some labels.
  public struct State: Sendable, Equatable {
    /// Labels that were given.
    public var labels: Int
    /// Whether what the model says was first adapted to the record by families.
    public var isAdapted: Bool
    /// [beat]: the class.
    public var decisions: [Int]
    /// [beat]: whether the answer is one to rely on.
    public var isSure: [Bool]
    /// Whether the labels were taken up, or the model stays as it was.
    public var isAccepted: Bool
    /// Seconds for all labels up to here.
    public var seconds: Double

    init(
      _ labels: Int, isAdapted: Bool, _ findings: [RecordClassifier.Finding],
      isAccepted: Bool = false, seconds: Double = 0
    ) {
      (self.labels, self.isAdapted) = (labels, isAdapted)
      (self.isAccepted, self.seconds) = (isAccepted, seconds)
      decisions = findings.map { $0.decision ?? 0 }
      isSure = findings.map { !$0.isUncertain }
    }
  }

  public let name: String
  public let beats: TrialBeats
  /// Beats that were asked about at any number of labels.
  public private(set) var asked: [Int] = []
  public private(set) var states: [State] = []

  /// What answers: a reader who is asked, or one who labels all beats of the record's beginning.
  enum Oracle {
    /// Numbers of labels after which is looked, ascending, and the share of answers that are wrong.
    case asked(counts: [Int], flipped: Double, seed: UInt64)
    /// Samples at 250 Hz.
    case beginning(samples: Int)
  }

  /// Teaches a record.
  /// - Parameters:
  ///   - beats: one for each finding; `leads` in mV at their rate.
  ///   - findings: what the model says of them.
  ///   - adapter: where given, adapts that to the record before any label.
  ///   - showsUnadapted: whether how it was without is there first.
  init(
    name: String, beats: TrialBeats, leads: [[Float]],
    findings given: [RecordClassifier.Finding], adapter: RecordClassifier?,
    showsUnadapted: Bool, settings: TeachingSettings, oracle: Oracle
  ) {
    (self.name, self.beats) = (name, beats)
    let clock = ContinuousClock()
    let start = clock.now
    let space = BeatSpace(BeatForms(leadsMillivolts: leads, beats: beats.samples))
    let findings = adapter?.adapted(given, to: FamilySet(space)) ?? given
    let teaching = RecordTeaching(space: space, findings: findings, settings: settings)
    func look(_ answers: [BeatTeacher.Label], count: Int) {
      let lesson = teaching.lesson(answers)
      let isAccepted = !answers.isEmpty && lesson.verdict.outcome == .better
      states.append(
        State(
          count, isAdapted: adapter != nil, isAccepted ? lesson.findings : findings,
          isAccepted: isAccepted, seconds: (clock.now - start) / .seconds(1)))
      asked = answers.map(\.beat)
    }
    if showsUnadapted { states.append(State(0, isAdapted: false, given)) }
    switch oracle {
    case .beginning(let samples):
      let answers = beats.samples.indices.filter { beats.samples[$0] < samples }
        .compactMap { beat in beats.truth[beat].map { BeatTeacher.Label(beat: beat, label: $0) } }
      look([], count: 0)
      look(answers, count: answers.count)
    case .asked(let counts, let flipped, let seed):
      var reader = Reader(flipped: flipped, random: SplitMix64(seed: seed))
      for count in counts {
        reader.answer(upTo: count, of: beats, asked: teaching)
        look(reader.answers, count: count)
      }
    }
  }
}

/// A reader who is asked about beats, and is right or at times wrong.
private struct Reader {
  /// The share of answers that are wrong.
  let flipped: Double
  var random: SplitMix64
  private(set) var answers: [BeatTeacher.Label] = []
  private var skipped: Set<Int> = []

  init(flipped: Double, random: SplitMix64) { (self.flipped, self.random) = (flipped, random) }

  /// Answers until there are so many labels, or no beat is left. What is no beat cannot be
  /// answered, and the next one is asked about.
  mutating func answer(upTo count: Int, of beats: TrialBeats, asked teaching: RecordTeaching) {
    while answers.count < count,
      let beat = teaching.question(after: answers, skipped: skipped)
    {
      guard let truth = beats.truth[beat] else {
        skipped.insert(beat)
        continue
      }
      let label = said(of: truth, classes: teaching.teacher.classCount)
      answers.append(BeatTeacher.Label(beat: beat, label: label))
    }
  }

  /// The right class, or at times another one of the three that readers tell apart.
  private mutating func said(of truth: Int, classes: Int) -> Int {
    guard random.uniform(0, 1) < flipped else { return truth }
    let others = (0..<min(3, classes)).filter { $0 != truth }
    return others[Int(random.next() % UInt64(others.count))]
  }
}
