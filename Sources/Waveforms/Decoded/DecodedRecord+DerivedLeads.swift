extension DecodedRecord {
  /// Adds III, aVR, aVL and aVF to the eight leads I, II and V1 to V6, where the file has none of
  /// them: writers may leave them out, for they are sums of I and II. A remark says so.
  mutating func addDerivedLeads() {
    let names = Set(signals.map(\.name))
    guard names.isSuperset(of: ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]),
      names.isDisjoint(with: ["III", "aVR", "aVL", "aVF", "-aVR"])
    else { return }
    let (completed, computed) = LimbLeads.completed(signals)
    guard !computed.isEmpty else { return }
    signals = completed
    comments.append(
      "\(computed.dropLast().joined(separator: ", ")) and \(computed[computed.count - 1]) are not in "
        + "the file; they are computed from I and II")
  }
}
