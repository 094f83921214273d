import ArgumentParser
import Evaluation
import Foundation
import Measures
import Simulation
import Waveforms

/// How far measured intervals are from the truth.
struct BenchMeasuresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measures", abstract: "Compare measured intervals with what simulated hearts did.",
    discussion: """
      Prints Markdown tables: for each measure the beats that have it, for how
      many it was given, and the errors. Simulated patients come as they are and
      with noise added. The truth of P and QRS onset is the first activation of
      the chamber; QRS offset and T end are where the tangent to the last force's
      steepest fall meets the baseline; AV and VA go from and to the earliest
      coronary sinus site. With --mitdb, records of MIT-BIH: RR against annotations,
      and QRS duration by annotated type; no one marked onsets there, so the
      latter shows whether durations are plausible, no more.
      """)

  @Option(help: "Number of simulated patients.")
  var patients = 24

  // Thresholds were chosen on patients of seed 1.
  @Option(help: "Seed of the simulation; the methods were tuned on seed 1.")
  var seed: UInt64 = 2

  @Option(help: "A folder of MIT-BIH records with `atr` annotations.")
  var mitdb: String?

  @Option(help: "Noise added for the second table, a standard deviation in microvolts.")
  var noise = 30.0

  @OptionGroup var threading: ThreadOptions

  func run() throws {
    guard (1...1000).contains(patients) else {
      throw CommandError.badOption(
        name: "--patients", expected: "1 to 1000", found: String(patients))
    }
    guard (0...500).contains(noise) else {
      throw CommandError.badOption(
        name: "--noise", expected: "microvolts from 0 to 500", found: "\(noise)")
    }
    let plan = SimulationPlan(patients: patients, seed: seed, durationSeconds: 120...240)
    let simulator = PatientSimulator(plan: plan)
    for (title, level) in [("as simulated", 0), ("\(Int(noise)) uV of noise added", noise / 1000)] {
      var table = MeasureTable()
      for index in 0..<patients {
        try table.add(simulator.patient(index), noise: level)
      }
      try Output.lines(["## \(patients) simulated patients, seed \(seed), \(title)", ""])
      try Output.lines(table.markdown + [""])
    }
    if let mitdb { try benchMIT(mitdb) }
  }

  private func benchMIT(_ folder: String) throws {
    let crew = try threading.crew()
    var measures = MITMeasures()
    let names = try RecordFolder(path: folder).recordNames
    for name in names {
      try measures.add(try Recording(path: folder.appendingPath(name)), crew: crew)
    }
    try Output.lines(["## MIT-BIH, \(names.count) records", ""] + measures.markdown)
  }
}
