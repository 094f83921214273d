import ArrhythmiaModel
import Foundation
import ReviewStore
import Testing
import Waveforms

@Suite("Teaching on the command line") struct AdaptCommandTests {
  private let folder: ScratchFolder
  private let record: String
  private let store: String

  init() throws {
    folder = try ScratchFolder()
    record = try folder.copyOfRecord()
    store = folder.file("labels.sqlite")
  }

  private func run(_ arguments: String...) -> CommandRun {
    CommandRun(arguments + ["--store", store])
  }

  private struct Report: Decodable {
    struct Judged: Decodable { var count: Int }
    var version: Int?
    var decision: String
    var labels: Int
    var judged: [Judged]
  }

  @Test("the model is the one that the review takes: by named channels, or what was taught before")
  func whichModel() throws {
    try "r 1 250 500\nr.dat 16 200/mV 16 0 0 0 0 ECG1\n".write(
      toFile: folder.file("r.hea"), atomically: true, encoding: .utf8)
    try Data(count: 1000).write(to: URL(filePath: folder.file("r.dat")))
    func model() -> String? {
      run("model", "versions", folder.file("r")).lines.first.map(String.init)
    }
    #expect(model() == "* shipped  holter as it came")
    try DecisionStore(path: store).set(ChannelMap(list: "ECG1=II"), names: ["ECG1"])
    #expect(model() == "* shipped  aami as it came")
    let identity = try RecordIdentity(of: Recording(path: folder.file("r")).record)
    let holter = try FindingKey.modelDigest(path: Project.path("Models/holter.safetensors"))
    let content = ModelVersion.Content(
      model: holter, modelName: "holter", parent: nil, labels: [], settings: "", program: "",
      judged: [], changed: [])
    _ = try DecisionStore(path: store).keep(
      content, .accepted, of: identity, reader: "a", at: Date())
    #expect(model() == "  shipped  holter as it came")
    #expect(
      run("model", "use", folder.file("r"), "shipped").remarks.contains("holter as it came"))
    #expect(model() == "* shipped  aami as it came")
  }

  @Test("a version brings its model with it, whichever the record would have")
  func versionsOfTwo() throws {
    func keep(_ model: String) throws {
      let content = ModelVersion.Content(
        model: try FindingKey.modelDigest(path: Project.path("Models/\(model).safetensors")),
        modelName: model, parent: nil, labels: [], settings: "", program: "", judged: [],
        changed: [])
      _ = try DecisionStore(path: store).keep(
        content, .accepted, of: RecordIdentity(of: Recording(path: record).record), reader: "a",
        at: Date())
    }
    try keep("holter")
    try keep("aami")
    // The record has electrograms and leads that are named: g8's, and of models of beats aami's.
    #expect(CommandRun("classify", record).output.contains("g8"))
    let used = run("classify", record, "--taught", "used")
    #expect(used.output.contains("aami") && used.output.contains("v2"), "\(used.output)")
    #expect(run("classify", record, "--taught", "v1").output.contains("holter.safetensors v1"))
    let lines = run("model", "versions", record).lines
    #expect(lines.count == 3 && lines[0] == "  shipped  aami as it came")
    #expect(lines[1].hasPrefix("* v2") && lines[2].hasPrefix("* v1"))
    #expect(lines[2].hasSuffix(", of holter"))
    #expect(run("model", "versions", record, "--model", "holter").lines.count == 2)
    #expect(run("model", "use", record, "v1").remarks.contains("v1 is in use"))
    #expect(
      run("model", "use", record, "shipped").refuses(
        "--model: expected one of aami holter, all of which have a version in use, found \"none\""))
    #expect(run("model", "use", record, "shipped", "--model", "holter").status == 0)
    #expect(run("model", "use", record, "shipped").remarks.contains("aami as it came"))
    let none = run("classify", record, "--taught", "used")
    #expect(none.remarks.contains("no version of it is in use") && none.output.contains("aami"))
    #expect(run("model", "use", record, "v1").remarks.contains("v1 is in use"))
  }

  @Test("a folder is taught to a model of rhythms, which has to be named")
  func folders() {
    #expect(
      run("adapt", folder.path, "--depth", "full").refuses(
        "--model: expected a model of rhythms, which is taught over a folder's records, "
          + "found \"none\""))
  }

  /// Answers what the program asks, all alike.
  private func answer(_ symbol: String, times: Int) throws {
    for _ in 0..<times {
      let asked = run("adapt", record, "--ask", "--reader", "ann")
      let seconds = try #require(
        Double(asked.output.trimmingCharacters(in: .whitespacesAndNewlines)))
      let found = CommandRun(
        "label", record, "--reader", "ann", "--store", store, "--add", "\(symbol)@\(seconds)")
      #expect(found.status == 0, "\(found.remarks)")
    }
  }

  @Test("asks, is taught, keeps a version, and goes back to the model as it came")
  func wholeWay() throws {
    try answer("N", times: 3)
    let taught = run("adapt", record, "--reader", "ann", "--json")
    #expect(taught.status == 0, "\(taught.remarks)")
    let report = try JSONDecoder().decode(Report.self, from: Data(taught.output.utf8))
    #expect(report.labels == 3)
    #expect(report.judged.reduce(0) { $0 + $1.count } == 3)
    #expect(report.version == 1)
    let again = run("adapt", record, "--reader", "ann", "--json")
    #expect(again.output == taught.output)
    let versions = run("model", "versions", record)
    #expect(versions.lines.count == 2)
    #expect(versions.lines[report.decision == "accepted" ? 1 : 0].hasPrefix("*"))
    let forced = run("adapt", record, "--reader", "ann", "--override", "seen on paper")
    #expect(forced.output.contains("against what the labels say"))
    #expect(run("model", "versions", record).output.contains("overridden: seen on paper"))
    let diff = run("model", "diff", record, "shipped", "v1", "--csv")
    #expect(diff.lines.first == "seconds,first,second")
    #expect(run("model", "use", record, "shipped").status == 0)
    #expect(run("model", "versions", record).lines[0].hasPrefix("*"))
    let file = folder.file("v1.json")
    #expect(run("model", "export", record, "1", file).status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("\"labels\""))
    #expect(run("model", "export", record, "1", file).status == 2)
  }

  @Test("without labels, without such a version, with a model of rhythms: a sentence")
  func badInput() throws {
    let none = run("adapt", record, "--reader", "nobody")
    #expect(none.status == 2)
    #expect(none.remarks.contains("expected a reader who has labelled beats of this record"))
    let version = run("model", "use", record, "v7")
    #expect(version.remarks.contains("expected shipped, or one of those of this record: none yet"))
    let rhythms = run("adapt", record, "--model", "g8", "--ask")
    #expect(rhythms.remarks.contains("expected a model of beats"))
    #expect(run("adapt", record, "--depth", "full").remarks.contains("a model of rhythms"))
  }

  // MARK: Rhythms

  private struct Rhythms: Decodable {
    struct Class: Decodable {
      var label: String
      var teaching: Int
      var guarding: Int
      var isNew: Bool
    }
    var version: String?
    var outcome: String
    var depth: String
    var records: Int
    var classes: [Class]
  }

  private func taught(_ arguments: String...) throws -> Rhythms {
    let found = CommandRun(
      ["adapt", record, "--model", "g8", "--reader", "ann", "--json", "--store", store]
        + ["--models", folder.file("models")] + arguments)
    #expect(found.status == 0, "\(found.remarks)")
    return try JSONDecoder().decode(Rhythms.self, from: Data(found.output.utf8))
  }

  private func models(_ arguments: String...) -> CommandRun {
    CommandRun(["model", "taught", "--models", folder.file("models")] + arguments)
  }

  @Test("spans of a rhythm with a name of one's own make a model that says it, beside the old one")
  func rhythms() throws {
    for span in ["ZZ@2-10", "ZZ@12-20", "ZZ@22-30"] {
      let set = CommandRun(
        "label", record, "--reader", "ann", "--store", store, "--span", span)
      #expect(set.status == 0, "\(set.remarks)")
    }
    #expect(models().remarks.contains("nothing was taught yet"))
    let dry = try taught("--dry-run")
    #expect(dry.version == nil && models().output.isEmpty)
    let report = try taught("--depth", "instant")
    #expect(report.classes.map(\.label) == ["ZZ"] && report.classes[0].isNew)
    #expect(report.classes[0].teaching >= 2 && report.classes[0].guarding >= 1)
    #expect(report.outcome == "better" && report.version == "g8-v1" && report.records == 1)
    #expect(models().lines.map { $0.prefix(8) } == ["  g8  as", "* g8-v1 "])
    let file = folder.file("models/g8-v1.safetensors")
    let info = CommandRun("model", "info", file)
    #expect(info.output.contains("ZZ") && info.output.contains("labelled windows of 1 record"))
    let said = CommandRun("classify", record, "--model", file, "--csv")
    #expect(said.status == 0 && said.output.contains(",ZZ,"), "\(said.remarks)")
    #expect(models("--use", "g8").status == 0)
    #expect(models().lines[0].hasPrefix("*"))
    #expect(models("--use", "g9").remarks.contains("expected one of g8 aami holter g8-v1"))
    let forced = try taught("--without", "VT", "--override", "seen on paper")
    #expect(forced.version == "g8-v2")
    #expect(models("--json").output.contains("\"in_use\""))
  }

  @Test("with no spans, or a class that is not there, a sentence says so")
  func noRhythms() throws {
    let none = run("adapt", record, "--model", "g8", "--models", folder.file("models"))
    #expect(
      none.status == 2
        && none.remarks.contains(
          "expected a rhythm over 2 s and more, set by the reader and not taught yet")
    )
    let gone = run(
      "adapt", record, "--model", "g8", "--models", folder.file("models"), "--without", "Z")
    #expect(gone.status == 2 && gone.remarks.contains("found Z"))
  }

  @Test("the bench scores the same beats at every number of labels")
  func bench() throws {
    struct Row: Decodable {
      var labels: Int
      var adapted: Bool
      var accuracy: Double
      var kappa: Double
      var f1: [String: Double]
      var worst_change: Double
      var seconds: Double
    }
    let run = CommandRun("bench", "adapt", Project.record, "--labels", "2,0", "--json")
    #expect(run.status == 0, "\(run.remarks)")
    let scored = try JSONDecoder().decode([Row].self, from: Data(run.output.utf8))
    #expect(scored.map(\.labels) == [0, 2] && scored.allSatisfy(\.adapted))
    #expect(scored[0].worst_change == 0)
    let compared = CommandRun(
      "bench", "adapt", Project.record, "--labels", "0", "--compare-families")
    #expect(compared.lines.contains { $0.hasPrefix("| 0 |") })
    let alone = CommandRun("bench", "adapt", Project.record, "--labels", "0", "--no-families")
    // But for the seconds.
    let rows = [compared, alone].map { run in
      run.lines.first { $0.hasPrefix("| 0, without families |") }?.dropLast(8)
    }
    #expect(rows[0] != nil && rows[0] == rows[1])
    #expect(scored.allSatisfy { $0.f1.keys.sorted() == ["F", "N", "Q", "S", "V"] })
    let detected = CommandRun(
      "bench", "adapt", Project.path("SampleData/x001"), "--labels", "0", "--detected")
    #expect(detected.status == 0, "\(detected.remarks)")
    #expect(
      detected.lines.first?.contains(#/; \d+ beats were not found, \d+ found that no/#) == true)
    #expect(CommandRun("bench", "adapt", Project.record, "--labels", "x").status == 2)
    #expect(
      CommandRun("bench", "adapt", Project.record, "--no-families", "--compare-families").status
        == 2)
    let unknown = CommandRun("bench", "adapt", Project.record, "--records", "x001,nobody")
    #expect(unknown.status == 2 && unknown.remarks.contains("names of records that are there"))
    #expect(CommandRun("bench", "adapt", Project.record, "--flipped", "2").status == 2)
    #expect(CommandRun("bench", "adapt", Project.record, "--model", "g8").status == 2)
  }

  @Test("labels that a reader has set make a data set")
  func prepare() throws {
    for place in ["N@10", "N@11", "V@12"] {
      #expect(
        CommandRun("label", record, "--reader", "ann", "--store", store, "--add", place).status == 0
      )
    }
    let out = folder.file("ann.dataset")
    let made = CommandRun(
      "prepare", record, "--preset", "aami", "--reader", "ann", "--store", store, "--out", out)
    #expect(made.status == 0, "\(made.remarks)")
    #expect(made.output.contains("3 windows"))
    let nobody = CommandRun(
      "prepare", record, "--preset", "aami", "--reader", "bob", "--store", store, "--out",
      folder.file("bob.dataset"))
    #expect(nobody.status == 2)
    #expect(nobody.remarks.contains("expected labels of bob, found none"))
    let both = CommandRun(
      "prepare", record, "--reader", "ann", "--annotator", "atr", "--store", store, "--out", out,
      "--force")
    #expect(both.remarks.contains("expected none beside --reader"))
  }
}
