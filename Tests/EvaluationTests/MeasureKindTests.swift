import Evaluation
import Measures
import NeuralNetwork
import Testing
import Waveforms

@Suite("Medians by kind")
struct MeasureKindTests {
  @Test("Each kind of beats in each rhythm has medians of its own, the commonest first")
  func kinds() throws {
    let recording = try SampleRecord.open()
    let beats = try RecordBeats.find(in: recording, annotator: nil, crew: Crew(count: 1))
    let measurer = try BeatMeasurer(record: recording.record, beats: beats.times)
    let measures = try measurer.measure(from: 0, to: recording.record.durationSeconds)
    let report = MeasureReport(record: recording.record, beats: beats, measures: measures)
    #expect(report.kinds.map(\.count).reduce(0, +) == 103)
    #expect(report.kinds.map(\.count) == report.kinds.map(\.count).sorted(by: >))
    #expect(Set(report.kinds.map(\.kind)).count == report.kinds.count)
    #expect(report.kinds.filter { $0.kind.name == "N" }.map(\.count).reduce(0, +) == 44)
    // A beat of its own between others bounds no cycle of its kind.
    let single = try #require(report.kinds.first { $0.kind.name == "J" })
    #expect(single.count == 1 && single.beatsPerMinute == nil)
    for kind in report.kinds where kind.kind.name == "N" {
      #expect(kind.seconds[0].map { (0.3...2).contains($0) } ?? true)
    }
    let json = String(decoding: try PlainText.json(report.values), as: UTF8.self)
    #expect(json.contains("\"medians_by_kind\""))
  }

  @Test("A kind is told with its number and its rhythm")
  func title() {
    #expect(MeasureKind(name: "N", rhythm: "N").title(count: 38) == "38 N, Sinus rhythm")
    #expect(MeasureKind(name: "").title(count: 3) == "3 beats")
  }
}
