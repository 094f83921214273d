/// Gives patients to folds so that each class has about as many patients in every fold.
enum PatientFolds {
  /// The fold of each patient.
  ///
  /// Classes are taken from the one with the fewest patients to the one with the most; each of a
  /// class's patients that is still free goes to the fold where the squared deviation of all
  /// classes' patient counts from an even spread is least, the patient with most windows of the
  /// class first. `patients`: windows by class.
  static func assign(_ patients: [String: [Int: Int]], folds: Int) -> [String: Int] {
    let totals = patients.values.reduce(into: [Int: Int]()) { totals, labels in
      for label in labels.keys { totals[label, default: 0] += 1 }
    }
    var counts = Array(repeating: [Int: Int](), count: folds)
    var sizes = Array(repeating: 0, count: folds)
    var result: [String: Int] = [:]
    for label in totals.keys.sorted(by: { (totals[$0] ?? 0, $0) < (totals[$1] ?? 0, $1) }) {
      let own = patients.filter { $0.value[label] != nil && result[$0.key] == nil }
        .sorted { ($1.value[label] ?? 0, $0.key) < ($0.value[label] ?? 0, $1.key) }
      for (patient, labels) in own {
        let fold = best(labels, counts, sizes, totals)
        result[patient] = fold
        sizes[fold] += 1
        for label in labels.keys { counts[fold][label, default: 0] += 1 }
      }
    }
    return result
  }

  private static func best(
    _ labels: [Int: Int], _ counts: [[Int: Int]], _ sizes: [Int], _ totals: [Int: Int]
  ) -> Int {
    func cost(_ fold: Int) -> Double {
      // Of the sum over all folds only this fold's part changes.
      labels.keys.sorted().reduce(0) { sum, label in
        let even = Double(totals[label] ?? 0) / Double(counts.count)
        let before = Double(counts[fold][label] ?? 0) - even
        return sum + ((before + 1) * (before + 1) - before * before) / max(even, 1)
      }
    }
    let order = counts.indices.sorted { (cost($0), sizes[$0], $0) < (cost($1), sizes[$1], $1) }
    return order.first ?? 0
  }
}
