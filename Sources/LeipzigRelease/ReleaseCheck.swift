import Foundation
public import Waveforms

/// Compares a folder with what is known of a release of the Leipzig Heart Center ECG-Database.
///
/// A check is a list of steps: `advance` does the next one, `run` all that are left.
public struct ReleaseCheck: Sendable {
  enum Step: Sendable {
    case listing
    case texts
    case subjects(LeipzigSubject.Cohort)
    case record(Int)
    /// A file's SHA-256 against the list of sums.
    case sum(String)
    /// A record's samples against its header's sums, where the list has none for them.
    case samples(Int)
  }

  public let folder: String
  public let facts: ReleaseFacts
  /// What was found so far, in the order of the steps.
  public internal(set) var findings: [Finding] = []
  public internal(set) var summary = Summary()
  /// Bytes that all steps read.
  public let byteCount: Int
  /// Bytes that the steps done so far have read.
  public private(set) var doneByteCount = 0

  /// The names in the folder.
  let names: Set<String>
  let sums: SumList?
  private let steps: [(step: Step, bytes: Int)]
  private var position = 0

  /// Looks at the folder and lays out the steps; reads the list of sums only.
  ///
  /// Throws where the folder cannot be listed or is no copy of the release, not even in part.
  /// - Parameter includesSums: whether to read every file to its end and compare its SHA-256.
  public init(
    folder: String, facts: ReleaseFacts = .leipzig1_0_0, includesSums: Bool = true
  ) throws(LeipzigError) {
    self.folder = folder
    self.facts = facts
    names = try Self.names(folder)
    try Self.refuseOthers(folder, names, facts)
    let path = folder.appendingPath(ReleaseFacts.sumsFile)
    // A list that cannot be read is reported with the other texts.
    sums = (try? MappedFile.bytes(of: path, limit: Self.textLimit)).map {
      SumList(String(decoding: $0, as: UTF8.self))
    }
    steps = Self.steps(facts, names, sums, includesSums: includesSums).map { step in
      (
        step,
        Self.files(step, facts).reduce(0) { sum, file in
          sum + (MappedFile.byteCount(of: folder.appendingPath(file)) ?? 0)
        }
      )
    }
    byteCount = steps.reduce(0) { $0 + $1.bytes }
  }

  public var isDone: Bool { position == steps.count }

  /// What the next step looks at: a record or a file.
  public var nextName: String? {
    isDone ? nil : Self.files(steps[position].step, facts).first ?? folder
  }

  /// Does the next step.
  public mutating func advance() {
    guard !isDone else { return }
    let (step, bytes) = steps[position]
    switch step {
    case .listing: checkListing()
    case .texts: checkTexts()
    case .subjects(let cohort): checkSubjects(cohort)
    case .record(let index): checkRecord(facts.entries[index])
    case .sum(let file): checkSum(file)
    case .samples(let index): checkSamples(facts.entries[index].name)
    }
    position += 1
    doneByteCount += bytes
  }

  /// Does all steps that are left.
  /// - Parameter progress: called before each step with the bytes read, the bytes to read in all,
  ///   and the file that comes next.
  public mutating func run(progress: (_ done: Int, _ total: Int, _ name: String) -> Void) {
    while let name = nextName {
      progress(doneByteCount, byteCount, name)
      advance()
    }
  }

  /// Does all steps that are left.
  public mutating func run() { run { _, _, _ in } }

  // MARK: Steps

  static let textLimit = 1 << 24

  private static func steps(
    _ facts: ReleaseFacts, _ names: Set<String>, _ sums: SumList?, includesSums: Bool
  ) -> [Step] {
    let present = facts.entries.indices.filter { index in
      ReleaseFacts.files(of: facts.entries[index].name).contains(where: names.contains)
    }
    let steps: [Step] =
      [.listing, .texts] + LeipzigSubject.Cohort.allCases.map(Step.subjects)
      + present.map(Step.record)
    guard includesSums else { return steps }
    let listed = (sums?.sums.keys).map(Array.init) ?? []
    let unlisted = present.filter { sums?.sums[facts.entries[$0].name + ".dat"] == nil }
    return steps + listed.sorted(by: precedes).map(Step.sum) + unlisted.map(Step.samples)
  }

  /// The files that a step reads; what reads next to nothing has none.
  private static func files(_ step: Step, _ facts: ReleaseFacts) -> [String] {
    switch step {
    case .listing, .texts: []
    case .subjects(let cohort): [tableFile(cohort)]
    case .record(let index): ["hea", "atr"].map { facts.entries[index].name + "." + $0 }
    case .sum(let file): [file]
    case .samples(let index): [facts.entries[index].name + ".dat"]
    }
  }

  static func tableFile(_ cohort: LeipzigSubject.Cohort) -> String {
    "\(cohort.rawValue)-subject-info.csv"
  }

  /// Files in the order of their records' numbers, all others behind them by name.
  static func precedes(_ first: String, _ second: String) -> Bool {
    let (a, b) = (first.withoutExtension, second.withoutExtension)
    return a == b ? first < second : LeipzigDatabase.precedes(a, b)
  }

  // MARK: Folders of another kind

  private static func names(_ folder: String) throws(LeipzigError) -> Set<String> {
    do {
      return Set(try FileManager.default.contentsOfDirectory(atPath: folder))
    } catch {
      if MappedFile.byteCount(of: folder) != nil {
        throw .notTheRelease(folder: folder, found: "a file")
      }
      let isThere = FileManager.default.fileExists(atPath: folder)
      throw .cannotRead(
        path: folder, reason: isThere ? "its files cannot be listed" : MappedFile.reason(folder))
    }
  }

  /// Refuses a folder that holds nothing of the release, or simulated patients in its form.
  private static func refuseOthers(
    _ folder: String, _ names: Set<String>, _ facts: ReleaseFacts
  ) throws(LeipzigError) {
    let readme = try? MappedFile.bytes(of: folder.appendingPath("README.md"), limit: textLimit)
    let title = String(decoding: readme ?? [], as: UTF8.self).split(whereSeparator: \.isNewline)
      .first?.lowercased()
    if let title, title.contains("simulated") {
      throw .notTheRelease(folder: folder, found: "simulated patients, as its README.md says")
    }
    let own =
      facts.entries.flatMap { ReleaseFacts.files(of: $0.name) }
      + LeipzigSubject.Cohort.allCases.map(tableFile)
    guard !own.contains(where: names.contains) else { return }
    let others = names.filter { $0.fileExtension == "hea" }.sorted(by: precedes)
    let found =
      others.first.map { "records of another kind, such as \($0)" }
      ?? (names.isEmpty ? "an empty folder" : "no records at all")
    throw .notTheRelease(folder: folder, found: found)
  }
}
