import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import ReviewSession
import ReviewStore
import Waveforms

/// Which versions of a model there are for a record.
struct ModelVersionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "versions", abstract: "List what a model was taught on a record.",
    discussion: "The one in use has a mark before it; each says which it followed.")

  @OptionGroup var lesson: LessonOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let subject = try lesson.subject(lesson.store.open())
    let (all, used) = (try subject.versions(), try subject.versionInUse())
    let others = lesson.model == nil ? try subject.versionsOfOthers() : []
    if json {
      return try Output.json(
        all.map { VersionRow($0, isUsed: $0 == used) }
          + others.map { VersionRow($0.version, isUsed: $0.isUsed) })
    }
    let shipped = (used == nil ? "* " : "  ") + "shipped  \(subject.model.name) as it came"
    let lines =
      all.map { Self.line($0, isUsed: $0.number == used?.number) }
      + others.map {
        Self.line($0.version, isUsed: $0.isUsed) + ", of \($0.version.content.modelName)"
      }
    try Output.lines(([shipped] + lines).map(PlainText.safe))
  }

  private static func line(_ version: ModelVersion, isUsed: Bool) -> String {
    let judged = version.content.judged
    let decision =
      switch version.standing {
      case .accepted: ""
      case .overridden(let reason): ", overridden: \(reason)"
      case .refused: ", not taken up"
      }
    let parent = version.content.parent.map { "v\($0)" } ?? "shipped"
    let time = version.time.formatted(.iso8601)
    return "\(isUsed ? "*" : " ") v\(version.number)\(version.name.map { " " + $0 } ?? "")  after "
      + "\(parent), \(version.content.labels.count.counted("label")) of \(version.reader) at \(time): "
      + "\(judged.reduce(0) { $0 + $1.before }) right before, "
      + "\(judged.reduce(0) { $0 + $1.after }) now\(decision)"
  }
}

/// A version as `versions` and `export` write it.
private struct VersionRow: Encodable {
  var version: Int
  var name: String?
  var reader: String
  var time: String
  /// `accepted`, `overridden` or `refused`.
  var decision: String
  var reason: String?
  var in_use: Bool?
  var content: ModelVersion.Content

  init(_ version: ModelVersion, isUsed: Bool?) {
    (self.version, name, reader) = (version.number, version.name, version.reader)
    time = version.time.formatted(.iso8601)
    (in_use, content) = (isUsed, version.content)
    switch version.standing {
    case .accepted: decision = "accepted"
    case .overridden(let words): (decision, reason) = ("overridden", words)
    case .refused: decision = "refused"
    }
  }
}

/// Chooses a version for a record.
struct ModelUseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "use", abstract: "Use a version of a model for a record, or the model as it came.",
    discussion: "What was used before stays in the list, and can be used again.")

  @OptionGroup var lesson: LessonOptions
  @OptionGroup var readers: ReaderOptions

  @Argument(help: "A version by its number or name, or shipped.")
  var version: String

  @Option(help: "Call the version by this name from now on.")
  var name: String?

  func run() throws {
    let subject = try lesson.subject(lesson.store.openForWriting(), versions: [version])
    try checkShipped(subject)
    let (store, identity) = (subject.store, subject.identity)
    let chosen = try subject.version(version)
    if let name, let chosen { try store.name(version: chosen.number, name, of: identity) }
    try store.use(
      version: chosen?.number, of: subject.digest, for: identity, reader: try readers.name(),
      at: Date())
    let used = name ?? chosen?.title ?? "\(subject.model.name) as it came"
    Output.note("\(used) is in use for this record")
  }

  /// With versions of two models in use nobody can tell which one is to go.
  private func checkShipped(_ subject: LessonSubject) throws {
    guard version == "shipped", lesson.model == nil else { return }
    let inUse = try subject.store.modelsInUse(of: subject.identity)
    guard inUse.count > 1 else { return }
    let all = try subject.store.versions(of: subject.identity)
    let names = Set(all.filter { inUse.contains($0.content.model) }.map(\.content.modelName))
    throw CommandError.badOption(
      name: "--model",
      expected:
        "one of \(names.sorted().joined(separator: " ")), all of which have a version in use",
      found: "none")
  }
}

/// What two versions say differently of a record.
struct ModelDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "List the beats of which two versions say different classes.")

  @OptionGroup var lesson: LessonOptions

  @Argument(help: "A version by its number or name, or shipped.")
  var first: String

  @Argument(help: "Another one.")
  var second: String

  @Flag(help: "Print CSV.")
  var csv = false

  func run() throws {
    let subject = try lesson.subject(lesson.store.open(), versions: [first, second])
    let read = try lesson.lesson(subject)
    let both = try [first, second].map { name in
      let labels = try subject.version(name)?.content.labels ?? []
      return read.teaching.taught(TeachingRequest(labels: labels)).findings
    }
    let differing = read.findings.indices.filter { both[0][$0].decision != both[1][$0].decision }
    if csv {
      return try Output.lines(
        ["seconds,first,second"]
          + differing.map {
            String(format: "%.3f", read.seconds($0))
              + ",\(read.name(both[0][$0])),\(read.name(both[1][$0]))"
          })
    }
    try Output.lines(
      ["\(differing.count) of \(read.findings.count.counted("beat")) differ"]
        + differing.map {
          String(format: "%10.3f s  ", read.seconds($0))
            + "\(read.name(both[0][$0])) in \(first), \(read.name(both[1][$0])) in \(second)"
        })
  }
}

/// Writes a version to a file.
struct ModelExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a version with all that it was made of as JSON.")

  @OptionGroup var lesson: LessonOptions

  @Argument(help: "A version by its number or name.")
  var version: String

  @Argument(help: "The file.")
  var file: String

  @Flag(help: "Replace the file.")
  var force = false

  func run() throws {
    try Overwriting.check(file, inputs: [lesson.path], force: force)
    guard
      let chosen = try lesson.subject(
        lesson.store.open(), versions: [version]
      ).version(version)
    else {
      throw CommandError.badOption(
        name: "VERSION", expected: "a version that was taught, as shipped is a file", found: version
      )
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let data = try encoder.encode(VersionRow(chosen, isUsed: nil))
    try AtomicFile.write(Array(data) + [10], path: file)
    Output.note("\(file): written")
  }
}
