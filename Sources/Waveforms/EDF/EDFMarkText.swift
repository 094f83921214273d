/// An annotation with all its fields as one text of an EDF+ file, and back.
///
/// Beats are their symbols, `N`; what has a text is symbol and text, `+ (AFIB`; a note is its text
/// alone, `Lights off`. What else there is follows in braces: `N {subtype=1 channel=2 number=3}`,
/// `+ (AFIB {nul=1}` where the text ends with a NUL byte, `{@qrs}` in a set other than the file's
/// first, `{code=22}` where symbol and text alone would be taken for something else.
struct EDFMarkText {
  /// The symbol of each code in the annotation's set.
  let symbols: [String]
  private let codes: [Substring: UInt8]

  init(symbols: [String]) {
    self.symbols = symbols
    var codes: [Substring: UInt8] = [:]
    for code in (1...49).reversed() { codes[symbols[code][...]] = UInt8(code) }
    self.codes = codes
  }

  /// The first form that reads back as the same annotation; times and durations are no part of it.
  ///
  /// `setName` is nil in the file's first set.
  func text(_ annotation: WFDBAnnotation, setName: String?) -> String {
    let symbol = symbols[Int(annotation.code.rawValue)]
    let (body, items) = content(annotation)
    let named = symbol + (body.isEmpty ? "" : " " + body)
    let fields = (setName.map { ["@" + $0] } ?? []) + numbers(annotation)
    let code = "code=\(annotation.code.rawValue)"
    let hexadecimal = annotation.aux.map { RecordStart.padded(hex: $0) }.joined()
    let forms = [
      annotation.code == .note ? joined(body, fields + items) : joined(named, fields + items),
      joined(body.hasSuffix("}") ? body + " {}" : body, fields + items),
      joined(named, fields + items + [code]),
      joined(named, fields + [code, "hex=" + hexadecimal]),
    ]
    let last = joined("", fields + [code, "hex=" + hexadecimal])
    return forms.first { isSame(annotation, $0, setName) } ?? last
  }

  /// The annotation of a text, at time 0, and the name of its set, nil in the first one.
  func annotation(_ text: String) -> (annotation: WFDBAnnotation, setName: String?) {
    let (body, items) = Self.split(text)
    var annotation = WFDBAnnotation(time: 0, code: .note)
    annotation.subtype = items["subtype"].flatMap { Int8($0) } ?? 0
    annotation.channel = items["channel"].flatMap { UInt8($0) } ?? 0
    annotation.number = items["number"].flatMap { Int8($0) } ?? 0
    var rest = body
    let word = body.prefix { $0 != " " }
    if let code = items["code"].flatMap({ UInt8($0) }), (1...49).contains(code) {
      annotation.code = WFDBAnnotationCode(rawValue: code)
      let symbol = symbols[Int(code)]
      if body == symbol[...] {
        rest = ""
      } else if body.hasPrefix(symbol + " ") {
        rest = body.dropFirst(symbol.count + 1)
      }
    } else if let code = codes[word], code != WFDBAnnotationCode.note.rawValue {
      annotation.code = WFDBAnnotationCode(rawValue: code)
      rest = body.dropFirst(word.count + 1)
    }
    annotation.aux = Self.bytes(rest, items)
    return (annotation, items["@"].map(String.init))
  }

  // MARK: Pieces

  /// The text that stands for the auxiliary bytes, and what it does not say of them.
  private func content(_ annotation: WFDBAnnotation) -> (body: String, items: [String]) {
    var bytes = annotation.aux[...]
    while bytes.last == 0 { bytes = bytes.dropLast() }
    let nulCount = annotation.aux.count - bytes.count
    let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
    return (
      FileText.decode(bytes),
      (nulCount > 0 ? ["nul=\(nulCount)"] : []) + (isUTF8 ? [] : ["latin=1"])
    )
  }

  private func numbers(_ annotation: WFDBAnnotation) -> [String] {
    (annotation.subtype == 0 ? [] : ["subtype=\(annotation.subtype)"])
      + (annotation.channel == 0 ? [] : ["channel=\(annotation.channel)"])
      + (annotation.number == 0 ? [] : ["number=\(annotation.number)"])
  }

  private func joined(_ body: String, _ items: [String]) -> String {
    if items.isEmpty { return body }
    return (body.isEmpty ? "" : body + " ") + "{" + items.joined(separator: " ") + "}"
  }

  private func isSame(_ annotation: WFDBAnnotation, _ text: String, _ setName: String?) -> Bool {
    // Marks and ends of a list's texts, and lines that are none of the annotations.
    guard !text.isEmpty, !text.utf8.contains(where: { [0, 0x14, 0x15].contains($0) }),
      !EDFHeadLines.isHead(text)
    else { return false }
    var (found, name) = self.annotation(text)
    found.time = annotation.time
    found.durationSeconds = annotation.durationSeconds
    return found == annotation && name == setName
  }

  private static func bytes(_ body: Substring, _ items: [String: Substring]) -> [UInt8] {
    if let hexadecimal = items["hex"] {
      let digits = hexadecimal.compactMap(\.hexDigitValue)
      return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(digits[$0] * 16 + digits[$0 + 1])
      }
    }
    let nulCount = min(255, items["nul"].flatMap { Int($0) }.map { max(0, $0) } ?? 0)
    let isLatin = items["latin"] != nil && body.unicodeScalars.allSatisfy { $0.value < 256 }
    let bytes = isLatin ? body.unicodeScalars.map { UInt8($0.value) } : Array(body.utf8)
    return bytes + [UInt8](repeating: 0, count: nulCount)
  }

  /// The text before the braces at its end, and what is in them: all of it, or the text has none.
  private static func split(_ text: String) -> (body: Substring, items: [String: Substring]) {
    guard text.hasSuffix("}"), let open = text.lastIndex(of: "{"),
      open == text.startIndex || text[text.index(before: open)] == " "
    else { return (text[...], [:]) }
    var items: [String: Substring] = [:]
    for word in text[text.index(after: open)...].dropLast().split(separator: " ") {
      if word.hasPrefix("@") {
        items["@"] = word.dropFirst()
        continue
      }
      let parts = word.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, keys.contains(String(parts[0])) else { return (text[...], [:]) }
      items[String(parts[0])] = parts[1]
    }
    return (text[..<open].dropLast(open == text.startIndex ? 0 : 1), items)
  }

  private static let keys: Set<String> = [
    "subtype", "channel", "number", "code", "nul", "latin", "hex",
  ]
}

extension RecordStart {
  /// Two hexadecimal digits.
  fileprivate static func padded(hex byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
