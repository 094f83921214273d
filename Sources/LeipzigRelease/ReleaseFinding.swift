import Waveforms

extension ReleaseCheck {
  /// One thing that a check found.
  public struct Finding: Sendable, Equatable {
    /// What a finding means for the copy.
    public enum Severity: String, Sendable, CaseIterable {
      /// It contradicts the release.
      case difference
      /// A file is absent or cannot be read.
      case failure
      /// A known fault of the release itself, which the copy shares, or what is merely not known
      /// of the release.
      case note
    }

    public var severity: Severity
    /// The file's name in the folder, or the folder itself.
    public var file: String
    /// Where in the file, such as a channel or a subject.
    public var place: String?
    public var text: String
    /// Whether what was expected is inferred rather than counted from the release.
    public var isInferred = false
    /// Whether the file has the sum that the copy's own list gives for it. What differs in such
    /// a file is likely to differ in the release too.
    public internal(set) var agreesWithSums = false

    public init(
      _ severity: Severity = .difference, file: String, place: String? = nil, text: String,
      isInferred: Bool = false
    ) {
      self.severity = severity
      self.file = file
      self.place = place
      self.text = text
      self.isInferred = isInferred
    }

    init(
      _ severity: Severity = .difference, file: String, place: String? = nil, expected: String,
      found: String, isInferred: Bool = false
    ) {
      self.init(
        severity, file: file, place: place,
        text: "expected \(expected)\(isInferred ? " (inferred)" : ""), found \(found)",
        isInferred: isInferred)
    }

    /// What, where, what was expected and what was found, on one line.
    public var sentence: String {
      let sums =
        agreesWithSums && severity == .difference
        ? "; the file agrees with \(ReleaseFacts.sumsFile)" : ""
      return file + (place.map { ", " + $0 } ?? "") + ": " + text + sums
    }
  }

  /// What was looked at, in numbers.
  public struct Summary: Sendable, Equatable {
    /// Records of which at least one file is there.
    public internal(set) var recordCount = 0
    /// Files of the release that are there.
    public internal(set) var fileCount = 0
    public internal(set) var annotationCount = 0
    /// Files that have the sum that `SHA256SUMS.txt` gives.
    public internal(set) var agreeingSumCount = 0
    /// Files whose bytes were summed.
    public internal(set) var summedFileCount = 0
  }

  /// Number of findings of a severity.
  public func count(_ severity: Finding.Severity) -> Int {
    findings.count { $0.severity == severity }
  }

  /// Whether nothing was found but known faults of the release.
  public var isClean: Bool { findings.allSatisfy { $0.severity == .note } }
}

/// Text from a file as messages quote it.
func quoted(_ text: String) -> String { text.fitForLine }
