import Foundation

/// What a record's beats are held for with some labels.
public struct TaughtBeats: Sendable {
  /// In order of the beats.
  public let labels: [BeatTeacher.Label]
  public let classCount: Int
  /// [beat, class]: in units of log-probability.
  private let scores: [Double]
  private let fit: ScoreFit
  private let system: SymmetricMatrix
  /// [label][beat].
  private let likeness: [[Double]]

  /// Parts that labels are in, each judged by what the others teach, where there are more labels
  /// than these.
  private static let mostParts = 24

  /// What the other labels, without its own, say of each label's beat.
  public struct Unseen: Sendable {
    /// What a model that was taught by them only takes it for.
    public let decisions: [Int]
    /// How little they say: see `ignorance`.
    public let ignorance: [Double]
  }

  init(_ labels: [BeatTeacher.Label], by teacher: BeatTeacher) {
    (self.labels, classCount) = (labels, teacher.classCount)
    let own = Set(labels.map(\.beat))
    let anchors = teacher.anchors.filter { !own.contains($0.beat) }
    let observed = anchors + labels
    let rows = observed.map { teacher.likeness($0.beat) }
    likeness = Array(rows.dropFirst(anchors.count))
    system = SymmetricMatrix(
      rows: likeness.map { row in labels.map { row[$0.beat] } },
      diagonal: labels.map { _ in teacher.settings.labelNoise })
    fit = ScoreFit(teacher, observed, rows, anchors: anchors.count)
    scores = fit.scores()
  }

  /// Leaves labels out in turn, with a fit for each part of them: many times the work of all else
  /// here, which only judging needs.
  public func unseen() -> Unseen {
    var fit = fit
    let anchors = fit.anchorCount
    let parts = min(labels.count, Self.mostParts)
    var decisions = labels.map { _ in 0 }
    for part in 0..<parts {
      let out = stride(from: part, to: labels.count, by: parts)
      fit.leaveOut(out.map { anchors + $0 })
      for place in out { decisions[place] = fit.decision(at: anchors + place) }
    }
    // In closed form: Rasmussen and Williams 2006, equation 5.12.
    let noise = fit.teacher.settings.labelNoise
    return Unseen(
      decisions: decisions, ignorance: system.inverseDiagonal.map { max(0, 1 / $0 - noise) })
  }

  public var count: Int { classCount == 0 ? 0 : scores.count / classCount }

  /// The class of a beat, by its number.
  public func decision(_ beat: Int) -> Int { BeatTeacher.greatest(scores, beat, classCount) }

  /// The probabilities of a beat's classes.
  public func probabilities(_ beat: Int) -> [Double] {
    BeatTeacher.probabilities(scores, beat, classCount)
  }

  /// How little the labels say of a beat: 1 where none is like it, near 0 where one is its like.
  public func ignorance(_ beat: Int) -> Double {
    max(0, 1 - system.inverseForm(likeness.map { $0[beat] }))
  }
}

/// Finds the most probable scores of observed beats, and of all others that follow from them:
/// `F = prior + a K A` with `A = w (observed - softmax(F))` at the observations.
private struct ScoreFit {
  let teacher: BeatTeacher
  private let observed: [BeatTeacher.Label]
  private let rows: [[Double]]
  private let weights: [Double]
  /// Anchors are the first of the observations.
  let anchorCount: Int
  /// Observations that count.
  private var used: [Int]
  /// [observation, class]; 0 of those that do not count.
  private var shares: [Double]
  private var strength: Double
  private let classCount: Int

  /// Steps of Newton's way, each short of the full one, from a bound of the curvature.
  private static let steps = 16
  private static let stepLength = 0.8
  private static let leastCurvature = 0.05

  init(
    _ teacher: BeatTeacher, _ observed: [BeatTeacher.Label], _ rows: [[Double]], anchors: Int
  ) {
    (self.teacher, self.observed, self.rows) = (teacher, observed, rows)
    classCount = teacher.classCount
    weights = observed.indices.map { $0 < anchors ? teacher.settings.anchorWeight : 1 }
    anchorCount = anchors
    used = Array(observed.indices)
    shares = []
    strength = 0
    solve()
  }

  /// Fits anew without some observations.
  mutating func leaveOut(_ places: [Int]) {
    let out = Set(places)
    used = observed.indices.filter { !out.contains($0) }
    solve()
  }

  private mutating func solve() {
    let settings = teacher.settings
    let labels = used.count - anchorCount
    strength = settings.variance * min(1, Double(labels + 1) / settings.manyLabels)
    shares = Array(repeating: 0, count: observed.count * classCount)
    for _ in 0..<Self.steps { step() }
  }

  private mutating func step() {
    var gaps = used.map { _ in [Double](repeating: 0, count: classCount) }
    var bounds: [Double] = []
    for (row, place) in used.enumerated() {
      let probabilities = BeatTeacher.probabilities(scores(at: place), 0, classCount)
      for index in 0..<classCount {
        let wanted = observed[place].label == index ? 1.0 : 0
        gaps[row][index] =
          weights[place] * (wanted - probabilities[index]) - shares[place * classCount + index]
      }
      bounds.append(max(Self.leastCurvature, probabilities.map { $0 * (1 - $0) }.max() ?? 0))
    }
    // (I + H a K) x = gap, as (1/H + a K) x = gap / H, which is symmetric.
    let system = SymmetricMatrix(
      rows: used.map { place in used.map { strength * rows[place][observed[$0].beat] } },
      diagonal: bounds.map { 1 / $0 })
    for index in 0..<classCount {
      let change = system.solved(zip(gaps, bounds).map { $0[index] / $1 })
      for (row, place) in used.enumerated() {
        shares[place * classCount + index] += Self.stepLength * change[row]
      }
    }
  }

  /// The scores of an observed beat.
  private func scores(at place: Int) -> [Double] {
    let beat = observed[place].beat
    return (0..<classCount).map { index in
      var sum = 0.0
      for other in used { sum += rows[other][beat] * shares[other * classCount + index] }
      return teacher.prior[beat * classCount + index] + strength * sum
    }
  }

  /// The class of an observed beat.
  func decision(at place: Int) -> Int { BeatTeacher.greatest(scores(at: place), 0, classCount) }

  /// [beat, class]
  func scores() -> [Double] {
    var scores = teacher.prior
    for place in used {
      let row = rows[place]
      for index in 0..<classCount {
        let share = strength * shares[place * classCount + index]
        for beat in row.indices { scores[beat * classCount + index] += row[beat] * share }
      }
    }
    return scores
  }
}
