import Commands
import Evaluation
import Foundation
import Synchronization
import Testing
import Waveforms

@Suite("What files may hold and terminals must not see") struct HostileInputTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A model of which one weight is so large that no number comes of it.
  private func hugeModel() throws -> String {
    var bytes = try Data(contentsOf: URL(filePath: Project.model))
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: bytes[8..<8 + length]) as? [String: Any]
    let tensor = try #require(header?["ecg.block1.conv1.weight"] as? [String: Any])
    let offsets = try #require(tensor["data_offsets"] as? [Int])
    let bits = Float(3e38).bitPattern
    let place = 8 + length + offsets[0]
    bytes.replaceSubrange(
      place..<place + 4, with: (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt32($0))) })
    try bytes.write(to: URL(filePath: folder.file("huge.safetensors")))
    return folder.file("huge.safetensors")
  }

  @Test("a model that gives no numbers is refused, with the place")
  func notFinite() throws {
    let model = try hugeModel()
    for options in [[], ["--csv"], ["--json"]] {
      let run = CommandRun(["classify", Project.record, "--model", model] + options)
      #expect(run.status == 2 && run.output.isEmpty, "\(options)")
      #expect(run.remarks.contains("expected numbers, found none"))
    }
    let drawn = CommandRun("render", Project.record, "--model", model, "--size", "120x36")
    #expect(drawn.status == 0 && !drawn.output.contains("nan"))
    let live = CommandRun(
      "live", Project.record, "--model", model, "--no-screen", "--speed", "200")
    #expect(live.status == 0 && !live.output.contains("nan"))
  }

  @Test("no text steers the terminal or turns round what stands beside it")
  func escapes() throws {
    let bad = "Q\u{1B}[31m\u{202E}\u{200B}"
    #expect(PlainText.printable("a\t\(bad)\nb") == "a\tQ·[31m··\nb")
    try FileManager.default.copyItem(
      atPath: Project.record + ".dat", toPath: folder.file("x003.dat"))
    let header = try String(contentsOfFile: Project.record + ".hea", encoding: .utf8)
      .replacing(" II\n", with: " I\(bad)\n")
    try header.write(toFile: folder.file("x003.hea"), atomically: true, encoding: .utf8)
    for command in [["info"], ["channels"], ["info", "--json"], ["export", "--to", "1s"]] {
      let run = CommandRun([command[0], folder.file("x003")] + command.dropFirst())
      let text = run.output + run.remarks
      #expect(!text.isEmpty)
      for letter in ["\u{1B}", "\u{202E}", "\u{200B}"] {
        #expect(!text.unicodeScalars.contains(letter.unicodeScalars.first!), "\(command)")
      }
    }
    for arguments in [["info", "x\u{1B}[31m"], ["info", "x", "--no\u{1B}[31m"], ["\u{202E}"]] {
      let run = CommandRun(arguments)
      #expect(run.status != 0 && !run.remarks.unicodeScalars.contains("\u{1B}"), "\(arguments)")
      #expect(!run.remarks.unicodeScalars.contains("\u{202E}"))
    }
  }

  @Test("a comma under an accent, and CR LF, stay in their cell")
  func cells() {
    #expect(PlainText.csvField("a,\u{301}b") == "\"a,\u{301}b\"")
    #expect(PlainText.csvField("a\"\u{301}b") == "\"a\"\"\u{301}b\"")
    #expect(PlainText.csvField("a\r\nb") == "\"a·\nb\"")
    #expect(PlainText.csvField("=1+1") == "'=1+1" && PlainText.csvField("-1.5") == "-1.5")
  }

  @Test("help that cannot be written is said")
  func fullOutput() {
    struct Full: Error {}
    let said = Mutex("")
    for arguments in [["--help"], ["info", "--help"], ["--version"]] {
      let status = Program.run(
        arguments,
        on: Console(
          write: { _ in throw Full() }, remark: { text in said.withLock { $0 += text } }))
      #expect(status == 2, "\(arguments)")
    }
    #expect(said.withLock { $0 }.contains("cannot write the output"))
  }

  /// Another program cuts a file short while it is read, at any moment of it.
  @Test("what was cut short while it was read is not passed on as whole")
  func shortened() throws {
    let bytes = 12_000_000
    try "r 2 1000 \(bytes / 4)\nr.dat 16 200/mV 16 0 0 0 0 II\nr.dat 16 200/mV 16 0 0 0 0 V1\n"
      .write(toFile: folder.file("r.hea"), atomically: true, encoding: .utf8)
    let samples = Data((0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
    for round in 0..<10 {
      try samples.write(to: URL(filePath: folder.file("r.dat")))
      let cutter = Thread { [folder] in
        Thread.sleep(forTimeInterval: 0.004 * Double(round))
        let handle = FileHandle(forWritingAtPath: folder.file("r.dat"))
        try? handle?.truncate(atOffset: UInt64(round % 2 == 0 ? 0 : 4_000_000))
      }
      cutter.start()
      let out = folder.file("o\(round)")
      let run = CommandRun("convert", folder.file("r"), out)
      while !cutter.isFinished { Thread.sleep(forTimeInterval: 0.002) }
      guard run.status == 0 else {
        #expect(!folder.has("o\(round).hea"), "round \(round)")
        continue
      }
      let record = try Recording(path: out).record
      let written = try record.digital(channels: [0], frames: 0..<record.frameCount)
      #expect(!written.samples.contains(.min), "round \(round): holes were passed on")
    }
  }
}
