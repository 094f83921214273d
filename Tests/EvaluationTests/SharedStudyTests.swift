import Evaluation
import Foundation
import Measures
import NeuralNetwork
import Testing
import Waveforms

/// What the electrograms of two real studies say, as the README of `../shared/records` has read it
/// from their samples.
@Suite("Real electrograms and stimuli")
struct SharedStudyTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/records").path
  private static let isPresent = FileManager.default.fileExists(atPath: folder + "/expected.json")

  private func measured(_ name: String) throws -> (BeatMeasurer, [BeatMeasures]) {
    let recording = try Recording(path: Self.folder + "/" + name)
    let beats = try RecordBeats.find(in: recording, annotator: nil, crew: Crew(count: 1))
    let measurer = try BeatMeasurer(record: recording.record, beats: beats.times)
    return (measurer, try measurer.measure(from: 0, to: .infinity))
  }

  /// The greatest value of the first channel near a time.
  private func peak(_ record: Record, near time: Double) throws -> Double {
    let first = max(0, Int((time - 0.05) * record.frameRateHz))
    let end = min(record.frameCount, Int((time + 0.05) * record.frameRateHz))
    let samples = Array(try record.physical(channels: [0], frames: first..<end)[0])
    let best = samples.indices.max { samples[$0] < samples[$1] } ?? 0
    return Double(first + best) / record.frameRateHz
  }

  @Test(
    "Nodal re-entry: H 78 to 80 ms before R, HV about 50 ms, CS 9-10 first, A within V",
    .enabled(if: isPresent, "needs ../shared/records"))
  func nodalReentry() throws {
    let (measurer, measures) = try measured("intracardiac/bard_avnrt")
    let record = measurer.record
    #expect(measurer.stimuli.isEmpty)
    #expect(measures.count >= 9)
    var full = 0
    for beat in measures {
      // The last beat is cut off by the record's end.
      guard let his = beat.fiducials.his, let hv = beat.hv, let va = beat.va,
        beat.beat < record.durationSeconds - 0.2
      else { continue }
      full += 1
      let peak = try peak(record, near: beat.beat)
      #expect((0.0765...0.0815).contains(peak - his), "H \(peak - his) before R")
      // The leads leave the line 40 ms before R; a reader of the screen saw it at 29.
      #expect((0.035...0.057).contains(hv), "HV \(hv)")
      #expect(abs(va) < 0.025, "VA \(va)")
      #expect(beat.conduction == .retrograde && beat.ah == nil && beat.unreadSites.isEmpty)
      let names = beat.coronarySinus.map { record.channels[$0.channel].name }
      #expect(names == ["CS 9-10", "CS 7-8", "CS 5-6", "CS 3-4", "CS 1-2"])
      for (site, truth) in zip(beat.coronarySinus, [-0.019, -0.004, 0.016, 0.024, 0.029]) {
        #expect(abs(site.time - peak - truth) < 0.012)
      }
      let kinds = Set(beat.activations.map(\.kind))
      #expect(kinds.isSuperset(of: [.his, .atrial, .ventricular]))
    }
    #expect(full >= 9)
  }

  @Test(
    "Programmed stimulation: nine stimuli, S1 500 ms, S2 330 ms, RR is theirs",
    .enabled(if: isPresent, "needs ../shared/records"))
  func stimulation() throws {
    let (measurer, measures) = try measured("intracardiac/prucka_vt14")
    let truth = [0.007, 0.504, 1.003, 1.503, 2.005, 2.503, 3.002, 3.502, 3.831]
    let own = measurer.stimuli.filter { $0.chamber == .ventricle }
    #expect(own.count == truth.count)
    for (stimulus, time) in zip(own, truth) { #expect(abs(stimulus.time - time) < 0.0025) }
    #expect(own.dropLast().allSatisfy { $0.role == .drive } && own.last?.role == .extra(2))
    let train = try #require(StimulusDetector.trains(measurer.stimuli).first)
    #expect(abs(train.cycle - 0.5) < 0.002)
    #expect(train.couplings.count == 1 && abs(train.couplings[0] - 0.33) < 0.002)
    let paced = measures.compactMap(\.stimulus)
    #expect(paced.count >= 7 && Set(paced).isSubset(of: own.map(\.time)))
    for (one, next) in zip(measures, measures.dropFirst()) {
      guard let before = one.stimulus, let after = next.stimulus else { continue }
      #expect(next.rr == after - before)
    }
  }

  @Test(
    "Pacemakers are found, and no stimuli where there are none",
    .enabled(if: isPresent, "needs ../shared/records"))
  func pacemakers() throws {
    let paced: Set = ["45", "93", "95", "111"]
    for number in stride(from: 1, to: 200, by: 2) {
      let name = "\(number)"
      let record = try Recording(path: Self.folder + "/ludb/" + name).record
      let stimuli = try StimulusDetector.stimuli(of: record)
      #expect(stimuli.isEmpty != paced.contains(name), "ludb/\(name): \(stimuli.count)")
      #expect(stimuli.allSatisfy { $0.role == nil })
    }
    for name in ["100", "103", "108", "203", "208", "228"] {
      let record = try Recording(path: Self.folder + "/mitdb/" + name).record
      #expect(try StimulusDetector.stimuli(of: record).isEmpty, "mitdb/\(name)")
    }
    for name in ["104", "107"] {
      let record = try Recording(path: Self.folder + "/mitdb/" + name).record
      #expect(try StimulusDetector.stimuli(of: record).count > 500, "mitdb/\(name)")
    }
  }
}
