import ArgumentParser
import Foundation
import Simulation
import Waveforms

/// Patients that nobody has to be asked about.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Write simulated patients.",
    discussion: """
      Writes records in the form of the Leipzig Heart Center ECG-Database, from a model of the
      heart's conduction: 977 Hz, 12 leads and catheter channels, annotations, subject tables. The
      same seed gives the same bytes. --samples writes the records of SampleData instead; --rhythms
      patients in whom every rhythm occurs, also those that are rare, each with four beside sinus
      rhythm. Patients are as hard as a laboratory's: atypical hearts, catheters elsewhere or
      unplugged, interference, labels that are wrong at times; --world plain makes those of a
      textbook.
      """)

  @Argument(help: "The folder to write to.")
  var folder: String

  @Option(help: "Number of patients.")
  var patients = 10

  @Option(help: "The seed that all randomness follows from.")
  var seed: UInt64 = 1

  @Option(help: "Length of the shortest record in seconds.")
  var shortest = 180.0

  @Option(help: "Length of the longest record in seconds.")
  var longest = 720.0

  @Option(help: "Which patients: laboratory or plain.")
  var world: SimulatedWorld = .laboratory

  @Flag(help: "Write the scripted patients of SampleData.")
  var samples = false

  @Flag(help: "Write patients in whom every rhythm occurs; their length follows from it.")
  var rhythms = false

  func run() throws {
    guard (1...10_000).contains(patients) else {
      throw CommandError.badOption(
        name: "--patients", expected: "a number from 1 to 10000", found: "\(patients)")
    }
    guard (10...100_000).contains(shortest), (shortest...100_000).contains(longest) else {
      throw CommandError.badOption(
        name: "--shortest and --longest", expected: "seconds from 10 to 100000, in this order",
        found: "\(shortest) \(longest)")
    }
    let existing = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    if existing.contains(where: { $0.hasSuffix(".hea") }) && !isOwn {
      throw CommandError.badOption(
        name: "FOLDER", expected: "a folder without records, or one of simulated patients",
        found: folder)
    }
    do {
      try write()
    } catch let error as CocoaError {
      throw CommandError.cannotWrite(path: folder, reason: error.localizedDescription)
    }
  }

  /// Whether the folder's README says that its records are simulated: those may be replaced.
  private var isOwn: Bool {
    let readme = try? String(contentsOfFile: folder + "/README.md", encoding: .utf8)
    return readme?.hasPrefix("# Simulated patients") ?? false
  }

  private func write() throws {
    if samples {
      let scripts = PatientScript.sampleScripts
      try SimulatedDatabase.write(
        count: scripts.count, folder: folder,
        origin: "Made by `make sample-data`: scripted patients, to the same bytes each time.",
        patient: { PatientSimulator.patient(scripts[$0]) }, progress: report)
      return
    }
    if rhythms {
      let study = RhythmStudy(patients: patients, seed: seed, world: world)
      try SimulatedDatabase.write(
        count: patients, folder: folder,
        origin: "Made by `tawara simulate --rhythms --patients \(patients) --seed \(seed) "
          + "--world \(world.rawValue)`.",
        patient: study.patient, progress: report)
      return
    }
    let plan = SimulationPlan(
      patients: patients, seed: seed, durationSeconds: shortest...longest, world: world)
    let simulator = PatientSimulator(plan: plan)
    try SimulatedDatabase.write(
      count: patients, folder: folder,
      origin: "Made by `tawara simulate --patients \(patients) --seed \(seed) "
        + "--shortest \(shortest) --longest \(longest) --world \(world.rawValue)`.",
      patient: simulator.patient, progress: report)
  }

  private func report(_ patient: SimulatedPatient) throws {
    let seconds = Double(patient.frameCount) / SimulatedPatient.frameRateHz
    try Output.lines([
      "\(patient.subject.recordName)  \(patient.subject.diagnosis)  "
        + "\(Int(seconds.rounded())) s  \(patient.channelNames.count) ch  "
        + patient.annotations.count.counted("annotation")
    ])
  }
}
