import Measures
import Simulation
import Waveforms

/// A simulated patient, measured, with the truth beside each beat.
struct MeasuredPatient {
  let record: Record
  let beats: [Double]
  let pairs: [(measures: BeatMeasures, truth: BeatTruth)]

  /// - Parameter names: new names for some channels.
  init(_ script: PatientScript, names: [String: String] = [:]) throws {
    let patient = PatientSimulator.patient(script)
    record = Record(patient, renaming: names)
    beats = patient.truth.map(\.qrsPeak)
    let measures = try BeatMeasurer(record: record, beats: beats).measure(from: 0, to: .infinity)
    // The first and last beats lack neighbours.
    pairs = Array(zip(measures, patient.truth).dropFirst(2).dropLast(2))
  }

  func pairs(_ kind: BeatKind) -> [(measures: BeatMeasures, truth: BeatTruth)] {
    pairs.filter { $0.truth.kind == kind }
  }
}

extension PatientScript {
  /// A child of thirteen.
  static func child(
    diagnosis: String = "AVNRT", pathway: String? = nil, seed: UInt64 = 5,
    layout: Layout = .full, _ events: [Event]
  ) -> PatientScript {
    PatientScript(
      subject: .init(
        subjectID: "001", gender: "F", ageYears: 13, diagnosis: diagnosis,
        accessoryPathway: pathway),
      layout: layout, seed: seed, events: events)
  }

  /// An adult with right bundle branch block.
  static func adult(seed: UInt64 = 6, layout: Layout = .full, _ events: [Event]) -> PatientScript {
    PatientScript(
      subject: .init(
        subjectID: "100", gender: "M", ageYears: 45, diagnosis: "TOF with VT", isAdult: true),
      layout: layout, seed: seed, events: events)
  }
}

/// Errors of one measure in seconds.
struct Errors {
  let given: [Double]
  let wanted: Int

  init(
    _ pairs: [(measures: BeatMeasures, truth: BeatTruth)], _ measured: (BeatMeasures) -> Double?,
    _ truth: (BeatTruth) -> Double?
  ) {
    let both = pairs.compactMap { pair in truth(pair.truth).map { (measured(pair.measures), $0) } }
    wanted = both.count
    given = both.compactMap { pair in pair.0.map { abs($0 - pair.1) } }
  }

  /// 1 if all beats were measured.
  var share: Double { Double(given.count) / Double(max(1, wanted)) }
  var mean: Double { given.reduce(0, +) / Double(max(1, given.count)) }
  var worst: Double { given.max() ?? .infinity }
}
