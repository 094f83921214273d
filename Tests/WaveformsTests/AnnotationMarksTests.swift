import Annotations
import Foundation
import TestSupport
import Testing
import Waveforms

/// Annotations become marks and marks annotations, and nothing is lost on the way.
@Suite("Annotations as marks") struct AnnotationMarksTests {
  static let rate = 360.0

  /// The set that its own marks make.
  private func roundTrip(_ set: AnnotationSet, rate: Double = rate) throws -> AnnotationSet {
    try set.holding(
      set.marks(frameRateHz: rate), timeLine: set.timeLine(frameRateHz: rate), frameRateHz: rate)
  }

  private static func set(_ annotations: [WFDBAnnotation]) -> AnnotationSet {
    AnnotationSet(annotator: "atr", annotations: annotations)
  }

  @Test func `The sample data's annotations come back as they were`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "SampleData").path
    var count = 0
    for name in try RecordFolder(path: folder).recordNames {
      count += try check(Recording(path: folder + "/" + name))
    }
    #expect(count > 500)
  }

  @Test(.enabled(if: SharedRecords.isPresent, Comment(rawValue: SharedRecords.skipReason)))
  func `Annotations of many databases come back as they were`() throws {
    var count = 0
    for name in ExpectedRecord.all.keys.sorted() {
      // What cannot be read is for other tests.
      guard let recording = try? Recording(path: SharedRecords.path(name)) else { continue }
      count += try check(recording)
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: SharedRecords.path("edf")) {
      guard let recording = try? Recording(path: SharedRecords.path("edf/" + name)) else {
        continue
      }
      count += try check(recording)
    }
    #expect(count > 50_000)
  }

  /// How many annotations there were.
  private func check(_ recording: Recording) throws -> Int {
    let record = recording.record
    var count = 0
    for annotator in recording.annotators {
      guard let set = try? recording.annotations(annotator) else { continue }
      let place = "\(record.path) \(annotator)"
      #expect(try roundTrip(set, rate: record.frameRateHz) == set, "\(place)")
      let marks = set.marks(frameRateHz: record.frameRateHz)
      #expect(Set(marks.map(\.id)).count == marks.count, "\(place)")
      if zip(marks, marks.dropFirst()).allSatisfy({ $0.start <= $1.start }) {
        let line = set.timeLine(frameRateHz: record.frameRateHz)
        let index = try MarkIndex(marks, timeLine: line)
        let held = try set.holding(index, timeLine: line, frameRateHz: record.frameRateHz)
        #expect(held == set, "\(place)")
      }
      let beats = zip(set.annotations, marks).filter { set.isBeat($0.0) }.map(\.1.id)
      #expect(beats == marks.filter(\.label.meaning.isBeat).map(\.id), "\(place)")
      count += marks.count
    }
    return count
  }

  @Test func `Sets with anything in any field come back as they were`() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let set = Self.random(&generator)
      #expect(try roundTrip(set) == set)
      let ids = set.marks(frameRateHz: Self.rate).map(\.id)
      #expect(Set(ids).count == ids.count)
    }
  }

  private static func random(_ generator: inout SeededGenerator) -> AnnotationSet {
    let texts: [[UInt8]] = [
      [], Array("(AVRT".utf8), Array("AVRT".utf8) + [0], [0xE9, 0x20, 0xFF], [0], Array("é".utf8),
    ]
    let annotations = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
      WFDBAnnotation(
        time: Int.random(in: -5...20, using: &generator) * 1000,
        code: WFDBAnnotationCode(rawValue: UInt8.random(in: 0...255, using: &generator)),
        subtype: Int8.random(in: -128...127, using: &generator),
        channel: UInt8.random(in: 0...255, using: &generator),
        number: Int8.random(in: -128...127, using: &generator),
        aux: texts.randomElement(using: &generator) ?? [],
        durationSeconds: Bool.random(using: &generator)
          ? nil : Double.random(in: -1...4, using: &generator))
    }
    let symbols = ["X", "b", "N", "/", "q"]
    let definitions = symbols.shuffled(using: &generator).prefix(3).enumerated().map {
      WFDBAnnotationDefinition(
        code: WFDBAnnotationCode(rawValue: UInt8(40 + 2 * $0.offset)), symbol: $0.element,
        description: "own")
    }
    return AnnotationSet(
      annotator: "rnd", annotations: annotations, definitions: definitions,
      timeResolutionHz: Bool.random(using: &generator) ? nil : 1_000_000,
      headNotes: [Array("by hand".utf8)], warnings: ["a warning"])
  }

  @Test func `Extreme times and lengths neither trap nor change`() throws {
    let set = Self.set(
      [Int.max, Int.min, 0].flatMap { time in
        [nil, 0, -1, 1e300, .infinity, 0.5].map { length in
          WFDBAnnotation(time: time, code: .note, durationSeconds: length)
        }
      })
    #expect(try roundTrip(set) == set)
  }

  @Test func `A length becomes a span of ticks, and an edited one a length`() throws {
    var set = Self.set([WFDBAnnotation(time: 1_000_000, code: .note, durationSeconds: 0.2500001)])
    set.timeResolutionHz = 1_000_000
    let timeLine = set.timeLine(frameRateHz: Self.rate)
    var mark = try #require(set.marks(frameRateHz: Self.rate).first)
    #expect(mark.ticks == 1_000_000..<1_250_000)
    mark.ticks = 1_000_000..<1_500_000
    let edited = try set.holding([mark], timeLine: timeLine, frameRateHz: Self.rate)
    #expect(edited.annotations.first?.durationSeconds == 0.5)
  }

  @Test func `Another annotation in the file changes no identity`() {
    let beats = [100, 200, 200, 300].map { WFDBAnnotation(time: $0, code: .normalBeat) }
    let other = WFDBAnnotation(time: 150, code: .note, aux: Array("pause".utf8))
    let before = Self.set(beats).marks(frameRateHz: Self.rate)
    let after = Self.set([beats[0], other] + beats[1...]).marks(frameRateHz: Self.rate)
    #expect(after.filter { $0.label.symbol == "N" } == before)
    #expect(Set(after.map(\.id)).count == 5)
  }

  @Test func `Identities are the same in every run`() {
    let set = Self.set([WFDBAnnotation(time: 77, code: .rhythm, aux: Array("(AVRT".utf8))])
    let id = set.marks(frameRateHz: Self.rate)[0].id
    #expect(id.rawValue == 17_701_399_873_778_905_117)
  }

  @Test func `What a mark says anew is written, and what it does not touch stays`() throws {
    var set = Self.set([
      WFDBAnnotation(
        time: 5, code: WFDBAnnotationCode(rawValue: 42), subtype: 3, channel: 2, number: 7,
        aux: Array("VT".utf8) + [0])
    ])
    set.definitions = [
      WFDBAnnotationDefinition(
        code: WFDBAnnotationCode(rawValue: 42), symbol: "X", description: "Tachycardias")
    ]
    var mark = try #require(set.marks(frameRateHz: Self.rate).first)
    #expect(mark.channels == [2])
    mark.label = Label(symbol: "V")
    let timeLine = set.timeLine(frameRateHz: Self.rate)
    let edited = try set.holding([mark], timeLine: timeLine, frameRateHz: Self.rate)
    #expect(
      edited.annotations == [
        WFDBAnnotation(
          time: 5, code: WFDBAnnotationCode(rawValue: 5), subtype: 3, channel: 2, number: 7)
      ])
    #expect(edited.definitions == set.definitions)
  }

  private func mark(_ symbol: String, channels: [Int] = []) -> Mark {
    Mark(
      id: Mark.ID(rawValue: 1), ticks: 9..<9, label: Label(symbol: symbol), channels: channels,
      provenance: .reader("ab"))
  }

  @Test func `A symbol that no code has gets one of the user's, while there are any`() throws {
    let set = Self.set([])
    let timeLine = set.timeLine(frameRateHz: Self.rate)
    let symbols = ["X", "b", "q", "X", "N", "c", "g", "h", "i", "k"]
    let held = try set.holding(
      symbols.map { mark($0) }, timeLine: timeLine, frameRateHz: Self.rate)
    #expect(held.annotations.map { held.symbol($0.code) } == symbols)
    #expect(held.definitions.map(\.code.rawValue) == Array(42...49))
    #expect(held.definitions.first?.description == "Tachycardia")
    #expect(throws: WFDBError.self) {
      try set.holding(
        (symbols + ["m"]).map { mark($0) }, timeLine: timeLine, frameRateHz: Self.rate)
    }
  }

  @Test func `Marks on finer ticks give the set its resolution`() throws {
    let fine = TimeLine(ticksPerSecond: 1000)
    let held = try Self.set([]).holding([mark("N")], timeLine: fine, frameRateHz: Self.rate)
    #expect(held.timeResolutionHz == 1000)
    #expect(held.annotations.map(\.time) == [9])
  }

  @Test func `A mark of several channels is refused in a sentence, as no file can hold it`() throws
  {
    let set = Self.set([])
    #expect(
      throws: WFDBError.annotationNotWritable(
        index: 0, expected: "a mark of all channels, or of one from 0 to 255", found: "one of 1, 2")
    ) {
      try set.holding(
        [mark("N", channels: [1, 2])], timeLine: set.timeLine(frameRateHz: Self.rate),
        frameRateHz: Self.rate)
    }
    let one = try set.holding(
      [mark("N", channels: [3])], timeLine: set.timeLine(frameRateHz: Self.rate),
      frameRateHz: Self.rate)
    #expect(one.annotations.map(\.channel) == [3])
  }
}
