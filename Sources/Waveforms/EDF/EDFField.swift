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

  /// A field as a whole number within `range`. One that is written as a decimal number, `2.0` or
  /// `2,0`, is taken with a warning.
  func integer(
    _ field: EDFField, in range: ClosedRange<Int>, warnings: inout [String]
  ) throws(EDFError) -> Int {
    let text = number(field)
    guard let value = EDFText.number(text), value == value.rounded(), abs(value) < 1e15,
      range.contains(Int(value))
    else {
      let expected =
        range.count == 1
        ? "\(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
      throw invalid(field, expected: expected, found: self.text(field))
    }
    if Int(text) == nil {
      warnings.append(readAs(field, expected: "a whole number", value: "\(Int(value))"))
    }
    return Int(value)
  }

  /// A field as a decimal number within `range`. One with a comma for the point is taken with a
  /// warning.
  func number(
    _ field: EDFField, in range: ClosedRange<Double>, warnings: inout [String]
  ) throws(EDFError) -> Double {
    let text = number(field)
    guard let value = EDFText.number(text), range.contains(value) else {
      let everything = range.upperBound == .greatestFiniteMagnitude
      let expected =
        everything ? "a number" : "a number from \(range.lowerBound) to \(range.upperBound)"
      throw invalid(field, expected: expected, found: self.text(field))
    }
    if text.contains(",") {
      warnings.append(readAs(field, expected: "a number with a decimal point", value: "\(value)"))
    }
    return value
  }

  /// The text of a field for a number: programs in C leave what was there before behind a NUL byte.
  private func number(_ field: EDFField) -> String {
    let bytes = raw(field).drop { $0 == 0x20 || $0 == 0 }
    return EDFText.decode(bytes.prefix { $0 != 0 })
  }

  private func readAs(_ field: EDFField, expected: String, value: String) -> String {
    "Header: expected \(expected) as \(field.name), found '\(text(field).fitForLine)'; it is read "
      + "as \(value)"
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
      text.append(scalar.isUnfitForLine ? "\u{FFFD}" : scalar)
    }
    return String(text)
  }

  /// A decimal number with a point, or the comma that programs write where that is the custom; no
  /// hexadecimal digits, no infinity.
  static func number(_ text: String) -> Double? {
    let bytes = text.utf8.map { $0 == 0x2C ? 0x2E : $0 }
    let allowed = bytes.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    guard allowed, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }
}
