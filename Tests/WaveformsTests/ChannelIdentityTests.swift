import Testing
import Waveforms

/// What channels are called by databases, laboratories and carts, and what they are.
@Suite("ChannelIdentity") struct ChannelIdentityTests {
  @Test(
    "Surface leads, as they are written",
    arguments: [
      ("I", "I"), ("ii", "II"), ("aVr", "aVR"), ("AVF", "aVF"), ("V6", "V6"), ("v3r", "V3R"),
      ("V4R", "V4R"), ("V9", "V9"), ("MLII", "II"), ("MLI", "I"), ("ML5", "V5"), ("MCL1", "V1"),
      ("MCL6", "V6"), ("CM5", "V5"), ("CM2", "V2"), ("CC5", "V5"), ("mod.V1", "V1"), ("D3", "III"),
      ("DII", "II"), ("D1", "I"), ("ECG II", "II"), ("ECG aVF", "aVF"), ("EKG V1", "V1"),
      ("Lead III", "III"), ("ECG Lead II", "II"), ("ECG LL-RA", "II"), ("ECG LA-RA", "I"),
      ("ecg_v4", "V4"), ("I (mV)", "I"), ("V2 [uV]", "V2"), ("vx", "VX"), ("Y", "VY"),
      ("ECG I-REF", "I"),
    ])
  func leads(name: String, lead: String) {
    let identity = ChannelIdentity(name: name, unit: "mV")
    #expect(identity == ChannelIdentity(kind: .surface, lead: lead))
  }

  @Test(
    "Surface leads that do not say which",
    arguments: [
      "ECG", "ECG1", "ECG 2", "EKG", "EKG1-REF", "ekg", "ECG_3", "V", "MCL", "D4", "V1-V2",
      "V2-V5", "A-S", "E-S",
    ])
  func namelessLeads(name: String) {
    #expect(ChannelIdentity(name: name, unit: "mV") == ChannelIdentity(kind: .surface))
  }

  @Test("A lead that is written with a minus sign is another than the lead")
  func reversed() {
    #expect(ChannelIdentity(name: "-aVR", unit: "mV").lead == "-aVR")
  }

  @Test(
    "Electrograms, with catheter and electrodes",
    arguments: [
      ("CS 1,2", ChannelKind.coronarySinus, "CS 1-2"), ("CS12", .coronarySinus, "CS 1-2"),
      ("CS90", .coronarySinus, "CS 9-10"), ("CS910", .coronarySinus, "CS 9-10"),
      ("cs 9/10", .coronarySinus, "CS 9-10"), ("CS1112", .coronarySinus, "CS 11-12"),
      ("CS d", .coronarySinus, "CS d"), ("CSp", .coronarySinus, "CS p"),
      ("CS", .coronarySinus, "CS"),
      ("CS5", .coronarySinus, "CS 5"), ("HIS p", .his, "HIS p"), ("HISd", .his, "HIS d"),
      ("HBE", .his, "HIS"), ("HBE 3-4", .his, "HIS 3-4"), ("HB d", .his, "HIS d"),
      ("His M", .his, "HIS m"), ("RVA d", .ventricle, "RVA d"), ("RVa", .ventricle, "RVA"),
      ("RV 1-2", .ventricle, "RV 1-2"), ("RVOT", .ventricle, "RVOT"),
      ("LV 3 4", .ventricle, "LV 3-4"),
      ("HRA", .atrium, "HRA"), ("HRA prox", .atrium, "HRA p"), ("RA 1-2", .atrium, "RA 1-2"),
      ("TA 9-10", .atrium, "TA 9-10"), ("ABL d", .ablation, "ABL d"),
      ("ABL12", .ablation, "ABL 1-2"),
      ("ABL_uni", .ablation, "ABL uni"), ("MAP 1-2", .ablation, "ABL 1-2"),
      ("MAP uni", .ablation, "ABL uni"), ("ROVE d", .ablation, "ABL d"),
      ("ROV 1-2", .ablation, "ABL 1-2"),
      ("M1-M2", .ablation, "ABL 1-2"), ("CS1-CS2", .coronarySinus, "CS 1-2"),
      ("CS(3-4)", .coronarySinus, "CS 3-4"), ("RV(D-2)", .ventricle, "RV 1-2"),
      ("HIS 1-2 (mV)", .his, "HIS 1-2"), ("A1-A2", .ablation, "A1-A2"),
      ("C4-C3", .ablation, "C4-C3"),
      ("20A_1-2", .ablation, "20A 1-2"), ("Lasso 3-4", .ablation, "LASSO 3-4"),
    ])
  func electrograms(name: String, kind: ChannelKind, title: String) {
    let identity = ChannelIdentity(name: name, unit: "mV")
    #expect(identity.kind == kind)
    #expect(identity.title ?? "" == title)
  }

  @Test(
    "Other signals, and what nothing is known of",
    arguments: [
      ("ART", "mmHg", ChannelKind.pressure), ("P1", "mmHg", .pressure), ("ABP", "", .pressure),
      ("II", "mmHg", .pressure), ("STIM", "mV", .stimulus), ("Stim 1", "V", .stimulus),
      ("RESP", "mV", .other), ("PLETH", "NU", .other), ("SaO2", "%", .other),
      ("EEG Fpz-Cz", "uV", .other), ("C3-A2", "uV", .other), ("O1", "uV", .other),
      ("EOG left", "uV", .other), ("EMG submental", "mV", .other), ("F4-M1", "uV", .other),
      ("temp", "degC", .other), ("Y1 3-4", "mV", .unknown), ("ch1", "mV", .unknown),
      ("", "mV", .unknown), ("col 1", "mV", .unknown), ("CSF", "mV", .unknown),
      ("Record", "mV", .unknown), ("MAPLE", "mV", .unknown), ("HISTORY", "mV", .unknown),
      ("MAP", "mV", .unknown), ("LAP", "mV", .unknown), ("RVP", "mV", .unknown),
      ("LVEDP", "mV", .unknown), ("LVEF", "mV", .unknown), ("HIP", "mV", .unknown),
      ("Artifact", "mV", .unknown), ("F3-F4", "uV", .other), ("T7-FT9", "uV", .other),
      ("FC1", "uV", .other), ("ECG HR", "mV", .other), ("EKG Lead off", "mV", .other),
      ("X", "mg", .other), ("MV1", "mV", .unknown),
    ])
  func others(name: String, unit: String, kind: ChannelKind) {
    #expect(ChannelIdentity(name: name, unit: unit).kind == kind)
  }

  @Test("The difference of two leads is a lead of no name, and no other lead")
  func differences() {
    for name in ["I-II", "I+II", "V1-V2"] {
      #expect(ChannelIdentity(name: name, unit: "mV") == ChannelIdentity(kind: .surface))
    }
  }

  @Test("There is no electrode 0", arguments: [("CS10", "CS 10"), ("ABL 20", "ABL 20")])
  func tens(name: String, title: String) {
    #expect(ChannelIdentity(name: name, unit: "mV").title == title)
  }

  // MARK: Beside other channels

  private func leads(_ names: [String], unit: String = "mV", rateHz: Double = 250) throws
    -> [String]
  {
    let folder = try TemporaryFolder()
    let lines = names.map { "r.dat 16 200/\(unit) 16 0 0 0 0 \($0)" }
    try folder.write("r \(names.count) \(rateHz) 8\n" + lines.joined(separator: "\n"), "r.hea")
    try folder.write([UInt8](repeating: 0, count: names.count * 16), "r.dat")
    let record = try Recording(path: folder.file("r")).record
    return record.channels.map { channel in
      switch channel.identity.certainty {
      case .assumed: "\(channel.identity.lead ?? "")?"
      case .named, .told: channel.identity.lead ?? "-"
      case .unknown: "-"
      }
    }
  }

  @Test(
    "Where no channel is one of the twelve leads, those that may be stand in for them",
    arguments: [
      (["ECG1", "ECG2"], ["II?", "V1?"]), (["ECG"], ["II?"]),
      (["ch1", "ch2", "ch3"], ["II?", "V1?", "V5?"]),
      (["vx", "vy", "vz"], ["V5?", "II?", "V2?"]), (["V"], ["V1?"]),
      (["ECG1", "RESP"], ["II?", "-"]),
      (["II", "ECG2"], ["II", "-"]), (["V5", "ch2"], ["V5", "-"]),
      (["foo", "HRA", "CS12"], ["-", "-", "-"]), (["ECG 1", "foo"], ["II?", "-"]),
      (
        ["C1", "C2", "C3", "C4", "C5", "C6", "II"],
        ["V1?", "V2?", "V3?", "V4?", "V5?", "V6?", "II"]
      ),
      (["C3", "C4", "II"], ["-", "-", "II"]), (["V7", "V8", "V9"], ["V7", "V8", "V9"]),
      (["V4R", "-aVR"], ["V4R", "-aVR"]), (["T7-FT9", "FT10-T8", "ch3"], ["-", "-", "-"]),
      (["Fp1", "C1", "C3", "C5"], ["-", "-", "-", "-"]),
    ])
  func assumptions(names: [String], expected: [String]) throws {
    #expect(try leads(names) == expected)
  }

  @Test("Twelve channels without names are an ECG in its usual order")
  func twelve() throws {
    let names = (1...12).map { "channel\($0)" }
    #expect(
      try leads(names)
        == ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"].map {
          $0 + "?"
        })
  }

  @Test(
    "Letters that name splines and other things are splines beside a catheter",
    arguments: [
      (["A1-A2", "CS 1-2"], [ChannelKind.ablation, .coronarySinus]),
      (["M1-M2", "ABL d"], [.ablation, .ablation]),
      (["D1-D2", "D3-D2", "ABL d"], [.ablation, .ablation, .ablation]),
      (["RA", "HIS d"], [.atrium, .his]),
      (["M1-M2", "II"], [.unknown, .surface]), (["E1-E2", "A1-A2"], [.surface, .surface]),
      (["RA", "LA", "II"], [.unknown, .unknown, .surface]),
    ])
  func splines(names: [String], kinds: [ChannelKind]) throws {
    let folder = try TemporaryFolder()
    let lines = names.map { "r.dat 16 200/mV 16 0 0 0 0 \($0)" }
    try folder.write("r \(names.count) 250 2\n" + lines.joined(separator: "\n"), "r.hea")
    try folder.write([UInt8](repeating: 0, count: names.count * 4), "r.dat")
    #expect(try Recording(path: folder.file("r")).record.channels.map(\.kind) == kinds)
  }

  @Test("What is no voltage, or too slow for a QRS complex, is no lead")
  func unsuitable() throws {
    #expect(try leads(["foo"], unit: "bar") == ["-"])
    #expect(try leads(["foo"], rateHz: 1) == ["-"])
  }
}

/// What readers say of channels.
@Suite("ChannelMap") struct ChannelMapTests {
  private func record(_ names: [String] = ["ECG1", "ECG2", "ch7"]) throws -> Record {
    let folder = try TemporaryFolder()
    let lines = names.map { "r.dat 16 200(10)/mV 16 0 0 0 0 \($0)" }
    try folder.write("r \(names.count) 250 2\n" + lines.joined(separator: "\n"), "r.hea")
    try folder.write((0..<names.count * 4).map { UInt8($0) }, "r.dat")
    return try Recording(path: folder.file("r")).record
  }

  private func titles(_ record: Record) -> [String] {
    record.channels.map { $0.identity.title ?? "\($0.kind)" }
  }

  @Test("Channels are what the map says, and no more assumed")
  func told() throws {
    let map = try ChannelMap(list: "ECG1=V5,ECG2=-ii, ch7 = CS 1,2")
    let mapped = try record().mapped(by: map)
    #expect(titles(mapped) == ["V5", "II", "CS 1-2"])
    #expect(mapped.channels.map(\.identity.certainty) == [.told, .told, .told])
    #expect(mapped.channels.map(\.isInverted) == [false, true, false])
    #expect(mapped.leadAssumption == nil)
    #expect(mapped.channels[2].kind == .coronarySinus)
  }

  @Test("An inverted channel has its values with the other sign, and its digital ones as they are")
  func inverted() throws {
    let before = try record()
    let mapped = try before.mapped(by: ChannelMap(list: "ECG1=-"))
    let values = try before.physical(channels: [0, 1], frames: 0..<2)
    let turned = try mapped.physical(channels: [0, 1], frames: 0..<2)
    #expect(Array(turned[0]) == values[0].map { -$0 })
    #expect(Array(turned[1]) == Array(values[1]))
    #expect(
      try mapped.digital(channels: [0], frames: 0..<2)
        == before.digital(channels: [0], frames: 0..<2))
    #expect(mapped.channels[0].shownName == "−ECG1")
    #expect(try titles(mapped.mapped(by: ChannelMap())) == titles(before))
    #expect(try !mapped.mapped(by: ChannelMap()).channels[0].isInverted)
  }

  @Test("Equal, empty and awkward names are told apart by number")
  func numbers() throws {
    let twins = try record(["ECG", "ECG", "#3"])
    let mapped = try twins.mapped(by: ChannelMap(list: "#1=II,#2=V1,#3=none"))
    #expect(titles(mapped) == ["II", "V1", "other"])
    #expect(mapped.channelMap.entries.map(\.channel) == ["ECG", "#2", "#3"])
    #expect(try twins.mapped(by: mapped.channelMap).channelMap == mapped.channelMap)
  }

  @Test("What the screen offers and the tables know is read back as what it is")
  func readBack() throws {
    for what in [
      "A1-A2", "20A 1-2", "CS 9-10", "HIS d", "ABL uni", "RVOT", "V4R", "VX", "-", "-aVR",
    ] {
      let entry = try ChannelMap.Entry(channel: "c", what: what)
      #expect(try ChannelMap.Entry(channel: "c", what: entry.what) == entry, "\(what)")
    }
  }

  @Test("Naming one of twelve leaves the guesses of the others")
  func oneOfTwelve() throws {
    let names = (1...12).map { "ch\($0)" }
    let leads = try record(names).channels.map(\.identity.lead)
    let mapped = try record(names).mapped(by: ChannelMap(list: "ch1=I"))
    #expect(mapped.channels.map(\.identity.lead) == leads)
  }

  @Test("What cannot be read of a kept map does not take the rest with it")
  func readable() {
    let map = ChannelMap(readable: "# head\nECG1=V5\nECG2=what is this\nECG3=-II\n")
    #expect(map.entries.map(\.what) == ["V5", "-II"])
  }

  @Test("A laboratory's file gives back the same map")
  func file() throws {
    let folder = try TemporaryFolder()
    let map = try ChannelMap(list: "ECG1=-V5,ECG2=HIS d,Y1 3-4=ABL 1-2,p=ART,s=STIM,x=none,y=-")
    try folder.write(map.text, "lab.channels")
    #expect(try ChannelMap(path: folder.file("lab.channels")) == map)
  }

  @Test(
    "What is no map is refused in a sentence",
    arguments: [
      ("ECG1", "expected CHANNEL=WHAT, such as ECG1=II or ch7=CS12, found \"ECG1\""),
      ("=II", "expected CHANNEL=WHAT, such as ECG1=II or ch7=CS12, found \"=II\""),
      (
        "ECG1=foo",
        "expected a lead (II, aVR, V1), electrodes (CS12, HIS d, RVA, ABL 1-2, HRA), ART, STIM or "
          + "none, found \"foo\""
      ),
      (
        "ECG1=",
        "expected a lead (II, aVR, V1), electrodes (CS12, HIS d, RVA, ABL 1-2, HRA), ART, STIM or "
          + "none, found \"\""
      ),
    ])
  func refusals(text: String, sentence: String) {
    let error = #expect(throws: ChannelMapError.self) { try ChannelMap(list: text) }
    #expect(error?.description == sentence)
  }

  @Test("A channel that is not there is an error for one record, and none for many")
  func absent() throws {
    let map = try ChannelMap(list: "ECG9=II")
    let record = try record()
    #expect(
      throws: ChannelMapError.noChannel(
        channel: "ECG9", record: "r", found: ["ECG1", "ECG2", "ch7"])
    ) { try record.mapped(by: map) }
    #expect(try titles(record.mapped(by: map, isStrict: false)) == titles(record))
  }
}
