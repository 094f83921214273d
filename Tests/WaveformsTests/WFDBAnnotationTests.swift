import Testing
import Waveforms

@Suite("WFDB annotations")
struct WFDBAnnotationTests {
  static let custom = [
    WFDBAnnotationDefinition(
      code: WFDBAnnotationCode(rawValue: 42), symbol: "X", description: "Tachycardias"),
    WFDBAnnotationDefinition(
      code: WFDBAnnotationCode(rawValue: 43), symbol: "b", description: "AV-Block"),
    WFDBAnnotationDefinition(code: WFDBAnnotationCode(rawValue: 44), symbol: "q", description: ""),
  ]

  private func roundTrip(_ set: AnnotationSet) throws -> AnnotationSet {
    let bytes = try WFDBAnnotationWriter.encode(set)
    return try WFDBAnnotationReader.parse(bytes, annotator: set.annotator, file: "x.atr")
  }

  @Test("custom types, subtypes, channels, numbers and texts survive a round trip")
  func roundTripOfEverything() throws {
    var annotations: [WFDBAnnotation] = []
    for value in -128...127 {
      annotations.append(
        WFDBAnnotation(
          time: 700 * (value + 128), code: WFDBAnnotationCode(rawValue: UInt8(1 + (value & 31))),
          subtype: Int8(value), channel: UInt8(value + 128), number: Int8(value),
          aux: (0..<(value + 128)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ value) }))
    }
    // Texts may end in anything but NUL, which readers strip.
    let set = AnnotationSet(
      annotator: "atr", annotations: annotations, definitions: Self.custom, timeResolutionHz: 977,
      headNotes: [Array("made by hand".utf8)])
    #expect(try roundTrip(set) == set)
  }

  @Test(
    "steps of every size, beyond 32 bits and back before 0",
    arguments: [
      [0, 1023, 1024, 2047], [5, 5, 5], [0, 1 << 31, 1 << 40, (1 << 40) + 1],
      [-70_000, -3, 0, 12], [1 << 33, 3 << 33],
    ])
  func times(_ times: [Int]) throws {
    let set = AnnotationSet(
      annotator: "a", annotations: times.map { WFDBAnnotation(time: $0, code: .normalBeat) })
    #expect(try roundTrip(set) == set)
  }

  @Test("a text of 255 bytes is kept, one of 300 is refused and never cut")
  func longTexts() throws {
    let long = WFDBAnnotation(time: 1, code: .note, aux: Array(repeating: 65, count: 255))
    #expect(try roundTrip(AnnotationSet(annotator: "a", annotations: [long])).annotations == [long])
    var longer = long
    longer.aux = Array(repeating: 65, count: 300)
    #expect(throws: WFDBError.annotationTooLong(index: 0, bytes: 300)) {
      try WFDBAnnotationWriter.encode(AnnotationSet(annotator: "a", annotations: [longer]))
    }
  }

  @Test("annotations are written in order of time, number and channel")
  func order() throws {
    let late = WFDBAnnotation(time: 9, code: .normalBeat)
    let second = WFDBAnnotation(time: 4, code: .normalBeat, channel: 2)
    let first = WFDBAnnotation(time: 4, code: .normalBeat, channel: 1)
    let set = AnnotationSet(annotator: "a", annotations: [late, second, first])
    #expect(try roundTrip(set).annotations == [first, second, late])
  }

  @Test("a plain note at time 0 that readers would swallow is refused")
  func leadingNote() throws {
    let note = WFDBAnnotation(time: 0, code: .note, aux: Array("onset".utf8))
    #expect(throws: WFDBError.self) {
      try WFDBAnnotationWriter.encode(AnnotationSet(annotator: "a", annotations: [note]))
    }
    let behind = AnnotationSet(
      annotator: "a", annotations: [WFDBAnnotation(time: 0, code: .rhythm), note])
    #expect(try roundTrip(behind) == behind)
  }

  @Test("a missing end mark drops nothing, and is said")
  func missingEnd() throws {
    let set = try WFDBAnnotationReader.parse([0x0a, 0x04, 0x0b, 0x04], annotator: "a", file: "f.a")
    #expect(set.annotations.map(\.time) == [10, 21])
    #expect(set.warnings == ["f.a: expected an end mark, found the end of the file"])
  }

  @Test("bytes after the end mark are not read")
  func afterEnd() throws {
    let set = try WFDBAnnotationReader.parse(
      [0x0a, 0x04, 0, 0, 0x0b, 0x04], annotator: "a", file: "f.a")
    #expect(set.annotations.count == 1)
  }

  @Test("channel and number persist, subtype does not")
  func persistence() throws {
    // N at 1 with subtype -1, channel 3, number 2; N at 2; end.
    let bytes: [UInt8] = [1, 4, 0xff, 61 << 2, 3, 62 << 2, 2, 60 << 2, 1, 4, 0, 0]
    let set = try WFDBAnnotationReader.parse(bytes, annotator: "a", file: "f.a")
    #expect(set.annotations[0].subtype == -1)
    #expect(set.annotations[1].subtype == 0)
    #expect(set.annotations.map(\.channel) == [3, 3])
    #expect(set.annotations.map(\.number) == [2, 2])
  }

  @Test("a resolution of its own rescales all times", arguments: ["1000", "1e+03", " 1000.0"])
  func resolution(_ text: String) throws {
    let note = WFDBAnnotation(time: 0, code: .note, aux: Array("## time resolution:\(text)".utf8))
    let set = AnnotationSet(
      annotator: "a", annotations: [WFDBAnnotation(time: 500, code: .normalBeat)],
      headNotes: [note.aux])
    let read = try roundTrip(set)
    #expect(read.timeResolutionHz == 1000)
    #expect(read.seconds(read.annotations[0], frameRateHz: 250) == 0.5)
  }

  @Test("a definition may lack its description, and an unknown ## note stays a remark")
  func oddTables() throws {
    let lines = [
      "## annotation type definitions", "42 X", "## end of definitions", "## moon: full",
    ]
    let set = AnnotationSet(
      annotator: "a",
      annotations: [WFDBAnnotation(time: 3, code: WFDBAnnotationCode(rawValue: 42))],
      headNotes: lines.map { Array($0.utf8) })
    let read = try roundTrip(set)
    #expect(read.definitions.map(\.symbol) == ["X"])
    #expect(read.headNotes == [Array("## moon: full".utf8)])
    #expect(read.symbol(read.annotations[0].code) == "X")
  }

  @Test(
    "what is no annotation file is refused in a sentence",
    arguments: [
      [], [0x00, 0xd8, 0x01],
    ] as [[UInt8]])
  func garbage(_ bytes: [UInt8]) {
    #expect(throws: WFDBError.self) {
      try WFDBAnnotationReader.parse(bytes, annotator: "a", file: "f.a")
    }
  }
}
