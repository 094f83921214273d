import Foundation
import Testing
import Waveforms

@Suite("WFDB writing")
struct WFDBRoundTripTests {
  /// A seeded stream of values that covers a format's whole range, its edges included.
  static func values(_ format: WFDBSignalFormat, count: Int, seed: UInt64) -> [Int32] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    let range = format.range
    return (0..<count).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      if index % 97 == 5 { return range.lowerBound }
      if index % 97 == 50 { return range.upperBound }
      let width = UInt64(Int64(range.upperBound) - Int64(range.lowerBound)) + 1
      return Int32(Int64(range.lowerBound) + Int64(state >> 11 & 0xffff_ffff) % Int64(width))
    }
  }

  @Test(
    "write and read is the identity", arguments: WFDBSignalFormat.allCases.filter(\.isWritable),
    [1, 2, 3, 7, 8])
  func identity(format: WFDBSignalFormat, signals: Int) throws {
    let folder = try TemporaryFolder()
    for frames in [1, 2, 11, 5000] {
      for perFrame in format.isFLAC ? [1, 4] : [1, 3] {
        let header = WFDBHeader(
          name: "r", frameRateHz: 977.5, frameCount: frames,
          start: RecordStart(time: "01:02:03.5", date: "04/05/2026"),
          signals: (0..<signals).map { index in
            WFDBHeader.Signal(
              fileName: "r.dat", format: format, samplesPerFrame: perFrame,
              calibration: Calibration(gain: 12.5, baseline: Double(index - 3), unit: "mmHg"),
              resolutionBits: format.bits, name: "channel \(index)")
          }, comments: ["69 M", "a remark"])
        var expected = ChannelBlock<Int32>(
          frames: frames, samplesPerFrame: header.signals.map(\.samplesPerFrame), repeating: 0)
        expected.samples = Self.values(format, count: expected.samples.count, seed: UInt64(frames))
        try write(header, expected, folder.path)
        let record = try WFDBReader.open(path: folder.file("r"))
        #expect(record.warnings == [])
        #expect(record.frameCount == frames)
        #expect(record.frameRateHz == 977.5)
        #expect(record.start == header.start)
        #expect(record.comments == header.comments)
        #expect(record.channels.map(\.name) == header.signals.map(\.name))
        #expect(record.channels.map(\.calibration) == header.signals.map(\.calibration))
        let read = try record.digital(channels: Array(0..<signals), frames: 0..<frames)
        #expect(read == expected)
        let verification = try RecordVerification(of: record)
        #expect(verification.channels.map(\.checksum) == record.channels.map { $0.checksum })
        try expectSameWindows(record, expected)
      }
    }
  }

  private func write(
    _ header: WFDBHeader, _ block: ChannelBlock<Int32>, _ folder: String
  ) throws {
    try WFDBWriter.write(header, folder: folder) { signals, frames in
      var part = ChannelBlock<Int32>(
        frames: frames.count, samplesPerFrame: signals.map { header.signals[$0].samplesPerFrame },
        repeating: 0)
      for (place, signal) in signals.enumerated() {
        let perFrame = header.signals[signal].samplesPerFrame
        for (offset, index) in part.range(place).enumerated() {
          part.samples[index] =
            block.samples[block.starts[signal] + frames.lowerBound * perFrame + offset]
        }
      }
      return part
    }
  }

  /// Any window of any channel reads the same as the whole.
  private func expectSameWindows(_ record: Record, _ whole: ChannelBlock<Int32>) throws {
    let frames = record.frameCount
    for window in [0..<1, frames / 3..<frames / 2, max(0, frames - 3)..<frames] {
      for channel in [0, record.channels.count - 1] {
        let perFrame = record.channels[channel].samplesPerFrame
        let read = try record.digital(channels: [channel], frames: window)
        let start = whole.starts[channel]
        let slice = whole.samples[
          start + window.lowerBound * perFrame..<start + window.upperBound * perFrame]
        #expect(Array(read[0]) == Array(slice))
      }
    }
  }

  @Test("a value that the format cannot hold is refused, and no file is left")
  func outOfRange() throws {
    let folder = try TemporaryFolder()
    let header = WFDBHeader(
      name: "r", frameCount: 2,
      signals: [.init(fileName: "r.dat", format: .packed12, name: "II")])
    #expect(
      throws: WFDBError.sampleOutOfRange(
        channel: "II", sample: 1, value: 2048, format: 212, range: -2048...2047)
    ) {
      try WFDBWriter.write(header, folder: folder.path) { _, _ in
        var block = ChannelBlock<Int32>(frames: 2, samplesPerFrame: [1], repeating: 0)
        block.samples[1] = 2048
        return block
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }

  @Test("header text reads back as the same header")
  func headerIdentity() throws {
    let header = WFDBHeader(
      name: "x001", frameRateHz: 62.4725, counterFrequencyHz: 999.56, counterBase: -3.5,
      frameCount: 14400, start: RecordStart(time: "12:00", date: "01/02/2003"),
      signals: [
        .init(
          fileName: "a.dat", format: .flac16, samplesPerFrame: 4, skew: 3, byteOffset: 24,
          calibration: Calibration(gain: 1e-3, baseline: -77, unit: "Ohm/s"), resolutionBits: 14,
          adcZero: 8192, initialValue: -5, checksum: -321, blockSize: 512, name: "CS 9-10 raw"),
        .init(
          fileName: "b.dat", format: .int16,
          calibration: Calibration(gain: 200, baseline: 9, isCalibrated: false),
          resolutionBits: 16, adcZero: 9, initialValue: 0, checksum: 0, name: "V"),
      ], comments: ["<age>: 12"])
    #expect(try WFDBHeader(bytes: Array(header.text.utf8), file: "x.hea") == header)
  }
}
