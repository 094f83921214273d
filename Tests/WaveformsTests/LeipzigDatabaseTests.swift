import Foundation
import Testing
import Waveforms

@Suite struct LeipzigDatabaseTests {
  static let tables = SharedRecords.folder + "/../leipzig/"
  static let hasTables = FileManager.default.fileExists(
    atPath: tables + "children-subject-info.csv")

  let temporary: TemporaryFolder

  init() throws { temporary = try TemporaryFolder() }

  /// A folder with these files; their texts are by name.
  func folder(_ files: [String: String]) throws -> String {
    let folder = temporary.file(UUID().uuidString)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, content) in files {
      try Data(content.utf8).write(to: URL(filePath: folder + "/" + name))
    }
    return folder
  }

  @Test func recordsAreInTheOrderOfTheirNumbers() throws {
    let names = ["x100", "x0010", "x001", "x0029", "x109", "x009", "x002"]
    let folder = try self.folder(["RECORDS": names.joined(separator: "\r\n") + "\r\n"])
    let database = try LeipzigDatabase(folder: folder)
    #expect(
      database.recordNames == ["x001", "x002", "x009", "x0010", "x0029", "x100", "x109"])
    #expect(database.subjects.isEmpty)
    #expect(database.warnings.contains { $0.contains("expected x001.hea as x001 is listed") })
  }

  @Test func headersAreFoundWithoutAList() throws {
    let folder = try self.folder([
      "x0010.hea": "", "x002.hea": "", "notes.txt": "", "x002_01.hea": "",
      "children-subject-info.csv": LeipzigSubjectTableTests.header
        + "002,x002,F,9,AVNRT,,0:1:2.5\n003,x003,F,9,AVNRT,,0:1:2.5\n",
    ])
    let database = try LeipzigDatabase(folder: folder)
    #expect(database.recordNames == ["x002", "x0010"])
    #expect(database.subject(of: "x002")?.durationSeconds == 62.5)
    #expect(database.subject(of: "x0010") == nil)
    #expect(database.warnings.count == 3)
    #expect(LeipzigDatabase.isLeipzig(folder: folder))
  }

  @Test func otherFoldersAreRefused() throws {
    let folder = try self.folder(["100.hea": ""])
    #expect(throws: LeipzigError.noRecords(folder: folder)) {
      try LeipzigDatabase(folder: folder)
    }
    #expect(!LeipzigDatabase.isLeipzig(folder: folder))
    #expect(!LeipzigDatabase.isLeipzig(folder: try self.folder(["x01.hea": "", "x02.hea": ""])))
    #expect(LeipzigDatabase.isLeipzig(folder: try self.folder(["x001.hea": ""])))
    let absent = folder + "/none"
    #expect(throws: LeipzigError.cannotRead(path: absent, reason: "there is no such file")) {
      try LeipzigDatabase(folder: absent)
    }
    #expect(!LeipzigDatabase.isLeipzig(folder: absent))
  }

  @Test(.enabled(if: hasTables, "needs ../shared/leipzig beside the checkout"))
  func releasedTablesHaveThirtyNineSubjects() throws {
    var files: [String: String] = [:]
    for name in ["children-subject-info.csv", "adults-subject-info.csv"] {
      files[name] = try String(contentsOfFile: Self.tables + name, encoding: .utf8)
    }
    let names =
      (1...9).map { "x00\($0)" } + (10...29).map { "x00\($0)" } + (100...109).map { "x\($0)" }
    for name in names.shuffled() { files[name + ".hea"] = "" }
    let database = try LeipzigDatabase(folder: self.folder(files))
    #expect(database.warnings.isEmpty)
    #expect(database.recordNames == names)
    #expect(database.subjects.map(\.recordName) == names)
    #expect(database.subject(of: "x007")?.ageYears == 14.3)
    #expect(database.subject(of: "x100")?.ageYears == 64.16)
    #expect(database.subject(of: "x0010")?.subjectID == "0010")
    #expect(database.subjects.allSatisfy { $0.gender != nil && $0.ageYears != nil })
    let seconds = database.subjects.compactMap(\.durationSeconds)
    #expect(seconds.count == 39)
    #expect(abs(seconds.reduce(0, +) - 66_421) < 5)
    #expect(database.subjects.filter { $0.diagnosis == "AVNRT" }.count == 13)
    #expect(database.subjects.filter { $0.accessoryPathway == nil }.count == 23)
  }
}
