import Evaluation
import Measures
import Simulation
import Testing

@Suite("Errors of measures")
struct MeasureErrorsTests {
  @Test("A row has the mean, the spread and the worst error in milliseconds")
  func row() {
    var errors = MeasureErrors()
    for (measured, truth) in [(0.110, 0.100), (0.090, 0.100), (0.130, 0.100)] {
      errors.add(measured: measured, truth: truth)
    }
    errors.add(measured: nil, truth: 0.1)
    errors.add(measured: 0.1, truth: nil)
    errors.add(measured: nil, truth: nil)
    #expect(errors.beats == 4 && errors.withoutTruth == 2 && errors.groundless == 1)
    // Errors of 10, -10 and 30 ms: mean 10, standard deviation the root of 800/3.
    #expect(
      errors.row("PR")
        == "| PR | 4 | 75.0 % | 10.0 | 16.3 | 16.7 | 30.0 | 30.0 | 1 of 2 |")
  }

  @Test("A measure that was never given has dashes")
  func nothing() {
    var errors = MeasureErrors()
    errors.add(measured: nil, truth: 0.1)
    #expect(errors.row("HV") == "| HV | 1 | 0 % | – | – | – | – | – | – |")
  }

  @Test("A report's median is the middle value, or the mean of the middle two")
  func median() {
    #expect(MeasureReport.median([]) == nil)
    #expect(MeasureReport.median([3, 1, 2]) == 2)
    #expect(MeasureReport.median([4, 1, 2, 3]) == 2.5)
  }

  @Test("Simulated patients are measured to a few milliseconds, with noise less well")
  func table() throws {
    let patient = PatientSimulator(
      plan: SimulationPlan(patients: 1, seed: 2, durationSeconds: 20...30)
    ).patient(0)
    var (clean, noisy) = (MeasureTable(), MeasureTable())
    try clean.add(patient, noise: 0)
    try noisy.add(patient, noise: 0.2)
    let row = { (table: MeasureTable, name: String) in
      table.rows.first { $0.name == name }?.errors
    }
    let onsets = try #require(row(clean, "QRS onset"))
    #expect(onsets.beats > 10 && onsets.errors.count == onsets.beats)
    let mean = { (errors: MeasureErrors) in
      errors.errors.map(abs).reduce(0, +) / Double(errors.errors.count)
    }
    #expect(mean(onsets) < 0.012)
    let noisyOnsets = try #require(row(noisy, "QRS onset"))
    #expect(mean(noisyOnsets) > mean(onsets))
    #expect(clean.markdown.prefix(2) == MeasureErrors.header.prefix(2))
  }
}
