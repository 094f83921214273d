import Foundation
import Testing
import Waveforms

@Suite struct LeipzigSubjectTableTests {
  static func table(
    _ text: String, cohort: LeipzigSubject.Cohort = .children
  ) throws -> LeipzigSubjectTable {
    try LeipzigSubjectTable(text: text, file: "children.csv", cohort: cohort)
  }

  static let header = "subject_id,file_name,gender,age,diagnosis,ap_loacation,ecg_duration\n"

  @Test func rowsBecomeSubjects() throws {
    let table = try Self.table(
      Self.header + "007,x007,M,14.3,AVRT-PJRT,right posteroseptal,0:3:6.9\n"
        + "0010,x0010,F,14,AVNRT,,2:25:29.201\n")
    #expect(
      table.subjects == [
        LeipzigSubject(
          subjectID: "007", recordName: "x007", cohort: .children, gender: .male, ageYears: 14.3,
          diagnosis: "AVRT-PJRT", accessoryPathway: "right posteroseptal",
          durationSeconds: 186.9),
        LeipzigSubject(
          subjectID: "0010", recordName: "x0010", cohort: .children, gender: .female,
          ageYears: 14, diagnosis: "AVNRT", durationSeconds: 8729.201),
      ])
    #expect(table.warnings.isEmpty)
  }

  @Test func ageOfTheReleaseIsRepaired() throws {
    let table = try Self.table(Self.header + "007,x007,M,.14.3,AVRT-PJRT,,0:3:6.9\n")
    #expect(table.subjects.first?.ageYears == 14.3)
    #expect(
      table.warnings == [
        "children.csv, line 2: expected an age in years, found '.14.3', read as 14.3"
      ])
  }

  @Test func lineEndsMarksAndQuotesAreTolerated() throws {
    let table = try Self.table(
      "\u{FEFF}subject_id,file_name,gender,age,diagnosis,ap_location,ecg_duration\r\n"
        + "\r\n001, x001 ,m,\"6.6\",\"AVRT, \"\"left\"\"\",\"left\nlateral\",0:0:1\r\n"
        + "002,x002,F,7,AVNRT,,0:0:2")
    #expect(table.warnings.isEmpty)
    #expect(table.subjects.map(\.recordName) == ["x001", "x002"])
    #expect(table.subjects.first?.diagnosis == "AVRT, \"left\"")
    #expect(table.subjects.first?.accessoryPathway == "left\nlateral")
    #expect(table.subjects.first?.gender == .male)
  }

  @Test(arguments: [
    ("001,x001,Q,5,A,,0:0:1", "M or F as gender"), ("001,x001,M,old,A,,0:0:1", "an age in years"),
    ("001,x001,M,5,A,,1:1", "a duration like 0:3:6.9"),
    ("001,x001,M,5,A,,0:61:1", "a duration like 0:3:6.9"),
    ("001,x001,M,5,A", "7 fields"), (",,M,5,A,,0:0:1", "a record's name"),
    ("001,x001,M,-5,A,,0:0:1", "an age in years"),
  ])
  func faultsAreNamedWithTheirLine(row: String, expected: String) throws {
    let table = try Self.table(Self.header + row + "\n")
    #expect(table.warnings.count == 1)
    #expect(
      table.warnings.first?.hasPrefix("children.csv, line 2: expected \(expected), found ") == true)
  }

  @Test func missingColumnsAreNamed() throws {
    let table = try Self.table("file_name,age\nx001,5\nx001,6\n")
    #expect(table.subjects.map(\.ageYears) == [5])
    #expect(table.subjects.map(\.subjectID) == ["001"])
    #expect(table.warnings.count == 6)
    #expect(
      throws: LeipzigError.missingColumn(
        file: "children.csv", column: "file_name", found: ["age", "sex"])
    ) { try Self.table("age,sex\n5,M\n") }
  }

  @Test func adultsHaveNoPathwayColumn() throws {
    let table = try Self.table(
      "subject_id,file_name,gender,age,diagnosis,ecg_duration\n"
        + "100,x100,M,64.16,TOF with VT,0:13:2.107\n", cohort: .adults)
    #expect(table.warnings.isEmpty)
    #expect(table.subjects.first?.durationSeconds == 782.107)
  }

  @Test func otherLengthsThanTheTablesAreNamed() throws {
    let subject = LeipzigSubject(
      subjectID: "005", recordName: "x005", cohort: .children, durationSeconds: 1858.974)
    #expect(subject.durationWarning(recordSeconds: 1859) == nil)
    #expect(
      subject.durationWarning(recordSeconds: 1856.169)
        == "x005: expected 1858.974 s as the subject table says, found 1856.169 s in the record")
  }
}
