import Annotations

/// Readings of published examples, and what makes tallies of them.
enum AgreementExamples {
  /// Fleiss 1971: 30 patients, each with the diagnoses of six psychiatrists: 1 depression, 2
  /// personality disorder, 3 schizophrenia, 4 neurosis, 5 other.
  static let fleiss1971 = [
    "444444", "222555", "233335", "555555", "222444", "113333", "333355", "113334", "114444",
    "555555", "144444", "124444", "222333", "144444", "224445", "333335", "111455", "111112",
    "224444", "133555", "555555", "244444", "224555", "114444", "144445", "222224", "111155",
    "224444", "133333", "555555",
  ]

  /// Gwet 2014, `cac.raw4raters` of irrCAC: 12 units, 4 raters; a point is a missing rating.
  static let gwet4Raters = [
    "11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", "..3.",
  ]

  /// Gwet 2014, `cac.raw5obser` of irrCAC: 15 units, 5 observers.
  static let gwet5Observers = [
    "112.2", "1101.", "2333.", ".00.0", "000.0", "000.0", "102.1", "1.20.", "222.2", "2111.",
    ".100.", "0000.", "1222.", "33223", "111.1",
  ]

  /// Four readers, 60 beats, 12 patients of five beats each; one beat that nobody read and one that
  /// only one did. Drawn at random.
  static let drawn = [
    "NNNN", "F.NN", "NSSS", ".NNN", "NQNN", "FFFF", ".QNN", "....", "..V.", ".FSS", "NNSN", "NNNN",
    "SSSN", ".NNF", "NNNN", "VVVF", "VS.S", "NNNN", "V.V.", "NNNN", "VQQQ", "N.NN", ".NNS", "NNNV",
    "NQNN", "NNNQ", "NNNN", "VVNQ", "V.FV", "NN.N", "N.NN", "NNN.", "N.NN", "VVVS", ".NNN", "NNNN",
    "QSSS", "NN..", "FFFF", "NNNN", "NNNN", "NNQN", "NNNQ", "NNNN", "FFFF", "SSSS", "NNNN", ".NSF",
    "QN..", "SQS.", "NNNN", ".SSN", "NNNN", "SNNN", "VVVS", "NNNN", "VN.N", "NNNN", ".NNS", "SNNN",
  ]

  /// What each reader says of an item, by one letter each.
  static func readings(_ item: String) -> [Character?] { item.map { $0 == "." ? nil : $0 } }

  /// A study with some items of each patient in turn.
  static func study(
    _ items: [String], categories: String = "", itemsPerPatient: Int = 1, readers: Range<Int>? = nil
  ) -> AgreementStudy<Character> {
    let chosen = readers ?? 0..<(items.first?.count ?? 0)
    var study = AgreementStudy<Character>(readers: chosen.count, categories: Array(categories))
    for (index, item) in items.enumerated() {
      let number = index / itemsPerPatient
      study.add(
        patient: number < 10 ? "p0\(number)" : "p\(number)", Array(readings(item)[chosen]))
    }
    return study
  }

  /// A tally of rows that say how many raters chose each category.
  static func tally(_ rows: [[Int]]) -> AgreementTally {
    var tally = AgreementTally(categoryCount: rows.first?.count ?? 0)
    for row in rows { tally.add(row) }
    return tally
  }

  static func table(_ rows: [[Int]]) -> AgreementTable {
    var table = AgreementTable(categoryCount: rows.count)
    for (first, row) in rows.enumerated() {
      for (second, count) in row.enumerated() {
        table.add(first: first, second: second, count: count)
      }
    }
    return table
  }

  /// The same readings as a tally of two readers.
  static func tally(_ table: AgreementTable) -> AgreementTally {
    var tally = AgreementTally(categoryCount: table.categoryCount)
    for first in 0..<table.categoryCount {
      for second in 0..<table.categoryCount {
        var readers = Array(repeating: 0, count: table.categoryCount)
        readers[first] += 1
        readers[second] += 1
        tally.add(readers, count: table[first, second])
      }
    }
    return tally
  }
}

/// Whether a value is within half a unit of the last printed decimal.
func agrees(_ value: Double?, _ printed: Double, decimals: Int) -> Bool {
  guard let value else { return false }
  var unit = 0.5
  for _ in 0..<decimals { unit /= 10 }
  return abs(value - printed) <= unit + 1e-12
}
