import Foundation
import ReviewStore
import Testing
import Waveforms

@Suite("Commands on records")
struct RecordCommandTests {
  private let channels =
    "I, II, III, aVR, aVL, aVF, V1, V2, V3, V4, V5, V6, RVA12, CS12, CS34, "
    + "CS56, CS78, CS90"

  @Test("info says length, rate, channels and annotators, as text and as JSON")
  func info() throws {
    let run = CommandRun("info", Project.record)
    #expect(run.status == 0 && run.remarks.isEmpty)
    #expect(run.lines.first == "x003  WFDB  layout withoutAblation")
    #expect(run.output.contains("0:01:07.782  66223 frames at 977.0 Hz"))
    #expect(run.lines.count { $0.hasSuffix("66223") } == 18)
    let json = CommandRun("info", Project.record, "--json", "--verify")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["frames"] as? Int == 66_223)
    #expect(
      (object["channels"] as? [[String: Any]])?.allSatisfy {
        $0["checksum_matches"] as? Bool == true
      } == true)
  }

  @Test("info of a folder has a line for each record")
  func folder() {
    let run = CommandRun("info", Project.path("SampleData"))
    #expect(run.lines.map { $0.prefix(4) } == ["x001", "x002", "x003", "x004", "x100"])
  }

  @Test("annotations counts symbols, and prints a line for each")
  func annotations() throws {
    let json = CommandRun("annotations", Project.record, "--json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(object["by_symbol"] as? [String: Int] == ["+": 7, "A": 2, "J": 1, "N": 44, "X": 56])
    let csv = CommandRun("annotations", Project.record, "--csv")
    #expect(csv.lines.count == 111)
    #expect(csv.lines.first == "seconds,time,symbol,subtype,channel,number,text,duration_s")
    #expect(CommandRun("annotations", Project.record).lines.count == 110)
    #expect(
      CommandRun("annotations", Project.record, "--annotator", "zzz")
        .refuses("x003: expected annotations named zzz, found atr"))
  }

  @Test("export prints the frames and channels that are asked for, whatever the names' case")
  func export() {
    let run = CommandRun(
      "export", Project.record, "--from", "1s", "--to", "#1957", "--channels", "ii, cs12")
    #expect(run.lines.first == "seconds,II (mV),CS12 (mV)")
    #expect(run.lines.dropFirst().first?.hasPrefix("1.0,0.045,") == true)
    #expect(run.lines.count == 1 + 1957 - 977)
    let digital = CommandRun(
      "export", Project.record, "--to", "#1", "--channels", "II", "--digital")
    #expect(digital.lines.first == "seconds,II")
    #expect(digital.lines.count == 2 && !digital.lines[1].dropFirst(4).contains("."))
  }

  @Test("export refuses channels and times that are not there, and files that are")
  func exportRefusals() throws {
    #expect(
      CommandRun("export", Project.record, "--channels", "I,nope")
        .refuses("x003: expected a channel named nope, found \(channels)"))
    #expect(
      CommandRun("export", Project.record, "--from", "5s", "--to", "1s")
        .refuses("--to: expected a time after --from, found \"1s\""))
    #expect(CommandRun("export", Project.record, "--from", "2h").status == 2)
    let folder = try ScratchFolder()
    let record = try folder.copyOfRecord()
    let before = try folder.bytes("x003.atr")
    for target in ["x003.atr", "x003.dat", "x003.hea"] {
      #expect(
        CommandRun("export", record, "--to", "1s", "--force", "-o", folder.file(target))
          .refuses(
            "\(folder.file(target)): expected a place of its own for the output, found one of the "
              + "files being read"))
    }
    #expect(try folder.bytes("x003.atr") == before)
    let out = folder.file("out.csv")
    #expect(CommandRun("export", record, "--to", "#5", "-o", out).status == 0)
    #expect(
      CommandRun("export", record, "--to", "#9", "-o", out)
        .refuses("\(out): expected no file there, found one; --force replaces it"))
    let first = try folder.bytes("out.csv")
    #expect(CommandRun("export", record, "--to", "#9", "-o", out, "--force").status == 0)
    #expect(try folder.bytes("out.csv").count > first.count)
  }

  @Test("convert keeps samples and annotations, and never writes over what it reads")
  func convert() throws {
    let folder = try ScratchFolder()
    let out = folder.file("c")
    #expect(CommandRun("convert", Project.record, out, "--format", "524").status == 0)
    #expect(folder.has("c.hea") && folder.has("c.dat") && folder.has("c_1.dat"))
    let samples = { (path: String) in
      CommandRun("export", path, "--digital", "--from", "30s", "--to", "31s").output
    }
    #expect(samples(out) == samples(Project.record))
    #expect(
      CommandRun("annotations", out, "--csv").output
        == CommandRun("annotations", Project.record, "--csv").output)
    #expect(
      CommandRun("convert", Project.record, out)
        .remarks.hasSuffix("expected no file there, found one; --force replaces it\n"))
    let own = try folder.copyOfRecord()
    #expect(CommandRun("convert", own, own, "--force", "--to", "2s").status == 2)
    #expect(samples(own) == samples(Project.record))
    #expect(
      CommandRun("convert", Project.record, folder.file("d"), "--format", "7").refuses(
        "--format: expected one of 16 24 32 61 80 160 212 310 311 508 516 524, found \"7\""))
    #expect(!folder.has("d.hea"))
  }

  @Test("convert writes EDF+, and a folder record by record; what fails is told of")
  func convertFolder() throws {
    let folder = try ScratchFolder()
    _ = try folder.copyOfRecord()
    try Data("no header".utf8).write(to: URL(filePath: folder.file("bad.hea")))
    let out = folder.file("out")
    let run = CommandRun("convert", folder.path, out, "--as", "edf")
    #expect(run.status == 1)
    #expect(run.remarks.hasSuffix("1 of 2 records could not be converted\n"))
    #expect(folder.has("out/x003.edf") && !folder.has("out/bad.edf"))
    #expect(
      CommandRun("annotations", out + "/x003.edf", "--csv").output
        == CommandRun("annotations", Project.record, "--csv").output)
  }

  @Test("detect finds the annotated beats, and writes over no one's annotations")
  func detect() throws {
    let run = CommandRun("detect", Project.record, "--against", "atr", "--learning", "0")
    #expect(run.lines.count == 2)
    #expect(run.lines[1].split(separator: " ").prefix(4) == ["x003", "103", "0", "0"])
    #expect(
      CommandRun("detect", Project.record, "--learning", "99999999")
        .refuses("--learning: expected seconds from 0 to 86400, found \"99999999.0\""))
    let folder = try ScratchFolder()
    let record = try folder.copyOfRecord()
    #expect(CommandRun("detect", record, "--annotations", "own").status == 0)
    #expect(CommandRun("annotations", record, "--annotator", "own", "--csv").lines.count == 104)
    #expect(
      CommandRun("detect", record, "--annotations", "own").refuses(
        "\(record).own: expected no file there, found one; --force replaces it"))
    #expect(CommandRun("detect", record, "--annotations", "own", "--force").status == 0)
    for name in ["atr", "a1", ""] {
      #expect(CommandRun("detect", record, "--annotations", name, "--force").status == 2)
    }
    try Data("of someone else".utf8).write(to: URL(filePath: record + ".qrs"))
    #expect(CommandRun("detect", record, "--annotations", "qrs", "--force").status == 2)
    #expect(try folder.bytes("x003.qrs") == Data("of someone else".utf8))
  }

  @Test("measure prints beats and medians, or CSV, of the span that is asked for")
  func measure() {
    let run = CommandRun("measure", Project.record, "--to", "5s")
    #expect(run.lines.first == "x003: 7 beats (annotations atr), intervals in ms")
    #expect(run.lines.last == "not for diagnosis")
    #expect(run.lines.count { $0.hasPrefix("0:00:") } == 7)
    let csv = CommandRun("measure", Project.record, "--to", "5s", "--csv")
    #expect(csv.lines.count == 9 && csv.lines[0].hasPrefix("beat_s,rr_s,pr_s,qrs_s"))
    #expect(
      CommandRun("measure", Project.record, "--threads", "0")
        .refuses("--threads: expected 1 to 64, found \"0\""))
  }

  @Test("measure prints medians by kind, of detected beats too")
  func measureKinds() {
    let run = CommandRun("measure", Project.record)
    let medians = run.lines.filter { $0.hasPrefix("median") }
    #expect(medians.count > 2 && medians.allSatisfy { $0.contains("  of ") })
    #expect(medians.contains { $0.contains(" N, Sinus rhythm") })
  }

  @Test("intervals prints what is pinned to a record, wherever it lies, as text and CSV")
  func intervals() throws {
    let folder = try ScratchFolder()
    let record = try folder.copyOfRecord()
    let path = folder.file("decisions.sqlite")
    #expect(
      CommandRun("intervals", record, "--decisions", path).refuses(
        "--store: expected a file of labels and decisions, found \"\(path)\""))
    let identity = try RecordIdentity(of: Recording(path: Project.record).record)
    try DecisionStore(path: path).addInterval(
      PinnedInterval(
        name: "HV, mine", from: .init(channel: "CS12", seconds: 1.5),
        to: .init(channel: "II", seconds: 1.5625)), to: identity)
    let text = CommandRun("intervals", record, "--decisions", path)
    #expect(text.output.contains("62.5 ms  HV, mine  CS12 to II"))
    let csv = CommandRun("intervals", record, "--decisions", path, "--csv")
    #expect(csv.lines[0] == "record,name,from_channel,from_s,to_channel,to_s,interval_s")
    #expect(csv.lines[1] == "x003,\"HV, mine\",CS12,1.5000,II,1.5625,0.0625")
  }

  @Test("simulate gives a seed's patients again, and touches no folder of real records")
  func simulate() throws {
    let folder = try ScratchFolder()
    let options = ["--patients", "1", "--seed", "7", "--shortest", "12", "--longest", "14"]
    let runs = ["a", "b"].map { CommandRun(["simulate", folder.file($0)] + options) }
    #expect(runs[0].status == 0 && runs[0].output == runs[1].output && runs[0].lines.count == 1)
    #expect(try folder.bytes("a/x001.dat") == folder.bytes("b/x001.dat"))
    #expect(
      CommandRun("simulate", folder.file("c"), "--patients", "0")
        .refuses("--patients: expected a number from 1 to 10000, found \"0\""))
    _ = try folder.copyOfRecord()
    let refused = CommandRun(["simulate", folder.path] + options)
    #expect(refused.status == 2 && refused.remarks.contains("a folder without records"))
    #expect(!folder.has("RECORDS"))
  }

  @Test("dataset check says of simulated patients that they are not the release")
  func dataset() {
    let path = Project.path("SampleData")
    #expect(
      CommandRun("dataset", "check", path, "--no-sums").refuses(
        "\(path): expected a copy of the Leipzig Heart Center ECG-Database, found simulated "
          + "patients, as its README.md says"))
  }
}
