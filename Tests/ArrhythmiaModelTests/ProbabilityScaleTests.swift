import ArrhythmiaModel
import Foundation
import TestSupport
import Testing

@Suite("What makes probabilities of logits")
struct ProbabilityScaleTests {
  /// Rows whose classes are drawn by the probabilities of a known scale.
  private func rows(_ scale: ProbabilityScale, count: Int) -> [ProbabilityScale.Row] {
    var random = SeededGenerator(seed: 3)
    return (0..<count).map { _ in
      let logits = random.normals(3).map { 3 * $0 }
      let chances = scale.probabilities(logits)
      let draw = Double.random(in: 0..<1, using: &random)
      let label = draw < chances[0] ? 0 : draw < chances[0] + chances[1] ? 1 : 2
      return .init(logits: logits, label: label, weight: Double.random(in: 0.5...2, using: &random))
    }
  }

  @Test("A known temperature is found", arguments: [0.4, 1, 1.6, 5])
  func recovery(_ temperature: Double) {
    let truth = ProbabilityScale(temperature: temperature)
    let found = ProbabilityScale(fitting: rows(truth, count: 20_000), doubt: 0)
    #expect(abs(found.temperature / temperature - 1) < 0.05)
  }

  @Test("With equal weights it is the calibration's best temperature")
  func calibration() {
    let rows = rows(ProbabilityScale(temperature: 1.3), count: 500)
    let calibration = ProbabilityCalibration(
      logits: rows.flatMap(\.logits), labels: rows.map(\.label), classCount: 3)
    let equal = rows.map { ProbabilityScale.Row(logits: $0.logits, label: $0.label, weight: 1) }
    let found = ProbabilityScale(fitting: equal, doubt: 0).temperature
    #expect(abs(found - calibration.bestTemperature()) < 1e-4)
    let doubtful = ProbabilityScale(fitting: equal, doubt: 1.0 / 502).temperature
    #expect(abs(doubtful - calibration.bestTemperature(smoothed: true)) < 1e-4)
  }

  @Test("Rows of more weight count for more")
  func weights() {
    let (sharp, blunt) = (
      rows(ProbabilityScale(temperature: 0.5), count: 800),
      rows(ProbabilityScale(temperature: 3), count: 800)
    )
    let found = [0.01, 1, 100].map { weight in
      let heavy = blunt.map { row in
        ProbabilityScale.Row(logits: row.logits, label: row.label, weight: weight * row.weight)
      }
      return ProbabilityScale(fitting: sharp + heavy, doubt: 0).temperature
    }
    #expect(found == found.sorted() && found[0] < 0.7 && found[2] > 2.5)
  }

  @Test("Rows that are all right do not make it infinitely sure, and without rows it is 1")
  func finite() {
    let rows = (0..<50).map { index in
      ProbabilityScale.Row(
        logits: index.isMultiple(of: 2) ? [9, 0, -3] : [0, 9, -3], label: index % 2, weight: 1)
    }
    let found = ProbabilityScale(fitting: rows, doubt: 1.0 / 52)
    let top = found.probabilities([9, 0, -3])[0]
    #expect(top > 0.95 && top < 0.999)
    #expect(ProbabilityScale(fitting: [], doubt: 0).temperature == 1)
  }
}
