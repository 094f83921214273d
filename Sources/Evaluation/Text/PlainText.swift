import Foundation
import Waveforms

/// Text as programs and terminals read it.
public enum PlainText {
  /// A file's text made safe to print: control characters would steer the terminal.
  public static func safe(_ text: String) -> String { fit(text, keeping: []) }

  private static func fit(_ text: String, keeping kept: Set<Unicode.Scalar>) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.isUnfitForLine && !kept.contains($0) ? "·" : $0 }))
  }

  /// Lines made safe to print, their ends and tabs left as they are: whatever a file's names hold,
  /// they do not steer the terminal.
  public static func printable(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }
    return isPlain ? text : fit(text, keeping: ["\n", "\t"])
  }

  /// A field of a CSV line, quoted where RFC 4180 asks for it, without control characters but line
  /// ends, and with a quotation mark before what a spreadsheet would take for a formula: numbers
  /// are none.
  public static func csvField(_ text: String) -> String {
    // By scalars: CR LF is one character, and a mark that combines makes another one of a comma.
    var text = fit(text, keeping: ["\n"])
    if let first = text.unicodeScalars.first, "=+-@".unicodeScalars.contains(first),
      Double(text) == nil
    {
      text = "'" + text
    }
    guard text.unicodeScalars.contains(where: { ",\"\n".unicodeScalars.contains($0) }) else {
      return text
    }
    let doubled = text.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
    return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
  }

  /// A line of CSV.
  public static func csvLine(_ fields: [String]) -> String {
    fields.map(csvField).joined(separator: ",")
  }

  /// Text at the left of a column, with a space at least behind it.
  public static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// Text at the right of a column, with a space at least before it.
  public static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  /// JSON of which no text turns round or hides what stands beside it: such letters are escaped.
  private static func escaped(_ json: Data) -> [UInt8] {
    if json.allSatisfy({ $0 < 0x80 }) { return Array(json) }
    var text = ""
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      if scalar.isASCII || !scalar.isUnfitForLine {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      }
    }
    return Array(text.utf8)
  }

  /// A value as JSON with sorted keys.
  public static func json(_ value: some Encodable) throws -> [UInt8] {
    try json(value, [.prettyPrinted])
  }

  /// The same in one line.
  public static func jsonLine(_ value: some Encodable) throws -> String {
    String(decoding: try json(value, []), as: UTF8.self)
  }

  private static func json(
    _ value: some Encodable, _ form: JSONEncoder.OutputFormatting
  ) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = form.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return escaped(try encoder.encode(value))
  }
}
