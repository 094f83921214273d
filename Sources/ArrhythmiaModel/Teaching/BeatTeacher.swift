import Foundation
public import SignalProcessing

/// Carries labels of a few beats over to the beats of the same record that are like them.
///
/// What is said of each beat is a Gaussian process over the record's beats, a score a class, whose
/// mean is what the model says, and labels are its observations (Rasmussen and Williams 2006,
/// "Gaussian processes for machine learning", section 3.5: classification with several classes, its
/// most probable state). So a label says most of what is most like its beat, nothing of what is
/// unlike it, and hardly anything where it says what the model says already. Nothing outside of the
/// record changes: the model's file stays as it is.
///
/// The same beats and labels, in whatever order these came, give the same bits.
public struct BeatTeacher: Sendable {
  /// A label of one beat.
  public struct Label: Sendable, Hashable, Codable {
    /// The beat's number.
    public var beat: Int
    /// Its class, by the model's number.
    public var label: Int

    /// A label.
    public init(beat: Int, label: Int) { (self.beat, self.label) = (beat, label) }
  }

  /// How many beats there are.
  public var count: Int { space.count }
  public let classCount: Int
  public let settings: TeachingSettings
  let space: BeatSpace
  private let alike: Likeness
  /// [beat, class]: the model's log-probabilities, their mean taken away.
  let prior: [Double]
  /// Beats spread over the record, which stand for all where there would be too many.
  let candidates: [Int]
  /// [candidate, candidate]: how alike they are.
  let influence: [Float]
  /// Beats that count as if the model's word were a label.
  private(set) var anchors: [Label] = []

  /// - Parameters:
  ///   - probabilities: [beat][class], the model's; all classes alike where it says nothing.
  ///   - space: the same beats by form and timing.
  public init(
    probabilities: [[Double]], space: BeatSpace, settings: TeachingSettings = TeachingSettings()
  ) {
    precondition(
      probabilities.count == space.count, "\(probabilities.count) of \(space.count) beats")
    (self.space, self.settings) = (space, settings)
    classCount = probabilities.first?.count ?? 0
    prior = probabilities.flatMap { Self.prior($0, settings) }
    let step = max(1, (space.count + settings.mostCandidates - 1) / settings.mostCandidates)
    candidates = Array(stride(from: 0, to: space.count, by: step))
    let alike = Likeness(
      space: space, roots: probabilities.flatMap { row in row.map { Float($0.squareRoot()) } },
      classCount: classCount, scale: Self.scale(space, candidates, settings),
      lengths: settings.lengths)
    self.alike = alike
    influence = candidates.flatMap { [candidates] beat in
      alike.values(beat, to: candidates).map(Float.init)
    }
    anchors = AnchorChoice(self).anchors
  }

  private static func prior(_ probabilities: [Double], _ settings: TeachingSettings) -> [Double] {
    let logs = probabilities.map { log(max($0, .leastNormalMagnitude)) / settings.temperature }
    let most = logs.max() ?? 0
    let total = most + log(logs.reduce(0) { $0 + exp($1 - most) })
    let held = logs.map { log(exp($0 - total) + settings.leastProbability) }
    let mean = held.reduce(0, +) / Double(max(1, held.count))
    return held.map { settings.opinionKept * ($0 - mean) }
  }

  /// By the median distance of some pairs of beats.
  private static func scale(
    _ space: BeatSpace, _ candidates: [Int], _ settings: TeachingSettings
  ) -> Float {
    var distances = stride(from: 0, to: candidates.count, by: 4).flatMap {
      space.squaredDistances(to: candidates[$0], of: candidates)
    }
    guard !distances.isEmpty else { return 1 }
    distances.sort()
    let median = Double(distances[distances.count / 2]).squareRoot()
    let wanted = median / settings.usualDistance
    return Float(min(max(wanted, settings.scales.lowerBound), settings.scales.upperBound))
  }

  /// What the model says of a beat without any label: the class's number.
  public func opinion(of beat: Int) -> Int { Self.greatest(prior, beat, classCount) }

  /// How alike a beat is to others, or to all: 1 for itself.
  func likeness(_ beat: Int, to beats: [Int]? = nil) -> [Double] {
    alike.values(beat, to: beats)
  }

  // MARK: Labels

  /// What the beats are held for with some labels. Of two labels for one beat the last counts.
  public func taught(by labels: [Label]) -> TaughtBeats {
    TaughtBeats(Self.ordered(labels), by: self)
  }

  /// In order of the beats; of two labels for one beat the last.
  static func ordered(_ labels: [Label]) -> [Label] {
    let last = Dictionary(labels.map { ($0.beat, $0) }) { $1 }
    return last.values.sorted { $0.beat < $1.beat }
  }

  /// Those labels of each class that stand for all of it: each next one is the least like those
  /// before.
  public func support(_ labels: [Label]) -> [Label] {
    let ordered = Self.ordered(labels)
    return (0..<classCount).flatMap { index -> [Label] in
      let own = ordered.filter { $0.label == index }
      guard own.count > settings.mostEach else { return own }
      var chosen = [0]
      var nearest = space.squaredDistances(to: own[0].beat, of: own.map(\.beat))
      while chosen.count < settings.mostEach {
        let next = nearest.indices.max { (nearest[$0], $1) < (nearest[$1], $0) } ?? 0
        chosen.append(next)
        let distances = space.squaredDistances(to: own[next].beat, of: own.map(\.beat))
        for place in nearest.indices { nearest[place] = min(nearest[place], distances[place]) }
      }
      return chosen.sorted().map { own[$0] }
    }.sorted { $0.beat < $1.beat }
  }

  static func greatest(_ values: [Double], _ row: Int, _ width: Int) -> Int {
    (0..<width).max { values[row * width + $0] < values[row * width + $1] } ?? 0
  }

  static func probabilities(_ scores: [Double], _ row: Int, _ width: Int) -> [Double] {
    let row = scores[row * width..<(row + 1) * width]
    let most = row.max() ?? 0
    let values = row.map { exp($0 - most) }
    let sum = values.reduce(0, +)
    return values.map { $0 / sum }
  }
}

/// How alike beats are.
private struct Likeness {
  let space: BeatSpace
  /// [beat, class]: roots of the model's probabilities, by which its opinions are compared.
  let roots: [Float]
  let classCount: Int
  /// What squares of distances in form and timing are divided by.
  let scale: Float
  let lengths: [Double]

  func values(_ beat: Int, to beats: [Int]?) -> [Double] {
    let distances = space.squaredDistances(to: beat, of: beats)
    return distances.indices.map { place in
      let other = beats?[place] ?? place
      var opinion: Float = 0
      for index in 0..<classCount {
        let gap = roots[beat * classCount + index] - roots[other * classCount + index]
        opinion += gap * gap
      }
      let squared = Double(distances[place] / scale + opinion)
      var sum = 0.0
      for length in lengths { sum += exp(-squared / (2 * length * length)) }
      return sum / Double(lengths.count)
    }
  }
}

/// Finds beats that the model is sure of, and that many others are like that it is sure of, too.
private struct AnchorChoice {
  private(set) var anchors: [BeatTeacher.Label] = []

  init(_ teacher: BeatTeacher) {
    let settings = teacher.settings
    let count = teacher.candidates.count
    let sureness = teacher.candidates.map { beat in
      let surest = BeatTeacher.probabilities(teacher.prior, beat, teacher.classCount).max() ?? 0
      return Float(max(surest - settings.anchorProbability, 0))
    }
    var left = Unexplained(teacher.influence, count: count)
    for _ in 0..<settings.anchors {
      let weights = zip(sureness, left.variances).map { $0 * Float($1) }
      var best: (place: Int, gain: Float)?
      for place in 0..<count where sureness[place] > 0 {
        var gain: Float = 0
        for (value, weight) in zip(
          teacher.influence[place * count..<(place + 1) * count], weights)
        {
          gain += value * weight
        }
        gain *= sureness[place]
        if gain > best?.gain ?? 0 { best = (place, gain) }
      }
      guard let best else { return }
      left.observe(best.place, noise: settings.anchorNoise)
      let beat = teacher.candidates[best.place]
      guard !anchors.contains(where: { $0.beat == beat }) else { continue }
      anchors.append(.init(beat: beat, label: teacher.opinion(of: beat)))
    }
  }
}
