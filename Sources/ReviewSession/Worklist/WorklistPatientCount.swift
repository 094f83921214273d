/// What is done and what is left of one patient.
public struct WorklistPatientCount: Sendable, Equatable {
  public var patient: String
  /// Candidates with a label, the reader's or another's.
  public var labelled: Int
  /// Candidates that may still be asked.
  public var open: Int
  public var skipped: Int
  public var flagged: Int

  public init(
    patient: String, labelled: Int = 0, open: Int = 0, skipped: Int = 0, flagged: Int = 0
  ) {
    self.patient = patient
    self.labelled = labelled
    self.open = open
    self.skipped = skipped
    self.flagged = flagged
  }
}
