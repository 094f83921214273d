import Foundation
import Testing
import Waveforms

@Suite("MFER")
struct MFERTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ sample: MFERSample) throws -> Recording {
    try folder.write(sample.bytes, "ecg.mwf")
    return try Recording(path: folder.file("ecg.mwf"))
  }

  /// One channel of 16 bits at 1000 Hz and 1 uV, with what `fill` adds before its waveform.
  private func one(_ samples: [Int16], _ fill: (inout MFERSample) -> Void = { _ in }) -> MFERSample
  {
    var file = MFERSample()
    file.put(0x0B, file.quantity(0, 0, 1000))
    file.put(0x0C, file.quantity(0, -6, 1))
    fill(&file)
    file.put(0x1E, file.numbers(samples))
    return file
  }

  private func digital(_ record: Record) throws -> [[Int32]] {
    let channels = Array(record.channels.indices)
    let block = try record.digital(channels: channels, frames: 0..<record.frameCount)
    return channels.map { Array(block[$0]) }
  }

  @Test("Eight leads, and the four that follow from them")
  func twelveLeads() throws {
    let recording = try open(MFERSample.twelveLeads())
    let record = recording.record
    #expect(record.container == "MFER" && record.frameRateHz == 500 && record.frameCount == 300)
    #expect(
      record.channels.map(\.name)
        == ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"])
    #expect(
      record.channels[0].calibration.gain == 800 && record.channels[3].calibration.gain == 1600)
    #expect(record.warnings == [])
    let samples = try digital(record)
    for (seed, channel) in [0, 1, 6, 7, 8, 9, 10, 11].enumerated() {
      let expected = MFERSample.samples(300, seed: seed).map {
        $0 == .min ? Int32.min : Int32($0)
      }
      #expect(samples[channel] == expected)
    }
    #expect(samples[2][0] == 2 * (samples[1][0] - samples[0][0]) && samples[2][3] == Int32.min)
    #expect(record.start == RecordStart(time: "23:59:58.250", date: "29/02/2024"))
    for line in [
      "patient: Muster Anna", "patient: id: H-17", "patient: sex: female", "patient: age: 74 years",
      "patient: born: 03/04/1950", "device: Model", "device: serial number: S9",
      "recording: a remark", "recording: standard 12-lead ECG",
    ] { #expect(record.comments.contains(line), "\(line)") }
    let set = try recording.annotations("ann")
    #expect(set.annotations.map(\.time) == [50] && set.timeResolutionHz == 500)
    #expect(set.annotations[0].text == "tachycardia" && set.annotations[0].durationSeconds == 0.04)
  }

  @Test("Channels of several rates, types and units, and one of a status that is left out")
  func mixed() throws {
    let record = try open(MFERSample.mixed()).record
    #expect(record.channels.map(\.name) == ["II", "Blood pressure", "own"])
    #expect(record.channels.map(\.samplingRateHz) == [250, 125, 250])
    #expect(record.channels.map(\.calibration.unit) == ["mV", "mmHg", "mV"])
    #expect(record.frameCount == 10 && record.channels[0].samplesPerFrame == 2)
    let physical = try record.physical(channels: [0, 1, 2], frames: 0..<10)
    let leads = (0..<20).map { (index: Int) -> Float in Float(index * 100 - 900) / 1000 }
    #expect(Array(physical[0]) == leads)
    let pressures = (0..<10).map { (index: Int) -> Float in
      let stored = index / 2 * 20 + index % 2
      return Float(stored + 246) / 2
    }
    #expect(Array(physical[1]) == pressures)
    for (index, value) in physical[2].enumerated() {
      #expect(abs(value - (Float(index) / 8 - 1) / 1000) < 1e-9)
    }
    #expect(record.warnings.count == 1 && record.warnings[0].contains("offset 246"))
    #expect(record.comments.contains { $0.contains("status") })
  }

  @Test("Every type of sample in both orders of bytes", arguments: [true, false])
  func types(isBigEndian: Bool) throws {
    let file = MFERSample(isBigEndian: isBigEndian)
    let whole: [(UInt8, [UInt8], [Int32])] = [
      (0, file.numbers([-32_768, 32_767, -1] as [Int16]), [-32_768, 32_767, -1]),
      (1, file.numbers([0, 65_535] as [UInt16]), [0, 65_535]),
      (2, file.numbers([-2_000_000_000, 5] as [Int32]), [-2_000_000_000, 5]),
      (3, [0, 255], [0, 255]), (5, [0, 255, 128], [0, -1, -128]),
      (6, file.numbers([0, 2_147_483_647] as [UInt32]), [0, .max]),
    ]
    for (type, bytes, expected) in whole {
      var sample = file
      sample.put(0x01, [isBigEndian ? 0 : 1])
      sample.put(0x0A, [type])
      sample.put(0x1E, bytes)
      #expect(try digital(try open(sample).record) == [expected], "type \(type)")
    }
    for type in [7, 8] as [UInt8] {
      var sample = file
      sample.put(0x01, [isBigEndian ? 0 : 1])
      sample.put(0x0A, [type])
      sample.put(
        0x1E,
        type == 7
          ? file.numbers([Float(-1.5).bitPattern, Float.nan.bitPattern])
          : file.numbers([Double(-1.5).bitPattern, Double.nan.bitPattern]))
      let values = try open(sample).record.physical(channels: [0], frames: 0..<2)[0]
      #expect(values.first == -1.5 && values.last?.isNaN == true)
    }
  }

  @Test("Without rate and resolution the format's defaults stand in, with a warning")
  func defaults() throws {
    var file = MFERSample()
    file.put(0x05, [1])
    file.put(0x1E, file.numbers([1, 2, 3] as [Int16]))
    let record = try open(file).record
    #expect(record.frameRateHz == 1000 && record.frameCount == 3 && record.warnings.count == 2)
    #expect(!record.channels[0].calibration.isCalibrated)
  }

  @Test("Waveforms follow one another, with a gap where the file says so")
  func frames() throws {
    var file = one([1, 2])
    file.put(0x1E, file.numbers([3, 4] as [Int16]))
    #expect(try digital(try open(file).record) == [[1, 2, 3, 4]])
    var gap = one([1, 2]) { $0.put(0x07, UInt32(10)) }
    gap.put(0x07, UInt32(13))
    gap.put(0x1E, gap.numbers([3] as [Int16]))
    let record = try open(gap).record
    #expect(try digital(record) == [[1, 2, .min, 3]] && record.warnings.count == 1)
    for pointer in [5, 11, 2_000_000_000] as [UInt32] {
      var late = one([1, 2]) { $0.put(0x07, UInt32(10)) }
      late.put(0x07, pointer)
      late.put(0x1E, late.numbers([3] as [Int16]))
      #expect(throws: FileError.self) { try open(late) }
    }
    var other = one([1, 2])
    other.put(0x0C, other.quantity(0, -6, 5))
    other.put(0x1E, other.numbers([3] as [Int16]))
    let first = try open(other).record
    #expect(try digital(first) == [[1, 2]] && first.warnings.count == 1)
    var beat = one([1, 2]) { $0.put(0x08, UInt16(9)) }
    beat.put(0x08, UInt16(1))
    beat.put(0x1E, beat.numbers([7] as [Int16]))
    #expect(try digital(try open(beat).record) == [[7]])
  }

  @Test("A file that is known by how it begins, or by its ending alone")
  func recognition() throws {
    try folder.write(MFERSample.twelveLeads().bytes, "night")
    #expect(try Recording(path: folder.file("night")).format.name == "MFER")
    for ending in ["mwf", "MWF", "mfr"] {
      try folder.write(one([1, 2]).bytes, "r." + ending)
      #expect(try Recording(path: folder.file("r." + ending)).record.frameCount == 2)
    }
  }

  @Test("Japanese texts are read in the characters that the file names")
  func characters() throws {
    let file = one([1]) { file in
      file.put(0x03, "JIS X 0208")
      file.put(0x81, [0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45, 0x44, 0x1B, 0x28, 0x42])
    }
    #expect(try open(file).record.comments == ["patient: 山田"])
  }

  @Test("What is not read is refused in a sentence that says what to do")
  func refused() throws {
    let compressed = #expect(throws: FileError.self) {
      try open(one([1]) { $0.put(0x0E, UInt16(1)) })
    }
    #expect(compressed?.description.contains("compression 1") == true)
    for type in [9, 200] as [UInt8] {
      let error = #expect(throws: FileError.self) { try open(one([1]) { $0.put(0x0A, [type]) }) }
      #expect(error?.description.contains("data type \(type)") == true)
    }
    #expect(throws: FileError.self) { try open(one([1]) { $0.put(0x0B, $0.quantity(2, 0, 1)) }) }
    #expect(throws: FileError.self) { try open(one([1]) { $0.put(0x0C, $0.quantity(0, 0, 0)) }) }
    #expect(throws: FileError.self) {
      try open(one([-1, -1]) { $0.put(0x0A, [6]) })
    }
  }

  @Test("Absurd lengths, counts and depths are told of, in little memory")
  func hostile() throws {
    for count in [0, 1_025, 4_000_000_000] as [UInt32] {
      #expect(throws: FileError.self) { try open(one([1]) { $0.put(0x05, count) }) }
    }
    for block in [0, 100, 4_000_000_000] as [UInt32] {
      #expect(throws: FileError.self) { try open(one([1]) { $0.put(0x04, block) }) }
    }
    let start = ContinuousClock.now
    #expect(try open(one([1]) { $0.put(0x06, UInt32.max) }).record.frameCount == 1)
    #expect(ContinuousClock.now - start < .seconds(1))
    for bytes in [
      [0x40, 0x85, 1, 1, 1, 1, 1], [0x40, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x40], [0x04, 0x80, 0],
      [0x3F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], [], [0x80, 0],
      [UInt8](repeating: 0x67, count: 10).flatMap { [$0, 0x80] },
    ] as [[UInt8]] {
      #expect(throws: FileError.self) { try open(MFERSample(bytes: bytes)) }
    }
    let whole = MFERSample.mixed().bytes
    for count in 0..<whole.count {
      try folder.write(Array(whole.prefix(count)), "cut.mwf")
      #expect(throws: FileError.self) { try Recording(path: folder.file("cut.mwf")) }
    }
  }
}
