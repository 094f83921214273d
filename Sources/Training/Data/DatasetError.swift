import Waveforms

/// Why a data set cannot be made or used, in one sentence.
public enum DatasetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// No record of the folder gives a window.
  case noWindows(path: String, preset: String, records: Int, reason: String)
  /// Not a file that `tawara prepare` wrote.
  case notADataset(path: String, missing: String)
  /// A number in the file that cannot be.
  case badTable(path: String, expected: String, found: String)
  /// A record that a named split asks for is not there.
  case noRecord(split: String, missing: [String])
  /// A fold without windows to test on.
  case emptyTest(split: String, fold: Int, reason: String)
  /// Too few classes are left to train on.
  case tooFewClasses(found: [String], left: [String])
  /// All of a class is of people in one part of them.
  case classInOnePart(name: String, part: Int, parts: Int)

  public var description: String {
    switch self {
    case .noWindows(let path, let preset, let records, let reason):
      "\(path): expected windows for the preset \(preset), found none in "
        + "\(records.counted("record")): \(reason)"
    case .notADataset(let path, let missing):
      "\(path): expected a data set that `tawara prepare` wrote, found no \(missing); "
        + "prepare it again"
    case .badTable(let path, let expected, let found):
      "\(path): expected \(expected), found \(found); prepare it again"
    case .noRecord(let split, let missing):
      "split \(split): expected all records of both halves, found none of "
        + "\(missing.joined(separator: " ")); use --split patients for data of your own"
    case .emptyTest(let split, let fold, let reason):
      "split \(split), fold \(fold + 1): expected windows to test on, found none: \(reason)"
    case .tooFewClasses(let found, let left):
      "expected at least two classes with 30 windows from two patients, found "
        + (found.isEmpty ? "none" : found.joined(separator: " ")) + "; too rare: "
        + (left.isEmpty ? "none" : left.joined(separator: " ")) + "; add patients"
    case .classInOnePart(let name, let part, let parts):
      "class \(name): expected patients in more than one of \(parts) parts, found them in part "
        + "\(part) alone; add patients, or train with --calibration-parts 0, and the model is never sure"
    }
  }
}
