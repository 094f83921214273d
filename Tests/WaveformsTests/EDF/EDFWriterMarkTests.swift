import Foundation
import Testing
import Waveforms

@Suite("Annotations in EDF+ and WFDB files")
struct EDFWriterMarkTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Numbers that are always the same, and look like chance.
  private struct Chance {
    var state: UInt64
    mutating func next(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
  }

  private func annotation(_ chance: inout Chance, at time: Int) -> WFDBAnnotation {
    let pieces: [[UInt8]] = [
      Array("N".utf8), Array(" ".utf8), Array("{".utf8), Array("}".utf8), Array("code=1".utf8),
      Array("# ".utf8), Array("\u{0}".utf8), [0x14], [0xDC], Array("ü".utf8), Array("@qrs".utf8),
      Array(" [duration 10 s]".utf8), Array("(AFIB".utf8), [0x15], Array("\r\n".utf8),
    ]
    var mark = WFDBAnnotation(
      time: time, code: WFDBAnnotationCode(rawValue: UInt8(1 + chance.next(49))))
    if chance.next(2) == 0 { mark.code = .note }
    if chance.next(3) == 0 { mark.subtype = Int8(chance.next(256) - 128) }
    if chance.next(3) == 0 { mark.channel = UInt8(chance.next(256)) }
    if chance.next(3) == 0 { mark.number = Int8(chance.next(256) - 128) }
    for _ in 0..<chance.next(5) { mark.aux += pieces[chance.next(pieces.count)] }
    let durations = [0, 10, 0.1, 1e-7, 123_456.789, 1e8 / 3]
    if mark.code == .note, chance.next(3) == 0 {
      mark.durationSeconds = durations[chance.next(durations.count)]
    }
    return mark
  }

  @Test("All fields of all kinds of annotations survive EDF+", arguments: 0..<10)
  func throughEDF(seed: Int) throws {
    var chance = Chance(state: UInt64(seed))
    let sets = ["atr", "qrs"].map { name in
      AnnotationSet(
        annotator: name, annotations: (0..<200).map { annotation(&chance, at: $0 * 3 - 20) })
    }
    let recording = try MadeRecord().write(in: folder)
    let path = folder.file("marks.edf")
    try EDFWriter.write(recording.record, annotations: sets, as: .edf, path: path)
    let back = try Recording(path: path)
    #expect(back.annotators == ["atr", "qrs"])
    for set in sets {
      #expect(try back.annotations(set.annotator).annotations == set.annotations)
    }
  }

  @Test("Durations of notes survive WFDB", arguments: 0..<10)
  func throughWFDB(seed: Int) throws {
    var chance = Chance(state: UInt64(seed + 100))
    let marks = (1..<300).map { annotation(&chance, at: $0) }
      // A text that ends as durations do is one, where there is no other.
      .filter { $0.durationSeconds != nil || !$0.text.hasSuffix(" s]") }
      .filter { $0.aux.count < 200 }
    let set = AnnotationSet(annotator: "atr", annotations: marks)
    let bytes = try WFDBAnnotationWriter.encode(set)
    let back = try WFDBAnnotationReader.parse(bytes, annotator: "atr", file: "x.atr")
    #expect(back.annotations == set.fileOrder.map { marks[$0] })
  }

  @Test(
    "Only the very form is a duration",
    arguments: [
      ("VT [duration 10 s]", "VT", 10.0), ("VT [duration 0.25 s]", "VT", 0.25),
      (" [duration 3 s]", "", 3), ("a [duration 1 s] [duration 2 s]", "a [duration 1 s]", 2),
      ("VT [duration 10.0 s]", "VT [duration 10.0 s]", nil),
      ("VT [duration 1e1 s]", "VT [duration 1e1 s]", nil),
      ("[duration 3 s]", "[duration 3 s]", nil),
      ("VT [duration  s]", "VT [duration  s]", nil),
      ("VT [duration -1 s]", "VT [duration -1 s]", nil),
      ("VT [duration 10 s] ", "VT [duration 10 s] ", nil), (" s]", " s]", nil),
      ("[ s]", "[ s]", nil),
    ] as [(String, String, Double?)])
  func form(text: String, kept: String, seconds: Double?) throws {
    for code in [WFDBAnnotationCode.note, .rhythm] {
      let mark = WFDBAnnotation(time: 9, code: code, aux: Array(text.utf8))
      let bytes = try WFDBAnnotationWriter.encode(
        AnnotationSet(annotator: "atr", annotations: [mark]))
      let back = try WFDBAnnotationReader.parse(bytes, annotator: "atr", file: "x.atr")
      #expect(back.annotations.map(\.text) == [code == .note ? kept : text])
      #expect(back.annotations.map(\.durationSeconds) == [code == .note ? seconds : nil])
    }
  }

  @Test("Texts are what people read") func texts() throws {
    let recording = try MadeRecord().write(in: folder)
    let path = folder.file("texts.edf")
    let set = AnnotationSet(
      annotator: "atr",
      annotations: [
        WFDBAnnotation(time: 36, code: .normalBeat),
        WFDBAnnotation(time: 72, code: .rhythm, aux: Array("(AFIB".utf8)),
        WFDBAnnotation(time: 108, code: .note, aux: Array("Lights off".utf8), durationSeconds: 10),
        WFDBAnnotation(time: 144, code: .normalBeat, channel: 2),
      ])
    try EDFWriter.write(recording.record, annotations: [set], as: .edf, path: path)
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    for text in [
      "+0.25\u{14}\u{14}\0", "\0+0.25\u{14}# 69 M 1085 1629 x1\u{14}\0", "\0+0.35\u{14}N\u{14}\0",
      "\0+0.45\u{14}+ (AFIB\u{14}\0", "\0+0.55\u{15}10\u{14}Lights off\u{14}\0",
      "\0+0.65\u{14}N {channel=2}\u{14}\0",
    ] {
      #expect(bytes.firstRange(of: Array(text.utf8)) != nil, "\(text)")
    }
  }
}
