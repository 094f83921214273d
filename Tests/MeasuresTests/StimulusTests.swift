import Measures
import Simulation
import Testing
import Waveforms

@Suite("Stimuli")
struct StimulusTests {
  private static func paced() -> SyntheticHeart {
    var heart = SyntheticHeart()
    (heart.qrs, heart.isSlurred, heart.qt, heart.pr) = (0.16, true, 0.44, nil)
    heart.stimulus = 0.012
    return heart
  }

  @Test("Pulses on the skin are found to two samples", arguments: [1000.0, 500])
  func pulses(_ rateHz: Double) throws {
    var heart = Self.paced()
    heart.rateHz = rateHz
    let stimuli = try StimulusDetector.stimuli(of: heart.record)
    #expect(stimuli.count == heart.beatCount)
    for (place, stimulus) in stimuli.enumerated() {
      #expect(abs(stimulus.time - heart.onset(place) + 0.012) <= 2.1 / rateHz)
      #expect(stimulus.source == 0 && stimulus.role == nil && stimulus.chamber == nil)
    }
    heart.stimulus = nil
    #expect(try StimulusDetector.stimuli(of: heart.record).isEmpty)
  }

  @Test("A captured beat has its stimulus, and RR is the stimuli's")
  func captured() throws {
    let heart = Self.paced()
    for (measures, onset) in try heart.measured() {
      let stimulus = try #require(measures.stimulus)
      #expect(abs(stimulus - onset + 0.012) < 0.0021)
      #expect(abs((measures.rr ?? 0) - heart.cycle) < 0.0011)
    }
    var sinus = heart
    sinus.stimulus = nil
    #expect(try sinus.measured().allSatisfy { $0.measures.stimulus == nil })
  }

  @Test("A bridge leaves a line where the stimulus was, and all else")
  func bridge() {
    var samples = (0..<200).map { Float($0) }
    samples[100] = 5000
    samples[103] = -5000
    StimulusDetector.bridge(&samples, rateHz: 1000, start: 2, stimuli: [2.099, 9])
    for (index, value) in samples.enumerated() { #expect(abs(value - Float(index)) < 0.001) }
    StimulusDetector.bridge(&samples, rateHz: 1000, start: 2, stimuli: [2.0, 2.199, 1.99])
    #expect(samples.allSatisfy(\.isFinite) && samples[100] == 100)
  }

  @Test("Simulated pacing is found in the chamber that is paced, and nothing in sinus rhythm")
  func simulated() throws {
    let script = PatientScript.child([
      .sinus(beats: 6), .run(.ventricularPaced, beats: 9), .sinus(beats: 6),
    ])
    let record = Record(PatientSimulator.patient(script), renaming: [:])
    let stimuli = try StimulusDetector.stimuli(of: record)
    #expect(stimuli.count == 9)
    #expect(stimuli.dropLast().allSatisfy { $0.role == .drive })
    #expect(stimuli.last?.role == .extra(2))
    let quiet = PatientSimulator.patient(.child([.sinus(beats: 20)]))
    #expect(try StimulusDetector.stimuli(of: Record(quiet)).isEmpty)
  }
}
