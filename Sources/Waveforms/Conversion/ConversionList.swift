import Foundation

/// Which records a command line means, and where each of them goes in a folder.
public struct ConversionList: Sendable, Equatable {
  /// One record to be written.
  public struct Job: Sendable, Equatable {
    public var input: String
    public var output: String
  }

  public private(set) var jobs: [Job] = []
  private let hasRate: Bool
  /// What cannot be written, a sentence each.
  public private(set) var refusals: [String] = []

  /// - Parameters:
  ///   - inputs: records, folders of records and shell patterns.
  ///   - folder: where the records go: each under its own name, those of a folder in the same
  ///     folders below this one.
  ///   - ending: what the names end with, `.edf`; empty for WFDB records.
  ///   - hasRate: whether the rate of tables that do not say it is known.
  public init(inputs: [String], folder: String, ending: String, hasRate: Bool = false) {
    self.hasRate = hasRate
    var seen: Set<String> = []
    var taken: [String: String] = [:]
    for (input, place) in inputs.flatMap({ records($0) }) {
      let location = try? RecordLocation(path: input, hasRate: hasRate)
      // Several files of one record are one record.
      if let location, !seen.insert(location.path).inserted { continue }
      let stem = (location?.stem ?? input).fileName
      let output = folder.appendingPath(place.appendingPath(stem) + ending)
      if let other = taken[output] {
        refusals.append(
          "\(input): expected a name of its own, found that \(other) goes to \(output)")
      } else {
        taken[output] = input
        jobs.append(Job(input: input, output: output))
      }
    }
  }

  /// Makes the folder that an output goes to, where there is none.
  public static func makeFolder(of output: String) throws(FileError) {
    let folder = output.folderPath
    guard !folder.isEmpty, !RecordFolder.exists(folder) else { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(file: folder, reason: "the folder cannot be made")
    }
  }

  /// Whether an input may mean several records.
  public static func isSeveral(_ input: String) -> Bool {
    RecordFolder.exists(input) || isPattern(input)
  }

  /// The records that an input means, each with its folder below that of the output.
  private mutating func records(_ input: String) -> [(path: String, place: String)] {
    if RecordFolder.exists(input) { return folderRecords(input) }
    guard Self.isPattern(input) else { return [(input, "")] }
    let found = ShellPattern.paths(input)
    if found.isEmpty {
      refusals.append("\(input): expected records that the pattern names, found none")
    }
    let records = found.flatMap { path -> [(path: String, place: String)] in
      if RecordFolder.exists(path) { return folderRecords(path) }
      // A pattern names files of other kinds too.
      return (try? RecordLocation(path: path, hasRate: hasRate)) == nil ? [] : [(path, "")]
    }
    if records.isEmpty, !found.isEmpty {
      refusals.append("\(input): expected records, found \(found.count) files that are none")
    }
    return records
  }

  private mutating func folderRecords(_ folder: String) -> [(path: String, place: String)] {
    do throws(RecordingError) {
      return try RecordFolder(path: folder).recordNames.map { name in
        (folder.appendingPath(name), name.folderPath)
      }
    } catch {
      refusals.append("\(error)")
      return []
    }
  }

  private static func isPattern(_ input: String) -> Bool {
    input.contains { "*?".contains($0) } && MappedFile.byteCount(of: input) == nil
  }
}

/// Patterns as shells know them: `*` for any letters, `?` for one.
enum ShellPattern {
  /// The paths that a pattern names, in order; hidden ones are not named by `*` and `?`.
  static func paths(_ pattern: String) -> [String] {
    let parts = pattern.split(separator: "/").map(String.init)
    var found = [pattern.hasPrefix("/") ? "/" : ""]
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      found = found.flatMap { folder -> [String] in
        guard part.contains(where: { "*?".contains($0) }) else {
          return [folder.appendingPath(part)]
        }
        return RecordFolder.names(in: folder.isEmpty ? "." : folder).sorted()
          .filter { !$0.hasPrefix(".") && matches($0[...], part[...]) }
          .map { folder.isEmpty ? $0 : folder.appendingPath($0) }
          .filter { isLast || RecordFolder.exists($0) }
      }
    }
    return found
  }

  /// Whether a name is one of those that a pattern means.
  static func matches(_ name: Substring, _ pattern: Substring) -> Bool {
    var (name, pattern) = (name, pattern)
    // Where the last star stands, and how far it reaches so far.
    var star: (pattern: Substring, name: Substring)?
    while let letter = name.first {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        star = (pattern, name)
      } else if let wanted = pattern.first, wanted == "?" || wanted == letter {
        name = name.dropFirst()
        pattern = pattern.dropFirst()
      } else if let last = star {
        name = last.name.dropFirst()
        pattern = last.pattern
        star = (pattern, name)
      } else {
        return false
      }
    }
    return pattern.allSatisfy { $0 == "*" }
  }
}
