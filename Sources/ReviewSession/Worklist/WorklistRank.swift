/// What candidates are ordered by; the greater is asked first.
struct WorklistRank: Comparable {
  var isDeferred: Bool
  /// Asked ones that are like it.
  var alike: Int
  var score: Double
  /// The candidate's number, so that no two ranks are equal.
  var index: Int

  static func < (first: WorklistRank, second: WorklistRank) -> Bool {
    if first.isDeferred != second.isDeferred { return first.isDeferred }
    if first.alike != second.alike { return first.alike > second.alike }
    if first.score != second.score { return first.score < second.score }
    return first.index > second.index
  }
}
