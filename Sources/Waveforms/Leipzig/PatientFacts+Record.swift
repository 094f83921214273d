extension PatientFacts {
  /// What a record's header says, and over it what a table of subjects beside it says.
  ///
  /// A table that cannot be read says nothing here: the list of the folder's records tells of it.
  public init(of record: Record) {
    self.init(comments: record.comments)
    let folder = record.path.folderPath.isEmpty ? "." : record.path.folderPath
    guard LeipzigDatabase.isLeipzig(folder: folder),
      let database = try? LeipzigDatabase(folder: folder),
      let subject = database.subject(of: record.name.fileName)
    else { return }
    let table = PatientFacts(subject)
    (age, sex) = (table.age ?? age, table.sex ?? sex)
    if !table.diagnoses.isEmpty { diagnoses = table.diagnoses }
  }

  /// What a table says of a subject.
  public init(_ subject: LeipzigSubject) {
    self.init(comments: [])
    age = subject.ageYears.map { Self.age(($0 * 10).rounded() / 10, "year") }
    sex = subject.gender.map { $0 == .female ? "female" : "male" }
    diagnoses = [
      subject.diagnosis, subject.accessoryPathway.map { "pathway \($0)" },
    ].compactMap { $0 }
  }
}
