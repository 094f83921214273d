/// What the subject tables say of one record's subject. Each has one record.
public struct LeipzigSubject: Sendable, Equatable {
  /// The table that a subject is in.
  public enum Cohort: String, Sendable, CaseIterable {
    /// Children with ablation of a supraventricular tachycardia.
    case children
    /// Adults with repaired tetralogy of Fallot.
    case adults
  }

  /// Gender as the tables write it.
  public enum Gender: String, Sendable, CaseIterable {
    case female = "F"
    case male = "M"
  }

  /// Text, with its leading zeros.
  public var subjectID: String
  public var recordName: String
  public var cohort: Cohort
  public var gender: Gender?
  /// Age in years, often with decimals.
  public var ageYears: Double?
  /// The diagnosis as written: `AVRT-WPW`, `TOF with VT`, ...
  public var diagnosis: String?
  /// Where the accessory pathway is; children with one only.
  public var accessoryPathway: String?
  /// Length of the record in seconds, as the table gives it.
  public var durationSeconds: Double?

  public init(
    subjectID: String, recordName: String, cohort: Cohort, gender: Gender? = nil,
    ageYears: Double? = nil, diagnosis: String? = nil, accessoryPathway: String? = nil,
    durationSeconds: Double? = nil
  ) {
    self.subjectID = subjectID
    self.recordName = recordName
    self.cohort = cohort
    self.gender = gender
    self.ageYears = ageYears
    self.diagnosis = diagnosis
    self.accessoryPathway = accessoryPathway
    self.durationSeconds = durationSeconds
  }

  /// What differs, in a sentence, where a record is not as long as the table says, to 0.5 s.
  public func durationWarning(recordSeconds: Double) -> String? {
    guard let durationSeconds, abs(durationSeconds - recordSeconds) > 0.5 else { return nil }
    return "\(recordName): expected \(durationSeconds) s as the subject table says, "
      + "found \((recordSeconds * 1000).rounded() / 1000) s in the record"
  }
}
