import Foundation
import Testing
import Waveforms

@Suite struct EDFDiscontinuousTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func open(_ onsets: [String]) throws -> Record {
    let lists = onsets.map { "\($0)\u{14}\u{14}\0" }
    let path = try EDFFileBuilder.annotated(lists, reserved: "EDF+D").write(in: folder)
    return try EDFReader.open(path: path).record
  }

  static let missing = Int32.min

  @Test func dataRecordsLieAtTheirOnsets() throws {
    let record = try open(["+10", "+11", "+13.5"])
    #expect(record.container == "EDF+D")
    #expect(record.frameCount == 9)
    let slow = try record.digital(channels: [1], frames: 0..<9)
    let none = Self.missing
    #expect(slow.samples == [-100, -101, -102, -103, none, none, none, -104, -105])
    let fast = try record.digital(channels: [1, 0], frames: 3..<8)
    #expect(Array(fast[0]) == [-103, none, none, none, -104])
    #expect(Array(fast[1]) == [6, 7, none, none, none, none, none, none, 8, 9])
    let values = try record.physical(channels: [1], frames: 4..<8)
    #expect(values.samples.prefix(3).allSatisfy { $0.isNaN })
    #expect(values.samples.last == 3.96)
    #expect(record.start?.time == "05:06:17")
    #expect(record.warnings.isEmpty)
  }

  @Test func onsetsBetweenFramesAreRoundedAndReported() throws {
    let record = try open(["+0", "+2.2"])
    #expect(record.frameCount == 6)
    #expect(record.warnings.count == 1)
    #expect(record.warnings.first?.contains("by 200.0 ms") == true)
  }

  @Test func backwardOnsetsKeepTheOrderOfTheFile() throws {
    let record = try open(["+5", "+1", "+9"])
    let none = Self.missing
    let slow = try record.digital(channels: [1], frames: 0..<record.frameCount)
    #expect(
      slow.samples == [-100, -101, -102, -103, none, none, none, none, -104, -105])
    #expect(record.warnings.count == 1)
    #expect(record.warnings.first?.contains("the first being data record 2") == true)
  }

  @Test func dataRecordsWithoutAnOnsetFollowTheOneBefore() throws {
    let lists = ["+0\u{14}\u{14}\0", "broken", "+3\u{14}\u{14}\0"]
    let path = try EDFFileBuilder.annotated(lists, reserved: "EDF+D").write(in: folder)
    let (record, annotations) = try EDFReader.open(path: path)
    let slow = try record.digital(channels: [1], frames: 0..<record.frameCount)
    #expect(slow.samples == [-100, -101, -102, -103, Self.missing, Self.missing, -104, -105])
    #expect(annotations?.warnings.count == 2)
  }

  @Test func absurdOnsetsAreRefused() throws {
    let error = #expect(throws: EDFError.self) { try open(["+0", "+900000000"]) }
    guard case .absurdTimeLine(_, let frames, dataFrames: 4)? = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(frames == 1_800_000_000)
  }

  @Test func discontinuousFilesWithoutAnnotationsAreReadInOneGo() throws {
    var builder = EDFFileBuilder.twoChannels(records: 2)
    builder.reserved = "EDF+D"
    let record = try EDFReader.open(path: builder.write(in: folder)).record
    #expect(record.frameCount == 4)
    #expect(record.warnings.count == 1)
  }
}
