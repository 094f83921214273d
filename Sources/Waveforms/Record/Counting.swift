extension Int {
  /// A number with its noun: `1 warning`, `2 warnings`, `0 entries`. The plural is the noun with an
  /// s where none is given.
  public func counted(_ noun: String, plural: String? = nil) -> String {
    "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
  }
}
