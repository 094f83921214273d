/// The patients that the release groups by diagnosis.
enum PatientGroup: String, CaseIterable, Sendable {
  case avnrt = "AVNRT"
  case avrt = "AVRT"
  case preexcitation = "WPW"
  case fallot = "TOF"
}

/// A run of equal labels: a kind of beat, or a pair of signal-quality marks.
enum RunKind: Hashable, Sendable {
  case beats(BeatKind)
  case artifact
}

/// What was counted of one kind of run in one group of patients.
struct RunStatistics: Sendable {
  var kind: RunKind
  /// How many such runs there were.
  var count: Int
  /// Run lengths at `SequenceStatistics.levels`.
  var lengths: [Int]
  /// Probability of a rhythm marker before a run that changes the rhythm.
  var markerProbability: Double
  /// Probability of a rhythm marker that only repeats the rhythm in force.
  var repeatProbability: Double
  var successors: [RunKind]
  var successorCounts: [Int]

  /// A run length at a level in 0 ... 1 of the counted distribution. Where lengths rise steeply
  /// between two levels, the straight line between them would make long runs far too common, so
  /// the fraction is squared there.
  func length(at level: Double) -> Int {
    let levels = SequenceStatistics.levels
    guard let upper = levels.firstIndex(where: { $0 > level }), upper > 0 else {
      return lengths.last ?? 1
    }
    let fraction = (level - levels[upper - 1]) / (levels[upper] - levels[upper - 1])
    let low = Double(lengths[upper - 1])
    let high = Double(lengths[upper])
    let bent = high > 4 * low ? fraction * fraction : fraction
    return max(1, Int((low + (high - low) * bent).rounded()))
  }
}

/// The counted statistics of all groups, read from `SequenceTable`.
struct SequenceStatistics: Sendable {
  static let levels = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97, 1]
  static let counted = SequenceStatistics(text: SequenceTable.text)

  private var rows: [PatientGroup: [RunStatistics]] = [:]

  init(text: String) {
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 5, let group = PatientGroup(rawValue: String(fields[0])),
        let row = Self.row(Array(fields.dropFirst()))
      else { continue }
      rows[group, default: []].append(row)
    }
  }

  /// The statistics of a group, in the table's order.
  func runs(of group: PatientGroup) -> [RunStatistics] { rows[group] ?? [] }

  private static func row(_ fields: [Substring]) -> RunStatistics? {
    guard let kind = kind(fields[0]), let count = Int(fields[1]), let marker = Double(fields[3]),
      let repeated = Double(fields[4])
    else { return nil }
    var row = RunStatistics(
      kind: kind, count: count, lengths: fields[2].split(separator: "/").compactMap { Int($0) },
      markerProbability: marker / 100, repeatProbability: repeated / 100, successors: [],
      successorCounts: [])
    for field in fields.dropFirst(5) {
      let parts = field.split(separator: ":")
      guard parts.count == 2, let next = Self.kind(parts[0]), let count = Int(parts[1]) else {
        continue
      }
      row.successors.append(next)
      row.successorCounts.append(count)
    }
    return row.lengths.count == levels.count ? row : nil
  }

  private static func kind(_ name: Substring) -> RunKind? {
    name == "artifact" ? .artifact : BeatKind(rawValue: String(name)).map { .beats($0) }
  }
}
