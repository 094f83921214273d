/// What a file says of the patient, the recording and the device, a line each.
struct DICOMRemarks {
  private let file: DICOMFile
  private(set) var lines: [String] = []

  init(_ file: DICOMFile, channels: [DICOMChannel]) {
    self.file = file
    patient()
    recording()
    filters(channels)
  }

  private mutating func add(_ name: String, _ text: String) {
    if !text.isEmpty { lines.append("\(name): \(text)") }
  }

  private func text(_ tag: DICOMTag) -> String { file.values.text(tag, file.root) }

  private mutating func patient() {
    add("patient", Self.person(text(.patientName)))
    add("patient id", text(.patientIdentifier))
    let sexes = ["M": "male", "F": "female", "O": "other"]
    let sex = text(.patientSex)
    add("sex", sexes[sex] ?? sex)
    let birth = text(.patientBirthDate)
    let date = DICOMDateTime(date: birth, time: "")?.date("-", yearFirst: true)
    add("birth date", date ?? birth)
    add("age", Self.age(text(.patientAge)))
    add("height", measure(.patientSize, "m"))
    add("weight", measure(.patientWeight, "kg"))
  }

  private func measure(_ tag: DICOMTag, _ unit: String) -> String {
    file.values.decimal(tag, file.root).map { "\(DICOMText.number($0)) \(unit)" } ?? ""
  }

  private mutating func recording() {
    let described = [.studyDescription, .seriesDescription].map { text($0) }
    add("recording", ([file.kind.name] + described.filter { !$0.isEmpty }).joined(separator: ", "))
    add("institution", text(.institution))
    add("station", text(.station))
    let device = [text(.manufacturer), text(.model)].filter { !$0.isEmpty }
    add("device", device.joined(separator: " "))
    add("serial number", text(.serialNumber))
    add("software", text(.softwareVersions))
  }

  /// One line for each filter, with the channels that it was applied to.
  private mutating func filters(_ channels: [DICOMChannel]) {
    var names: [String: [String]] = [:]
    var order: [String] = []
    for channel in channels where !channel.filter.isEmpty {
      if names[channel.filter] == nil { order.append(channel.filter) }
      names[channel.filter, default: []].append(channel.name)
    }
    for filter in order {
      let own = names[filter] ?? []
      let isAll = own.count == channels.count
      add("filter", isAll ? filter : "\(filter) (\(own.joined(separator: ", ")))")
    }
  }

  /// `Doe^John^^Dr` as `Doe, John Dr`, in the first of its spellings.
  private static func person(_ name: String) -> String {
    let alphabetic = name.prefix { $0 != "=" }
    let parts = alphabetic.split(separator: "^", omittingEmptySubsequences: false)
      .map { FileText.clean(String($0)) }
    let given = parts.dropFirst().filter { !$0.isEmpty }.joined(separator: " ")
    return [parts.first ?? "", given].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// `042Y` as `42 years`.
  private static func age(_ text: String) -> String {
    let units: [Character: String] = ["Y": "years", "M": "months", "W": "weeks", "D": "days"]
    guard let last = text.last, let unit = units[last], let number = Int(text.dropLast()) else {
      return text
    }
    return "\(number) \(unit)"
  }
}
