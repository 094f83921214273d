/// Text as files hold it: UTF-8, or where it is not, ISO Latin 1, which Latin 1 text seldom is by
/// chance.
enum FileText {
  /// All of the text, line ends and all.
  static func decode(_ bytes: some Collection<UInt8>) -> String {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return String(validating: bytes, as: UTF8.self)
      ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  /// The text of one field: what follows a NUL byte is left out, as is white space around it, and
  /// control characters are replaced: a file must not be able to steer a terminal.
  static func field(_ bytes: some Collection<UInt8>) -> String {
    clean(decode(bytes.prefix { $0 != 0 }))
  }

  /// Text from a file without control characters, and without white space around it.
  static func clean(_ text: String) -> String {
    var scalars = Array(text.unicodeScalars)
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    let kept = scalars.drop { $0.properties.isWhitespace }
    var result = String.UnicodeScalarView()
    for scalar in kept {
      result.append(scalar.isUnfitForLine ? "\u{FFFD}" : scalar)
    }
    return String(result)
  }
}

extension Unicode.Scalar {
  /// Whether it ends a line, steers a terminal, turns the order of letters round, or is not to be
  /// seen: two names that look alike are to be alike.
  package var isUnfitForLine: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
