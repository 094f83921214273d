/// An item of the Channel Definition Sequence; see DICOM PS3.3, C.10.9.
struct DICOMChannel {
  var name: String
  var calibration: Calibration
  var bitsStored: Int?
  /// `0.05-150 Hz, notch 50 Hz`; empty where the file says nothing.
  var filter: String
  /// Time from the group's start to the channel's first sample where the file gives one, in words.
  var skew: String?
  /// What the file says against the channel: `DISCONNECTED`, `QUESTIONABLE`; empty where nothing.
  var status: String

  init(_ item: DICOMDataSet, number: Int, values: DICOMValues) {
    let label = values.text(.channelLabel, item)
    let source = values.code(.channelSource, item)
    let modifiers = item.items(.channelSourceModifiers).map { values.code($0).words }
    name = DICOMLeadName.name(source: source, modifiers: modifiers, label: label)
    if name.isEmpty { name = "channel \(number)" }
    calibration = Self.calibration(item, values)
    bitsStored = values.integer(.bitsStored, item)
    filter = Self.filter(item, values)
    skew = Self.skew(item, values)
    status = values.texts(.channelStatus, item).filter { $0 != "OK" && !$0.isEmpty }
      .joined(separator: ", ")
  }

  /// `physical = stored * sensitivity * correction + baseline`, the baseline in physical units. A
  /// channel without sensitivity is in units of its own.
  private static func calibration(_ item: DICOMDataSet, _ values: DICOMValues) -> Calibration {
    let correction = values.decimal(.sensitivityCorrection, item) ?? 1
    guard let sensitivity = values.decimal(.sensitivity, item) else {
      return Calibration(gain: 1, unit: "", isCalibrated: false)
    }
    let scale = sensitivity * correction
    let baseline = values.decimal(.baseline, item) ?? 0
    guard scale != 0, (1 / scale).isFinite, scale.isFinite, (baseline / scale).isFinite else {
      return Calibration(gain: 1, unit: "", isCalibrated: false)
    }
    let unit = values.code(.sensitivityUnits, item).map { DICOMUnit.name($0) } ?? ""
    return Calibration(
      gain: 1 / scale, baseline: 0 - baseline / scale, unit: unit, isCalibrated: !unit.isEmpty)
  }

  private static func filter(_ item: DICOMDataSet, _ values: DICOMValues) -> String {
    let low = values.decimal(.lowFrequency, item).flatMap { $0 > 0 ? $0 : nil }
    let high = values.decimal(.highFrequency, item).flatMap { $0 > 0 ? $0 : nil }
    let notch = values.decimal(.notchFrequency, item).flatMap { $0 > 0 ? $0 : nil }
    let band =
      switch (low, high) {
      case (let low?, let high?): "\(DICOMText.number(low))-\(DICOMText.number(high)) Hz"
      case (let low?, nil): "from \(DICOMText.number(low)) Hz"
      case (nil, let high?): "to \(DICOMText.number(high)) Hz"
      case (nil, nil): ""
      }
    let parts = [band, notch.map { "notch \(DICOMText.number($0)) Hz" } ?? ""]
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private static func skew(_ item: DICOMDataSet, _ values: DICOMValues) -> String? {
    let skews = [
      (values.decimal(.sampleSkew, item), "samples"), (values.decimal(.timeSkew, item), "s"),
      (values.decimal(.channelOffset, item), "s"),
    ]
    let stated = skews.compactMap { value, unit in
      value.flatMap { $0 == 0 ? nil : "\(DICOMText.number($0)) \(unit)" }
    }
    return stated.isEmpty ? nil : stated.joined(separator: " and ")
  }
}

/// The names that electrocardiography has for leads, from the longer ones of DICOM's codes.
enum DICOMLeadName {
  /// - Parameters:
  ///   - source: what the channel measures: `Lead I (Einthoven)`, `Coronary sinus`.
  ///   - modifiers: what qualifies it: the electrode pair of a catheter.
  ///   - label: the text that the device shows for it.
  static func name(source: DICOMCode?, modifiers: [String], label: String) -> String {
    guard let source else { return label }
    if let lead = lead(source) { return lead }
    // Electrophysiology systems give the anatomy as source, and what everybody calls the channel,
    // `CS 1-2`, as label.
    if !label.isEmpty { return label }
    return ([source.words] + modifiers).joined(separator: ", ")
  }

  private static func lead(_ source: DICOMCode) -> String? {
    if source.scheme == "SCPECG", let lead = scpLead(source.value) { return lead }
    if source.scheme == "MDC", let lead = mdcLeads[source.value] { return lead }
    return fromMeaning(source.meaning)
  }

  /// `Lead I (Einthoven)`, `Lead aVR`, `aVR, augmented voltage, right`, `V1`.
  private static func fromMeaning(_ meaning: String) -> String? {
    var name = meaning
    if let bracket = name.firstIndex(of: "(") { name = String(name[..<bracket]) }
    if let comma = name.firstIndex(of: ",") { name = String(name[..<comma]) }
    name = FileText.clean(name)
    if name.lowercased().hasPrefix("lead ") { name = FileText.clean(String(name.dropFirst(5))) }
    return leads[name.lowercased()]
  }

  private static let leads: [String: String] = {
    let names =
      ["I", "II", "III", "aVR", "aVL", "aVF", "-aVR", "X", "Y", "Z", "V", "MCL", "ML"]
      + (1...9).map { "V\($0)" } + (1...9).map { "V\($0)R" } + (1...6).map { "MCL\($0)" }
    return Dictionary(uniqueKeysWithValues: names.map { ($0.lowercased(), $0) })
  }()

  /// Codes of SCP-ECG, `5.6.3-9-` and the lead's number in its section 3, as files before 2013
  /// use them.
  private static func scpLead(_ value: String) -> String? {
    guard value.hasPrefix("5.6.3-9-"), let number = Int(value.dropFirst(8)) else { return nil }
    return scpLeads[number]
  }

  private static let scpLeads: [Int: String] = [
    1: "I", 2: "II", 3: "V1", 4: "V2", 5: "V3", 6: "V4", 7: "V5", 8: "V6", 9: "V7", 10: "V2R",
    11: "V3R", 12: "V4R", 13: "V5R", 14: "V6R", 15: "V7R", 16: "X", 17: "Y", 18: "Z",
    61: "III", 62: "aVR", 63: "aVL", 64: "aVF", 65: "-aVR", 66: "V8", 67: "V9", 68: "V8R",
    69: "V9R",
  ]

  /// Codes of ISO/IEEE 11073-10101, block 2; see DICOM PS3.16, CID 3001, ECG Lead. They number the
  /// leads as SCP-ECG does.
  private static let mdcLeads: [String: String] = Dictionary(
    uniqueKeysWithValues: scpLeads.map { ("2:\($0.key)", $0.value) })
}

/// Units, as the Unified Code for Units of Measure spells them, in the spelling that people read.
enum DICOMUnit {
  static func name(_ code: DICOMCode) -> String {
    if let name = names[code.value] { return name }
    // `{beats}/min` and the like have names of their own.
    return code.value.contains("{") || code.value.isEmpty ? code.meaning : code.value
  }

  private static let names: [String: String] = [
    "mm[Hg]": "mmHg", "cm[H2O]": "cmH2O", "Cel": "°C", "[degF]": "°F", "Ohm": "Ohm",
    "{beats}/min": "/min", "1": "", "{unknown}": "", "{arbitrary unit}": "",
  ]
}

/// Numbers in remarks.
enum DICOMText {
  /// Without `.0`.
  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
