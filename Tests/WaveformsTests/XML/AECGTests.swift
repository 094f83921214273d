import Foundation
import Testing
import Waveforms

@Suite("HL7 aECG")
struct AECGTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ text: String) throws -> Recording {
    try folder.write(text, "r.xml")
    return try Recording(path: folder.file("r.xml"))
  }

  private func annotations(_ content: [String]) throws -> (Recording, [WFDBAnnotation]) {
    let leads = [
      AECGSample.lead("MDC_ECG_LEAD_I", Array(0..<100)),
      AECGSample.lead("MDC_ECG_LEAD_II", Array(0..<100)),
    ]
    let recording = try open(
      AECGSample.file(
        AECGSample.series(
          AECGSample.set(AECGSample.absolute("20240229235959.500"), leads),
          after: AECGSample.annotations(content))))
    return (recording, try recording.annotations("ann").annotations)
  }

  private func digital(_ record: Record, _ channel: Int) throws -> [Int32] {
    try record.digital(channels: [channel], frames: 0..<record.frameCount).samples
  }

  @Test(
    "The example of the implementation guide is read whole",
    .enabled(
      if: SharedRecords.isPresent, "needs ../shared/records"))
  func example() throws {
    let recording = try Recording(path: SharedRecords.path("formats/example_aecg.xml"))
    let record = recording.record
    #expect(record.container == "HL7 aECG" && recording.format.name == "HL7 aECG")
    #expect(record.frameRateHz == 500 && record.frameCount == 5000)
    #expect(
      record.channels.map(\.name)
        == ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6", "III", "aVR", "aVL", "aVF"])
    #expect(record.channels.allSatisfy { $0.calibration.unit == "uV" })
    #expect(record.start == RecordStart(time: "09:10:00", date: "22/11/2002"))
    #expect(try digital(record, 0).prefix(8) == [-2, -2, -2, -2, -3, -4, -3, -5])
    let physical = try record.physical(channels: [2], frames: 0..<8).samples
    #expect(physical == [107.5, 107.5, 107.5, 107.5, 107.5, 105, 105, 105])
    #expect(record.comments.contains("patient: id SBJ-123"))
    #expect(record.comments.contains("patient: age 46 years"))
    #expect(
      record.comments.contains("device: Mortara Instrument, Inc., ELI250, software 5.3"))
    #expect(
      record.warnings == [
        "A representative beat of 12 leads is left out, with 5 annotations on its own time"
      ])
    let set = try recording.annotations("ann")
    let beats = set.annotations.filter { $0.code == .normalBeat }
    #expect(beats.count == 12)
    #expect(beats.prefix(2).map(\.time) == [270_000, 1_060_000])
    #expect(set.annotations.first { $0.code == .rhythm }?.text == "(N")
    // 12 beats with onset and offset of P and QRS and the offset of T, and three spans by a reader.
    #expect(set.annotations.count { $0.code.rawValue == 39 } == 12 * 2 + 3)
    #expect(set.annotations.count { $0.code.rawValue == 40 } == 12 * 3 + 3)
    let peaks = set.annotations.filter { $0.text == "R peak, lead I" }
    #expect(peaks.map(\.time) == [332_000, 1_120_000, 1_930_000, 2_776_000])
  }

  @Test("Leads have their names, samples, units and the line between them")
  func leads() throws {
    let texts = [
      AECGSample.lead("MDC_ECG_LEAD_AVR", [-1, 0, 7], scale: "0.005", unit: "mV"),
      AECGSample.lead("MDC_ECG_LEAD_V3R", [1, 2, 3], origin: "1", unit: "uV", originUnit: "mV"),
      AECGSample.lead("MDC_ECG_LEAD_CS12", [2_000_000, -2_000_000, 0]),
      AECGSample.lead("MDC_PRESS_BLD_ART", text: "80.25,\n 81.5 NaN", scale: "1", unit: "mm[Hg]"),
      AECGSample.lead("MDC_ECG_LEAD_AVR", [1, 2]),
    ]
    let record = try open(
      AECGSample.file(
        AECGSample.series(AECGSample.set(AECGSample.relative("0", step: "2", unit: "ms"), texts)))
    ).record
    #expect(record.channels.map(\.name) == ["aVR", "V3R", "CS12", "PRESS_BLD_ART", "aVR (2)"])
    #expect(record.channels.map(\.calibration.unit) == ["mV", "uV", "uV", "mm[Hg]", "uV"])
    #expect(record.frameRateHz == 500 && record.frameCount == 3)
    #expect(try digital(record, 0) == [-1, 0, 7])
    #expect(try digital(record, 2) == [2_000_000, -2_000_000, 0])
    let physical = try record.physical(channels: [0, 1, 3, 4], frames: 0..<3)
    #expect(Array(physical[0]) == [-0.005, 0, 0.035])
    #expect(Array(physical[1]) == [1002.5, 1005, 1007.5])
    #expect(physical[2].prefix(2) == [80.25, 81.5] && physical[2].last?.isNaN == true)
    #expect(physical[3].prefix(2) == [2.5, 5] && physical[3].last?.isNaN == true)
    #expect(record.start == RecordStart(time: "23:59:59", date: "29/02/2024"))
    #expect(
      record.comments.prefix(5) == [
        "patient: id S-7", "patient: name Müller & Söhne", "patient: female",
        "patient: born 08/05/1953", "patient: age 70 years",
      ])
  }

  @Test("Leads without samples are left out; absurd scales are none")
  func doubtfulLeads() throws {
    let leads = [
      AECGSample.lead("MDC_ECG_LEAD_I", []), AECGSample.lead("MDC_ECG_LEAD_II", [1, 2]),
      AECGSample.lead("MDC_ECG_LEAD_III", [3, 4], scale: "1e-300"),
      "<code code=\"MDC_ECG_LEAD_V1\"/><value/>",
    ]
    let record = try open(
      AECGSample.file(AECGSample.series(AECGSample.set(AECGSample.absolute("2002"), leads)))
    ).record
    #expect(record.channels.map(\.name) == ["II", "III"])
    #expect(!record.channels[1].calibration.isCalibrated)
    #expect(
      record.warnings == [
        "The time of the first sample is unknown: found '2002'",
        "Lead I is left out: it has no samples",
        "Lead III has no scale: its values are the digits in the file",
        "The sequence V1 is left out: it is no list of digits",
      ])
  }

  @Test("Sets that follow each other share one time line, and rates keep their own")
  func sets() throws {
    let fast = AECGSample.set(
      AECGSample.absolute("20240229235959.500+0100", step: "1", unit: "ms"),
      [
        AECGSample.lead("MDC_ECG_LEAD_I", [1, 2, 3, 4]),
        AECGSample.lead("MDC_ECG_LEAD_V1", [1, 2, 3, 4]),
      ])
    // The same clock, of another place.
    let later = AECGSample.set(
      AECGSample.absolute("20240229225959.508+0000", step: "1", unit: "ms"),
      [AECGSample.lead("MDC_ECG_LEAD_I", [5, 6])])
    let slow = AECGSample.set(
      AECGSample.absolute("20240229235959.500+0100", step: "0.004"),
      [AECGSample.lead("MDC_ECG_LEAD_II", [7, 8])])
    let record = try open(
      AECGSample.file(
        AECGSample.series(
          "\(fast)</component><component>\(later)</component>"
            + "<component>\(slow)"))
    ).record
    #expect(record.frameRateHz == 250 && record.frameCount == 3)
    #expect(record.channels.map(\.samplesPerFrame) == [4, 4, 1])
    #expect(record.channels.map(\.name) == ["I", "V1", "II"])
    let gap = Int32.min
    #expect(try digital(record, 0) == [1, 2, 3, 4, gap, gap, gap, gap, 5, 6, gap, gap])
    #expect(try digital(record, 2) == [7, 8, gap])
    #expect(record.start == RecordStart(time: "23:59:59.5", date: "29/02/2024"))
    #expect(record.warnings == [])
  }

  @Test("Sets far apart do not make a record of gaps")
  func distantSets() throws {
    let sets = ["20020101000000", "20240229235959"].map {
      AECGSample.set(AECGSample.absolute($0), [AECGSample.lead("MDC_ECG_LEAD_I", [1, 2])])
    }
    let record = try open(
      AECGSample.file(AECGSample.series(sets.joined(separator: "</component><component>")))
    ).record
    #expect(record.frameCount == 2)
    #expect(
      record.warnings == ["What begins long after the first sequences is left out: 1 of them"])
  }

  @Test("The rhythm is the record; a representative beat is one where there is nothing else")
  func series() throws {
    let set = { (name: String) in
      AECGSample.set(AECGSample.relative("0"), [AECGSample.lead("MDC_ECG_LEAD_" + name, [1, 2])])
    }
    let beat = AECGSample.series(set("V1"), code: "REPRESENTATIVE_BEAT")
    let rhythm = AECGSample.series(set("I"))
    let record = try open(AECGSample.file(beat + rhythm)).record
    #expect(record.channels.map(\.name) == ["I"])
    #expect(record.warnings == ["A representative beat of 1 lead is left out"])
    let only = try open(AECGSample.file(beat)).record
    #expect(only.channels.map(\.name) == ["V1"])
    #expect(only.warnings == ["The file has no rhythm waveforms: this is a representative beat"])
    let two = try open(AECGSample.file(rhythm + AECGSample.series(set("II")))).record
    #expect(two.channels.map(\.name) == ["I"])
    #expect(
      two.warnings == [
        "The file has 2 series of rhythm waveforms: the first with leads is read, 1 lead of 0.004 s from "
          + "29/02/2024 23:59:59; the others are left out"
      ])
  }

  @Test("Waves have onset, offset and peak, with the lead that they are seen in")
  func waves() throws {
    let found = try annotations([
      AECGSample.annotation(
        "MDC_ECG_WAVC", value: AECGSample.coded("MDC_ECG_WAVC_PWAVE"),
        boundaries: [AECGSample.span(10, 40)]),
      AECGSample.annotation(
        "MDC_ECG_WAVC", value: AECGSample.coded("MDC_ECG_WAVC_TWAVE"),
        boundaries: [AECGSample.span(90, 120), AECGSample.inLead("MDC_ECG_LEAD_II")],
        [
          AECGSample.annotation(
            "MDC_ECG_WAVC_TYPE", value: AECGSample.coded("MDC_ECG_WAVC_PEAK"),
            boundaries: [AECGSample.moment(100)])
        ]),
    ]).1
    #expect(found.map(\.time) == [10_000, 40_000, 90_000, 100_000, 120_000])
    #expect(found.map(\.code.rawValue) == [39, 40, 39, 27, 40])
    #expect(found.map(\.number) == [0, 0, 2, 0, 2])
    #expect(found.map(\.channel) == [0, 0, 1, 1, 1])
    #expect(found.map(\.text) == ["P", "P", "T, lead II", "T, lead II", "T, lead II"])
  }

  @Test("Beats, rhythms, pacing and measurements")
  func beats() throws {
    let (recording, found) = try annotations([
      AECGSample.annotation("MDC_ECG_HEART_RATE", value: AECGSample.quantity("62", "bpm")),
      AECGSample.annotation(
        "MDC_ECG_RHY", value: AECGSample.coded("MDC_ECG_RHY_ATR_FIB"),
        boundaries: [AECGSample.span(20, 80)]),
      AECGSample.annotation(
        "MDC_ECG_BEAT", value: AECGSample.coded("MDC_ECG_BEAT_WPW_A"),
        boundaries: [AECGSample.span(30, 60)],
        [
          AECGSample.annotation("MDC_ECG_TIME_PD_PR", value: AECGSample.quantity("148", "ms")),
          AECGSample.annotation(
            "MDC_ECG_ANGLE_QRS_FRONT", value: AECGSample.quantity("-61", "deg")),
        ]),
      AECGSample.annotation(
        "MDC_ECG_WAVP", value: AECGSample.coded("MDC_ECG_WAVP_PACE_V"),
        boundaries: [AECGSample.moment(50)]),
      AECGSample.annotation(
        "MDC_ECG_INTERPRETATION",
        [
          AECGSample.annotation(
            "MDC_ECG_INTERPRETATION_STATEMENT", value: "<value>Sinus\n rhythm\u{7}</value>")
        ]),
      AECGSample.annotation(
        "MDC_ECG_BEAT", value: AECGSample.coded("MDC_ECG_BEAT_ABNORMAL"),
        boundaries: ["<code code=\"TIME_ABSOLUTE\"/><value value=\"20240229235959.570\"/>"]),
    ])
    #expect(found.map(\.time) == [20_000, 30_000, 30_000, 50_000, 70_000])
    #expect(found.map(\.code.rawValue) == [28, 1, 22, 26, 13])
    #expect(
      found.map(\.text) == [
        "(AFIB", "N-Prex", "PR interval 148 ms, QRS axis -61 deg", "", "abnormal",
      ])
    #expect(recording.record.comments.contains("annotation: heart rate 62 bpm"))
    #expect(recording.record.comments.contains("interpretation: Sinus rhythm\u{FFFD}"))
  }

  @Test("What cannot be read is told in a sentence")
  func faults() throws {
    let set = { (time: String, lead: String) in
      AECGSample.file(AECGSample.series(AECGSample.set(time, [lead])))
    }
    let good = AECGSample.relative("0")
    let lead = AECGSample.lead("MDC_ECG_LEAD_I", [1])
    let cases = [
      (AECGSample.file(""), "expected a series with leads, found none"),
      (set(lead, lead), "expected a sequence of times beside those of leads, found none"),
      (
        set(AECGSample.relative("0", step: "0"), lead),
        "expected the time from one sample to the next, in seconds, found '0 s'"
      ),
      (
        set(AECGSample.relative("0", step: "1", unit: "furlong"), lead),
        "expected the time from one sample to the next, in seconds, found '1 furlong'"
      ),
      (
        set(good, AECGSample.lead("MDC_ECG_LEAD_I", text: "1 2 x\u{9b} 3")),
        "expected a number as sample 3 of lead I, found 'x\u{b7}'"
      ),
      (
        set(good, AECGSample.lead("MDC_ECG_LEAD_I", [1], origin: "1", originUnit: "m")),
        "expected the origin of lead I in the unit of its scale, 'uV', found 'm'"
      ),
    ]
    for (text, sentence) in cases {
      let error = #expect(throws: FileError.self) { try open(text) }
      #expect(error.map { "\($0)".hasSuffix(sentence) } == true, "\(String(describing: error))")
    }
  }
}
