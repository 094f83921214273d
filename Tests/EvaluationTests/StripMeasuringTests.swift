import Annotations
import Evaluation
import Measures
import NeuralNetwork
import PaperStrip
import Testing
import Waveforms

@Suite("Measures of a strip")
struct StripMeasuringTests {
  private struct Sample {
    let record: Record
    let beats: RecordBeats
    let rhythms: RhythmTimeline

    init() throws {
      let recording = try SampleRecord.open()
      record = recording.record
      beats = try RecordBeats.find(in: recording, annotator: nil, crew: Crew(count: 1))
      rhythms = RhythmTimeline(
        try recording.annotations("atr"), frameCount: record.frameCount,
        frameRateHz: record.frameRateHz)
    }

    func measuring(_ symbols: [String]?) -> StripMeasuring {
      StripMeasuring(
        record: record, beats: beats.times, symbols: symbols,
        rhythms: symbols == nil ? nil : rhythms,
        origin: beats.origin)
    }
  }

  @Test("They are medians of the beats of one kind, with the numbers that the screen shows")
  func medians() throws {
    let sample = try Sample()
    let span = 0.0..<10
    let strip = try #require(try sample.measuring(sample.beats.symbols).measures(in: span))
    let all = try BeatMeasurer(record: sample.record, beats: sample.beats.times)
      .measure(from: 0, to: 10)
    let own = zip(all, sample.beats.symbols ?? []).filter { $0.1 == "N" }.map(\.0)
    let qrs = try #require(MeasureReport.median(own.compactMap(\.qrs)))
    let entry = try #require(strip.entries.first { $0.name == "QRS" })
    #expect(entry.value.hasPrefix("\(Int((qrs * 1000).rounded())) ms"))
    #expect(strip.caption.hasPrefix("medians of \(own.count) beats N"))
    #expect(strip.caption.contains("annotations atr"))
    #expect(strip.caption.hasSuffix("not for diagnosis"))
  }

  @Test("Beats of two rhythms are never put together, nor is a cycle between them")
  func kinds() throws {
    let sample = try Sample()
    let symbols = try #require(sample.beats.symbols)
    let first = try #require(symbols.firstIndex(of: "X"))
    // Two normal beats or so before a tachycardia, and three of its own.
    let span = sample.beats.times[first - 2] - 0.01..<sample.beats.times[first + 3] - 0.01
    let strip = try #require(try sample.measuring(symbols).measures(in: span))
    #expect(strip.caption.hasPrefix("medians of 3 beats X in "))
    let cycles = (first + 1..<first + 3).map { sample.beats.times[$0] - sample.beats.times[$0 - 1] }
    let rr = try #require(MeasureReport.median(cycles))
    let entry = try #require(strip.entries.first { $0.name == "RR" })
    #expect(entry.value.hasPrefix("\(Int((rr * 1000).rounded())) ms, "))
  }

  @Test("Detected beats are of one kind; where there is no beat nothing is printed")
  func detected() throws {
    let sample = try Sample()
    let strip = try #require(try sample.measuring(nil).measures(in: 0..<5))
    #expect(strip.caption.contains("beats; annotations atr"))
    #expect(try sample.measuring(nil).measures(in: 0..<0.1) == nil)
  }

  @Test("AH, HV and VA stand there where they are known alone, the surface's with a dash")
  func known() throws {
    let sample = try Sample()
    let strip = try #require(try sample.measuring(sample.beats.symbols).measures(in: 0..<10))
    #expect(strip.entries.prefix(6).map(\.name) == ["RR", "PR", "QRS", "QT", "QTcB", "QTcF"])
    // x003 has no His channel.
    #expect(!strip.entries.contains { ["AH", "HV"].contains($0.name) })
  }
}
