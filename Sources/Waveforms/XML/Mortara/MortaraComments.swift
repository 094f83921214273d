/// What a Mortara file tells of the patient, the recording, and what it was found to show.
enum MortaraComments {
  /// From `YYYYMMDDHHMMSS`, or with dashes and colons in ACQUISITION_TIME_XML.
  static func start(_ root: XMLElement) -> RecordStart? {
    HL7Time(root["ACQUISITION_TIME"])?.start ?? moment(root["ACQUISITION_TIME_XML"])?.start
  }

  private static func moment(_ text: String?) -> HL7Time? {
    HL7Time(text.map { String($0.prefix(19).filter { $0.isNumber }) })
  }

  static func lines(_ root: XMLElement) -> [String] {
    patient(root).map { "patient: \($0)" } + recording(root).map { "recording: \($0)" }
      + device(root).map { "device: \($0)" } + measurements(root).map { "measurement: \($0)" }
      + statements(root).map { "interpretation: \($0)" }
  }

  private static func patient(_ root: XMLElement) -> [String] {
    let subject = root.child("SUBJECT")
    let name = ["FIRST_NAME", "LAST_NAME"].compactMap { subject?[$0] }
    let born = HL7Time(subject?["DOB"]) ?? moment(subject?["DOB_XML"])
    let with = { (attribute: String, word: String) -> String? in
      root[attribute].map { value in
        ([word, value] + [root[attribute + "_UNITS"]].compactMap { $0 }).joined(separator: " ")
      }
    }
    let lines: [String?] = [
      (subject?["ID"] ?? subject?["LOCAL_ID"]).map { "id \($0)" },
      name.isEmpty ? nil : "name \(name.joined(separator: " "))",
      subject?["GENDER"]?.lowercased(), born?.start.date.map { "born \($0)" },
      with("AGE", "age"), subject?["RACE"].map { "race \($0)" }, with("HEIGHT", "height"),
      with("WEIGHT", "weight"),
    ]
    let medications = root.all("MEDICATION").compactMap { $0["NAME"].map { "medication \($0)" } }
    return lines.compactMap { $0 } + medications
  }

  private static func recording(_ root: XMLElement) -> [String] {
    let names = [
      ("LOCATION", "location"), ("ROOM", "room"), ("TECHNICIAN", "technician"),
      ("COMMENT", "remark"),
    ]
    let filter = root.child("SOURCE")?["LOW_PASS_FILTER"].map { "low-pass filter \($0) Hz" }
    return names.compactMap { name, word in root[name].map { "\(word) \($0)" } }
      + [filter].compactMap { $0 }
  }

  private static func device(_ root: XMLElement) -> [String] {
    let source = root.child("SOURCE")
    let parts = [
      source?["MANUFACTURER"], source?["MODEL"],
      source?["ACQUIRING_DEVICE_SW_VERSION"].map { "software \($0)" },
      source?["ACQUIRING_DEVICE_SERIAL_NUMBER"].map { "number \($0)" },
    ].compactMap { $0 }
    return parts.isEmpty ? [] : [parts.joined(separator: ", ")]
  }

  private static func measurements(_ root: XMLElement) -> [String] {
    let cycle = root.child("TYPICAL_CYCLE")
    let names = [
      ("VENT_RATE", "heart rate", "bpm"), ("AVERAGE_RR", "mean RR interval", "ms"),
      ("NUM_QRS", "QRS complexes", ""), ("PR_DURATION", "PR interval", "ms"),
      ("QRS_DURATION", "QRS duration", "ms"), ("QT", "QT interval", "ms"), ("QTC", "QTc", "ms"),
      ("QTB", "QTc by Bazett", "ms"), ("QTF", "QTc by Fridericia", "ms"),
      ("P_AXIS", "P axis", "deg"), ("QRS_AXIS", "QRS axis", "deg"), ("T_AXIS", "T axis", "deg"),
    ]
    return names.compactMap { name, words, unit in
      (root[name] ?? cycle?[name]).map { FileText.clean("\(words) \($0) \(unit)") }
    }
  }

  private static func statements(_ root: XMLElement) -> [String] {
    root.all(at: "AUTOMATIC_INTERPRETATION", "STATEMENT").compactMap { statement in
      let text = statement["TEXT"] ?? statement.trimmed
      return text.map { [$0, statement["REASON"]].compactMap { $0 }.joined(separator: ": ") }
    }
  }
}
