/// One field of a header: where it lies and what it is called in messages.
struct EDFField {
  var name: String
  var byte: Int
  var length: Int
}

/// The header's bytes, read field by field.
struct EDFFieldReader {
  let file: String
  let bytes: [UInt8]

  /// The bytes of a field, which must lie within `bytes`.
  func raw(_ field: EDFField) -> ArraySlice<UInt8> {
    bytes[field.byte..<field.byte + field.length]
  }

  /// A field as text, without the spaces and NUL bytes around it.
  func text(_ field: EDFField) -> String { EDFText.decode(raw(field)) }

  /// A field as a whole number within `range`.
  func integer(_ field: EDFField, in range: ClosedRange<Int>) throws(EDFError) -> Int {
    let text = text(field)
    guard let value = Int(text), range.contains(value) else {
      let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
      throw invalid(field, expected: expected, found: text)
    }
    return value
  }

  /// A field as a decimal number within `range`.
  func number(_ field: EDFField, in range: ClosedRange<Double>) throws(EDFError) -> Double {
    let text = text(field)
    guard let value = EDFText.number(text), range.contains(value) else {
      let everything = range.upperBound == .greatestFiniteMagnitude
      let expected =
        everything ? "a number" : "a number from \(range.lowerBound) to \(range.upperBound)"
      throw invalid(field, expected: expected, found: text)
    }
    return value
  }

  func invalid(_ field: EDFField, expected: String, found: String) -> EDFError {
    .invalidField(
      file: file, field: field.name, byte: field.byte, expected: expected, found: found)
  }
}

/// Text and numbers as EDF writes them.
enum EDFText {
  /// Text without the spaces and NUL bytes around it.
  ///
  /// The format allows ASCII only. Files in use hold `µ` and `°`, nearly always as ISO Latin 1,
  /// sometimes as UTF-8, which Latin 1 text is not by chance. Control characters are replaced:
  /// a header must not be able to steer a terminal.
  static func decode(_ bytes: ArraySlice<UInt8>) -> String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0 }
    let kept = bytes.drop(while: isBlank)
    guard let last = kept.lastIndex(where: { !isBlank($0) }) else { return "" }
    let content = kept[...last]
    var text = String.UnicodeScalarView()
    let scalars =
      String(validating: content, as: UTF8.self).map { Array($0.unicodeScalars) }
      ?? content.map { Unicode.Scalar($0) }
    for scalar in scalars {
      text.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return String(text)
  }

  /// A decimal number with a point; no locale, no hexadecimal digits, no infinity.
  static func number(_ text: String) -> Double? {
    let allowed = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    guard allowed, let value = Double(text), value.isFinite else { return nil }
    return value
  }
}
