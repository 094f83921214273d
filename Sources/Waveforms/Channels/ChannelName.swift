/// A channel's name, taken to pieces: how databases, laboratories and carts write the same few
/// things.
///
/// Sources: the headers of PhysioNet's databases (MIT-BIH `MLII`, ESC ST-T and QT `D3`, `CM5`,
/// `ML5`, `mod.V1`, PTB `vx`), the standard texts of EDF (`ECG II`, `EKG1-REF`), and exports of
/// CardioLab, LabSystem, EnSite and CARTO (`CS 1,2`, `HBE p`, `RVa d`, `20A_1-2`, `M1-M2`).
struct ChannelName {
  /// Runs of letters and digits, in capitals.
  private let words: [String]
  private let startsWithMinus: Bool

  init(_ name: String) {
    let bare = Self.withoutUnit(name)
    words = bare.uppercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    startsWithMinus = bare.drop { $0.isWhitespace }.first == "-"
  }

  /// `I (mV)` is `I`; `CS (1-2)` is not `CS`.
  private static func withoutUnit(_ name: String) -> Substring {
    guard let open = name.lastIndex(where: { $0 == "(" || $0 == "[" }), open != name.startIndex
    else { return name[...] }
    let unit = name[open...].filter { $0.isLetter || $0 == "%" }.lowercased()
    return units.contains(unit) ? name[..<open] : name[...]
  }

  private static let units: Set<String> = [
    "mv", "uv", "µv", "μv", "v", "nv", "mmhg", "kpa", "%", "bpm", "au", "nu", "adu",
  ]

  /// Whether it is one of an EEG's electrodes.
  var isScalp: Bool { OtherSignals.isScalp(words) }

  /// What it names; nil for what nothing is known of.
  var identity: ChannelIdentity? {
    guard !words.isEmpty else { return nil }
    if OtherSignals.isScalp(words) { return ChannelIdentity(kind: .other) }
    if let surface = surface { return surface }
    if let electrodes = ElectrodeName(words).identity { return electrodes }
    return OtherSignals.kind(words).map { ChannelIdentity(kind: $0) }
  }

  /// A surface lead, with or without a word before it that says no more than that.
  private var surface: ChannelIdentity? {
    let (rest, saysECG) = withoutECG
    if saysECG, OtherSignals.isAboutECG(rest) { return ChannelIdentity(kind: .other) }
    // The difference of two leads is neither; `D1-D2` may be a spline's as well.
    if rest.count > 1, rest.allSatisfy({ SurfaceLead.named($0) != nil }) {
      return ElectrodeName(rest).isSpline ? nil : ChannelIdentity(kind: .surface)
    }
    let joined = rest.joined()
    if let lead = SurfaceLead.named(joined) {
      return ChannelIdentity(kind: .surface, lead: startsWithMinus ? "-" + lead : lead)
    }
    let isSurface = saysECG || SurfaceLead.isNameless(rest)
    return isSurface ? ChannelIdentity(kind: .surface) : nil
  }

  /// The words behind `ECG`, `EKG` or `Lead`, without a reference.
  private var withoutECG: (words: [String], saysECG: Bool) {
    var rest = words
    guard let first = rest.first else { return (rest, false) }
    guard let mark = ["ECG", "EKG", "LEAD"].first(where: first.hasPrefix) else {
      return (rest, false)
    }
    rest[0] = String(first.dropFirst(mark.count))
    if rest[0].isEmpty { rest.removeFirst() }
    if rest.first == "LEAD" { rest.removeFirst() }
    if let last = rest.last, ["REF", "AVG", "LE"].contains(last) { rest.removeLast() }
    return (rest, mark != "LEAD")
  }
}

/// Names of surface leads.
enum SurfaceLead {
  /// The twelve, in the order of an ECG.
  static let standard = [
    "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6",
  ]

  /// The lead that letters and digits in capitals name, for one of several ways of writing it. A
  /// lead that is modified by its electrodes' places (ML, MCL, CM) counts as the lead.
  static func named(_ joined: String) -> String? { spellings[joined] }

  private static let spellings: [String: String] = {
    var names: [String: String] = [:]
    for lead in standard { names[lead.uppercased()] = lead }
    for (number, lead) in zip(1..., ["I", "II", "III"]) {
      for spelling in ["ML\(lead)", "ML\(number)", "D\(lead)", "D\(number)", "L\(number)"] {
        names[spelling] = lead
      }
    }
    for (limbs, lead) in [("LARA", "I"), ("LLRA", "II"), ("LLLA", "III")] { names[limbs] = lead }
    for number in 1...6 {
      for spelling in ["MCL", "CM", "MODV", "MODIFIEDV"] {
        names["\(spelling)\(number)"] = "V\(number)"
      }
    }
    for spelling in ["ML5", "CC5", "CR5", "CL5", "CB5"] { names[spelling] = "V5" }
    for number in 7...9 { names["V\(number)"] = "V\(number)" }
    for number in 1...7 {
      for end in ["V\(number)R", "VR\(number)", "RV\(number)"] { names[end] = "V\(number)R" }
    }
    for axis in ["X", "Y", "Z"] {
      names[axis] = "V" + axis
      names["V" + axis] = "V" + axis
    }
    return names
  }()

  private static let easi: Set<String> = ["A", "E", "S", "I"]

  /// Whether words name a surface lead that is none of those: `V`, `MCL`, `D4`, the difference of
  /// two chest leads, a pair of the EASI electrodes.
  static func isNameless(_ words: [String]) -> Bool {
    if words.count == 1 {
      let word = words[0]
      return ["V", "MCL", "CM", "CC"].contains(word)
        || word.count == 2 && "DL".contains(word.prefix(1)) && word.last?.isNumber == true
    }
    guard words.count == 2 else { return false }
    let areChest = words.allSatisfy {
      $0.count == 2 && $0.hasPrefix("V") && $0.last?.isNumber == true
    }
    return areChest || words.allSatisfy(easi.contains) && words[0] != words[1]
  }
}

/// Signals that are known, and are no ECG and no electrogram.
enum OtherSignals {
  private static let starts: [(ChannelKind, [String])] = [
    (.stimulus, ["STIM", "PACE", "SPIKE"]),
    (.pressure, ["ART", "ABP", "IBP", "PAP", "CVP", "NIBP", "ICP", "PCW", "AOP", "BP"]),
    (
      .other,
      [
        "RESP", "PLETH", "PPG", "SPO", "SAO", "EEG", "EOG", "EMG", "CO2", "ETCO", "TEMP", "THOR",
        "ABDO", "FLOW", "NASAL", "SNORE", "POS", "MARK", "EVENT", "TRIG", "STATUS", "ACC", "GYRO",
        "CRC", "HR", "PULSE", "SOUND", "PCG", "SCG", "GSR", "EDA", "LEG", "CHIN", "UC",
      ]
    ),
  ]

  /// Electrodes of an EEG, by the ten-twenty system, but those that other systems also have.
  private static let scalp: Set<String> = [
    "FP1", "FP2", "FPZ", "F3", "F4", "F7", "F8", "FZ", "CZ", "PZ", "P3", "P4", "O1", "O2", "OZ",
    "T3", "T4", "T5", "T6", "T7", "T8", "P7", "P8",
  ]
  /// Between those of the ten-twenty system, by their first letters.
  private static let betweenScalp: Set<String> = ["AF", "FC", "CP", "FT", "PO", "TP"]

  /// Whether some of the words are electrodes of an EEG.
  static func isScalp(_ words: [String]) -> Bool {
    words.contains { word in
      scalp.contains(word)
        || betweenScalp.contains(String(word.prefix(2))) && word.count <= 4
          && word.dropFirst(2).allSatisfy { $0.isNumber || $0 == "Z" } && word.count > 2
    }
  }

  /// What is told of an ECG, and is none: `ECG HR`, `EKG Lead off`.
  static func isAboutECG(_ rest: [String]) -> Bool {
    let words = ["HR", "RESP", "IMP", "OFF", "RATE", "QUAL", "NOISE", "STATUS", "ARTIFACT"]
    return rest.contains { word in words.contains(where: word.hasPrefix) }
  }

  /// Words that begin other words too: alone, or with a number.
  private static let whole: Set<String> = ["ART", "HR", "UC", "BP", "POS", "LEG", "ACC"]

  static func kind(_ words: [String]) -> ChannelKind? {
    guard let first = words.first else { return nil }
    // C3 against A2 is an EEG; C1 against C2 is the spline of a catheter.
    if words.count == 2, words.allSatisfy(isElectrode), words[0].first != words[1].first {
      return .other
    }
    return starts.first { kind, starts in
      starts.contains { start in
        guard first.hasPrefix(start) else { return false }
        return !whole.contains(start) || first.dropFirst(start.count).allSatisfy(\.isNumber)
      }
    }?.0
  }

  private static func isElectrode(_ word: String) -> Bool {
    word.count == 2 && word.first?.isLetter == true && word.last?.isNumber == true
  }
}
