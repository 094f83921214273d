import LiveStreams
import Testing
import Waveforms

@Suite struct CSVStreamTests {
  private func messages(
    _ text: String, rate: Double? = nil, cut: Int = 100_000
  ) throws -> [StreamMessage] {
    var decoder = StreamDecoder(source: "t", settings: .init(samplingRateHz: rate))
    let bytes = Array(text.utf8)
    var messages: [StreamMessage] = []
    for start in stride(from: 0, to: bytes.count, by: cut) {
      messages += try decoder.take(Array(bytes[start..<min(start + cut, bytes.count)]))
    }
    return try messages + decoder.finish()
  }

  private func samples(_ messages: [StreamMessage]) -> [Int32] {
    messages.flatMap { if case .packet(let packet) = $0 { packet.samples } else { [Int32]() } }
  }

  @Test(arguments: [1, 5, 100_000]) func readsNamesUnitsAndNumbers(cut: Int) throws {
    let found = try messages(
      "II (mV);V1_uV;n\n0.5;-20;1\n\n# remark\n0.6;30;2\n", rate: 250, cut: cut)
    guard case .header(let header)? = found.first else {
      Issue.record("no header")
      return
    }
    #expect(header.channels.map(\.name).prefix(2) == ["II", "V1"])
    #expect(header.channels.map(\.calibration.unit).prefix(2) == ["mV", "uV"])
    #expect(samples(found).prefix(2) == [500_000, -20_000])
    #expect(found.last == .end)
  }

  @Test func timesTellTheRateAndWhatIsMissing() throws {
    let rows = (0..<400).filter { !(150..<250).contains($0) }.map {
      "\((Double($0) / 977 * 1000).rounded() / 1000),\($0)"
    }
    let found = try messages("time,II\n" + rows.joined(separator: "\n") + "\n")
    guard case .header(let header)? = found.first else {
      Issue.record("no header")
      return
    }
    #expect(header.samplingRateHz == 977)
    let packets = found.compactMap { if case .packet(let packet) = $0 { packet } else { nil } }
    let firsts = packets.map(\.firstFrame)
    #expect(firsts.first == 0 && packets.count == 2)
    // The gap of 100 frames, to the millisecond that the times are rounded to.
    #expect(abs((firsts.last ?? 0) - 250) <= 1)
  }

  @Test func linesThatAreNoRowsAreCountedAndLeftOut() throws {
    let found = try messages("II,V1\n1,2\n1\n3,4\n5,6,7\n", rate: 250)
    #expect(samples(found).count == 4)
    #expect(found.count { if case .corrupt = $0 { true } else { false } } == 2)
  }

  /// A clock that is set, to another day or another century, loses nothing.
  @Test(arguments: [90_000, 1.7e9, -50]) func aClockThatIsSetLosesNothing(step: Double) throws {
    let rows = (0..<600).map { "\(Double($0) / 250 + ($0 < 300 ? 100 : 100 + step)),1" }
    let found = try messages("time,II\n" + rows.joined(separator: "\n") + "\n", rate: 250)
    let packets = found.compactMap { if case .packet(let packet) = $0 { packet } else { nil } }
    let ends = packets.map { Int($0.firstFrame) + $0.samples.count }
    #expect(packets.first?.firstFrame == 0 && ends.last == 600)
  }

  @Test func saysWhatIsMissing() {
    #expect(throws: StreamError.self) { try messages("II,V1\n1,2\n3,4\n") }
    #expect(throws: StreamError.self) { try messages("1,2\n3,4\n", rate: 250) }
  }

}
