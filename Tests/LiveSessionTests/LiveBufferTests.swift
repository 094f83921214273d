import LiveSession
import LiveStreams
import SignalProcessing
import Testing
import Waveforms

@Suite struct LiveBufferTests {
  private func header(_ channels: Int = 2) throws -> StreamHeader {
    try StreamHeader(
      name: "bed", samplingRateHz: 100,
      channels: (0..<channels).map {
        .init(name: "C\($0)", calibration: Calibration(gain: 10, baseline: 1, unit: "mV"))
      }, source: "test")
  }

  /// Channel c of frame f is f * 10 + c, digital.
  private func frames(_ range: Range<Int>) -> [Int32] {
    range.flatMap { frame in (0..<2).map { Int32(frame * 10 + $0) } }
  }

  @Test(arguments: [1, 3, 7, 250]) func keepsTheNewestHoweverTheyCome(size: Int) throws {
    let buffer = LiveBuffer(try header(), seconds: 1)
    for start in stride(from: 0, to: 250, by: size) {
      buffer.append(frames(start..<min(start + size, 250)))
    }
    #expect(buffer.frameCount == 250 && buffer.kept == 150..<250)
    let block = buffer.physical(channels: [1], frames: 148..<153)
    #expect(block[0].prefix(2).count { $0.isNaN } == 2)
    #expect(Array(block[0].dropFirst(2)) == [150, 151, 152].map { Float($0) })
    #expect(buffer.digital(channel: 0, frames: 248..<252) == [2480, 2490, .min, .min])
  }

  @Test func peaksTellMissingFromNotYet() throws {
    let buffer = LiveBuffer(try header(), seconds: 10)
    buffer.append(frames(0..<10))
    buffer.appendMissing(10)
    buffer.append(frames(20..<25))
    let peaks = buffer.peaks(channel: 1, columns: [0..<5, 10..<20, 15..<22, 25..<30])
    #expect(peaks[0] == Peak(minimum: 0, maximum: 4))
    #expect(peaks[1]?.isEmpty == true)
    #expect(peaks[2] == Peak(minimum: 20, maximum: 21))
    #expect(peaks[3] == nil)
  }

  @Test func aGapOfHoursCostsWhatIsKept() throws {
    let buffer = LiveBuffer(try header(), seconds: 1)
    buffer.append(frames(0..<10))
    buffer.appendMissing(360_000_000)
    buffer.append(frames(0..<1))
    #expect(buffer.frameCount == 360_000_011)
    #expect(buffer.digital(channel: 0, frames: 360_000_009..<360_000_011) == [.min, 0])
  }

  /// Filtered as it comes is filtered at once, and what a new filter shows of the past is as if it had
  /// always been there.
  @Test func filtersAsItComes() throws {
    let (a, b, c) = (
      LiveBuffer(try header(), seconds: 10), LiveBuffer(try header(), seconds: 10),
      LiveBuffer(try header(), seconds: 10)
    )
    let cascade = FilterCascade([.highPass(cutoffHz: 1, samplingRateHz: 100)])
    a.filter([cascade, nil])
    b.filter([cascade, nil])
    let all = frames(0..<500)
    a.append(all)
    for start in stride(from: 0, to: 1000, by: 14) {
      b.append(Array(all[start..<min(start + 14, 1000)]))
    }
    c.append(all)
    c.filter([cascade, nil])
    let columns = (0..<500).map { $0..<$0 + 1 }
    for channel in 0..<2 {
      let peaks = a.peaks(channel: channel, columns: columns)
      #expect(peaks == b.peaks(channel: channel, columns: columns))
      #expect(peaks == c.peaks(channel: channel, columns: columns))
    }
    #expect(a.peaks(channel: 1, columns: columns)[499] == Peak(minimum: 499, maximum: 499))
  }
}
