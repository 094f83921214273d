import ArrhythmiaModel
import Foundation
import TestSupport
import Testing

@Suite("Calibration")
struct CalibrationTests {
  private func golden() throws -> (Golden, ProbabilityCalibration) {
    let golden = try Golden("calib_metrics")
    return (
      golden,
      ProbabilityCalibration(
        logits: try golden.float("logits"), labels: try golden.int("y"),
        classCount: try golden.shape("logits")[1])
    )
  }

  @Test("The best temperature is PyTorch's")
  func temperature() throws {
    let (golden, calibration) = try golden()
    #expect(Golden.mismatch([calibration.bestTemperature()], try golden.float("T")) == nil)
  }

  @Test("Likelihood, calibration error and energy are PyTorch's")
  func values() throws {
    let (golden, calibration) = try golden()
    let best = calibration.bestTemperature()
    let found = [
      "nll0": [calibration.negativeLogLikelihood()],
      "nllT": [calibration.negativeLogLikelihood(temperature: best)],
      "ece0": [calibration.expectedCalibrationError()],
      "eceT": [calibration.expectedCalibrationError(temperature: best)],
      "energy": ProbabilityCalibration.energies(of: calibration.logits, classCount: 4),
    ]
    for (name, values) in found {
      #expect(Golden.mismatch(values, try golden.float(name)) == nil, "\(name)")
    }
  }

  @Test("No temperature near the best one is better", arguments: [0.3, 1, 4])
  func minimum(_ scale: Double) throws {
    let (_, calibration) = try golden()
    let scaled = ProbabilityCalibration(
      logits: calibration.logits.map { $0 * scale }, labels: calibration.labels, classCount: 4)
    let best = scaled.bestTemperature()
    #expect(abs(best / calibration.bestTemperature() - scale) < 1e-9)
    let least = scaled.negativeLogLikelihood(temperature: best)
    for factor in [0.5, 0.99, 1.01, 2] {
      #expect(scaled.negativeLogLikelihood(temperature: best * factor) > least)
    }
  }

  @Test("Where no temperature is best, the range ends")
  func ends() {
    let right = ProbabilityCalibration(logits: [1, 0, 0, 1], labels: [0, 1], classCount: 2)
    let wrong = ProbabilityCalibration(logits: [1, 0, 0, 1], labels: [1, 0], classCount: 2)
    let even = ProbabilityCalibration(logits: [2, 2, 5, 5], labels: [1, 0], classCount: 2)
    #expect(abs(right.bestTemperature() - 0.05) < 1e-9)
    #expect(abs(wrong.bestTemperature() - 20) < 1e-9)
    #expect(even.bestTemperature() == 1)
  }

  @Test("Smoothed, rows that are all right leave doubt, and more rows leave less")
  func smoothed() {
    func temperature(_ rows: Int) -> Double {
      let logits = (0..<rows).flatMap { row -> [Double] in row.isMultiple(of: 2) ? [4, 0] : [0, 4] }
      let labels = (0..<rows).map { $0 % 2 }
      return ProbabilityCalibration(logits: logits, labels: labels, classCount: 2)
        .bestTemperature(smoothed: true)
    }
    // The least likelihood is where the probability of the right class is (n+1)/(n+2).
    #expect(abs(temperature(10) - 4 / log(11.0)) < 1e-9)
    #expect(abs(temperature(100) - 4 / log(101.0)) < 1e-9)
  }

  @Test("Energy at a temperature, however large the logits")
  func energy() {
    let energies = ProbabilityCalibration.energies(
      of: [0, 0, 1e4, 1e4, -1e4, -2e4], classCount: 2, temperature: 2)
    let even = -2 * log(2.0)
    #expect(energies == [even, even - 1e4, 1e4])
  }

  @Test("A bin holds its upper end and not its lower one", arguments: 1...14)
  func edges(_ edge: Int) {
    let end = Double(edge) / 15
    func error(_ other: Double) -> Double {
      ProbabilityCalibration.expectedCalibrationError(
        confidences: [end, other], isCorrect: [true, false])
    }
    let below = end - 0.01
    let above = end.nextUp
    // In one bin, what is too high and what is too low cancel out.
    #expect(abs(error(below) - abs(1 - end - below) / 2) < 1e-14)
    #expect(abs(error(above) - (1 - end + above) / 2) < 1e-14)
  }

  @Test("Confidence that is borne out has no error; certainty in error has all of it")
  func errors() {
    let borne = ProbabilityCalibration.expectedCalibrationError(
      confidences: [0.75, 0.75, 0.75, 0.75], isCorrect: [true, false, true, true])
    #expect(borne < 1e-15)
    let wrong = ProbabilityCalibration.expectedCalibrationError(
      confidences: [1, 1], isCorrect: [false, false])
    #expect(wrong == 1)
    let zero = ProbabilityCalibration.expectedCalibrationError(
      confidences: [0], isCorrect: [true])
    #expect(zero == 1)
  }
}
