import Commands
import Foundation
import Synchronization
import Testing

@Suite("Commands on models")
struct ModelCommandTests {
  private let small = ["--size", "small", "--epochs", "1", "--epoch-windows", "64"]

  @Test("From recordings to a model and a report")
  func chain() throws {
    let folder = try ScratchFolder()
    let (data, model) = (folder.file("p.dataset"), folder.file("m.safetensors"))
    #expect(
      CommandRun(
        "simulate", folder.file("p"), "--patients", "12", "--seed", "77", "--shortest", "60",
        "--longest", "70"
      ).lines.count == 12)
    let prepared = CommandRun("prepare", folder.file("p"), "--out", data)
    #expect(prepared.status == 0)
    #expect(
      prepared.lines.first?.hasPrefix("\(data): preset g8, 12 records of 12 patients") == true)
    #expect(prepared.lines.contains { $0.hasPrefix("SINUS ") })
    #expect(
      CommandRun("prepare", folder.file("p"), "--out", data)
        .refuses("\(data): expected no file there, found one; --force replaces it"))

    let trained = CommandRun(["train", data, "--out", model] + small)
    #expect(trained.status == 0 && trained.output.contains("\(model): the best of 1 epoch"))
    #expect(folder.has("m.safetensors") && !folder.has("m.safetensors.checkpoint"))
    #expect(
      CommandRun(["train", data, "--out", model] + small)
        .refuses("\(model): expected no file there, found one; --force replaces it"))
    #expect(
      CommandRun(["train", data, "--out", folder.file("n"), "--fold", "9"] + small)
        .refuses("--fold: expected 1 to 5, found \"9\""))

    let info = CommandRun("model", "info", model)
    #expect(info.output.contains("attention   not tested for faithfulness"))

    // The test of a model file with its attention takes half a minute: `Scripts/smoke` has it.
    let evaluated = CommandRun(
      [
        "evaluate", data, "--splits", "patients", "--seeds", "1", "--folds", "1", "--json",
        folder.file("r.json"), "--report", folder.file("r.html"),
      ] + small)
    #expect(evaluated.status == 0 && evaluated.output.contains("macro-F1"))
    #expect(evaluated.output.contains("\(folder.file("r.html")): written"))
    #expect(String(decoding: try folder.bytes("r.html"), as: UTF8.self).contains("diagnosis"))
    #expect(try JSONSerialization.jsonObject(with: folder.bytes("r.json")) is [String: Any])
    let beats = Project.path("Models/aami.safetensors")
    #expect(
      CommandRun("evaluate", data, "--model", beats)
        .refuses("\(beats): expected a model of the preset g8, found one with the class N"))
  }

  @Test("prepare, train and evaluate refuse options that make no sense")
  func refusals() throws {
    let folder = try ScratchFolder()
    let (record, out) = (Project.record, folder.file("o"))
    #expect(
      CommandRun("prepare", record, "--out", out, "--mains", "55")
        .refuses("--mains: expected 50 or 60, found \"55.0\""))
    let absent = CommandRun("train", record, "--out", "/nowhere/m.safetensors")
    #expect(absent.status == 2 && absent.remarks.contains("cannot write /nowhere/m.safetensors"))
    #expect(CommandRun("train", record, "--out", out, "--ablate", "--seeds", "0").status == 2)
    #expect(CommandRun("train", record, "--out", out, "--epochs", "0").status == 2)
    #expect(CommandRun("evaluate", record, "--model", record + ".dat").status == 2)
    #expect(
      CommandRun("evaluate", record, "--splits", "foo")
        .remarks.hasSuffix(
          "tawara: --splits: expected patients, blocked, random, ds1-ds2, found \"foo\"\n"))
    #expect(!folder.has("o"))
  }

  @Test("classify, strip and render take the same names, and the same model where none is given")
  func names() throws {
    let folder = try ScratchFolder()
    let plain = CommandRun("classify", Project.record)
    #expect(plain.status == 0 && plain.output.contains("model g8.safetensors"))
    for name in ["g8", "auto", Project.model] {
      #expect(CommandRun("classify", Project.record, "--model", name).output == plain.output)
      #expect(CommandRun("render", Project.record, "--model", name).status == 0)
      #expect(
        CommandRun(
          "strip", Project.record, "--model", name, "--force", "--out", folder.file("s.svg")
        ).status == 0)
    }
    #expect(
      CommandRun("classify", Project.record, "--model", "none")
        .refuses("--model: expected a model's name or file, or auto, found \"none\""))
    for command in ["classify", "render"] {
      #expect(CommandRun(command, Project.record, "--model", "nope").status == 2)
    }
  }

  @Test("Where remarks go to no terminal, long work says how far it is on lines of its own")
  func progress() throws {
    func lines(_ interval: Duration) -> [Substring] {
      let all = Mutex("")
      var console = Console(write: { _ in }, remark: { text in all.withLock { $0 += text } })
      console.progressInterval = interval
      #expect(Program.run(["classify", Project.record, "--model", "g8"], on: console) == 0)
      return all.withLock { $0 }.split(separator: "\n")
    }
    let often = lines(.zero)
    #expect(often.count > 1)
    #expect(often.allSatisfy { $0.wholeMatch(of: #/tawara: classify [0-9]+ %.*/#) != nil })
    #expect(lines(.seconds(3600)).isEmpty)
  }

  @Test("classify lets families decide where the model is not sure of a beat, if it may")
  func classifyByFamilies() {
    func rows(_ options: String...) -> [[Substring]] {
      let run = CommandRun(["classify", Project.record, "--model", "aami", "--csv"] + options)
      #expect(run.status == 0)
      return run.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }
    let (adapted, alone) = (rows(), rows("--no-families"))
    #expect(adapted.count == alone.count && adapted != alone)
    let uncertain = alone[0].firstIndex(of: "uncertain") ?? 0
    for (with, without) in zip(adapted, alone) where with != without {
      #expect(with[uncertain] == "1")
      #expect(with.joined(separator: ",").contains("beats of its form"))
    }
    let table = CommandRun("classify", Project.record, "--model", "aami", "--no-families")
    #expect(table.lines.first?.hasSuffix(", without families") == true)
    // Rhythms have none.
    let rhythms = CommandRun("classify", Project.record, "--model", "g8", "--csv")
    #expect(rhythms.status == 0 && rhythms.lines.count > 10)
    let taught = CommandRun(
      "classify", Project.record, "--model", "aami", "--no-families", "--taught", "used")
    #expect(taught.status == 2 && taught.remarks.contains("no --taught beside it"))
    #expect(
      CommandRun("classify", Project.record, "--model", "g8", "--csv", "--no-families").lines
        == rhythms.lines)
  }

  @Test("precision where nothing is trained or read is refused")
  func idlePrecision() throws {
    let folder = try ScratchFolder()
    let list = folder.file("list.txt")
    try Project.record.write(toFile: list, atomically: true, encoding: .utf8)
    let merge = CommandRun("screen", list, "--merge", folder.path, "--precision", "float32")
    #expect(merge.status == 2 && merge.remarks.contains("--merge computes nothing"))
    let tested = CommandRun(
      "evaluate", Project.record, "--model", "g8", "--precision", "float32")
    #expect(tested.status == 2 && tested.remarks.contains("it is of models to train"))
  }

  @Test("classify prints episodes, all windows as CSV, and annotations of its own")
  func classify() throws {
    let folder = try ScratchFolder()
    let record = try folder.copyOfRecord()
    let run = CommandRun("classify", record, "--model", Project.model)
    #expect(run.status == 0)
    #expect(run.lines.first == "x003: 0:01:07.782, 32 windows, model g8.safetensors")
    #expect(run.lines.contains { $0.contains("  AFIB       .") })
    #expect(run.lines.contains { $0.hasPrefix("windows: ") && $0.contains("uncertain") })
    // Each uncertain episode, and all of them together, have the rule and its figures.
    for line in run.lines where line.contains("  uncertain  ") || line.hasPrefix("uncertain: ") {
      #expect(line.contains(" < ") || line.contains(" > "), "\(line)")
    }
    let csv = CommandRun(
      "classify", record, "--model", Project.model, "--csv", "--annotations", "mdl")
    #expect(csv.lines.count == 33)
    #expect(csv.lines[0].hasPrefix("from_s,to_s,class,uncertain,reason,set,p_SINUS"))
    for line in csv.lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect((fields[3] == "1") == !(fields.last?.isEmpty ?? true), "\(line)")
      // The best guess is there even where it is uncertain, and one possible class is a sure one.
      let set = fields[5].split(separator: "|")
      #expect(set.contains(fields[2]) && (set.count == 1) == (fields[3] == "0"), "\(line)")
      #expect(fields[4].isEmpty == (fields[3] == "0"), "\(line)")
    }
    let json = CommandRun("classify", record, "--model", Project.model, "--json").output
    #expect(json.contains("\"reasons\"") && json.contains("\"set\""))
    #expect(csv.remarks == "tawara: \(record).mdl: written\n")
    #expect(CommandRun("annotations", record, "--annotator", "mdl").output.contains("+"))
    let before = try folder.bytes("x003.atr")
    #expect(
      CommandRun("classify", record, "--model", Project.model, "--annotations", "atr", "--force")
        .status == 2)
    #expect(try folder.bytes("x003.atr") == before)
    let foreign = CommandRun("classify", record, "--model", record + ".dat")
    #expect(foreign.status == 2 && foreign.remarks.contains("header length"))
  }

  @Test("model info says sizes and classes; model run gives outputs for prepared windows")
  func model() throws {
    let info = CommandRun("model", "info", Project.model)
    #expect(
      info.lines.first
        == "\(Project.model): rhythm classifier, 382152 parameters, 2048 buffered values")
    #expect(info.lines[1] == "classes     8: SINUS, PREEX, RBBB, AVRT, AVNRT, VT, AFIB, PACED")
    #expect(CommandRun("model", "info", Project.record + ".hea").status == 2)
    let folder = try ScratchFolder()
    let golden = Project.path("Tests/ArrhythmiaModelTests/Golden/twin_")
    let options = [
      "model", "run", "--model", golden + "model.safetensors", "--windows",
      golden + "windows.safetensors", "--out", folder.file("o"),
    ]
    #expect(CommandRun(options).output == "\(folder.file("o")): outputs of 6 windows\n")
    #expect(
      CommandRun(options)
        .refuses("\(folder.file("o")): expected no file there, found one; --force replaces it"))
    let explained = CommandRun(options + ["--force", "--explain", "99"])
    #expect(explained.status == 2 && explained.remarks.hasPrefix("tawara: --explain: expected top"))
  }
}
