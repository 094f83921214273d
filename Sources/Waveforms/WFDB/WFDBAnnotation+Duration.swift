/// Durations of notes in WFDB files, which have no place for them: ` [duration 10 s]` at the end of
/// the text, with the shortest decimal that reads back as the same number.
extension WFDBAnnotation {
  private static let before = Array(" [duration ".utf8)
  private static let behind = Array(" s]".utf8)

  /// The duration in seconds as a decimal, without its unit.
  public var durationText: String? { durationSeconds.flatMap(PlainDecimal.text) }

  /// The auxiliary text as files hold it.
  var auxWithDuration: [UInt8] {
    guard code == .note, let seconds = durationText else { return aux }
    return aux + Self.before + Array(seconds.utf8) + Self.behind
  }

  /// The annotation with the duration that its text ends with, if it is a note whose text ends so.
  var takingDuration: WFDBAnnotation {
    guard code == .note, aux.last == Self.behind.last,
      aux.suffix(Self.behind.count) == Self.behind[...],
      let bracket = aux.lastIndex(of: UInt8(ascii: "["))
    else { return self }
    // The mark begins with the blank before the bracket.
    let start = bracket - 1
    let digits = start + Self.before.count
    let end = aux.count - Self.behind.count
    guard start >= 0, digits < end, aux[start..<digits] == Self.before[...],
      let text = String(validating: aux[digits..<end], as: UTF8.self),
      let seconds = PlainDecimal.value(text)
    else { return self }
    var annotation = self
    annotation.aux = Array(aux[..<start])
    annotation.durationSeconds = seconds
    return annotation
  }
}
