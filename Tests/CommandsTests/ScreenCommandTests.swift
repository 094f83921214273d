import Foundation
import Testing
import Waveforms

@Suite("Screening an archive") struct ScreenCommandTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// The sample records, and two that cannot be read.
  private func list() throws -> String {
    let samples = ["x003", "x004", "x001"].map { Project.record.folderPath + "/" + $0 }
    try "nothing a header says\n".write(
      toFile: folder.file("damaged.hea"), atomically: true, encoding: .utf8)
    let lines = ["# an archive", samples[0], "", folder.file("damaged"), samples[1], samples[2]]
    let path = folder.file("list.txt")
    try (lines + [folder.file("gone")]).joined(separator: "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func screen(_ list: String, _ out: String, _ options: String...) -> CommandRun {
    CommandRun(["screen", list, "--out", folder.file(out)] + options)
  }

  private func merged(_ list: String, _ out: String) -> CommandRun {
    CommandRun("screen", list, "--merge", folder.file(out))
  }

  @Test("parts by several give the same table as one process, byte for byte")
  func shards() throws {
    let list = try list()
    let whole = screen(list, "whole")
    #expect(whole.status == 0, "\(whole.remarks)")
    #expect(whole.remarks.contains("3 read, 0 were there, 2 could not be read"))
    for part in ["3/3", "1/3", "2/3"] {
      #expect(screen(list, "parts", "--shard", part, "--threads", "1").status == 0)
    }
    let table = merged(list, "whole")
    #expect(table.status == 0 && table.lines.count == 6)
    #expect(table.output == merged(list, "parts").output)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.file("whole")) {
      let pair = ["whole", "parts"].map {
        FileManager.default.contents(atPath: folder.file("\($0)/\(file)"))
      }
      #expect(pair[0] == pair[1], "\(file)")
    }
    let rows = table.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows.dropFirst().map { $0[1] } == ["done", "failed", "done", "done", "failed"])
    #expect(rows[0].prefix(4) == ["record", "status", "gravity", "uncertain_share"])
    let last = try #require(rows[4][4] == "SINUS" ? rows[4] : nil)
    #expect(Double(last[10]).map { (60...120).contains($0) } == true, "a rate: \(last)")
  }

  @Test("what is there is not read again, unless files or model are others")
  func resumes() throws {
    try FileManager.default.copyItem(
      atPath: Project.record + ".hea", toPath: folder.file("x003.hea"))
    try FileManager.default.copyItem(
      atPath: Project.record + ".dat", toPath: folder.file("x003.dat"))
    let list = folder.file("list.txt")
    try "x003\n".write(toFile: list, atomically: true, encoding: .utf8)
    #expect(screen(list, "o").remarks.contains("1 read, 0 were there"))
    #expect(screen(list, "o").remarks.contains("0 read, 1 were there"))
    #expect(screen(list, "o", "--model", "aami").remarks.contains("1 read, 0 were there"))
    #expect(screen(list, "o", "--model", "aami").remarks.contains("0 read, 1 were there"))
    var bytes = try #require(FileManager.default.contents(atPath: folder.file("x003.dat")))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: folder.file("x003.dat")))
    #expect(screen(list, "o", "--model", "aami").remarks.contains("1 read, 0 were there"))
    let results = try FileManager.default.contentsOfDirectory(atPath: folder.file("o"))
    #expect(results.count == 1 && results[0].hasSuffix(".jsonl"))
  }

  @Test("a table without all of its records names what is missing")
  func missing() throws {
    let list = try list()
    #expect(screen(list, "half", "--shard", "1/2").status == 0)
    let table = merged(list, "half")
    #expect(table.status == 2)
    #expect(table.lines.count == 6 && table.lines.count { $0.contains(",missing,") } == 2)
    #expect(table.remarks.contains("missing: \(folder.file("damaged"))"))
    #expect(table.remarks.contains("2 of 5 records have no results yet"))
  }

  @Test("says in a sentence what cannot be")
  func badInput() throws {
    let list = try list()
    for shard in ["0/2", "3/2", "2", "a/b", "1/2/3", "-1/2"] {
      #expect(screen(list, "o", "--shard=\(shard)").status == 2, "\(shard)")
    }
    #expect(CommandRun("screen", list).status == 2)
    #expect(CommandRun("screen", list, "--out", "a", "--merge", "b").status == 2)
    #expect(CommandRun("screen", folder.file("none"), "--out", folder.file("o")).status == 2)
    #expect(merged(list, "never").status == 2)
    #expect(screen(list, "o", "--model", "none").status == 2)
    #expect(screen(list, "o", "--model", folder.file("m.safetensors")).status == 2)
    try "# nothing\n\n".write(toFile: folder.file("empty"), atomically: true, encoding: .utf8)
    #expect(screen(folder.file("empty"), "o").remarks.contains("expected the paths of records"))
    #expect(
      screen(folder.path, "o").refuses(
        "\(folder.path): expected a file with the paths of records, a line each, found a folder"))
    try "file".write(toFile: folder.file("taken"), atomically: true, encoding: .utf8)
    #expect(screen(list, "taken").status == 2)
  }

  @Test("the review lists a table's records, the most urgent first")
  func worklist() throws {
    let rows = [
      "record,status,gravity,uncertain_share,class",
      "\(Project.record.folderPath)/x001,done,0,0.200,SINUS", "gone,failed,,,",
      "\(Project.record.folderPath)/x003,done,5,0.100,AVRT",
      "\"\(Project.record.folderPath)/x004\",done,5,0.700,AVNRT",
    ]
    try rows.joined(separator: "\n").write(
      toFile: folder.file("t.csv"), atomically: true, encoding: .utf8)
    let run = CommandRun("render", folder.file("t.csv"), "--size", "80x24")
    let places = ["x004", "x003", "x001", "gone"].map { run.output.range(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil }, "\(run.remarks)\(run.output)")
    #expect(zip(places, places.dropFirst()).allSatisfy { $0! < $1! })
  }
}
