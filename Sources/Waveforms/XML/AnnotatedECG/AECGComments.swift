/// What an annotated ECG tells of the patient and of how it was recorded, a line each.
enum AECGComments {
  /// The lines of a file whose record is a certain series.
  static func lines(_ root: XMLElement, series: XMLElement) -> [String] {
    let patient = patient(root).map { "patient: \($0)" }
    let recording = (trial(root) + filters(series)).map { "recording: \($0)" }
    return patient + recording + [device(series)].compactMap { $0.map { "device: \($0)" } }
  }

  private static func patient(_ root: XMLElement) -> [String] {
    let subject = root.at(
      "componentOf", "timepointEvent", "componentOf", "subjectAssignment", "subject",
      "trialSubject")
    let person = subject?.child("subjectDemographicPerson")
    var lines: [String?] = [
      subject?.child("id")?["extension"].map { "id \($0)" },
      name(person?.child("name")).map { "name \($0)" },
      person?.child("administrativeGenderCode")?["code"].map(gender),
      person?.child("birthTime")?["value"].map { "born \(HL7Time($0)?.start.date ?? $0)" },
      named(person?.child("raceCode")).map { "race \($0)" },
    ]
    for observation in root.all(at: "controlVariable", "relatedObservation") {
      guard let quantity = quantity(observation.child("value")) else { continue }
      // LOINC 21612-7 is the reported age, 30525-0 the age.
      let isAge = ["21612-7", "30525-0"].contains(observation.child("code")?["code"] ?? "")
      let name = isAge ? "age" : named(observation.child("code"))
      lines.append(name.map { "\($0) \(quantity)" })
    }
    return lines.compactMap { $0 }
  }

  private static func trial(_ root: XMLElement) -> [String] {
    let event = root.at("componentOf", "timepointEvent")
    let trial = event?.at("componentOf", "subjectAssignment", "componentOf", "clinicalTrial")
    let lines: [String?] = [
      trial?.child("id")?["extension"].map { "trial \($0)" },
      trial?.text(of: "title").map { "trial \($0)" },
      named(event?.child("code")).map { "visit \($0)" },
      named(root.at("definition", "relativeTimepoint", "code")).map { "time point \($0)" },
      trial?.at("location", "trialSite", "location")?.text(of: "name").map { "site \($0)" },
      root.at("location", "testingSite", "location")?.text(of: "name").map { "recorded at \($0)" },
    ]
    let remarks = root.all(at: "pertainsTo", "subjectFindingComment", "text").compactMap(\.trimmed)
    return lines.compactMap { $0 } + remarks.map { "remark \($0)" }
  }

  /// Filters and other settings of the device.
  private static func filters(_ series: XMLElement) -> [String] {
    series.all(at: "controlVariable", "controlVariable").compactMap { variable in
      let settings = [variable] + variable.all(at: "component", "controlVariable")
      let values = settings.compactMap { setting in
        setting.child("value").flatMap { $0.trimmed ?? quantity($0) }
      }
      guard let name = named(variable.child("code")), !values.isEmpty else { return nil }
      return "\(name) \(values.joined(separator: ", "))"
    }
  }

  private static func device(_ series: XMLElement) -> String? {
    let author = series.at("author", "seriesAuthor")
    let device = author?.child("manufacturedSeriesDevice")
    let parts = [
      author?.child("manufacturerOrganization")?.text(of: "name"),
      device?.text(of: "manufacturerModelName"),
      device?.text(of: "softwareName").map { "software \($0)" },
      (device?.text(of: "SerialNumber") ?? device?.text(of: "serialNumber")).map { "number \($0)" },
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// Who made a set of annotations: a person or a program, and when.
  static func author(_ set: XMLElement) -> String? {
    let entity = set.at("author", "assignedEntity")
    let type = entity?.child("assignedAuthorType")
    let device = type?.child("assignedDevice")
    let program = [device?.text(of: "manufacturerModelName"), device?.text(of: "softwareName")]
      .compactMap { $0 }.joined(separator: " ")
    let person = name(type?.at("assignedPerson", "name"))
    return person ?? (program.isEmpty ? entity?.child("id")?["extension"] : program)
  }

  /// A name, whole or in parts.
  private static func name(_ name: XMLElement?) -> String? {
    guard let name else { return nil }
    let parts = name.children.compactMap(\.trimmed)
    return name.trimmed ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
  }

  private static func gender(_ code: String) -> String {
    switch code.uppercased() {
    case "M": "male"
    case "F": "female"
    default: "gender \(code)"
    }
  }

  /// A number with its unit; years are those of UCUM, `a`.
  private static func quantity(_ value: XMLElement?) -> String? {
    guard let number = value?["value"] else { return value?.trimmed }
    let unit = value?["unit"].map { $0 == "a" ? "years" : $0 }
    return number + (unit.map { " " + $0 } ?? "")
  }

  private static func named(_ code: XMLElement?) -> String? {
    code?["displayName"] ?? code?["code"]
  }
}
