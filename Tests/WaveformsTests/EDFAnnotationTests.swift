import Foundation
import Testing
import Waveforms

@Suite struct EDFAnnotationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func annotationsAreNotAChannel() throws {
    let lists = [
      "+0\u{14}\u{14}\0+0.25\u{15}1.5\u{14}Grüße\u{14}second\u{14}\0",
      "+1\u{14}\u{14}\0+0.1\u{14}late entry\u{14}\0-0.5\u{14}before\u{14}\0", "+2\u{14}\u{14}\0",
    ]
    let path = try EDFFileBuilder.annotated(lists, reserved: "EDF+C").write(in: folder)
    let (record, annotations) = try EDFReader.open(path: path)
    #expect(record.container == "EDF+C")
    #expect(record.channels.count == 2)
    #expect(record.warnings.isEmpty)
    let set = try #require(annotations)
    #expect(set.annotator == "edf")
    #expect(set.timeResolutionHz == 1_000_000)
    #expect(set.annotations.map(\.time) == [-500_000, 100_000, 250_000, 250_000])
    #expect(set.annotations.map(\.text) == ["before", "late entry", "Grüße", "second"])
    #expect(set.annotations.map(\.durationSeconds) == [nil, nil, 1.5, 1.5])
    #expect(set.annotations.allSatisfy { $0.code == .note })
    #expect(set.warnings.isEmpty)
  }

  @Test func plainFilesHaveNoAnnotations() throws {
    let path = try EDFFileBuilder.twoChannels().write(in: folder)
    #expect(try EDFReader.open(path: path).annotations == nil)
  }

  @Test func severalAnnotationSignalsAreJoined() throws {
    let lists = ["+0\u{14}\u{14}\0+0.2\u{14}a\u{14}\0"]
    var builder = EDFFileBuilder.annotated(lists, reserved: "EDF+C")
    var second = builder.signals[2]
    second.lists = ["+0.1\u{14}b\u{14}\0"]
    builder.signals.insert(second, at: 1)
    builder.signals.swapAt(1, 3)
    let (record, annotations) = try EDFReader.open(path: builder.write(in: folder))
    #expect(record.channels.map(\.name) == ["fast", "slow"])
    #expect(try #require(annotations).annotations.map(\.text) == ["b", "a"])
    #expect(Array(try record.digital(channels: [1], frames: 0..<2).samples) == [-100, -101])
  }

  @Test func timeZeroIsTheFirstSample() throws {
    let lists = ["+0.25\u{14}\u{14}\0+0.75\u{14}x\u{14}\0", "+1.25\u{14}\u{14}\0"]
    let path = try EDFFileBuilder.annotated(lists, reserved: "EDF+C").write(in: folder)
    let (record, annotations) = try EDFReader.open(path: path)
    #expect(annotations?.annotations.map(\.time) == [500_000])
    #expect(record.start?.time == "05:06:07.250")
    #expect(record.warnings.isEmpty)
  }

  @Test func brokenListsAreReportedAndTheRestIsKept() throws {
    let lists = [
      "+0\u{14}\u{14}\0x1\u{14}lost\u{14}\0+0.5\u{14}kept\u{14}\0",
      "+1\u{14}\u{14}\0+1\u{15}z\u{14}lost\u{14}\0+2 no end\0",
      "+2\u{14}\u{14}\0+9e9\u{14}a\u{14}\0",
    ]
    let path = try EDFFileBuilder.annotated(lists, reserved: "EDF+C").write(in: folder)
    let set = try #require(try EDFReader.open(path: path).annotations)
    #expect(set.annotations.map(\.text) == ["kept"])
    #expect(set.warnings.count == 4)
    #expect(set.warnings.first?.hasPrefix("Data record 1, annotation 2: ") == true)
  }

  @Test func manyBrokenListsAreCounted() throws {
    let lists = (0..<50).map { "+\($0)\u{14}\u{14}\0x\u{14}\0" }
    let path = try EDFFileBuilder.annotated(lists, reserved: "EDF+C").write(in: folder)
    let set = try #require(try EDFReader.open(path: path).annotations)
    #expect(set.warnings.count == 6)
    #expect(set.warnings.last?.contains("45 more") == true)
  }

  @Test func continuousFilesWithGapsAreReported() throws {
    let lists = ["+0\u{14}\u{14}\0", "+5\u{14}\u{14}\0"]
    let path = try EDFFileBuilder.annotated(lists, reserved: "EDF+C").write(in: folder)
    let record = try EDFReader.open(path: path).record
    #expect(record.frameCount == 4)
    #expect(record.warnings.count == 1)
  }

  @Test func annotationsAloneSpanTheirOwnTime() throws {
    var builder = EDFFileBuilder()
    builder.reserved = "EDF+C"
    builder.duration = "0"
    builder.signals = [
      EDFFileBuilder.Signal(
        label: "EDF Annotations", physical: ("", ""), digital: ("", ""), samplesPerRecord: "40",
        lists: ["+0\u{14}\u{14}\0+3.5\u{15}1\u{14}x\u{14}\0"])
    ]
    let (record, annotations) = try EDFReader.open(path: builder.write(in: folder))
    #expect(record.channels.isEmpty)
    #expect(record.frameRateHz == 1)
    #expect(record.frameCount == 5)
    #expect(annotations?.annotations.count == 1)
  }
}
