/// Reads resting ECGs of Philips electrocardiographs (PageWriter, TraceMaster, IntelliSpace ECG) as
/// XML: "Sierra" schema 1.03 and 1.04.
///
/// Source: the open "sierra-ecg-tools" of C. Watford. The schema itself is not public.
enum SierraDecoding {
  static let rootName = "restingecgdata"

  static func decode(_ file: MappedFile) throws(FileError) -> DecodedRecord {
    let root = try XMLFile.root(file.bytes, file: file.path)
    guard root.name == rootName else {
      throw .content(
        file: file.path, expected: "the element \(rootName)", found: "<\(root.name.fitForLine)>")
    }
    let waveforms = try SierraWaveforms(root, file: file.path)
    var warnings = waveforms.warnings
    let document = root.child("documentinfo")
    let version = document?.text(of: "documentversion") ?? "none"
    if !["1.03", "1.04", "1.04.01", "1.04.02"].contains(version) {
      warnings.append("The file is of version \(version.fitForLine): 1.03 to 1.04.02 are known")
    }
    if root.descendants("repbeats").contains(where: { !$0.children.isEmpty }) {
      warnings.append("The representative beats are left out")
    }
    return DecodedRecord(
      container: "Philips Sierra XML", frameRateHz: waveforms.rateHz, signals: waveforms.signals,
      start: start(root.child("dataacquisition")), comments: comments(root), warnings: warnings)
  }

  /// From `YYYY-MM-DD` and `HH:MM:SS`.
  private static func start(_ acquisition: XMLElement?) -> RecordStart? {
    let digits = { (text: String?) in (text ?? "").filter { $0 != "-" && $0 != ":" } }
    let date = digits(acquisition?["date"])
    return (HL7Time(date + digits(acquisition?["time"])) ?? HL7Time(date))?.start
  }

  private static func comments(_ root: XMLElement) -> [String] {
    patient(root.at("patient", "generalpatientdata")).map { "patient: \($0)" }
      + recording(root).map { "recording: \($0)" } + measurements(root)
      + interpretation(root).map { "interpretation: \($0)" }
  }

  private static func patient(_ data: XMLElement?) -> [String] {
    let name = data?.child("name")
    let names = ["firstname", "lastname"].compactMap { name?.text(of: $0) ?? data?.text(of: $0) }
    let age = data?.child("age")
    let height = data?.child("height")
    let weight = data?.child("weight")
    let born = age?.text(of: "dateofbirth") ?? data?.text(of: "dateofbirth")
    let lines: [String?] = [
      (data?.text(of: "patientid") ?? data?.text(of: "MRN")).map { "id \($0)" },
      names.isEmpty ? nil : "name \(names.joined(separator: " "))",
      data?.text(of: "sex")?.lowercased(),
      born.map { text in
        "born \(HL7Time(text.filter { $0 != "-" })?.start.date ?? text)"
      },
      age?.text(of: "years").map { "age \($0) years" },
      data?.text(of: "race").map { "race \($0)" },
      height?.text(of: "cm").map { "height \($0) cm" },
      weight?.text(of: "kg").map { "weight \($0) kg" },
    ]
    return lines.compactMap { $0 }
  }

  private static func recording(_ root: XMLElement) -> [String] {
    let acquisition = root.child("dataacquisition")
    let acquirer = acquisition?.child("acquirer")
    let machine = acquisition?.child("machine")
    let places = ["institutionname", "facilityname", "departmentname", "room"]
    let device = [machine?.trimmed, machine?["detaildescription"]].compactMap { $0 }
    return places.compactMap { acquirer?.text(of: $0) }
      + (device.isEmpty ? [] : ["device \(device.joined(separator: ", "))"])
  }

  private static func measurements(_ root: XMLElement) -> [String] {
    let parents =
      root.descendants("globalmeasurements") + root.descendants("interpretationmeasurements")
    let names = [
      "heartrate": "heart rate, bpm", "meanventrate": "heart rate, bpm", "rrint": "RR interval, ms",
      "print": "PR interval, ms", "meanprint": "PR interval, ms", "qrsdur": "QRS duration, ms",
      "meanqrsdur": "QRS duration, ms", "qtint": "QT interval, ms", "meanqtint": "QT interval, ms",
      "qtcb": "QTc by Bazett, ms", "qtcf": "QTc by Fridericia, ms", "meanqtc": "QTc, ms",
      "pfrontaxis": "P axis, deg", "qrsfrontaxis": "QRS axis, deg", "tfrontaxis": "T axis, deg",
    ]
    return (parents.first?.children ?? []).compactMap { child in
      guard let name = names[child.name], let text = child.trimmed else { return nil }
      return "measurement: \(name) \(text)"
    }
  }

  private static func interpretation(_ root: XMLElement) -> [String] {
    guard let interpretation = root.descendants("interpretation").first else { return [] }
    let statements = interpretation.all("statement").compactMap { statement -> String? in
      let sides = ["leftstatement", "rightstatement"].compactMap { statement.text(of: $0) }
      return sides.isEmpty ? nil : sides.joined(separator: ": ")
    }
    return statements + [interpretation.text(of: "severity")].compactMap { $0 }
  }
}
