import ArgumentParser
import ArrhythmiaModel
import Evaluation
import Foundation
import NeuralNetwork
import Waveforms

/// Looking into model files and running them.
struct ModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Look into a model file, run it on prepared windows, or choose what was taught.",
    subcommands: [
      ModelInfoCommand.self, ModelRunCommand.self, ModelVersionsCommand.self, ModelUseCommand.self,
      ModelDiffCommand.self, ModelExportCommand.self, ModelTaughtCommand.self,
    ])
}

/// What is in a model file.
struct ModelInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Say what is in a model file.",
    discussion: """
      Checks every tensor and prints sizes, classes and all that the file says
      of its training.
      """)

  @Argument(help: "A model file (safetensors).")
  var file: String

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "List the tensors.")
  var tensors = false

  func run() throws {
    let report = try ModelReport(ModelWeights(path: file), listsTensors: tensors)
    if json { try Output.json(report) } else { try Output.lines(report.text(file)) }
  }
}

/// The outputs of a model for prepared windows.
struct ModelRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a model on prepared windows.",
    discussion: """
      The windows file holds ecg [N,12,1024], iegm [N,14,1024], ecg_live [N,12]
      and iegm_live [N,14], and labels [N] where they are known. The output file
      gets logits, feature, embedding, attention_time, attention_modality and
      attention_cross; all files are safetensors. With --explain it also gets
      ecg_relevance, iegm_relevance and token_relevance: gradient times input
      for that class.
      """)

  @Option(help: "A model file.")
  var model: String

  @Option(help: "A file of prepared windows.")
  var windows: String

  @Option(help: "Where to write the outputs.")
  var out: String

  @Option(help: "Threads to compute on.")
  var threads = 2

  @Flag(help: "Leave out the attention maps.")
  var noMaps = false

  @Option(help: "Also explain this class, by name or number; \"top\" is each window's likeliest.")
  var explain: String?

  @Flag(help: "Replace the output file.")
  var force = false

  func run() throws {
    guard (1...64).contains(threads) else {
      throw CommandError.badOption(
        name: "--threads", expected: "1 to 64", found: String(threads))
    }
    let weights = try ModelWeights(path: model)
    let explained = try explain.map { try ExplainedClass($0, weights) }
    try Overwriting.check(out, inputs: [model, windows], force: force)
    let windows = try Windows(path: windows, for: weights.configuration)
    let crew = Crew(count: threads)
    let outputs = InferenceEngine(weights, crew: crew).run(windows, maps: !noMaps)
    var tensors = outputs.tensors
    if let explained {
      let relevance = RelevanceEngine(weights, crew: crew)
        .run(windows, classes: explained.classes(outputs))
      tensors.merge(relevance.tensors) { first, _ in first }
    }
    try SafeTensors.write(
      tensors.mapValues { .float32($0) }, metadata: ["tool": "tawara"], path: out)
    try Output.lines(["\(out): outputs of \(windows.count.counted("window"))"])
  }
}

/// Which class of each window is to be explained.
private enum ExplainedClass {
  case top
  case fixed(Int)

  init(_ text: String, _ weights: ModelWeights) throws {
    let names = weights.classNames
    if text == "top" {
      self = .top
    } else if let index = names.firstIndex(of: text) ?? Int(text), names.indices.contains(index) {
      self = .fixed(index)
    } else {
      throw CommandError.badOption(
        name: "--explain",
        expected: "top, 0 to \(names.count - 1), or one of "
          + names.joined(separator: " "), found: text)
    }
  }

  func classes(_ outputs: ModelOutputs) -> [Int] {
    switch self {
    case .top: outputs.likeliest
    case .fixed(let index): [Int](repeating: index, count: outputs.windows)
    }
  }
}

/// What `model info` prints.
private struct ModelReport: Encodable {
  var parameters: Int
  var buffers: Int
  var classes: [String]
  var width: Int
  var heads: Int
  var hidden: Int
  var blocks: Int
  var projection: Int
  var tokens: Int
  var samples: Int
  var metadata: [String: String]
  var properties: ModelProperties?
  var tensors: [String: [Int]]?

  init(_ weights: ModelWeights, listsTensors: Bool) {
    let configuration = weights.configuration
    parameters = weights.parameterCount
    buffers = weights.tensors.values.reduce(0) { $0 + $1.values.count } - parameters
    classes = weights.classNames
    (width, heads, hidden) = (configuration.width, configuration.heads, configuration.hidden)
    (blocks, projection) = (configuration.layers, configuration.projection)
    (tokens, samples) = (configuration.tokens, configuration.samples)
    properties = weights.properties
    metadata = weights.metadata.filter { $0.key != "tawara" }
    tensors = listsTensors ? weights.tensors.mapValues(\.shape) : nil
  }

  func text(_ file: String) -> [String] {
    var lines = [
      "\(file): rhythm classifier, \(parameters) parameters, \(buffers) buffered values",
      "classes     \(classes.count): \(classes.joined(separator: ", "))",
      "windows     \(samples) samples (12 surface leads, 14 intracardiac channels), \(tokens) tokens",
      "network     width \(width), \(heads) heads, hidden \(hidden), \(blocks) Transformer blocks, "
        + "projection \(projection)",
    ]
    for (key, value) in metadata.sorted(by: { $0.key < $1.key })
    where !["classes", "heads"].contains(key) {
      lines.append(
        "\(key.padding(toLength: max(11, key.count), withPad: " ", startingAt: 0)) \(value)")
    }
    if let properties { lines += Self.text(properties) }
    for (name, shape) in (tensors ?? [:]).sorted(by: { $0.key < $1.key }) {
      lines.append("  \(name) \(shape)")
    }
    return lines.map(PlainText.safe)
  }

  /// What it reads, and when it is sure of it.
  private static func certainty(_ properties: ModelProperties) -> [String] {
    let leads = properties.trainedLeads.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
    let seen =
      "reads       " + (properties.seen == .both ? "ECG and IEGM" : properties.seen.rawValue)
    let known =
      leads.isEmpty
      ? "; which leads it was trained on is not known"
      : ", up to \(properties.mostLeads.counted("lead")) at once; records that showed each: \(leads)"
    guard let certainty = properties.certainty else {
      return [seen + known, "sure        never: the file does not say how sure it may be"]
    }
    let entries = certainty.entries.map { entry in
      let bounds = zip(properties.classes, entry.flag.leastProbabilities).enumerated().map {
        "\($1.0) \(ReportText.figure($1.1))" + Self.sure($0, entry.flag)
      }
      return "sure        from \(entry.kind.text), T "
        + "\(ReportText.figure(entry.flag.scale.temperature)), possible from "
        + bounds.joined(separator: ", ")
    }
    return [seen + known] + entries
      + ["            by \(certainty.patients.counted("patient")) who did not train it"]
      + properties.certaintyTests.map { "held out    \($0)" }
  }

  /// From which probability on a class is a sure answer, where that is not where it is possible.
  private static func sure(_ index: Int, _ flag: UncertaintyFlag) -> String {
    if flag.rareClasses.contains(index) { return " (rare)" }
    guard let least = flag.leastSure?[index] else { return "" }
    return least < 1 ? " (sure from \(ReportText.figure(least)))" : " (never sure)"
  }

  /// What readers have taught it.
  private static func teaching(_ properties: ModelProperties) -> [String] {
    guard let teaching = properties.teaching else { return [] }
    return [
      "taught      by \(teaching.summary) of \(teaching.reader): \(teaching.settings)",
      "            from the model \(teaching.parent), by version \(teaching.program)",
    ]
      + teaching.guardRows.map {
        "guard       \($0.label): \($0.before) of \($0.count) right before, \($0.after) now"
      }
      + [teaching.overridden.map { "overridden  \($0)" }].compactMap { $0 }
  }

  /// What the training and the tests say of the model.
  private static func text(_ properties: ModelProperties) -> [String] {
    var lines = [
      "preset      \(properties.preset), \(properties.filters) filters",
      "trained on  \(properties.data)", "training    \(properties.training)",
    ]
    if let score = properties.validationMacroF1 {
      lines.append(
        "best epoch  \(properties.epoch), validation macro-F1 \(ReportText.figure(score))")
    }
    lines += Self.teaching(properties)
    lines += Self.certainty(properties)
    lines += properties.evaluation.map { "tested      \($0)" }
    lines.append("attention   \(properties.faithfulness ?? "not tested for faithfulness")")
    return lines
  }
}
