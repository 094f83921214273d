import Annotations
import Commands
import Foundation
import ReviewStore
import Testing
import Waveforms

@Suite("Labels on the command line") struct LabelCommandTests {
  private let folder: ScratchFolder
  private let record: String
  private let store: String

  init() throws {
    folder = try ScratchFolder()
    record = try folder.copyOfRecord()
    store = folder.file("labels.sqlite")
  }

  private func label(_ arguments: String..., reader: String = "mk") -> CommandRun {
    CommandRun(["label", record, "--reader", reader, "--store", store] + arguments)
  }

  private struct Row: Decodable, Equatable {
    var time_s: Double
    var end_s: Double?
    var kind: String
    var symbol: String
    var aux: String
    var origin: String
    var reader: String?
  }

  private func rows(reader: String = "mk") throws -> [Row] {
    try JSONDecoder().decode(
      [Row].self, from: Data(label("--json", reader: reader).output.utf8))
  }

  @Test(
    "two readers' sets become a third one, place by place, and what is undecided is in no export")
  func adjudicate() throws {
    #expect(label("--add", "N@1", "--add", "V@2", "--span", "AFIB@3-4", reader: "ann").status == 0)
    #expect(label("--add", "N@1.1", "--add", "S@2", "--add", "F@9", reader: "bob").status == 0)
    let begun = label("--set", "verdict", "--between", "ann,bob", reader: "cy")
    #expect(begun.remarks.contains("1 label agreed on, 3 places to decide"))
    let run = label(
      "--set", "verdict", "--take", "ann@2", "--take", "neither@9", "--export", "vd", reader: "cy")
    #expect(run.status == 0)
    #expect(run.remarks.contains("2 annotations written; 1 proposal left out"))
    #expect(try Data(contentsOf: URL(filePath: record + ".vd")).isEmpty == false)
    let wrong = label("--set", "verdict", "--take", "zoe@3", reader: "cy")
    #expect(wrong.status != 0 && wrong.remarks.contains("expected ann, bob or neither"))
    #expect(label("--set", "verdict", "--take", "ann@2", reader: "cy").status != 0)
    #expect(label("--set", "verdict", "--between", "ann,zoe", reader: "cy").status != 0)
    #expect(label("--between", "ann", reader: "cy").remarks.contains("two readers"))
  }

  @Test("what nobody has accepted counts for no reader")
  func proposals() throws {
    let path = folder.file("proposed.json")
    let proposed = #"[{"time_s": 5, "symbol": "V", "origin": "detector"}]"#
    try Data(proposed.utf8).write(to: URL(filePath: path))
    #expect(label("--from", path, "--add", "N@1", reader: "ann").status == 0)
    #expect(label("--add", "N@1", reader: "bob").status == 0)
    let run = CommandRun([
      "agree", record, "--readers", "ann,bob", "--store", store, "--draws", "10",
    ])
    #expect(run.output.contains("ann, bob: 1 beat of 1 record"))
  }

  @Test("a set is written with its record as EDF+, and reads as it was")
  func edf() throws {
    let path = folder.file("out.edf")
    #expect(label("--add", "V@2", "--span", "AFIB@3-4", "--export", path).status == 0)
    let read = try Recording(path: path)
    let found = try read.annotations(try #require(read.annotators.first))
    let marks = found.marks(frameRateHz: read.record.frameRateHz)
    #expect(marks.map(\.label.symbol).contains("V"))
    #expect(marks.count == 3)
    // The set's own file may be written again; somebody else's not.
    #expect(label("--remove", "2", "--export", path).status == 0)
    try Data("no labels".utf8).write(to: URL(filePath: path))
    #expect(label("--export", path).status != 0)
  }

  @Test("actions are carried out in the order of the command line, each on its own")
  func order() throws {
    let run = label(
      "--add", "V@12.34", "--change", "12.36=N", "--span", "AFIB@10-20", "--add=F@30", "--remove",
      "30.04", "--undo", "--json")
    #expect(run.status == 0)
    let found = try rows()
    #expect(found.map(\.symbol) == ["+", "N", "F"])
    #expect(found.map(\.aux) == ["(AFIB", "", ""])
    #expect(found.map(\.kind) == ["rhythm", "beat", "beat"])
    #expect(found[0].end_s == 20)
    #expect(found.allSatisfy { $0.reader == "mk" && $0.origin == "hand" })
    #expect(label("--undo", "--undo", "--redo", "--json").status == 0)
    #expect(try rows().map(\.symbol) == ["+", "N"] || rows().map(\.symbol) == ["+", "N", "F"])
  }

  @Test("what cannot be done is one sentence, and leaves all as it is")
  func refusals() throws {
    #expect(
      label("--remove", "5").refuses(
        "label: expected a mark within 50 ms of 5.0 s, found no marks in the set"))
    #expect(label("--undo").refuses("label: expected a change to take back, found none"))
    #expect(
      label("--add", "V").refuses("--add: expected LABEL@SECONDS, as V@12.34, found \"V\""))
    #expect(
      label("--add", "V@1e9").refuses(
        "label: expected a time within the record, from 0 to 67.0 s, found 1000000000.0 s")
        || label("--add", "V@1e9").status == 2)
    #expect(label("--add", "blah@3").status == 2)
    #expect(label("--span", "VT@9-3").status == 2)
    #expect(label("--reader", "../x").status != 0)
    #expect(try rows().isEmpty)
    #expect(label("--from", "nobody").status == 2)
    // A set that has begun is not begun again with something else.
    #expect(label("--from", "atr", reader: "ab").status == 0)
    #expect(label("--from", "other", reader: "ab").status == 2)
  }

  @Test("JSON, CSV and WFDB give the same labels again, byte for byte")
  func files() throws {
    #expect(label("--from", "atr", "--add", "V@3", "--span", "noise@5-6").status == 0)
    let json = label("--json").output
    let csv = label("--csv").output
    let files = [folder.file("labels.json"), folder.file("labels.csv")]
    try Data(json.utf8).write(to: URL(filePath: files[0]))
    try Data(csv.utf8).write(to: URL(filePath: files[1]))
    #expect(label("--from", files[0], "--json", reader: "fromJSON").output == json)
    #expect(label("--from", files[1], "--csv", reader: "fromCSV").output == csv)
    #expect(label("--export", "one").status == 0)
    #expect(label("--from", "one", reader: "fromWFDB").status == 0)
    #expect(label("--export", "two", reader: "fromWFDB").status == 0)
    #expect(
      try Data(contentsOf: URL(filePath: record + ".one"))
        == Data(contentsOf: URL(filePath: record + ".two")))
  }

  @Test("an export never goes over what another has written")
  func export() throws {
    _ = label("--add", "V@3")
    #expect(label("--export", "mk").status == 0)
    #expect(label("--add", "N@4", "--export", "mk").status == 0)
    #expect(
      label("--export", "atr").refuses(
        "\(record).atr: expected no file there, or the one that this set has written, found another; "
          + "export under another name"))
    #expect(label("--export", "dat").status == 2)
    // Changed by another program since: it is another's now.
    try Data([1, 2, 3]).write(to: URL(filePath: record + ".mk"))
    #expect(label("--export", "mk").status == 2)
  }

  @Test("nonsense in a file is bounded and said")
  func nonsense() throws {
    let path = folder.file("odd.csv")
    try Data("time_s,symbol\n5,N\n3,V\n1e6,V\n2,zz\n".utf8).write(to: URL(filePath: path))
    let run = label("--from", path)
    #expect(run.status == 0)
    #expect(run.remarks.contains("1 labels lie outside of the record"))
    #expect(run.remarks.contains("not in order of time"))
    #expect(run.remarks.contains("\"zz\""))
    #expect(try rows().map(\.time_s) == [2, 3, 5, 1e6])
    for bad in ["time_s,symbol\nx,N\n", "a,b\n1,2\n", "time_s,symbol\ninf,N\n"] {
      try Data(bad.utf8).write(to: URL(filePath: path))
      #expect(label("--from", path, reader: "bad").status == 2, "\(bad)")
    }
    let list = folder.file("odd.json")
    try Data("[{\"symbol\": \"N\"}]".utf8).write(to: URL(filePath: list))
    #expect(
      label("--from", list, reader: "bad").refuses(
        "\(list): expected a JSON array of labels, each with time_s and symbol, "
          + "found label 1 without time_s"))
  }

  @Test("the store is checked, copied, restored, exported and moved")
  func storeCommands() throws {
    func run(_ arguments: String...) -> CommandRun {
      CommandRun(["store"] + arguments + ["--store", store])
    }
    #expect(run("check").status == 2)
    _ = label("--add", "V@3", "--add", "N@4")
    #expect(run("check").output.contains("1 set, 2 changes, 2 labels, all as the log has it"))
    #expect(run("history", record).output.contains("added V at 3.0 s"))
    let copy = folder.file("copy.sqlite")
    #expect(run("backup", copy).status == 0 && run("backup", copy).status == 2)
    _ = label("--add", "F@5")
    #expect(run("restore", copy).status == 0)
    #expect(try rows().map(\.symbol) == ["V", "N"])
    #expect(run("restore", record + ".hea").status == 2)
    let out = folder.file("out")
    #expect(run("export", out).status == 0 && run("export", out).status == 2)
    #expect(
      try String(contentsOfFile: out + "/x003.mk.json", encoding: .utf8) == label("--json").output)
    // Other bytes in its header make it another record.
    let header = try String(contentsOfFile: record + ".hea", encoding: .utf8)
    try Data((header + "# changed\n").utf8).write(to: URL(filePath: record + ".hea"))
    #expect(try rows().isEmpty)
    #expect(run("move", record, record).status == 0)
    #expect(try rows().map(\.symbol) == ["V", "N"])
  }
}
