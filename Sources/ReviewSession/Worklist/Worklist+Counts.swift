extension Worklist {
  /// Labels and patients of each class, in the order of the classes.
  public var classCounts: [WorklistClassCount] {
    var counts = classes.map { WorklistClassCount(name: $0) }
    var patients: [Set<String>] = classes.map { _ in [] }
    for (index, candidate) in candidates.enumerated() {
      guard let category = category(of: index) else { continue }
      if case .answered = states[index] {
        counts[category].own += 1
      } else {
        counts[category].imported += 1
      }
      patients[category].insert(candidate.patient)
    }
    for category in counts.indices { counts[category].patients = patients[category].sorted() }
    return counts
  }

  /// What is done of each patient, in alphabetical order.
  public var patientCounts: [WorklistPatientCount] {
    var counts: [String: WorklistPatientCount] = [:]
    for (index, candidate) in candidates.enumerated() {
      let isLabelled = candidate.label != nil
      var count = counts[candidate.patient] ?? WorklistPatientCount(patient: candidate.patient)
      switch states[index] {
      case .answered: count.labelled += 1
      case .open, .deferred, .held: if isLabelled { count.labelled += 1 } else { count.open += 1 }
      case .skipped: count.skipped += 1
      case .flagged: count.flagged += 1
      }
      counts[candidate.patient] = count
    }
    return counts.values.sorted { $0.patient < $1.patient }
  }
}
