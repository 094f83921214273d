import Annotations

/// How often the rhythm marker in force says something else than the beats below it.
///
/// Markers are not used for labels: in the Leipzig database a tachycardia that pacing induced often
/// has none.
struct MarkerAgreement {
  private(set) var beats = 0
  private(set) var disagreeing = 0

  /// Counts a record's beats that lie behind a marker of a known rhythm.
  mutating func add(_ record: LabelledRecord) {
    var markers = record.markers[...]
    var allowed: Set<RhythmGroup>?
    for beat in record.beats {
      while let next = markers.first, next.sample <= beat.sample {
        allowed = Self.groups(next.name)
        markers.removeFirst()
      }
      guard let allowed, case .rhythm(let group, _) = beat.role else { continue }
      beats += 1
      if !allowed.contains(group) { disagreeing += 1 }
    }
  }

  /// What to say of it; nil where there is nothing to compare.
  var remark: String? {
    guard beats > 0 else { return nil }
    let percent = (Double(disagreeing) / Double(beats) * 1000).rounded() / 10
    return "rhythm markers say otherwise than \(disagreeing) of \(beats) beats below them "
      + "(\(percent) %); labels are those of the beats"
  }

  /// The rhythms that a marker allows; nil for markers that no group stands for.
  private static func groups(_ marker: String) -> Set<RhythmGroup>? {
    let groups = Vocabulary.rhythm(named: marker).groups
    return groups.isEmpty ? nil : groups
  }
}
