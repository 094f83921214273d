/// Who was recorded in which record, as far as a folder tells.
public struct PatientTable: Sendable {
  private let subjects: [String: LeipzigSubject]

  /// Records of the MIT-BIH database that share their patient.
  private static let sharedPatients = ["202": "201"]

  /// Reads the subject tables of a folder, where it has any.
  public init(folder: String) {
    guard LeipzigDatabase.isLeipzig(folder: folder),
      let database = try? LeipzigDatabase(folder: folder)
    else {
      subjects = [:]
      return
    }
    subjects = Dictionary(database.subjects.map { ($0.recordName, $0) }) { first, _ in first }
  }

  /// The patient of a record: its subject, or the record itself where nothing is known.
  public func patient(of record: String) -> String {
    if let subject = subjects[record] { return "\(subject.cohort.rawValue) \(subject.subjectID)" }
    return Self.sharedPatients[record] ?? record
  }

  /// `children`, `adults`, or empty.
  public func cohort(of record: String) -> String { subjects[record]?.cohort.rawValue ?? "" }
}
