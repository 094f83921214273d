import SignalProcessing
import Testing

struct QRSDetectorTests {
  /// Every beat once, within 20 ms, and nothing else.
  private func expectExactly(
    _ beats: [Int], in leads: [[Float]], tolerance: Int = 5,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let detected = QRSDetector.detect(leadsMillivolts: leads)
    let result = BeatComparison(reference: beats, detected: detected, tolerance: tolerance)
    #expect(result.missed == [], sourceLocation: sourceLocation)
    #expect(result.extra == [], sourceLocation: sourceLocation)
    #expect(result.truePositives == beats.count, sourceLocation: sourceLocation)
  }

  @Test("A regular rhythm is found beat by beat, at its R peaks, without its T waves")
  func regularRhythm() {
    var signals = SyntheticSignals(seed: 1)
    let beats = SyntheticSignals.regular(every: 0.8, to: 59.5)
    expectExactly(beats, in: [signals.lead(beats: beats, seconds: 60)], tolerance: 1)
  }

  @Test("300 beats a minute are found, 200 ms apart", arguments: [3.0, 10, 60])
  func fastTachycardia(seconds: Double) {
    var signals = SyntheticSignals(seed: 2)
    let beats = SyntheticSignals.regular(every: 0.2, from: 0.3, to: seconds - 0.2)
    let lead = signals.lead(beats: beats, seconds: seconds, tDelaySeconds: 0.1)
    expectExactly(beats, in: [lead])
  }

  @Test("Onset and end of a tachycardia lose no beat")
  func onsetOfTachycardia() {
    var signals = SyntheticSignals(seed: 3)
    let beats =
      SyntheticSignals.regular(every: 0.75, to: 10)
      + SyntheticSignals.regular(every: 0.24, from: 10.4, to: 20)
      + SyntheticSignals.regular(every: 0.8, from: 20.7, to: 30)
    let lead = signals.lead(beats: beats, seconds: 30.5, tDelaySeconds: 0.13)
    expectExactly(beats, in: [lead])
  }

  @Test("Noise alone has no beats", arguments: [0.003, 0.1, 1] as [Float], [1, 2, 12])
  func noiseOnly(millivolts: Float, leadCount: Int) {
    var signals = SyntheticSignals(seed: 4)
    let leads = (0..<leadCount).map { _ in signals.noise(count: 15_000, millivolts: millivolts) }
    // A minute with a beat in every second would be 60 or more.
    #expect(QRSDetector.detect(leadsMillivolts: leads).count <= 3)
  }

  @Test("A flat, a clipped and a noisy lead beside a good one do no harm")
  func badLeads() {
    var signals = SyntheticSignals(seed: 5)
    let beats = SyntheticSignals.regular(every: 0.7, to: 59.5)
    let good = signals.lead(beats: beats, seconds: 60)
    let flat = [Float](repeating: 0, count: good.count)
    let clipped = signals.noise(count: good.count, millivolts: 50).map { min(max($0, -5), 5) }
    let noisy = signals.noise(count: good.count, millivolts: 0.5)
    expectExactly(beats, in: [flat, good])
    expectExactly(beats, in: [good, noisy, flat, clipped])
    #expect(QRSDetector.detect(leadsMillivolts: [flat, flat]) == [])
  }

  @Test("Steps of a loose electrode on one lead make no beats")
  func electrodeSteps() {
    var signals = SyntheticSignals(seed: 6)
    let beats = SyntheticSignals.regular(every: 0.8, to: 59.5)
    let good = signals.lead(beats: beats, seconds: 60)
    var loose = signals.lead(beats: beats, seconds: 60)
    for start in [5000, 5350, 5600, 5930] {
      for index in start..<start + 150 { loose[index] += 4 }
    }
    expectExactly(beats, in: [good, loose])
  }

  @Test("Reversed polarity gives the same beats, and so does a reversal within the record")
  func polarity() {
    var signals = SyntheticSignals(seed: 7)
    let beats = SyntheticSignals.regular(every: 0.8, to: 59.5)
    var lead = signals.lead(beats: beats, seconds: 60)
    let upright = QRSDetector.detect(leadsMillivolts: [lead])
    #expect(upright.count == beats.count)
    #expect(QRSDetector.detect(leadsMillivolts: [lead.map { -$0 }]) == upright)
    for index in 7600..<lead.count { lead[index] = -lead[index] }
    expectExactly(beats, in: [lead])
  }

  @Test("Nothing is found in a pause of eight seconds, and all before and after it")
  func pause() {
    var signals = SyntheticSignals(seed: 8)
    let beats =
      SyntheticSignals.regular(every: 0.8, to: 20)
      + SyntheticSignals.regular(every: 0.8, from: 28, to: 50)
    expectExactly(beats, in: [signals.lead(beats: beats, seconds: 50.5)])
  }

  @Test("A step of amplitude to four times or a quarter loses no beat", arguments: [4, 0.25])
  func amplitudeStep(factor: Float) {
    var signals = SyntheticSignals(seed: 9)
    let beats = SyntheticSignals.regular(every: 0.8, to: 59.5)
    var lead = signals.lead(beats: beats, seconds: 60)
    for index in 7550..<lead.count { lead[index] *= factor }
    expectExactly(beats, in: [lead])
  }

  @Test("Low voltage, 0.1 mV, is found")
  func lowVoltage() {
    var signals = SyntheticSignals(seed: 10)
    let beats = SyntheticSignals.regular(every: 0.8, to: 29.5)
    let lead = signals.lead(beats: beats, seconds: 30, amplitude: 0.1, noiseMillivolts: 0.003)
    expectExactly(beats, in: [lead])
  }

  @Test("A paced beat counts once, not once more for its spike")
  func pacingSpikes() {
    var signals = SyntheticSignals(seed: 11)
    let beats = SyntheticSignals.regular(every: 0.8, to: 59.5)
    var lead = signals.noise(count: 15_000, millivolts: 0.01)
    SyntheticSignals.add(1.2, widthSeconds: 0.035, at: beats, to: &lead)
    for beat in beats {
      lead[beat - 40] += 6
      lead[beat - 39] -= 2
    }
    expectExactly(beats, in: [lead], tolerance: 10)
  }

  @Test("A wide ectopic beat of 180 ms among narrow ones is found")
  func wideEctopicBeats() {
    var signals = SyntheticSignals(seed: 12)
    let narrow = [0.5, 1.3, 2.1, 4.5, 5.3, 6.1, 8.5, 9.3].map { Int($0 * 250) }
    let wide = [2.7, 6.7].map { Int($0 * 250) }
    var lead = signals.lead(beats: narrow, seconds: 10)
    SyntheticSignals.add(1.5, widthSeconds: 0.035, at: wide, to: &lead)
    expectExactly((narrow + wide).sorted(), in: [lead], tolerance: 10)
  }

  @Test("Records of seconds need no learning", arguments: [2.0, 3, 5])
  func shortRecords(seconds: Double) {
    var signals = SyntheticSignals(seed: 13)
    let beats = SyntheticSignals.regular(every: 0.6, from: 0.3, to: seconds - 0.2)
    expectExactly(beats, in: [signals.lead(beats: beats, seconds: seconds)])
  }

  @Test("Next to no samples give no beats and do not trap", arguments: 0...12)
  func fewSamples(count: Int) {
    let lead = (0..<count).map { Float($0 % 3) }
    #expect(QRSDetector.detect(leadsMillivolts: [lead, lead]).count <= 1)
  }

  @Test("No leads have no beats")
  func noLeads() {
    #expect(QRSDetector.detect(leadsMillivolts: []) == [])
    #expect(QRSDetector.detect(leadsMillivolts: [[]]) == [])
  }

  @Test("Detections ascend and are at least 60 ms apart, whatever the signal")
  func ascending() {
    var signals = SyntheticSignals(seed: 14)
    let beats = SyntheticSignals.regular(every: 0.22, to: 59.5)
    var lead = signals.lead(beats: beats, seconds: 60, noiseMillivolts: 0.15)
    for index in 5000..<9000 { lead[index] *= 3 }
    let detected = QRSDetector.detect(leadsMillivolts: [lead])
    #expect(detected.count > 200)
    #expect(zip(detected, detected.dropFirst()).allSatisfy { $1 - $0 >= 15 })
  }
}
