/// What a MUSE file tells of the patient, the recording, and what it was found to show.
enum MUSEComments {
  static func lines(_ root: XMLElement, waveform: XMLElement) -> [String] {
    let patient = root.child("PatientDemographics").map(patient) ?? []
    let test = root.child("TestDemographics").map(recording) ?? []
    let device = root.child("TestDemographics").flatMap(device)
    let statements = statements(root.child("Diagnosis"))
    let original = self.statements(root.child("OriginalDiagnosis"))
    return patient.map { "patient: \($0)" }
      + (test + filters(waveform)).map { "recording: \($0)" }
      + [device].compactMap { $0.map { "device: \($0)" } }
      + measurements(root).map { "measurement: \($0)" }
      + statements.map { "interpretation: \($0)" }
      + (original == statements ? [] : original.map { "original interpretation: \($0)" })
  }

  /// A date of MUSE, `MM-DD-YYYY`, with a time of day.
  static func start(_ date: String?, _ time: String?) -> RecordStart? {
    let parts = time?.split(separator: ":").map { Int($0) ?? -1 } ?? []
    let isTime =
      (2...3).contains(parts.count)
      && zip(parts, [24, 60, 61]).allSatisfy { (0..<$1).contains($0) }
    let text = (parts + [0]).prefix(3).map { ($0 < 10 ? "0" : "") + String($0) }
    let day = self.date(date)
    guard isTime || day != nil else { return nil }
    return RecordStart(time: isTime ? text.joined(separator: ":") : nil, date: day)
  }

  /// `DD/MM/YYYY` of `MM-DD-YYYY`; nil for what is no date, as where it was made unreadable.
  private static func date(_ text: String?) -> String? {
    let parts = text?.split(whereSeparator: { $0 == "-" || $0 == "/" }) ?? []
    guard parts.count == 3, let month = Int(parts[0]), let day = Int(parts[1]),
      parts[2].count == 4, Int(parts[2]) != nil, (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let two = { (number: Int) in (number < 10 ? "0" : "") + String(number) }
    return "\(two(day))/\(two(month))/\(parts[2])"
  }

  private static func patient(_ element: XMLElement) -> [String] {
    let text = { (name: String) in element.text(of: name) }
    let name = [text("PatientFirstName"), text("PatientLastName")].compactMap { $0 }
    let lines: [String?] = [
      text("PatientID").map { "id \($0)" },
      name.isEmpty ? nil : "name \(name.joined(separator: " "))",
      text("Gender")?.lowercased(),
      text("DateofBirth").map { "born \(date($0) ?? $0)" },
      text("PatientAge").map { "age \($0) \((text("AgeUnits") ?? "").lowercased())" },
      text("Race").map { "race \($0)" },
      text("HeightCM").map { "height \($0) cm" } ?? text("HeightIN").map { "height \($0) in" },
      text("WeightKG").map { "weight \($0) kg" } ?? text("WeightLBS").map { "weight \($0) lb" },
    ]
    return lines.compactMap { $0 }.map(FileText.clean)
  }

  private static func recording(_ test: XMLElement) -> [String] {
    let names = [
      ("SiteName", "site"), ("LocationName", "location"), ("RoomID", "room"), ("Status", "status"),
      ("Priority", "priority"), ("TestReason", "reason"), ("EditDate", "edited"),
    ]
    let lines = names.compactMap { name, word in
      test.text(of: name).map { "\(word) \(name == "EditDate" ? date($0) ?? $0 : $0)" }
    }
    let people = ["AcquisitionTech", "Overreader", "ReferringMD", "OrderingMD"].compactMap { role in
      let name = ["FirstName", "LastName"].compactMap { test.text(of: role + $0) }
      let text = name.isEmpty ? test.text(of: role + "ID") : name.joined(separator: " ")
      return text.map { "\(role) \($0)" }
    }
    return lines + people
  }

  private static func device(_ test: XMLElement) -> String? {
    let parts = [
      test.text(of: "AcquisitionDevice"),
      test.text(of: "AcquisitionSoftwareVersion").map { "software \($0)" },
      test.text(of: "AnalysisSoftwareVersion").map { "analysis \($0)" },
    ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The filters of a waveform; the high-pass filter is in hundredths of a hertz.
  private static func filters(_ waveform: XMLElement) -> [String] {
    let high = waveform.text(of: "HighPassFilter").flatMap(EDFText.number)
    let lines: [String?] = [
      high.map { "high-pass filter \($0 / 100) Hz" },
      waveform.text(of: "LowPassFilter").map { "low-pass filter \($0) Hz" },
      waveform.text(of: "ACFilter").map { "mains filter \($0)" },
    ]
    return lines.compactMap { $0 }
  }

  /// Units of measurements. Onsets and offsets are samples of the median beat.
  private static let units: [String: String] = [
    "VentricularRate": "bpm", "AtrialRate": "bpm", "PRInterval": "ms", "QRSDuration": "ms",
    "QTInterval": "ms", "QTCorrected": "ms", "QTcFrederica": "ms", "PAxis": "deg", "RAxis": "deg",
    "TAxis": "deg",
  ]

  private static func measurements(_ root: XMLElement) -> [String] {
    let element =
      root.child("RestingECGMeasurements") ?? root.child("OriginalRestingECGMeasurements")
    let lines = (element?.children ?? []).compactMap { child -> String? in
      guard let text = child.trimmed, !child.name.hasPrefix("ECGSample") else { return nil }
      let isPlace = child.name.hasSuffix("Onset") || child.name.hasSuffix("Offset")
      let unit = units[child.name] ?? (isPlace ? "samples of the median beat" : "")
      return FileText.clean("\(child.name.fitForLine) \(text) \(unit)")
    }
    return lines
      + ["GlobalRR"].compactMap { name in
        root.child("QRSTimesTypes")?.text(of: name).map { "mean RR interval \($0) ms" }
      }
  }

  /// Statements, each of the parts up to one that ends a line.
  private static func statements(_ diagnosis: XMLElement?) -> [String] {
    var lines: [String] = []
    var line: [String] = []
    for statement in diagnosis?.all("DiagnosisStatement") ?? [] {
      if let text = statement.text(of: "StmtText") { line.append(text) }
      let ends = statement.all("StmtFlag").contains { $0.trimmed == "ENDSLINE" }
      if ends, !line.isEmpty {
        lines.append(line.joined(separator: " "))
        line = []
      }
    }
    return line.isEmpty ? lines : lines + (lines.isEmpty ? line : [line.joined(separator: " ")])
  }
}
