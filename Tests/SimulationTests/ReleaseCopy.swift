import Annotations
import Foundation
import LeipzigRelease
import Simulation
import Waveforms

/// A small release of three simulated patients, and what there is to know of it.
///
/// The folder is gone when the test is.
final class ReleaseCopy {
  let folder = NSTemporaryDirectory() + "tawara-release-" + UUID().uuidString
  var facts: ReleaseFacts

  init() throws {
    let patients = Self.patients
    try SimulatedDatabase.write(
      count: patients.count, folder: folder, origin: "", patient: { patients[$0] })
    // A folder that calls itself simulated is refused.
    try "# A small release\n".write(
      toFile: folder + "/README.md", atomically: false, encoding: .utf8)
    facts = ReleaseFacts(name: "small", entries: [])
    facts = ReleaseFacts(name: "small", entries: try patients.map(entry).reversed())
    try sum()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ file: String) -> String { folder + "/" + file }

  /// What a check finds, a line each, with the severity before it.
  func findings(includesSums: Bool = false) throws -> [String] {
    try check(includesSums: includesSums).findings.map { "\($0.severity) \($0.sentence)" }
  }

  func check(includesSums: Bool = false) throws -> ReleaseCheck {
    var check = try ReleaseCheck(folder: folder, facts: facts, includesSums: includesSums)
    check.run()
    return check
  }

  // MARK: Damage

  func edit(_ file: String, _ change: (String) -> String) throws {
    let text = try String(contentsOfFile: path(file), encoding: .utf8)
    try change(text).write(toFile: path(file), atomically: false, encoding: .utf8)
  }

  func editBytes(_ file: String, _ change: (inout Data) -> Void) throws {
    var bytes = try Data(contentsOf: URL(filePath: path(file)))
    change(&bytes)
    try bytes.write(to: URL(filePath: path(file)))
  }

  func editLabels(_ record: String, _ change: (inout AnnotationSet) -> Void) throws {
    var set = try WFDBAnnotationReader.read(recordPath: path(record), annotator: "atr")
    change(&set)
    try WFDBAnnotationWriter.write(set, path: path(record + ".atr"))
  }

  func remove(_ files: String...) throws {
    for file in files { try FileManager.default.removeItem(atPath: path(file)) }
  }

  func write(_ text: String, _ file: String) throws {
    try text.write(toFile: path(file), atomically: false, encoding: .utf8)
  }

  /// Writes the list of sums anew.
  func sum() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0 != "SHA256SUMS.txt" }.sorted()
    let lines = try files.map { "\(try FileDigest.sha256(path: path($0)))  \($0)\n" }
    try write(lines.joined(), "SHA256SUMS.txt")
  }

  // MARK: The release

  /// Ten seconds each, in three of the layouts; their numbers are one, two and three digits long.
  private static let patients = [
    patient("002", .full, "AVNRT"),
    patient("0010", .withoutAblationCatheter, "AVRT", "left lateral"),
    patient("100", .ventricularOnly, "TOF with VT"),
  ]

  private static func patient(
    _ id: String, _ layout: PatientScript.Layout, _ diagnosis: String, _ pathway: String? = nil
  ) -> SimulatedPatient {
    let isAdult = id == "100"
    return PatientSimulator.patient(
      PatientScript(
        subject: .init(
          subjectID: id, gender: "F", ageYears: isAdult ? 34.52 : 12.5, diagnosis: diagnosis,
          accessoryPathway: pathway, isAdult: isAdult),
        layout: layout, noise: .absent, maximumSeconds: 10,
        events: [
          .sinus(beats: 4), .run(.ventricular, beats: 1), .sinus(beats: 2), .artifact(seconds: 1),
          .sinus(beats: 20),
        ]))
  }

  private func entry(_ patient: SimulatedPatient) throws -> ReleaseFacts.Entry {
    let subject = patient.subject
    let seconds = Double(patient.frameCount) / SimulatedPatient.frameRateHz
    return ReleaseFacts.Entry(
      subject: LeipzigSubject(
        subjectID: subject.subjectID, recordName: subject.recordName,
        cohort: subject.isAdult ? .adults : .children, gender: .female,
        ageYears: subject.ageYears, diagnosis: subject.diagnosis,
        accessoryPathway: subject.accessoryPathway,
        durationSeconds: (seconds * 1000).rounded() / 1000),
      channelNames: patient.channelNames, labels: try labels(patient))
  }

  /// Counted and summed by other means than those of the check.
  private func labels(_ patient: SimulatedPatient) throws -> LabelSequence {
    let names: [UInt8: String] = [
      1: "N", 3: "R", 5: "V", 14: "~", 28: "+",
    ]
    var counts: [Label: Int] = [:]
    var lines = ""
    for annotation in patient.annotations {
      let symbol = names[annotation.code.rawValue] ?? "unexpected"
      counts[.init(symbol: symbol, text: annotation.text), default: 0] += 1
      lines += symbol + "\t" + annotation.text + "\n"
    }
    try write(lines, "lines")
    defer { try? remove("lines") }
    return LabelSequence(counts: counts, sha256: try FileDigest.sha256(path: path("lines")))
  }
}
