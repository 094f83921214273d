import Annotations
import ReviewSession
import SignalProcessing

/// A family in the list: how many, how early, when, and what its beats are called.
struct FamilyRow: Sendable, Equatable {
  var letter: String
  var count: Int
  /// Of all beats, 0...1.
  var share: Double
  /// In seconds.
  var first: Double
  var last: Double
  /// Labels with their numbers, the commonest first; beats without a mark are not among them.
  var labels: [(label: Label, count: Int)]
  var unlabelled: Int

  static func == (one: FamilyRow, other: FamilyRow) -> Bool {
    one.letter == other.letter && one.count == other.count && one.unlabelled == other.unlabelled
      && one.labels.elementsEqual(other.labels) { $0 == $1 }
  }

  static func rows(_ set: FamilySet, _ table: FamilyTable, _ labels: [Label?]) -> [FamilyRow] {
    set.members.enumerated().map { number, members in
      var counts: [Label: Int] = [:]
      for beat in members { if let label = labels[beat] { counts[label, default: 0] += 1 } }
      let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      return FamilyRow(
        letter: FamilySet.letter(of: number), count: members.count,
        share: Double(members.count) / Double(max(1, table.times.count)),
        first: members.first.map { table.times[$0] } ?? 0,
        last: members.last.map { table.times[$0] } ?? 0,
        labels: sorted.map { ($0.key, $0.value) },
        unlabelled: members.count - counts.values.reduce(0, +))
    }
  }
}
