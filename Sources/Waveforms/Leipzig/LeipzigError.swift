/// Why a folder cannot be read as the Leipzig Heart Center ECG-Database.
public enum LeipzigError: Error, Equatable, CustomStringConvertible {
  case cannotRead(path: String, reason: String)
  case noRecords(folder: String)
  case notTheRelease(folder: String, found: String)
  case missingColumn(file: String, column: String, found: [String])

  public var description: String {
    switch self {
    case .cannotRead(let path, let reason):
      "cannot read \(path): \(reason)"
    case .noRecords(let folder):
      "\(folder): expected a file RECORDS or headers like x001.hea, found neither"
    case .notTheRelease(let folder, let found):
      "\(folder): expected a copy of the Leipzig Heart Center ECG-Database, found \(found)"
    case .missingColumn(let file, let column, let found):
      "\(file), line 1: expected a column \(column), found \(found.joined(separator: ", "))"
    }
  }
}
