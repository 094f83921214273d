import Foundation

/// Draws a patient's story as the labels of the release follow one another: a chain of runs, in
/// which the kind of a run depends on the kind before it, and its length on its own kind.
struct EventSequence: Sendable {
  private let rows: [RunStatistics]
  private var generator: SeededGenerator
  private var current: Int
  private var rhythmInForce: String?
  /// Bends the run lengths of the baseline rhythm: patients differ in how often they are disturbed.
  private let calm: Double

  init(group: PatientGroup, generator: SeededGenerator) {
    var generator = generator
    rows = SequenceStatistics.counted.runs(of: group)
    calm = generator.uniform(0.55, 1.3)
    // Most records open in the baseline rhythm, some in what the catheter is doing. Pathways that
    // conduct forward come and go, and are silent after ablation.
    let isSilent = group == .preexcitation && generator.chance(0.2)
    let baseline = isSilent ? .sinus : Self.baseline(of: group)
    let opening = rows.firstIndex { $0.kind == .beats(baseline) } ?? 0
    let anywhere = generator.index(weights: rows.map { $0.count })
    current = generator.chance(0.75) ? opening : anywhere
    self.generator = generator
  }

  /// The beats between disturbances.
  static func baseline(of group: PatientGroup) -> BeatKind {
    switch group {
    case .avnrt, .avrt: .sinus
    case .preexcitation: .preexcited
    case .fallot: .rightBundle
    }
  }

  /// The next stretch; never ends.
  mutating func next() -> RhythmStep {
    guard !rows.isEmpty else { return RhythmStep(content: .beats(.sinus, count: 10)) }
    let row = rows[current]
    let step: RhythmStep
    switch row.kind {
    case .artifact:
      step = RhythmStep(content: .artifact(seconds: 2 + 18 * generator.uniform(0, 1).squared))
    case .beats(let kind):
      let count = length(of: row, kind: kind)
      step = RhythmStep(
        content: .beats(kind, count: count), marker: marker(row, kind: kind, count: count))
    }
    advance(from: row)
    return step
  }

  private mutating func length(of row: RunStatistics, kind: BeatKind) -> Int {
    var level = generator.uniform()
    if kind.isSinus { level = pow(level, calm) }
    // The longest runs of the release fill an hour; one must not fill a short record.
    return row.length(at: min(level, 0.995))
  }

  private mutating func marker(_ row: RunStatistics, kind: BeatKind, count: Int) -> String? {
    var marker = kind.rhythmMarker
    if kind == .junctional, count >= 3, generator.chance(0.5) { marker = "(J" }
    if kind == .atrialPremature, count >= 6, generator.chance(0.4) { marker = "(A" }
    guard let marker else { return nil }
    let isEctopic = kind.rhythmMarker == nil
    let probability = marker == rhythmInForce ? row.repeatProbability : row.markerProbability
    guard isEctopic || generator.chance(rhythmInForce == nil ? 0.95 : probability) else {
      return nil
    }
    rhythmInForce = marker
    return marker
  }

  private mutating func advance(from row: RunStatistics) {
    guard !row.successors.isEmpty else {
      current = 0
      return
    }
    let next = row.successors[generator.index(weights: row.successorCounts)]
    current = rows.firstIndex { $0.kind == next } ?? 0
  }
}

extension Double {
  var squared: Double { self * self }
}
