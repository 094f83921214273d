import CursesTerminal
import Foundation
import Testing
import TerminalGraphics

/// The waiting of the real screen, with a pipe in place of the terminal.
@Suite("Waiting for a terminal") struct TerminalInputTests {
  /// Two pipes and what reads from them.
  private final class Line {
    let terminal = Pipe()
    let notices = Pipe()
    var input: TerminalInput

    init(delays: KeyDecoder.Delays = KeyDecoder.Delays()) {
      let keys = KeyTable(capabilities: ["kcuu1": "\u{1B}OA"])
      input = TerminalInput(
        terminal: terminal.fileHandleForReading.fileDescriptor,
        pipe: notices.fileHandleForReading.fileDescriptor,
        decoder: KeyDecoder(keys: keys, delays: delays))
    }

    func send(_ text: String) throws {
      try terminal.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    func notify(_ bytes: [UInt8]) throws {
      try notices.fileHandleForWriting.write(contentsOf: Data(bytes))
    }
  }

  private let short = KeyDecoder.Delays(escape: .milliseconds(2), sequence: .milliseconds(3))

  @Test("what is there comes at once, whatever the instant", arguments: [nil, -1, 0, 60_000])
  func atOnce(milliseconds: Int?) throws {
    let line = Line()
    try line.send("aé\u{1B}OA")
    let instant = milliseconds.map { ContinuousClock.now + .milliseconds($0) }
    let arrival = line.input.wait(until: instant)
    #expect(arrival.events == TerminalEvent.keys("aé") + [.key(.up)])
    #expect(arrival.notices == [])
  }

  @Test(
    "nothing comes: it returns empty after the instant, never before", arguments: [-5, 0, 1, 3])
  func instant(milliseconds: Int) {
    let line = Line()
    let instant = ContinuousClock.now + .microseconds(milliseconds * 1000 + 300)
    #expect(line.input.wait(until: instant).isEmpty)
    #expect(ContinuousClock.now >= instant)
  }

  @Test("a waker ends the wait, and signals come with the keys that were typed")
  func notices() throws {
    let line = Line()
    try line.notify([0])
    #expect(line.input.wait(until: nil).notices == [0])
    try line.notify([28, 0, 28])
    try line.send("q")
    let arrival = line.input.wait(until: nil)
    #expect(arrival.notices == [28, 0, 28])
    #expect(arrival.events == TerminalEvent.keys("q"))
  }

  @Test("another thread ends a wait for ever")
  func thread() {
    let line = Line()
    let writing = line.notices.fileHandleForWriting
    Thread.detachNewThread { try? writing.write(contentsOf: Data([0])) }
    #expect(line.input.wait(until: nil).notices == [0])
  }

  @Test("Escape comes after its delay, without an instant and with one that is later")
  func escape() throws {
    let line = Line(delays: short)
    for instant in [nil, ContinuousClock.now + .seconds(60)] {
      try line.send("\u{1B}")
      #expect(line.input.wait(until: instant).events == [.key(.escape)])
    }
  }

  @Test("an instant before the delay's end is kept to, and Escape comes in the next wait")
  func escapeAcrossWaits() throws {
    let line = Line(delays: KeyDecoder.Delays(escape: .milliseconds(40)))
    try line.send("\u{1B}")
    #expect(line.input.wait(until: ContinuousClock.now).isEmpty)
    // What belongs to it comes however late it is read.
    try line.send("OA")
    #expect(line.input.wait(until: nil).events == [.key(.up)])
  }

  @Test("a sequence that breaks off gives nothing and does not end the wait")
  func brokenSequence() throws {
    let line = Line(delays: short)
    try line.send("\u{1B}[1;")
    #expect(line.input.wait(until: ContinuousClock.now).isEmpty)
    let instant = ContinuousClock.now + .milliseconds(6)
    #expect(line.input.wait(until: instant).isEmpty)
    #expect(ContinuousClock.now >= instant)
    try line.send("C")
    #expect(line.input.wait(until: nil).events == TerminalEvent.keys("C"))
  }

  @Test("a terminal that is gone hangs up, after what it had to say")
  func hangUp() throws {
    let line = Line()
    try line.send("a")
    try line.terminal.fileHandleForWriting.close()
    #expect(line.input.wait(until: nil).events == TerminalEvent.keys("a"))
    #expect(line.input.wait(until: nil).events == [.terminate(signal: 1)])
  }
}
