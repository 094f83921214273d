import Foundation
import Testing
import Waveforms

/// Records that tests make up, as WFDB files.
struct MadeRecord {
  var name = "made"
  var rateHz = 360.0
  var frameCount = 1000
  var format = WFDBSignalFormat.int16
  var signals: [(name: String, calibration: Calibration, perFrame: Int)] = [
    ("MLII", Calibration(gain: 200, baseline: 1024, unit: "mV"), 1),
    ("V1", Calibration(gain: 306, baseline: -3, unit: "mV"), 2),
  ]
  var start: RecordStart? = RecordStart(time: "12:30:00.250", date: "31/12/2019")
  var comments = ["69 M 1085 1629 x1", "# digoxin, ü", ""]
  /// Digital value of a sample.
  var sample: (_ signal: Int, _ index: Int) -> Int32 = { signal, index in
    Int32((index * 7919 + signal * 131) % 4001 - 2000)
  }

  func write(in folder: TemporaryFolder, sets: [AnnotationSet] = []) throws -> Recording {
    var header = WFDBHeader(
      name: name, frameRateHz: rateHz, frameCount: frameCount, start: start, comments: comments)
    header.signals = signals.map {
      .init(
        fileName: name + ".dat", format: format, samplesPerFrame: $0.perFrame,
        calibration: $0.calibration, name: $0.name)
    }
    header.signalCount = signals.count
    try WFDBWriter.write(header, folder: folder.path) { wanted, frames in
      var block = ChannelBlock<Int32>(
        frames: frames.count, samplesPerFrame: wanted.map { signals[$0].perFrame }, repeating: 0)
      for (place, signal) in wanted.enumerated() {
        let first = frames.lowerBound * signals[signal].perFrame
        for (offset, index) in block.range(place).enumerated() {
          block.samples[index] = sample(signal, first + offset)
        }
      }
      return block
    }
    for set in sets {
      try WFDBAnnotationWriter.write(set, path: folder.file(name + "." + set.annotator))
    }
    return try Recording(path: folder.file(name))
  }
}

@Suite("EDF+ and BDF+ as they are written")
struct EDFWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Everything that both records have is the same; missing samples are compared as such.
  private func expectSame(_ a: Recording, _ b: Recording) throws {
    let (one, other) = (a.record, b.record)
    #expect(other.frameCount == one.frameCount && other.frameRateHz == one.frameRateHz)
    #expect(other.channels.map(\.name) == one.channels.map(\.name))
    #expect(other.channels.map(\.calibration) == one.channels.map(\.calibration))
    #expect(other.channels.map(\.samplesPerFrame) == one.channels.map(\.samplesPerFrame))
    #expect(other.start == one.start && other.comments == one.comments)
    let all = Array(one.channels.indices)
    let blocks = try [one, other].map { record in
      var block = try record.digital(channels: all, frames: 0..<record.frameCount)
      for channel in all {
        for index in block.range(channel)
        where block.samples[index] == record.channels[channel].missingValue {
          block.samples[index] = Int32.min
        }
      }
      return block
    }
    #expect(blocks[0] == blocks[1])
    #expect(b.annotators == a.annotators)
    for name in a.annotators {
      let (x, y) = (try a.annotations(name), try b.annotations(name))
      #expect(x.annotations == y.annotations)
      #expect(x.definitions == y.definitions && x.timeResolutionHz == y.timeResolutionHz)
      #expect(x.headNotes == y.headNotes && y.warnings == x.warnings)
    }
  }

  /// WFDB to EDF or BDF and back; returns the warnings of the first step.
  @discardableResult
  private func roundTrip(_ recording: Recording, _ ending: String = "edf") throws -> [String] {
    let path = folder.file("through." + ending)
    let form = try #require(RecordConversion.Form(endingOf: path))
    let warnings = try RecordConversion(recording, to: form, output: path).write()
    let through = try Recording(path: path)
    // Of slow channels it is said that they are trends, whatever the file is.
    #expect(
      through.record.warnings.allSatisfy { $0.contains("trend") }, "\(through.record.warnings)")
    try expectSame(recording, through)
    let back = folder.path + "/back-" + ending
    #expect(
      try RecordConversion(through, to: .wfdb(nil), output: back).write().isEmpty)
    try expectSame(recording, Recording(path: back))
    return warnings
  }

  static let sets = [
    AnnotationSet(
      annotator: "atr",
      annotations: [
        WFDBAnnotation(time: 0, code: .rhythm, aux: Array("(N".utf8) + [0]),
        WFDBAnnotation(time: 77, code: .normalBeat),
        WFDBAnnotation(
          time: 370, code: WFDBAnnotationCode(rawValue: 5), subtype: -1, channel: 1, number: 3),
        WFDBAnnotation(time: 371, code: .note, aux: Array("N".utf8)),
        WFDBAnnotation(time: 500, code: .note, aux: Array("Grüße {a}".utf8), durationSeconds: 0.1),
        WFDBAnnotation(time: 501, code: .note, aux: Array("# no remark".utf8)),
        WFDBAnnotation(time: 502, code: .note, aux: [0xDC, 0x62]),
        WFDBAnnotation(time: 503, code: .note, aux: [0x14, 0x15, 0]),
        WFDBAnnotation(time: 504, code: .note, aux: Array("x {}".utf8)),
        WFDBAnnotation(time: 505, code: WFDBAnnotationCode(rawValue: 42), aux: Array("y".utf8)),
        WFDBAnnotation(time: 5000, code: .note, aux: Array("behind the end".utf8)),
      ],
      definitions: [
        .init(code: WFDBAnnotationCode(rawValue: 42), symbol: "X", description: "of its own kind")
      ]),
    AnnotationSet(
      annotator: "qrs",
      annotations: (1...40).map { WFDBAnnotation(time: $0 * 1009, code: .normalBeat) },
      timeResolutionHz: 44_100),
  ]

  @Test(arguments: ["edf", "bdf"])
  func everythingComesBack(ending: String) throws {
    let warnings = try roundTrip(
      MadeRecord().write(in: folder, sets: Self.sets), ending)
    // 1000 frames fill no whole number of data records.
    #expect(warnings.count <= 1, "\(warnings)")
  }

  @Test(
    "Rates, among them those that no duration of 8 characters gives",
    arguments: [
      1, 62.4725, 125, 128, 250, 257, 333.0 + 1.0 / 3, 360, 500, 977, 1000, 2035, 32_768, 0.1,
    ])
  func rates(rate: Double) throws {
    let made = MadeRecord(rateHz: rate, frameCount: 3001)
    let warnings = try roundTrip(made.write(in: folder))
    #expect(warnings.contains { $0.contains("8 characters") } == (rate == 62.4725))
  }

  @Test func missingSamplesComeBack() throws {
    var made = MadeRecord()
    made.sample = { signal, index in index % 10 == signal ? -32_768 : Int32(index % 50) - 25 }
    let warnings = try roundTrip(made.write(in: folder))
    #expect(warnings.filter { $0.contains("missing samples are written as") }.count == 2)
    made.sample = { signal, index in signal == 0 ? -32_768 : Int32(index % 65_535) - 32_767 }
    made.frameCount = 40_000
    try roundTrip(made.write(in: folder))
  }

  @Test func namesUnitsAndUnknownFacts() throws {
    var made = MadeRecord()
    made.signals = [
      ("a name of more than 16 letters", Calibration(gain: 1, baseline: 0, unit: "µV"), 1),
      ("a name of more than 16 symbols", Calibration(gain: 0.001, baseline: 0, unit: "mmHg"), 1),
      ("Füß", Calibration(gain: 200, baseline: 0, unit: "mV", isCalibrated: false), 1),
      ("EDF Annotations", Calibration(gain: 123.456789, baseline: 77, unit: "V"), 1),
      ("", Calibration(), 1),
    ]
    made.start = nil
    made.sample = { _, index in Int32(index % 200) }
    let warnings = try roundTrip(made.write(in: folder))
    #expect(warnings.filter { $0.contains("at most 16 ASCII characters") }.count == 4)
    made.start = RecordStart(time: "23:59:59.999", date: nil)
    try roundTrip(made.write(in: folder))
  }

  @Test("A part of a record begins at its own time") func span() throws {
    let recording = try MadeRecord().write(in: folder, sets: Self.sets)
    let path = folder.file("part.edf")
    try EDFWriter.write(
      recording.record, annotations: [recording.annotations("atr")], channels: [1],
      frames: 360..<720, as: .edf, path: path)
    let part = try Recording(path: path)
    #expect(part.record.start == RecordStart(time: "12:30:01.250", date: "31/12/2019"))
    #expect(part.record.channels.map(\.name) == ["V1"] && part.record.frameCount == 360)
    let whole = try recording.record.digital(channels: [1], frames: 360..<720)
    #expect(try part.record.digital(channels: [0], frames: 0..<360) == whole)
    let set = try part.annotations("atr")
    #expect(set.annotations.map(\.time) == [10, 11, 140, 141, 142, 143, 144, 145])
  }

  @Test func valuesThatDoNotFitAreRefused() throws {
    var made = MadeRecord(format: .int24)
    made.sample = { _, index in Int32(index) * 1000 - 400_000 }
    let recording = try made.write(in: folder)
    let path = folder.file("no.edf")
    let error = #expect(throws: FileError.self) {
      try EDFWriter.write(recording.record, as: .edf, path: path)
    }
    #expect(error?.description.contains("a file that ends in .bdf holds more") == true)
    #expect(!FileManager.default.fileExists(atPath: path))
    try roundTrip(recording, "bdf")
  }

  @Test("The header is what EDF+ asks for") func header() throws {
    let path = folder.file("h.edf")
    var made = MadeRecord(comments: ["patient: MCH-0234567 F 02-MAY-1951 Test_Subject"])
    made.start = RecordStart(time: "01:02:03", date: "02/03/1979")
    try EDFWriter.write(made.write(in: folder).record, as: .edf, path: path)
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    let text = { (range: Range<Int>) in String(decoding: bytes[range], as: UTF8.self) }
    #expect(text(0..<8) == "0       ")
    #expect(text(8..<88).hasPrefix("MCH-0234567 F 02-MAY-1951 Test_Subject  "))
    #expect(text(88..<168).hasPrefix("Startdate 02-MAR-1979 X X X Tawara frames:1000/"))
    #expect(text(168..<192) == "02.03.7901.02.031024    " && text(192..<197) == "EDF+C")
    #expect(bytes[..<1024].allSatisfy { (0x20...0x7E).contains($0) })
    let record = try Recording(path: path).record
    #expect(record.comments == made.comments && record.start == made.start)
  }

  @Test("Many annotations close together stay near their time") func crowded() throws {
    var made = MadeRecord(frameCount: 36_000)
    made.sample = { _, index in Int32(index % 100) }
    let set = AnnotationSet(
      annotator: "atr",
      annotations: (0..<3000).map { WFDBAnnotation(time: 30_000 + $0, code: .normalBeat) })
    let recording = try made.write(in: folder, sets: [set])
    try roundTrip(recording)
    let size = try #require(
      FileManager.default.attributesOfItem(atPath: folder.file("through.edf"))[.size] as? Int)
    #expect(size < 36_000 * 6 + 600_000)
  }
}
