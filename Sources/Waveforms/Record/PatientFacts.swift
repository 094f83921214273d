/// A patient's age, sex and diagnosis, as remarks of headers and tables of subjects give them. No
/// name and no number: what is printed with it can be shown.
public struct PatientFacts: Sendable, Equatable {
  /// `51 years`, `5 months`, as far as it is known.
  public var age: String?
  /// `female` or `male`.
  public var sex: String?
  /// In the file's own words, a sentence each.
  public var diagnoses: [String] = []
  /// What else concerns the recording, such as that it is simulated.
  public var remarks: [String] = []

  /// Reads remarks of a header: keys with a colon, as most databases write them; age and sex in
  /// front, as MIT-BIH does; or words after `patient:`, as the readers of this program make them.
  public init(comments: [String]) {
    var isDiagnosis = false
    for comment in comments {
      let text = Self.trimmed(comment[...])
      let colon = text.firstIndex(of: ":") ?? text.endIndex
      let key = text[..<colon].lowercased().filter { $0.isLetter || $0 == " " }
      let value = Self.trimmed(text[colon...].dropFirst())
      if take(key, value) {
        // LUDB has the heading alone on its line, and sentences below it.
        isDiagnosis = value.isEmpty && Self.diagnosisKeys.contains(key)
      } else if isDiagnosis {
        if !text.isEmpty { diagnoses.append(text) }
      } else if !takeFront(text), colon == text.endIndex, !Self.unknown.contains(text.lowercased())
      {
        remarks.append(text)
      }
    }
  }

  /// Age and sex, then what was found: a line each, none where nothing is known.
  public var lines: [String] {
    let person = [sex, age].compactMap { $0 }.joined(separator: ", ")
    return ([person] + diagnoses + [remarks.joined(separator: " ")]).filter { !$0.isEmpty }
  }

  // MARK: Remarks

  private static let diagnosisKeys: Set<String> = [
    "diagnosis", "diagnoses", "diagnose", "reason for admission", "dx", "interpretation",
  ]
  /// What a file says in place of a value.
  private static let unknown: Set<String> = ["", "n/a", "na", "nan", "none", "unknown", "x", "-"]

  /// Whether a key is one that is known.
  private mutating func take(_ key: String, _ value: String) -> Bool {
    let isKnown = !Self.unknown.contains(value.lowercased())
    switch key {
    case "age": if isKnown { setAge(value) }
    case "sex", "gender": if isKnown { setSex(value) }
    case "patient": for word in value.split(separator: " ") { takeWord(String(word), value) }
    default:
      guard Self.diagnosisKeys.contains(key) else { return false }
      if isKnown { diagnoses.append(value) }
    }
    return true
  }

  /// `age 46 years`, `sex: male`, `male`, or EDF+'s `X F 02-MAY-1951 X`.
  private mutating func takeWord(_ word: String, _ all: String) {
    if all.hasPrefix("age"), word.first?.isNumber == true { return setAge(word, all) }
    guard !all.hasPrefix("name"), !all.hasPrefix("last name"), !all.hasPrefix("id") else { return }
    setSex(word)
  }

  private mutating func setAge(_ value: String, _ all: String = "") {
    guard age == nil, let number = Double(value.prefix { $0.isNumber || $0 == "." }), number > 0
    else { return }
    let units = ["day", "week", "month"].first { (value + all).lowercased().contains($0) }
    age = Self.age(number, units ?? "year")
  }

  static func age(_ number: Double, _ unit: String) -> String {
    let text = number == number.rounded() ? String(Int(min(number, 1e6))) : String(number)
    return "\(text) \(unit)\(number == 1 ? "" : "s")"
  }

  private mutating func setSex(_ value: String) {
    switch value.lowercased() {
    case "f", "female", "woman", "w": sex = sex ?? "female"
    case "m", "male", "man": sex = sex ?? "male"
    default: break
    }
  }

  /// MIT-BIH: `69 M 1085 1629 x1`; an age below 0 is not known.
  private mutating func takeFront(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard words.count >= 2, let years = Int(words[0]), ["M", "F"].contains(words[1]) else {
      return false
    }
    setAge("\(max(0, years))")
    setSex(String(words[1]))
    return true
  }

  private static func trimmed(_ text: Substring) -> String {
    let text = text.drop { $0.isWhitespace }
    guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(text[...last])
  }
}
