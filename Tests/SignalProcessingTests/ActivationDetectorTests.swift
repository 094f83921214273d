import SignalProcessing
import Foundation
import Testing

struct ActivationDetectorTests {
  /// Adds deflections as a band-passed bipole shows them: 60 Hz under a bell of 6 ms.
  private func add(_ amplitude: Float, at samples: [Int], to signal: inout [Float]) {
    for center in samples {
      for index in max(0, center - 8)...min(signal.count - 1, center + 8) {
        let seconds = Double(index - center) / SyntheticSignals.rateHz
        let bell = exp(-0.5 * seconds * seconds / (0.006 * 0.006))
        signal[index] += amplitude * Float(bell * cos(2 * Double.pi * 60 * seconds))
      }
    }
  }

  private func expectExactly(
    _ truth: [Int], in signal: [Float], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = ActivationDetector.detect(electrogramMillivolts: signal)
    let result = BeatComparison(
      reference: truth, detected: found.map { $0.sample }, tolerance: 2)
    #expect(result.missed == [], sourceLocation: sourceLocation)
    #expect(result.extra == [], sourceLocation: sourceLocation)
  }

  @Test("A large atrial and a small ventricular deflection are both found in every beat")
  func bothChambers() {
    var signals = SyntheticSignals(seed: 1)
    let atrial = SyntheticSignals.regular(every: 0.6, to: 29)
    let ventricular = atrial.map { $0 + 35 }
    var signal = signals.noise(count: 7500, millivolts: 0.005)
    add(1.5, at: atrial, to: &signal)
    add(0.2, at: ventricular, to: &signal)
    expectExactly((atrial + ventricular).sorted(), in: signal)
  }

  @Test("Activations 130 ms apart, as in fibrillation, are all found")
  func fastActivations() {
    var signals = SyntheticSignals(seed: 2)
    let truth = SyntheticSignals.regular(every: 0.13, to: 29)
    var signal = signals.noise(count: 7500, millivolts: 0.005)
    add(0.5, at: truth, to: &signal)
    expectExactly(truth, in: signal)
  }

  @Test("Noise alone has next to no activations", arguments: [0.001, 0.02, 0.5] as [Float])
  func noiseOnly(millivolts: Float) {
    var signals = SyntheticSignals(seed: 3)
    let signal = signals.noise(count: 75_000, millivolts: millivolts)
    // Five minutes; a hundredth of what one activation a second would be.
    #expect(ActivationDetector.detect(electrogramMillivolts: signal).count <= 3)
  }

  @Test(
    "Amplitude and sign are those of the greatest deflection", arguments: [0.8, -0.8] as [Float])
  func amplitude(millivolts: Float) throws {
    var signal = [Float](repeating: 0, count: 500)
    add(millivolts, at: [250], to: &signal)
    let found = ActivationDetector.detect(electrogramMillivolts: signal)
    let activation = try #require(found.first)
    #expect(found.count == 1)
    #expect(activation.sample == 250)
    #expect(abs(activation.amplitudeMillivolts - millivolts) < 0.001)
  }

  @Test("Of deflections within the refractory period the greatest counts")
  func refractoryPeriod() {
    var signal = [Float](repeating: 0, count: 500)
    add(0.5, at: [240], to: &signal)
    add(0.9, at: [249], to: &signal)
    let one = ActivationDetector.detect(electrogramMillivolts: signal)
    #expect(one.map { $0.sample } == [249])
    let both = ActivationDetector.detect(electrogramMillivolts: signal, refractorySeconds: 0.02)
    #expect(both.map { $0.sample } == [240, 249])
  }

  @Test("One artifact of 50 mV does not hide the activations around it")
  func artifact() {
    var signals = SyntheticSignals(seed: 4)
    let truth = SyntheticSignals.regular(every: 0.6, to: 29)
    var signal = signals.noise(count: 7500, millivolts: 0.005)
    add(1, at: truth, to: &signal)
    let artifact = truth[20] + 60
    add(50, at: [artifact], to: &signal)
    expectExactly((truth + [artifact]).sorted(), in: signal)
  }

  @Test("A deflection is placed to the original sample", arguments: [977.0, 1000, 2000])
  func refinement(rateHz: Double) {
    let seconds = 1.0023
    let original = (0..<Int(2 * rateHz)).map { frame in
      let distance = (Double(frame) / rateHz - seconds) / 0.003
      return Float(exp(-0.5 * distance * distance))
    }
    let coarse = [LocalActivation(sample: 250, amplitudeMillivolts: 1)]
    let peak = ActivationDetector.refine(
      coarse, originalMillivolts: original, originalRateHz: rateHz)
    #expect(peak == [Int((seconds * rateHz).rounded())])
    let slope = ActivationDetector.refine(
      coarse, originalMillivolts: original, originalRateHz: rateHz, moment: .steepestSlope)
    // A bell is steepest one standard deviation from its middle.
    #expect(slope.count == 1)
    #expect(slope.allSatisfy { abs(abs(Double($0) / rateHz - seconds) - 0.003) < 1.1 / rateHz })
  }

  @Test("An activation at the end of the original channel is refined within it")
  func refinementAtEnds() {
    let coarse = [0, 249].map { LocalActivation(sample: $0, amplitudeMillivolts: 1) }
    let original = [Float](repeating: 0, count: 970)
    let refined = ActivationDetector.refine(
      coarse, originalMillivolts: original, originalRateHz: 977)
    #expect(refined.count == 2)
    #expect(refined.allSatisfy { original.indices.contains($0) })
  }

  @Test("Flat, short and empty channels have no activations", arguments: [0, 1, 2, 5, 300])
  func nothing(count: Int) {
    let flat = [Float](repeating: 0, count: count)
    #expect(ActivationDetector.detect(electrogramMillivolts: flat) == [])
  }
}
