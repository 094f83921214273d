import Foundation
import Testing

@Suite("Commands that draw")
struct ReviewCommandTests {
  @Test("render prints as many lines as are asked for", arguments: ["40x12", "120x36"])
  func render(_ size: String) {
    let run = CommandRun("render", Project.record, "--at", "22s", "--size", size)
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect("\(lines.count)" == size.split(separator: "x")[1])
    #expect(run.output.contains("x003"))
  }

  @Test("render presses keys, and refuses what it cannot draw")
  func renderOptions() {
    let plain = CommandRun("render", Project.record)
    #expect(CommandRun("render", Project.record, "--keys", "l").output != plain.output)
    #expect(CommandRun("render", Project.record, "--ansi").output.contains("\u{1B}["))
    #expect(
      CommandRun("render", Project.record, "--size", "1x").refuses(
        "--size: expected columns and lines from 1 to 1000, such as 120x36, found \"1x\""))
    #expect(CommandRun("render", Project.record, "--keys", "<Nope>").status == 2)
    #expect(CommandRun("render", Project.record, "--speed", "33").status == 2)
    #expect(CommandRun("render", Project.record, "--gain", "11").status == 2)
    #expect(
      CommandRun("render", Project.record, "--ansi", "--colors", "x")
        .refuses("--colors: expected 24bit, 256, 16, 8 or mono, found \"x\""))
  }

  @Test("review without a terminal prints the facts, and its keys as a table")
  func review() {
    let facts = CommandRun("review", Project.record, "--model", "none", "--fresh")
    #expect(facts.status == 0)
    #expect(facts.output == CommandRun("info", Project.record).output)
    #expect(CommandRun("review", "--keys").output.contains("|"))
    #expect(CommandRun("review", Project.record, "--fresh", "--model", "/nowhere/m").status == 2)
  }

  @Test("strip writes each kind of file, at the record's own leads, and over nothing unasked")
  func strip() throws {
    let folder = try ScratchFolder()
    let starts: [String: [UInt8]] = [
      "svg": Array("<?xml".utf8), "png": [0x89, 0x50, 0x4E, 0x47], "pdf": Array("%PDF".utf8),
    ]
    for (kind, start) in starts {
      let out = folder.file("s." + kind)
      let run = CommandRun(
        "strip", Project.record, "--at", "30s", "--seconds", "4", "--leads", "ii,CS12", "--dpi",
        "60",
        "--out", out)
      #expect(run.status == 0 && run.output.isEmpty && run.remarks == "tawara: \(out): written\n")
      #expect(try Array(folder.bytes("s." + kind).prefix(start.count)) == start)
    }
    let out = folder.file("s.svg")
    #expect(
      CommandRun("strip", Project.record, "--out", out)
        .refuses("\(out): expected no file there, found one; --force replaces it"))
  }

  @Test(
    "strip refuses what it cannot draw",
    arguments: [
      (
        ["--out", "x.gif"],
        "--out: expected a file that ends in .svg, .png or .pdf, found \"x.gif\""
      ),
      (["--out", "x", "--format", "gif"], "--format: expected svg, png or pdf, found \"gif\""),
      (["--out", "x.svg", "--paper", "b"], "--paper: expected a4, sheet, wide, found \"b\""),
      (
        ["--out", "x.svg", "--layout", "4x3"],
        "--layout: expected 3x4, 6x2, 12x1, ep, found \"4x3\""
      ),
      (
        ["--out", "x.svg", "--layout", "3x4", "--leads", "II,CS12"],
        "--layout: expected 12x1 or ep, as 3x4 has the twelve leads alone, "
          + "found \"3x4 with CS12\""
      ),
      (
        ["--out", "x.svg", "--layout", "ep", "--rhythm", "II"],
        "--rhythm: expected none beside --layout ep, found \"II\""
      ),
    ])
  func stripRefusals(_ options: [String], _ sentence: String) {
    #expect(CommandRun(["strip", Project.record] + options).refuses(sentence))
  }

  @Test("strip takes leads by set and by name, and names what it does not find")
  func leads() throws {
    let folder = try ScratchFolder()
    func run(_ leads: String) -> CommandRun {
      CommandRun(
        "strip", Project.record, "--leads", leads, "--seconds", "2", "--force", "--out",
        folder.file("s.svg"))
    }
    for leads in ["12", "ep", "all", "V1, ii"] { #expect(run(leads).status == 0) }
    let refused = run("V1,nope")
    #expect(refused.remarks.hasPrefix("tawara: x003: expected a channel named nope, found I, II"))
    #expect(
      CommandRun("strip", Project.record, "--out", "/dev/null", "--format", "svg", "--force").status
        == 2)
  }

  /// What a strip of some options prints, of the words that Cairo leaves readable in no format: by its
  /// size in millimetres.
  private func size(_ options: String...) throws -> (width: Double, height: Double) {
    let folder = try ScratchFolder()
    let run = CommandRun(
      ["strip", Project.record, "--out", folder.file("s.svg")] + options)
    #expect(run.status == 0, "\(run.remarks)")
    let text = String(decoding: try folder.bytes("s.svg"), as: UTF8.self)
    let match = try #require(text.firstMatch(of: #/width="([0-9.]+)pt" height="([0-9.]+)pt"/#))
    let sides = [match.output.1, match.output.2].map { (Double($0) ?? 0) * 25.4 / 72 }
    return (sides[0], sides[1])
  }

  @Test("strip has layouts, speeds and rhythm leads; turns are a page of A4")
  func layouts() throws {
    for layout in ["3x4", "6x2"] {
      #expect(try abs(size("--layout", layout).height - 210) < 0.1)
    }
    #expect(try size("--layout", "3x4", "--rhythm", "II,V1").height < 210.1)
    #expect(try size("--layout", "3x4", "--rhythm", "none", "--paper", "sheet").height < 205)
    // Ten seconds of one row at these speeds, with what stands beside it.
    let slow = try size("--layout", "12x1", "--speed", "25", "--paper", "wide").width
    let fast = try size("--layout", "12x1", "--speed", "50", "--paper", "wide").width
    #expect(abs(fast - slow - 250) < 5.1)
    #expect(try size("--layout", "ep", "--paper", "wide").width < 300)
  }

  @Test("strip leaves out the patient's line and the intervals where that is asked for")
  func lines() throws {
    let folder = try ScratchFolder()
    func bytes(_ options: String...) throws -> Data {
      let run = CommandRun(
        ["strip", Project.record, "--force", "--out", folder.file("s.svg")] + options)
      #expect(run.status == 0)
      return try folder.bytes("s.svg")
    }
    let plain = try bytes()
    let withoutPatient = try bytes("--no-patient")
    #expect(withoutPatient.count < plain.count)
    #expect(try bytes("--no-patient", "--no-intervals").count < withoutPatient.count)
  }

  @Test("themes checks a file, and says which line is wrong")
  func themes() throws {
    let folder = try ScratchFolder()
    // Those that come with the program, or the one that is built into it.
    #expect(CommandRun("themes").lines.contains { $0.hasPrefix("dark") })
    for name in ["light", "tawara"]
    where FileManager.default.fileExists(
      atPath: Project.path("Themes/\(name).toml"))
    {
      #expect(CommandRun("themes", "--check", Project.path("Themes/\(name).toml")).output == "ok\n")
    }
    try Data("name = \"x\"\n[styles]\ntext = \"nocolour\"\n".utf8)
      .write(to: URL(filePath: folder.file("broken.toml")))
    let run = CommandRun("themes", "--check", folder.file("broken.toml"))
    #expect(run.status == 2 && (run.output + run.remarks).contains("3"))
    #expect(
      CommandRun("themes", "--check", "a/b").refuses(
        "--check: expected a theme's name or a file that ends in .toml, found \"a/b\""))
    #expect(CommandRun("themes", "--preview", "no-such-theme").status == 2)
  }
}
