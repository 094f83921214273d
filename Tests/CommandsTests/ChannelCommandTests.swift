import Foundation
import Testing

/// Saying what channels are on the command line, and records of names that say nothing.
@Suite("Commands on channels") struct ChannelCommandTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "tawara-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write("r")
  }

  private func path(_ name: String) -> String { folder + "/" + name }

  /// Eight seconds of two channels at 75 beats a minute.
  private func write(_ name: String) throws {
    let text =
      "\(name) 2 250 2000\n\(name).dat 16 1000/mV 16 0 0 0 0 ECG1\n"
      + "\(name).dat 16 1000/mV 16 0 0 0 0 ECG 2,x\n"
    try Data(text.utf8).write(to: URL(filePath: path(name + ".hea")))
    var bytes: [UInt8] = []
    for frame in 0..<2000 {
      let phase = Double(frame % 200) / 250 - 0.3
      let wave = 1000 * exp(-phase * phase / 0.0003) + 20 * sin(Double(frame))
      for value in [wave, -wave / 2] {
        let word = UInt16(bitPattern: Int16(value))
        bytes += [UInt8(word & 255), UInt8(word >> 8)]
      }
    }
    try Data(bytes).write(to: URL(filePath: path(name + ".dat")))
  }

  @Test("channels says what names are taken for, and writes what --map takes")
  func channels() throws {
    let run = CommandRun("channels", folder, "--save", path("lab.channels"))
    #expect(run.status == 0)
    #expect(run.output.contains("II") && run.output.contains("a guess"))
    let again = CommandRun("channels", path("r"), "--map", path("lab.channels"))
    #expect(again.output.contains("the map says so"))
    #expect(CommandRun("channels", folder, "--save", path("lab.channels")).status == 2)
  }

  @Test("detect and measure find the beats of channels without a lead's name, and say the guess")
  func guesses() {
    let detect = CommandRun("detect", path("r"))
    #expect(detect.output.contains("10 beats, 75 bpm"))
    #expect(detect.remarks.contains("leads are assumed: ECG1 as II"))
    let measure = CommandRun("measure", path("r"), "--csv")
    #expect(measure.status == 0 && measure.lines.count >= 10)
  }

  @Test("--map names channels, turns them, and refuses what it does not know")
  func map() {
    let json = CommandRun("info", path("r"), "--json", "--map", "ECG1=-V5,#2=CS12").output
    #expect(json.contains("\"is\" : \"V5\"") && json.contains("\"is\" : \"CS 1-2\""))
    #expect(json.contains("\"gain\" : -1000") && json.contains("\"certainty\" : \"told\""))
    #expect(CommandRun("info", path("r"), "--map", "ECG1=foo").status == 2)
    #expect(
      CommandRun("info", path("r"), "--map", "ECG9=II").remarks.contains("expected a channel"))
  }

  @Test("--channels takes numbers, and names with a comma")
  func selection() {
    for names in ["#2", "ECG 2,x"] {
      let run = CommandRun("export", path("r"), "--channels", names)
      #expect(run.lines.first == "seconds,\"ECG 2,x (mV)\"")
    }
    let both = CommandRun("export", path("r"), "--channels", "ECG 2,x,ECG1")
    #expect(both.lines.first == "seconds,\"ECG 2,x (mV)\",ECG1 (mV)")
  }

  @Test("convert and export take folders, and go on where one record is no record")
  func several() throws {
    try write("s")
    try Data("s 1\n".utf8).write(to: URL(filePath: path("broken.hea")))
    let run = CommandRun("convert", folder, path("out"), "--as", "edf", "--map", "ECG1=II")
    #expect(run.status == 1 && run.remarks.contains("1 of 3 records could not be converted"))
    #expect(CommandRun("info", path("out/r.edf")).output.contains("EDF+C"))
    #expect(CommandRun("info", path("out/r.edf"), "--json").output.contains("\"name\" : \"II\""))
    let table = CommandRun("export", path("out"), "-o", path("tables"))
    #expect(table.status == 0)
    let csv = CommandRun("info", path("tables/r.csv"))
    #expect(csv.output.contains("CSV") && csv.output.contains("2000 frames at 250.0 Hz"))
    #expect(CommandRun("export", folder).status == 2)
  }

  @Test("A table without a rate opens with --rate, and asks for it without")
  func rate() throws {
    let rows = (0..<500).map { "\($0 % 7),\($0 % 5)" }
    try Data(("I,II\n" + rows.joined(separator: "\n")).utf8).write(to: URL(filePath: path("t.csv")))
    #expect(CommandRun("info", path("t.csv"), "--rate", "250").output.contains("500 frames at 250"))
    #expect(CommandRun("info", path("t.csv")).status == 2)
    #expect(CommandRun("info", path("t.csv"), "--rate", "0").status == 2)
  }

  @Test("Beats found in an EDF file stand beside it, and are its annotations then")
  func besideEDF() throws {
    #expect(CommandRun("convert", path("r"), path("e.edf")).status == 0)
    #expect(CommandRun("detect", path("e.edf"), "--annotations", "qrs").status == 0)
    let run = CommandRun("annotations", path("e.edf"), "--annotator", "qrs")
    #expect(run.status == 0 && run.lines.count == 10)
    #expect(CommandRun("detect", path("e.edf"), "--annotations", "edf").status == 2)
  }

  @Test("A record of annotations alone is drawn, with its R-R trend")
  func annotationsAlone() throws {
    try Data("c 0 128\n".utf8).write(to: URL(filePath: path("c.hea")))
    let beats: [UInt8] = [0x64, 0x04, 0x64, 0x04, 0x6E, 0x04, 0, 0]
    try Data(beats).write(to: URL(filePath: path("c.ecg")))
    for keys in ["I", "Iw", "i", "v"] {
      let run = CommandRun(
        "render", path("c"), "--model", "none", "--keys", keys, "--size", "80x24")
      #expect(run.status == 0 && run.lines.count == 24, "\(keys)")
    }
  }

  @Test("Strips and tables of a record's own name are not its own files")
  func ownNames() {
    #expect(CommandRun("strip", path("r"), "--out", path("r.pdf")).status == 0)
    #expect(CommandRun("export", path("r"), "-o", path("r.csv")).status == 0)
    #expect(CommandRun("export", path("r"), "-o", path("r.dat"), "--force").status == 2)
  }
}
