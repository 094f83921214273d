import Foundation
import Waveforms

/// Simulated patients as files, in the form of the Leipzig database's release.
public enum SimulatedDatabase {
  /// Writes patients, `RECORDS`, `ANNOTATORS`, the subject tables, `dataset_info.csv`, a README
  /// that says the patients are simulated, and `SHA256SUMS.txt`.
  ///
  /// The same patients give the same bytes.
  /// - Parameters:
  ///   - count: number of patients.
  ///   - origin: how the patients were made, a sentence for the README.
  ///   - progress: called after each patient.
  public static func write(
    count: Int, folder: String, origin: String, patient: (Int) -> SimulatedPatient,
    progress: (SimulatedPatient) throws -> Void = { _ in }
  ) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var subjects: [(subject: SimulatedPatient.Subject, seconds: Double)] = []
    // First of all: it says whose folder this is, should the work be ended and begun again.
    let readme = Self.readme(count, origin: origin)
    try AtomicFile.write(Array(readme.utf8), path: folder + "/README.md")
    var files: [String] = []
    for index in 0..<count {
      let patient = patient(index)
      try write(patient, folder: folder)
      let name = patient.subject.recordName
      files += ["\(name).atr", "\(name).dat", "\(name).hea"]
      subjects.append(
        (patient.subject, Double(patient.frameCount) / SimulatedPatient.frameRateHz))
      try progress(patient)
    }
    let texts = tables(subjects) + [("README.md", readme)]
    for (name, text) in texts {
      try AtomicFile.write(Array(text.utf8), path: folder + "/" + name)
    }
    files += texts.map(\.name)
    let sums = try files.sorted().map { "\(try FileDigest.sha256(path: "\(folder)/\($0)"))  \($0)" }
    try AtomicFile.write(
      Array((sums.joined(separator: "\n") + "\n").utf8), path: folder + "/SHA256SUMS.txt")
  }

  /// Writes one patient's header, signals and annotations.
  public static func write(_ patient: SimulatedPatient, folder: String) throws {
    let name = patient.subject.recordName
    let header = WFDBHeader(
      name: name, frameRateHz: SimulatedPatient.frameRateHz, frameCount: patient.frameCount,
      signals: patient.channelNames.map { channel in
        WFDBHeader.Signal(
          fileName: name + ".dat", format: .int24,
          calibration: Calibration(gain: SimulatedPatient.countsPerMillivolt),
          resolutionBits: 24, name: channel)
      }, comments: ["simulated, not a recording of a patient"])
    // Chunks of the writer do not follow the blocks in which the signals are made.
    var cached: (frames: Range<Int>, samples: [[Int32]]) = (0..<0, [])
    try WFDBWriter.write(header, folder: folder) { signals, frames in
      if !(cached.frames.lowerBound <= frames.lowerBound
        && frames.upperBound <= cached.frames.upperBound)
      {
        let size = SimulatedPatient.blockFrames
        let end = min((frames.upperBound + size - 1) / size * size, patient.frameCount)
        let span = frames.lowerBound / size * size..<end
        cached = (span, patient.samples(frames: span))
      }
      var block = ChannelBlock<Int32>(
        frames: frames.count, samplesPerFrame: signals.map { _ in 1 }, repeating: 0)
      let first = frames.lowerBound - cached.frames.lowerBound
      for (place, signal) in signals.enumerated() {
        block.samples.replaceSubrange(
          block.range(place), with: cached.samples[signal][first..<first + frames.count])
      }
      return block
    }
    let set = AnnotationSet(
      annotator: "atr", annotations: patient.annotations, definitions: patient.definitions,
      timeResolutionHz: SimulatedPatient.frameRateHz)
    try WFDBAnnotationWriter.write(set, path: folder + "/" + name + ".atr")
  }

  // MARK: Tables

  private static func tables(
    _ subjects: [(subject: SimulatedPatient.Subject, seconds: Double)]
  ) -> [(name: String, text: String)] {
    var children = "subject_id,file_name,gender,age,diagnosis,ap_loacation,ecg_duration\n"
    var adults = "subject_id,file_name,gender,age,diagnosis,ecg_duration\n"
    for (subject, seconds) in subjects {
      let head = [
        subject.subjectID, subject.recordName, subject.gender, short(subject.ageYears),
        subject.diagnosis,
      ]
      let pathway = subject.isAdult ? [] : [subject.accessoryPathway ?? ""]
      let line = (head + pathway + [duration(seconds)]).joined(separator: ",") + "\n"
      if subject.isAdult { adults += line } else { children += line }
    }
    let records = subjects.map { $0.subject.recordName + "\n" }.joined()
    return [
      ("RECORDS", records), ("ANNOTATORS", "atr\treference annotations\n"),
      ("children-subject-info.csv", children), ("adults-subject-info.csv", adults),
      ("dataset_info.csv", dictionary),
    ]
  }

  /// `H:m:s.SSS` without padding, as the release writes it.
  private static func duration(_ seconds: Double) -> String {
    let milliseconds = Int((seconds * 1000).rounded())
    let whole = milliseconds / 1000
    let rest = Double(milliseconds % 60_000) / 1000
    return "\(whole / 3600):\(whole / 60 % 60):\(short(rest))"
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : "\(value)"
  }

  /// The labels in use, with the columns of the release's own dictionary.
  private static let dictionary: String = {
    let rows = [
      ("Sinus rhythm", "N", ""), ("Sinus rhythm with pre-excitation", "N", "N-Prex"),
      ("Complete right bundle branch block", "R", ""), ("Premature atrial beat", "A", ""),
      ("Premature atrial beat with pre-excitation", "A", "A-Prex"),
      ("Aberrated premature atrial beat", "a", ""), ("Premature junctional beat", "J", ""),
      ("Premature ventricular beat", "V", ""), ("Fusion beat", "F", ""),
      ("Atrial paced beat", "/", "/A"), ("Ventricular paced beat", "/", "/V"),
      ("First-degree AV block beat", "b", "BI"), ("AV re-entrant tachycardia", "X", "AVRT"),
      ("Aberrated AV re-entrant tachycardia", "X", "avrt"),
      ("AV nodal re-entrant tachycardia", "X", "AVNRT"),
      ("Aberrated AV nodal re-entrant tachycardia", "X", "avnrt"),
      ("AV nodal re-entrant tachycardia with second-degree AV block", "X", "AVNRT+BII"),
      ("Ventricular tachycardia", "X", "VT"), ("Atrial fibrillation", "X", "AFIB"),
      ("Atrial flutter", "X", "AFL"), ("Ectopic atrial tachycardia", "X", "EAT"),
      ("Accelerated idioventricular rhythm", "X", "IVR"),
    ]
    return "label,symbol,aux,description\n"
      + rows.map { "\($0.2.isEmpty ? $0.1 : $0.2),\($0.1),\($0.2),\($0.0)\n" }.joined()
  }()

  private static func readme(_ count: Int, origin: String) -> String {
    """
    # Simulated patients

    The \(count) records in this folder are **simulated**: no person's heart was recorded, and
    nothing here may be used to judge one. They have the form of the Leipzig Heart Center
    ECG-Database (PhysioNet, doi.org/10.13026/7a4j-vn37): WFDB format 24, 977 Hz, 12 leads and
    catheter channels, its annotation types, rhythm markers and subject tables.

    \(origin)

    """
  }
}
