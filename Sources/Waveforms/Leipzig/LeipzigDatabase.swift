import Foundation

/// A folder that holds the Leipzig Heart Center ECG-Database, or part of it.
public struct LeipzigDatabase: Sendable {
  private static let tables: [(file: String, cohort: LeipzigSubject.Cohort)] = [
    ("children-subject-info.csv", .children), ("adults-subject-info.csv", .adults),
  ]

  public let folder: String
  /// In the order of the numbers in the names: x001 ... x009, x0010 ... x0029, x100 ... x109.
  public let recordNames: [String]
  /// The subjects in the tables, children first.
  public let subjects: [LeipzigSubject]
  /// Faults of the tables, with file and line, and records or subjects that lack each other.
  public let warnings: [String]
  private let subjectIndex: [String: Int]

  /// Reads the list of records and the subject tables, where those are there. Throws where the
  /// folder cannot be read or has neither a file `RECORDS` nor headers like `x001.hea`.
  public init(folder: String) throws(LeipzigError) {
    self.folder = folder
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .cannotRead(path: folder, reason: MappedFile.reason(folder))
    }
    let headers = files.filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }
    var warnings: [String] = []
    recordNames = try Self.records(folder, files, headers: headers, warnings: &warnings)
    var subjects: [LeipzigSubject] = []
    for table in Self.tables {
      guard files.contains(table.file) else {
        warnings.append("\(folder): expected the table \(table.file), found none")
        continue
      }
      let read = try LeipzigSubjectTable(path: folder + "/" + table.file, cohort: table.cohort)
      subjects += read.subjects
      warnings += read.warnings
    }
    self.subjects = subjects
    subjectIndex = Dictionary(subjects.indices.map { (subjects[$0].recordName, $0) }) { first, _ in
      first
    }
    self.warnings =
      warnings + Self.unmatched(folder, records: recordNames, subjects: subjects)
  }

  /// What the tables say of a record's subject.
  public func subject(of recordName: String) -> LeipzigSubject? {
    subjectIndex[recordName].map { subjects[$0] }
  }

  /// Whether a folder looks like this database: it has one of the subject tables, or headers
  /// and all of them are named like this database's.
  public static func isLeipzig(folder: String) -> Bool {
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return false
    }
    if tables.contains(where: { files.contains($0.file) }) { return true }
    let headers = files.filter { $0.hasSuffix(".hea") }.map { $0.dropLast(4) }
    // Two digits would be the names of the Apnea-ECG database.
    return !headers.isEmpty && headers.allSatisfy { number(String($0)) != nil && $0.count >= 4 }
  }

  /// Whether a record comes before another one; names of another kind come last.
  package static func precedes(_ first: String, _ second: String) -> Bool {
    (number(first) ?? Int.max, first) < (number(second) ?? Int.max, second)
  }

  /// The number in a record's name, nil where the name is of another kind.
  private static func number(_ name: String) -> Int? {
    guard name.first == "x", name.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(name.dropFirst())
  }

  private static func records(
    _ folder: String, _ files: [String], headers: [String], warnings: inout [String]
  ) throws(LeipzigError) -> [String] {
    var names = headers.filter { number($0) != nil }
    if files.contains("RECORDS") {
      let path = folder + "/RECORDS"
      let bytes: [UInt8]
      do {
        bytes = try MappedFile.bytes(of: path, limit: 1 << 20)
      } catch {
        throw .cannotRead(path: path, reason: error.description)
      }
      let listed = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        .map(String.init)
      let unlisted = Set(names).subtracting(listed).sorted(by: precedes)
      warnings += unlisted.map { "\(path): expected \($0) as there is \($0).hea, found none" }
      let absent = Set(listed).subtracting(headers).sorted(by: precedes)
      warnings += absent.map { "\(path): expected \($0).hea as \($0) is listed, found none" }
      names = listed + unlisted
    }
    guard !names.isEmpty else { throw .noRecords(folder: folder) }
    return Set(names).sorted(by: precedes)
  }

  private static func unmatched(
    _ folder: String, records: [String], subjects: [LeipzigSubject]
  ) -> [String] {
    guard !subjects.isEmpty else { return [] }
    let known = Set(subjects.map(\.recordName))
    let strangers = records.filter { !known.contains($0) }
    let absent = known.subtracting(records).sorted(by: precedes)
    return strangers.map { "\(folder): expected a subject for record \($0), found none" }
      + absent.map { "\(folder): expected record \($0) as a subject table says, found none" }
  }
}
