import Foundation
import Testing
import Waveforms

@Suite struct RecordAppenderTests {
  private let channels: [(name: String, calibration: Calibration)] = [
    ("II", Calibration(gain: 1000)), ("V1", Calibration(gain: 500, baseline: 7)),
  ]

  private func recorder(_ path: String) throws -> RecordAppender {
    try RecordAppender(
      path: path, channels: channels, frameRateHz: 500,
      start: RecordStart(time: "10:11:12", date: "29/11/2026"), comments: ["live"])
  }

  private func samples(_ path: String) throws -> [[Int32]] {
    let record = try Recording(path: path).record
    let block = try record.digital(channels: [0, 1], frames: 0..<record.frameCount)
    return (0..<2).map { Array(block[$0]) }
  }

  /// As `kill -9` leaves it: nothing was closed.
  @Test func isARecordAtAnyMoment() throws {
    let folder = try TemporaryFolder()
    let recorder = try recorder(folder.path + "/r")
    try recorder.append([1, 2, 3, 4])
    #expect(try samples(folder.path + "/r") == [[1, 3], [2, 4]])
    try recorder.append([5, 6])
    try recorder.note(.init(frame: 2, text: "mark A"))
    #expect(try samples(folder.path + "/r") == [[1, 3, 5], [2, 4, 6]])
    let set = try Recording(path: folder.path + "/r").annotations("live")
    #expect(set.annotations.map(\.time) == [2] && set.annotations[0].text == "mark A")
    let opened = try Recording(path: folder.path + "/r").record
    try recorder.appendMissing(frames: 2)
    #expect(try opened.refreshed().frameCount == 5)
  }

  @Test func closesWithLengthStartAndSums() throws {
    let folder = try TemporaryFolder()
    let recorder = try recorder(folder.path + "/r")
    try recorder.append([1000, 2, -3, 4])
    try recorder.appendMissing(frames: 1)
    try recorder.close()
    let recording = try Recording(path: folder.path + "/r")
    #expect(recording.record.frameCount == 3)
    #expect(recording.record.start?.date == "29/11/2026")
    #expect(try samples(folder.path + "/r") == [[1000, -3, .min], [2, 4, .min]])
    let sums = try RecordVerification(of: recording.record).channels.map(\.checksum)
    #expect(sums == recording.record.channels.map { $0.checksum ?? 0 })
    #expect(recording.record.channels[1].calibration.baseline == 7)
  }

  @Test func writesOverNothing() throws {
    let folder = try TemporaryFolder()
    _ = try recorder(folder.path + "/r")
    #expect(throws: FileError.self) { try recorder(folder.path + "/r") }
    #expect(throws: (any Error).self) { try recorder(folder.path + "/two words") }
    #expect(throws: (any Error).self) { try recorder(folder.path + "/nowhere/r") }
  }
}
