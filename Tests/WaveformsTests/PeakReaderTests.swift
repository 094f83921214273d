import Foundation
import Testing
import Waveforms

@Suite("Peaks")
struct PeakReaderTests {
  /// Samples in memory.
  struct ArraySource: SampleSource {
    var channels: [[Int32]]
    var samplesPerFrame: [Int]

    func decode(
      frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
    ) throws {
      for (place, channel) in channels.enumerated() {
        let perFrame = samplesPerFrame[channel]
        let part = self.channels[channel][
          frames.lowerBound * perFrame..<frames.upperBound * perFrame]
        block.samples.replaceSubrange(block.range(place), with: part)
      }
    }
  }

  static func record(
    _ channels: [[Int32]], rate: Double, samplesPerFrame: [Int]? = nil
  ) -> Record {
    let perFrame = samplesPerFrame ?? channels.map { _ in 1 }
    return Record(
      name: "test", path: "test", container: "test", frameRateHz: rate,
      frameCount: channels[0].count / perFrame[0],
      channels: channels.indices.map { index in
        Channel(
          name: "channel \(index)", calibration: Calibration(gain: index == 1 ? -100 : 100),
          encoding: .wfdb(.int24), samplesPerFrame: perFrame[index],
          samplingRateHz: rate * Double(perFrame[index]), sampleCount: channels[index].count)
      }, source: ArraySource(channels: channels, samplesPerFrame: perFrame))
  }

  static func filled(_ record: Record) -> PeakReader {
    let reader = PeakReader(record: record)
    while reader.cache.fillNext() {}
    return reader
  }

  @Test("a spike of one sample is seen at every zoom, in its place", arguments: [1, 2, 3])
  func spikes(perFrame: Int) throws {
    let count = 200_000 * perFrame
    let rate = 977.0
    let places = [0, 1, 31, 32, 33, 4095, 4096, 32_767, 32_768, 99_991, 150_000, 199_999]
    var samples = [Int32](repeating: 0, count: count)
    for place in places { samples[place * perFrame] = 5_000 }
    let other = (0..<200_000).map { Int32($0 % 7) }
    let reader = Self.filled(
      Self.record([samples, other], rate: rate, samplesPerFrame: [perFrame, 1]))
    for power in -14...3 {
      let width = Foundation.pow(2, Double(power))
      let columns = min(20_000, Int(200_000 / rate / width) + 2)
      for start in [0.0, 3.3, 33.5] {
        let lane = reader.lanes(
          channels: [0], start: start, secondsPerColumn: width, columns: columns)[0]
        for place in places {
          let column = (Double(place) / rate - start) / width
          guard column >= 0, column < Double(columns - 1) else { continue }
          // Edges move by at most an eighth of a column where the cache is used.
          let near = max(0, Int(column - 0.13))...min(columns - 1, Int(column + 0.13))
          let highest = near.compactMap { lane.peaks[$0]?.maximum }.max()
          #expect(highest == 50, "sample \(place), \(width) s a column, from \(start)")
        }
      }
    }
  }

  @Test("every sample is in exactly one column", arguments: [0.0005, 0.0021, 0.04, 0.13, 0.7, 9])
  func partition(width: Double) throws {
    // Each sample has a value of its own, so extremes of neighbours tell whether they overlap.
    let samples = (0..<100_000).map { Int32($0) }
    let reader = Self.filled(Self.record([samples], rate: 500))
    let columns = Int(200 / width) + 2
    let lane = reader.lanes(channels: [0], start: 0, secondsPerColumn: width, columns: columns)[0]
    guard width * 500 >= 1 else {
      // Narrower than samples: values lie on the lines between them.
      let values = lane.peaks.compactMap { $0 }.filter { !$0.isEmpty }.map(\.minimum)
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(values.count >= Int(199.9 / width))
      return
    }
    var next: Float = 0
    for case let peak? in lane.peaks where !peak.isEmpty {
      #expect(peak.minimum == next)
      next = peak.maximum + 0.01
      next = (next * 100).rounded() / 100
    }
    #expect(next == 1000)
  }

  @Test("missing samples and gaps stay empty, at every zoom")
  func missing() throws {
    var samples = (0..<50_000).map { Int32($0 % 100) }
    for index in 20_000..<30_000 { samples[index] = -8_388_608 }
    let reader = Self.filled(Self.record([samples, samples], rate: 1000))
    for width in [0.001, 0.01, 0.5, 1] {
      let lanes = reader.lanes(
        channels: [0, 1], start: 21, secondsPerColumn: width, columns: min(8, Int(8 / width)))
      #expect(lanes.allSatisfy { $0.peaks.allSatisfy { $0?.isEmpty == true } })
    }
    // A negative gain turns the extremes around.
    let lanes = reader.lanes(channels: [0, 1], start: 0, secondsPerColumn: 1, columns: 2)
    #expect(lanes[0].peaks[0] == Peak(minimum: 0, maximum: 0.99))
    #expect(lanes[1].peaks[0] == Peak(minimum: -0.99, maximum: 0))
  }

  @Test("what is not read yet is nil, not empty")
  func pending() {
    let samples = (0..<3_000_000).map { Int32($0 % 100) }
    let reader = PeakReader(record: Self.record([samples], rate: 1000))
    _ = reader.cache.fillNext()
    let peaks = reader.lanes(channels: [0], start: 0, secondsPerColumn: 150, columns: 20)[0].peaks
    #expect(peaks[0] != nil)
    #expect(peaks[19] == nil)
  }

  @Test("outside the record there is nothing")
  func outside() {
    let reader = Self.filled(Self.record([[1, 2, 3]], rate: 10))
    let peaks = reader.lanes(channels: [0], start: -1, secondsPerColumn: 0.1, columns: 30)[0].peaks
    #expect(peaks.filter { $0?.isEmpty == false }.count == 3)
  }
}

@Suite(
  "Peaks of MIT-BIH",
  .enabled(if: SharedRecords.isPresent, Comment(rawValue: SharedRecords.skipReason)))
struct RealPeakTests {
  /// The QRS of every beat is visible at every zoom from 1 s to the whole record: the columns
  /// around a beat reach as far as its samples do.
  @Test("no QRS vanishes", arguments: ["100", "208"])
  func everyBeat(name: String) throws {
    let path = SharedRecords.path("mitdb/" + name)
    let record = try WFDBReader.open(path: path)
    let set = try WFDBAnnotationReader.read(recordPath: path, annotator: "atr")
    let reader = PeakReaderTests.filled(record)
    let whole = try record.physical(channels: [0], frames: 0..<record.frameCount)
    let beats = set.annotations.filter { set.isBeat($0) && $0.time > 60 }
    let dots = 220.0
    var width = 1 / dots
    while width < record.durationSeconds / dots * 2 {
      let columns = Int(record.durationSeconds / width) + 1
      let lane = reader.lanes(
        channels: [0], start: 0, secondsPerColumn: width, columns: columns)[0]
      for beat in beats {
        let span = (beat.time - 18)...min(beat.time + 18, record.frameCount - 1)
        let samples = whole.samples[span]
        // An eighth of a column on either side, as far as the cache's edges move.
        let first = Int(max(0, Double(span.lowerBound) / 360 / width - 0.126))
        let last = min(columns - 1, Int(Double(span.upperBound) / 360 / width + 0.126))
        let shown = lane.peaks[first...last].compactMap { $0 }.filter { !$0.isEmpty }
        #expect((shown.map(\.maximum).max() ?? 0) >= (samples.max() ?? 1))
        #expect((shown.map(\.minimum).min() ?? 0) <= (samples.min() ?? -1))
      }
      width *= 2
    }
  }
}
