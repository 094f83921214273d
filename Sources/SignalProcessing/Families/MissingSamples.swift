/// What to do about samples that a record does not have.
enum MissingSamples {
  /// The lead with each missing sample as the last one before it; 0 before the first one.
  static func held(_ lead: [Float]) -> [Float] {
    guard let first = lead.firstIndex(where: { !$0.isFinite }) else { return lead }
    var held = lead
    var last: Float = first > 0 ? lead[first - 1] : 0
    for index in first..<lead.count {
      if lead[index].isFinite { last = lead[index] } else { held[index] = last }
    }
    return held
  }
}
