import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import ReviewSession
import Training

/// The models of rhythms that readers have taught.
struct ModelTaughtCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "taught", abstract: "List the models of rhythms that were taught, or choose one.",
    discussion: """
      Each is a model of its own, named by the one that it comes from (g8-v1); all stay, so that any can be
      gone back to. The one in use, which commands take where no model is named, has a mark before it.
      """)

  @Option(help: "Use this one from now on, by its name; g8 is the model as it came.")
  var use: String?

  @OptionGroup var taught: TaughtOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let models = try taught.folder()
    if let use { return try choose(use, models) }
    let all = models.versions()
    if json { return try Output.json(all.map { TaughtRow($0, models) }) }
    let roots = Set(ModelChoice.shipped + all.map { TaughtModels.root(of: $0.name) }).sorted()
    let lines = roots.flatMap { root -> [String] in
      let own = all.filter { TaughtModels.root(of: $0.name) == root }
      guard !own.isEmpty else { return [] }
      let used = models.used(of: root)
      return ["\(used == root ? "*" : " ") \(root)  as it came"]
        + own.map { Self.line($0, isUsed: $0.name == used, among: all) }
    }
    guard !lines.isEmpty else {
      return Output.note("nothing was taught yet: label spans of rhythms, then `tawara adapt`")
    }
    try Output.lines(lines.map(PlainText.safe))
  }

  private func choose(_ name: String, _ models: TaughtModels) throws {
    guard models.isThere(name) || ModelChoice.shipped.contains(name) else {
      let known = ModelChoice.shipped + models.names()
      throw CommandError.badOption(
        name: "--use", expected: "one of \(known.joined(separator: " "))", found: name)
    }
    try models.use(name)
    Output.note("\(name) is in use from now on")
  }

  private static func line(
    _ version: TaughtModels.Version, isUsed: Bool, among all: [TaughtModels.Version]
  ) -> String {
    let teaching = version.teaching
    let parent =
      all.first { $0.digest == teaching.parent }?.name ?? TaughtModels.root(of: version.name)
    let judged = teaching.guardRows.total
    return "\(isUsed ? "*" : " ") \(version.name)  after \(parent), \(teaching.summary) of "
      + "\(teaching.reader), \(teaching.depth): \(judged.before) of \(judged.count) guarding windows right "
      + "before, \(judged.after) now" + (teaching.overridden.map { ", overridden: \($0)" } ?? "")
  }
}

/// A taught model as JSON.
private struct TaughtRow: Encodable {
  var name: String
  var in_use: Bool
  var digest: String
  var time: String
  var teaching: ModelTeaching

  init(_ version: TaughtModels.Version, _ models: TaughtModels) {
    (name, digest, teaching) = (version.name, version.digest, version.teaching)
    in_use = models.used(of: TaughtModels.root(of: name)) == name
    time = version.time.formatted(.iso8601)
  }
}
