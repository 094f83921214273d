import Foundation
import Synchronization
import Testing
import Waveforms

@Suite("Live without a screen") struct LiveCommandTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private struct Line: Decodable {
    var event: String
    var t: Double?
    var name: String?
    var sure: Bool?
    var frames: Int?
    var lostFrames: Int?
  }

  private func lines(_ run: CommandRun) throws -> [Line] {
    try run.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  private func samples(_ path: String) throws -> [Int32] {
    let record = try Recording(path: path).record
    return try record.digital(
      channels: Array(record.channels.indices), frames: 0..<record.frameCount
    ).samples
  }

  private func live(_ arguments: String...) -> CommandRun {
    CommandRun(
      ["live"] + arguments + ["--no-screen", "--store", folder.file("labels.sqlite")])
  }

  @Test("a record is replayed, read and recorded, sample for sample")
  func replay() throws {
    let run = live(Project.record, "--speed", "100", "--record", folder.file("r"))
    #expect(run.status == 0, "\(run.remarks)")
    let lines = try lines(run)
    #expect(lines.last?.event == "end" && lines.last?.lostFrames == 0)
    #expect(try samples(folder.file("r")) == samples(Project.record))
    #expect(lines.count { $0.event == "beat" } > 50)
    #expect(lines.contains { $0.event == "class" && $0.name == "AFIB" })
    let times = lines.filter { $0.event == "beat" }.compactMap(\.t)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
  }

  /// What is found depends on the stream and not on how fast it came.
  @Test("the same is found at any speed")
  func speeds() throws {
    func beats(_ speed: String) throws -> [Double?] {
      try lines(live(Project.record, "--speed", speed, "--model", "none"))
        .filter { $0.event == "beat" }.map(\.t)
    }
    let fast = try beats("1000")
    #expect(try !fast.isEmpty && fast == beats("60"))
  }

  /// The soak of `Benchmarks/live` in short: round after round, nothing lost and nothing twice.
  @Test("minutes of a stream are recorded sample for sample")
  func soak() throws {
    let run = live(
      Project.record, "--again", "--speed", "300", "--seconds", "3", "--model", "none", "--record",
      folder.file("r"))
    let end = try #require(try lines(run).last)
    let (sent, recorded) = try (samples(Project.record), samples(folder.file("r")))
    let channels = try Recording(path: Project.record).record.channels.count
    #expect(end.lostFrames == 0 && end.frames == recorded.count / channels)
    // Channel after channel: frame f of a channel is frame f of a round.
    let (round, length) = (sent.count / channels, recorded.count / channels)
    #expect(length > round)
    for channel in 0..<channels {
      let one: [Int32] = Array(sent[channel * round..<(channel + 1) * round])
      let all: [Int32] = Array(recorded[channel * length..<(channel + 1) * length])
      var differs = false
      for frame in 0..<length where all[frame] != one[frame % round] { differs = true }
      #expect(!differs, "channel \(channel)")
    }
  }

  @Test("a model of beats names each of them")
  func beatModel() throws {
    let run = live(Project.record, "--speed", "100", "--model", "aami")
    let beats = try lines(run).filter { $0.event == "beat" }
    #expect(beats.count > 50 && beats.allSatisfy { $0.name != nil && $0.sure != nil })
  }

  /// A receiver on a thread of its own: the threads of tests may all be waiting.
  private final class Receiver: Sendable {
    private let result = Mutex<CommandRun?>(nil)
    private let done = DispatchSemaphore(value: 0)

    init(_ run: @escaping @Sendable () -> CommandRun) {
      let thread = Thread { [self] in
        let run = run()
        result.withLock { $0 = run }
        done.signal()
      }
      thread.stackSize = 1 << 22
      thread.start()
    }

    func wait() throws -> CommandRun {
      done.wait()
      return try #require(result.withLock { $0 })
    }
  }

  private func waitForSocket() {
    for _ in 0..<1500 where !folder.has("s") { Thread.sleep(forTimeInterval: 0.02) }
  }

  @Test("a sender and a receiver over a socket")
  func socket() throws {
    let address = "unix:" + folder.file("s")
    let receiver = Receiver { [self] in
      live(address, "--record", folder.file("r"), "--model", "none", "--seconds", "60")
    }
    waitForSocket()
    let sent = CommandRun("send", Project.record, address, "--speed", "200", "--form", "int32")
    #expect(sent.status == 0 && sent.remarks.contains("frames to"), "\(sent.remarks)")
    let run = try receiver.wait()
    #expect(run.status == 0, "\(run.remarks)")
    #expect(try samples(folder.file("r")) == samples(Project.record))
    #expect(!folder.has("s"))
  }

  @Test("only who knows the secret may send")
  func secrets() throws {
    try "a long secret\n".write(toFile: folder.file("key"), atomically: true, encoding: .utf8)
    try "another secret\n".write(toFile: folder.file("wrong"), atomically: true, encoding: .utf8)
    let address = "unix:" + folder.file("s")
    let receiver = Receiver { [self] in
      live(address, "--secret-file", folder.file("key"), "--model", "none", "--seconds", "60")
    }
    waitForSocket()
    func send(_ key: String?) -> CommandRun {
      CommandRun(
        ["send", Project.record, address, "--speed", "200"]
          + (key.map { ["--secret-file", folder.file($0)] } ?? []))
    }
    #expect(send("wrong").status == 2)
    #expect(send("key").status == 0)
    let run = try receiver.wait()
    #expect(run.status == 0 && run.output.contains("wrong secret"))
    let frames = try lines(run).last?.frames
    #expect(
      try frames == Recording(path: Project.record).record.frameCount, "\(run.output.suffix(600))")
  }

  @Test("a record that another program writes is followed")
  func growing() throws {
    let recorder = try RecordAppender(
      path: folder.file("g"), channels: [("II", Calibration(gain: 1000))], frameRateHz: 500,
      start: nil)
    try recorder.append((0..<500).map { Int32($0) })
    let receiver = Receiver { [self] in
      live(folder.file("g"), "--follow", "--seconds", "4", "--record", folder.file("r"))
    }
    for step in 1..<10 {
      Thread.sleep(forTimeInterval: 0.1)
      try recorder.append((0..<50).map { Int32(500 + 50 * step + $0) })
    }
    let run = try receiver.wait()
    #expect(run.status == 0, "\(run.remarks)")
    let (got, written) = try (samples(folder.file("r")), samples(folder.file("g")))
    #expect(got == written, "\(got.count) of \(written.count)")
  }

  @Test("says in a sentence what cannot be")
  func badInput() throws {
    #expect(live("tcp://0.0.0.0:0").remarks.contains("expected a secret (--secret-file)"))
    #expect(live("http://x").status == 2)
    #expect(live(folder.file("nothing")).status == 2)
    #expect(live(Project.record, "--speed", "0").status == 2)
    #expect(live(Project.record, "--follow", "--again").status == 2)
    #expect(live(Project.record, "--low", "200", "--high", "100").status == 2)
    #expect(live(Project.record, "--record", folder.file("no/where")).status == 2)
    #expect(live(Project.record, "--record", folder.file("two words")).status == 2)
    #expect(live(Project.record, "--model", folder.file("m.safetensors")).status == 2)
    #expect(CommandRun("send", Project.record, "unix:" + folder.file("none")).status == 2)
    #expect(CommandRun("send", Project.record, "ftp://x").status == 2)
    try "x".write(toFile: folder.file("taken.dat"), atomically: true, encoding: .utf8)
    #expect(live(Project.record, "--record", folder.file("taken")).status == 2)
    #expect(try String(contentsOfFile: folder.file("taken.dat"), encoding: .utf8) == "x")
  }

  @Test("without liblsl it says how to get it")
  func withoutLibrary() {
    unsafe _ = setenv("TAWARA_LIBLSL", "/nowhere/liblsl.so", 1)
    defer { unsafe _ = unsetenv("TAWARA_LIBLSL") }
    let run = live("lsl:bed")
    #expect(run.status == 2 && run.remarks.contains("TAWARA_LIBLSL"))
  }
}
