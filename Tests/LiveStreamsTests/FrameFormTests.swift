import Foundation
import LiveStreams
import Testing
import TestSupport
import Waveforms

@Suite struct FrameFormTests {
  private func packets(_ messages: [StreamMessage]) -> [StreamPacket] {
    messages.compactMap { if case .packet(let packet) = $0 { packet } else { nil } }
  }

  @Test(arguments: [1, 7, 64, 100_000])
  func readsWhatWasWrittenHoweverItIsCut(size: Int) throws {
    let bytes = try StreamFixtures.bytes(packets: 5)
    var decoder = FrameDecoder(source: "test")
    var messages: [StreamMessage] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      messages += decoder.take(bytes[start..<min(start + size, bytes.count)])
    }
    #expect(messages.first == .header(try StreamFixtures.header()))
    #expect(messages.last == .end && messages.count == 7)
    #expect(packets(messages)[4] == StreamFixtures.packet(80..<100, sequence: 4, seconds: 5))
  }

  @Test func theBytesAreThoseOfTheDocument() throws {
    let header = try StreamHeader(
      name: "b", samplingRateHz: 250,
      channels: [.init(name: "II", calibration: Calibration(gain: 200, unit: "mV"))],
      source: "test")
    let bytes = FrameEncoder.bytes(.header(header), as: .int16, of: header)
    #expect(Array(bytes[..<12]) == Array("TWF1".utf8) + [1, 0, 0, 0, 36, 0, 0, 0])
    // Version, channels, 250.0, name, then the channel's name, unit, gain and baseline.
    #expect(Array(bytes[12..<24]) == [1, 0, 1, 0, 0, 0, 0, 0, 0, 64, 111, 64])
    #expect(Array(bytes[24..<32]) == [1, 98, 2, 73, 73, 2, 109, 86])
    #expect(Array(bytes[32..<48]) == [0, 0, 0, 0, 0, 0, 105, 64, 0, 0, 0, 0, 0, 0, 0, 0])
    let sum = CRC32C.of(bytes[4..<48])
    #expect(Array(bytes[48...]) == (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) })
  }

  @Test func physicalValuesKeepTheirNumberAndWhatIsMissing() throws {
    let header = try StreamHeader(
      name: "x", samplingRateHz: 250,
      channels: [.init(name: "II", calibration: .fine(unit: "mV"))], source: "test")
    let packet = StreamPacket(
      sequence: 1, firstFrame: 0, sourceSeconds: nil,
      samples: [1_234_567, -500, StreamPacket.missing])
    var decoder = FrameDecoder(source: "test")
    _ = decoder.take(FrameEncoder.bytes(.header(header), as: .float32, of: header))
    let read = packets(decoder.take(FrameEncoder.bytes(.packet(packet), as: .float32, of: header)))
    #expect(read.first?.samples == packet.samples)
  }

  @Test func infiniteAndHugeValuesAreMissing() throws {
    let line = Calibration.fine(unit: "mV")
    let lines = "II (mV)\n" + "inf\nnan\n1e300\n0.5\n"
    var decoder = CSVStreamDecoder(source: "t", settings: .init(samplingRateHz: 250))
    let read = packets(try decoder.take(Array(lines.utf8)))
    #expect(read.flatMap(\.samples) == [.min, .min, .min, Int32(line.digital(0.5))])
  }

  @Test func passesOverWhatIsNoMessageAndCountsIt() throws {
    let bytes = try StreamFixtures.bytes(packets: 3)
    var spoilt = Array("rubbish TWF1 and more".utf8) + bytes
    // One bit of the second packet.
    let packetSize = 12 + 32 + 20 * 3 * 4 + 4
    spoilt[spoilt.count - 16 - packetSize * 2 + 60] ^= 4
    var decoder = FrameDecoder(source: "test")
    let messages = decoder.take(spoilt)
    #expect(packets(messages).map(\.sequence) == [0, 2])
    #expect(messages.last == .end)
    let corrupt = messages.reduce(0) {
      if case .corrupt(let bytes) = $1 { $0 + bytes } else { $0 }
    }
    #expect(corrupt == 21 + packetSize)
  }

  @Test(arguments: [
    (0, 500.0), (257, 500), (3, 1e9), (3, .nan), (3, 0), (3, -1), (256, 50_000),
  ])
  func refusesStreamsThatNoPatientHas(channels: Int, rate: Double) {
    #expect(throws: StreamError.self) {
      try StreamFixtures.header(channels: channels, rate: rate)
    }
  }

  @Test func namesAreFitForALine() throws {
    let header = try StreamHeader(
      name: "\u{1B}[31mred\n", samplingRateHz: 250,
      channels: ["", "\u{7}II", "\u{7}II", String(repeating: "x", count: 500)].map {
        .init(name: $0, calibration: Calibration(unit: "m V"))
      }, source: "test")
    let all = header.channels.map(\.name) + [header.name]
    #expect(all.allSatisfy { !$0.unicodeScalars.contains { $0.value < 32 } && $0.count <= 43 })
    #expect(Set(header.channels.map(\.name)).count == 4)
    #expect(header.channels[0].calibration.unit == "m_V")
  }

  /// Messages with bits turned, bytes left out and put in, in pieces of any size: nothing traps, nothing
  /// grows, and what follows an unspoilt message is read again.
  @Test func survivesMutatedMessages() throws {
    let count = Int(ProcessInfo.processInfo.environment["TAWARA_FUZZ_INPUTS"] ?? "") ?? 20_000
    let whole = try StreamFixtures.bytes(packets: 1, as: .int16)
    let header = FrameEncoder.bytes(
      .header(try StreamFixtures.header()), as: .int16, of: try StreamFixtures.header())
    var generator = SeededGenerator(seed: 7)
    var decoder = FrameDecoder(source: "test")
    var read = 0
    for _ in 0..<count {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        default: bytes.removeLast(min(bytes.count - 1, 4))
        }
      }
      read += packets(decoder.take(bytes)).count
    }
    let after = decoder.take(header + whole + whole)
    #expect(packets(after).count >= 1)
    #expect(read > 0)
  }
}
