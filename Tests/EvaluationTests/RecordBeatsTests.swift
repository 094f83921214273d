import Evaluation
import NeuralNetwork
import Simulation
import Testing
import Waveforms

@Suite("Beats of a record")
struct RecordBeatsTests {
  @Test("Beats are those of the annotations, in order and with their symbols")
  func annotated() throws {
    let beats = try RecordBeats.find(
      in: SampleRecord.open(), annotator: nil, crew: Crew(count: 1))
    #expect(beats.origin == "annotations atr" && beats.times.count == 103)
    #expect(beats.times == beats.times.sorted())
    #expect(abs((beats.times.first ?? 0) - 638 / 977) < 1e-9)
    let symbols = Dictionary(grouping: beats.symbols ?? []) { $0 }.mapValues(\.count)
    #expect(symbols == ["A": 2, "J": 1, "N": 44, "X": 56])
  }

  @Test("An annotator that is asked for and not there is refused")
  func absent() throws {
    let recording = try SampleRecord.open()
    #expect(throws: RecordingError.self) {
      try RecordBeats.find(in: recording, annotator: "zzz", crew: Crew(count: 1))
    }
  }

  @Test("Beats are detected where there are no annotations")
  func detected() throws {
    let record = Record(
      PatientSimulator(
        plan: SimulationPlan(patients: 1, seed: 3, durationSeconds: 20...20)
      ).patient(0))
    let beats = try RecordBeats.detected(in: record, crew: Crew(count: 1))
    #expect(beats.symbols == nil && beats.origin == "detected beats" && beats.times.count > 10)
  }

  @Test("Detected beats that are the annotated ones are all found; a beat less is missed")
  func score() throws {
    let recording = try SampleRecord.open()
    let beats = try RecordBeats.annotated("atr", in: recording).times.map {
      Int(($0 * 250).rounded())
    }
    let all = try BeatScore(beats, recording, against: "atr", learning: 0)
    #expect((all.found, all.missed, all.extra) == (103, 0, 0))
    let fewer = try BeatScore(
      Array(beats.dropFirst()) + [beats[5] + 60], recording, against: "atr", learning: 0)
    #expect((fewer.found, fewer.missed, fewer.extra) == (102, 1, 1))
    let late = try BeatScore(beats, recording, against: "atr", learning: 30)
    #expect(late.found == beats.count { $0 >= 7500 } && late.missed == 0)
    var sum = all
    sum.add(fewer)
    #expect(sum.line("gross") == "gross         206        1        1      99.51 %       99.51 %")
  }
}
