/// The fields of patient and recording as EDF+ wants them: subfields between blanks, `X` for what
/// is not known.
enum EDFIdentity {
  private static let length = 80

  /// Code, sex, birthdate and name. What an EDF+ file had comes back as it was; of other records
  /// remarks with keys give the fields, and one without is the name.
  static func patient(_ comments: [String]) -> String {
    let fields = PatientFields(comments)
    if fields.isKeyed { return String(fields.text.prefix(length)) }
    guard let text = value("patient: ", comments) else { return "X X X X" }
    let words = text.split(separator: " ")
    let isOrdinary =
      words.count >= 4 && ["X", "M", "F"].contains(words[1])
      && (words[2] == "X" || words[2].split(separator: "-").count == 3)
    if isOrdinary, text.utf8.count <= length { return words.joined(separator: " ") }
    let name = words.joined(separator: "_")
    return String(("X X X " + (name.isEmpty ? "X" : name)).prefix(length))
  }

  /// `Startdate`, the date, hospital code, technician and equipment, then what is Tawara's own.
  static func recording(_ comments: [String], date: String?, own: String) -> String {
    let words = value("recording: ", comments)?.split(separator: " ") ?? []
    let known = words.first == "Startdate" && words.count >= 5
    let middle = known ? words[2..<5].joined(separator: " ") : "X X X"
    let first = "Startdate \(longDate(date)) "
    let isFitting = (first + middle + " " + own).utf8.count <= length
    return first + (isFitting ? middle : "X X X") + " " + own
  }

  private static func value(_ key: String, _ comments: [String]) -> String? {
    comments.first { $0.hasPrefix(key) }.map { EDFText.ascii(String($0.dropFirst(key.count))) }
  }

  /// `02-MAR-2002`, or X.
  private static func longDate(_ date: String?) -> String {
    guard let date, let (day, month, year) = RecordStart.parts(ofDate: date) else { return "X" }
    return RecordStart.padded(day, 2) + "-" + RecordStart.monthName(month) + "-"
      + RecordStart.padded(year, 4)
  }

  /// `02.03.02`; the date of those who are to stay unknown where there is none.
  static func shortDate(_ date: String?) -> String {
    guard let date, let (day, month, year) = RecordStart.parts(ofDate: date) else {
      return "01.01.85"
    }
    return [day, month, year % 100].map { RecordStart.padded($0, 2) }.joined(separator: ".")
  }
}

/// What remarks with keys say of a patient, as readers of formats write them: `patient: id: 42`,
/// `patient: male`, `patient id: 42`, `sex: female`.
private struct PatientFields {
  private var code = "X"
  private var sex = "X"
  private var born = "X"
  private var names: [String] = []
  /// Whether any remark has a key.
  private(set) var isKeyed = false

  init(_ comments: [String]) {
    for comment in comments {
      let isAbout = comment.hasPrefix("patient: ")
      take(isAbout ? String(comment.dropFirst(9)) : comment, isAbout: isAbout)
    }
  }

  var text: String {
    let name = names.joined(separator: "_")
    return "\(code) \(sex) \(born) \(name.isEmpty ? "X" : name)"
  }

  private mutating func take(_ text: String, isAbout: Bool) {
    let keys: [(String, WritableKeyPath<PatientFields, String>)] = [
      ("patient id: ", \.code), ("id: ", \.code), ("id ", \.code), ("sex: ", \.sex),
      ("birth date: ", \.born), ("born: ", \.born), ("born ", \.born),
    ]
    if let (key, field) = keys.first(where: { text.lowercased().hasPrefix($0.0) }),
      isAbout || key.contains(": ")
    {
      let value = Self.word(String(text.dropFirst(key.count)))
      self[keyPath: field] = field == \.sex ? String(value.prefix(1)).uppercased() : value
      if field == \.born { born = Self.date(text.dropFirst(key.count)) ?? "X" }
      if !["M", "F", "X"].contains(sex) { sex = "X" }
      isKeyed = true
    } else if isAbout {
      takeName(text)
    }
  }

  private mutating func takeName(_ text: String) {
    switch text.lowercased() {
    case "male": sex = "M"
    case "female": sex = "F"
    default:
      // Ages, races and the like have no field.
      let name = ["last name: ", "first name: ", "name: ", "name "].first { text.hasPrefix($0) }
      guard name != nil || !text.contains(": "), name != nil || names.isEmpty else { return }
      names.append(Self.word(String(text.dropFirst(name?.count ?? 0))))
    }
  }

  private static func word(_ text: String) -> String {
    EDFText.ascii(text).split(separator: " ").joined(separator: "_")
  }

  /// `02-MAR-2002` of `02/03/2002` or `2002-03-02`.
  private static func date(_ text: Substring) -> String? {
    let parts = text.split { !$0.isNumber }.prefix(3).compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    let (day, year) = parts[0] > 31 ? (parts[2], parts[0]) : (parts[0], parts[2])
    guard RecordStart.date(day: day, month: parts[1], year: year) != nil else { return nil }
    return RecordStart.padded(day, 2) + "-" + RecordStart.monthName(parts[1]) + "-"
      + RecordStart.padded(year, 4)
  }
}
