import Dispatch
import Foundation
import LiveSession
import LiveStreams
import Synchronization
import Testing
import Waveforms

/// A disk that hangs, as a network drive does that is gone, and what becomes of a recording on it.
@Suite struct RecordingWriterTests {
  /// A recorder that takes nothing in hand before it may, and remembers what it took.
  private final class Disk: Sendable {
    let isBack = DispatchSemaphore(value: 0)
    let taken = Mutex<[(frame: Int, piece: StreamAssembler.Piece)]>([])
    let isHung = Mutex(true)

    func comesBack() {
      isHung.withLock { $0 = false }
      isBack.signal()
    }
  }

  private struct HungRecorder: StreamRecorder {
    let disk: Disk
    var part: RecordingStatus.Part
    var failure: RecordingStatus.Failure? { nil }

    mutating func take(_ piece: StreamAssembler.Piece, at frame: Int) -> [LiveEvent.Kind] {
      if disk.isHung.withLock({ $0 }) { disk.isBack.wait() }
      disk.taken.withLock { $0.append((frame, piece)) }
      return []
    }

    mutating func note(_ text: String, at frame: Int) {}
    mutating func close() {}
  }

  private func monitor(_ seconds: Int, _ disk: Disk) throws -> LiveMonitor {
    let events: [StreamEvent] = [
      .connected("bed 3"), .message(.header(try ScriptedStream.header())),
    ]
    let monitor = LiveMonitor(
      ScriptedSource(
        events: events + ScriptedStream.packets(0..<250 * seconds, size: 50), staysOpen: true),
      recording: "r",
      openRecording: {
        HungRecorder(disk: disk, part: .init(path: $0, firstFrame: $2))
      })
    monitor.start()
    return monitor
  }

  private func wait(_ seconds: Double = 20, until isThere: () -> Bool) -> Bool {
    let end = LiveClock.now + seconds
    while LiveClock.now < end {
      if isThere() { return true }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return false
  }

  /// All frames that were taken: how many as samples, how many as missing, without a hole.
  private func frames(_ disk: Disk) -> (samples: Int, missing: Int, isWhole: Bool) {
    var (samples, missing, next, isWhole) = (0, 0, 0, true)
    for (frame, piece) in disk.taken.withLock({ $0 }) {
      isWhole = isWhole && frame == next
      switch piece {
      case .frames(let values):
        samples += values.count / 2
        next = frame + values.count / 2
      case .gap(let count):
        missing += count
        next = frame + count
      }
    }
    return (samples, missing, isWhole)
  }

  @Test func aDiskThatHangsHoldsNeitherTheScreenNorTheStream() throws {
    let disk = Disk()
    let monitor = try monitor(30, disk)
    #expect(wait { monitor.view().reading.end > 29.9 }, "reading goes on")
    let started = LiveClock.now
    for _ in 0..<100 { _ = monitor.view() }
    #expect(LiveClock.now - started < 1, "looking on goes on")
    #expect(wait { monitor.view().recording.failure != nil }, "it is said")
    let failure = try #require(monitor.view().recording.failure)
    #expect(failure.seconds == 0 && failure.reason.contains("what comes waits"))
    disk.comesBack()
    #expect(wait { frames(disk).samples == 30 * 250 }, "what waited is written")
    #expect(frames(disk).isWhole && frames(disk).missing == 0)
    #expect(wait { monitor.view().recording.failure == nil })
    monitor.stop()
    #expect(wait { monitor.isDone } && monitor.failure == nil)
  }

  @Test func whatIsMoreThanAMinuteIsLeftOutAndSaid() throws {
    let disk = Disk()
    let monitor = try monitor(90, disk)
    #expect(wait { monitor.view().buffer?.frameCount == 90 * 250 })
    let told = monitor.takeEvents()
    #expect(
      told.count { if case .recordingFailed = $0.kind { true } else { false } } == 1, "once")
    disk.comesBack()
    #expect(wait { frames(disk).samples + frames(disk).missing == 90 * 250 })
    let (samples, missing, isWhole) = frames(disk)
    #expect(isWhole && samples >= 60 * 250 && missing >= 29 * 250, "\(samples), \(missing)")
    monitor.stop()
    #expect(wait { monitor.isDone })
  }

  /// Nobody waits for ever: after ten seconds the program ends, and says what is not written.
  @Test func aDiskThatDoesNotComeBackEndsInASentence() throws {
    let disk = Disk()
    let monitor = try monitor(20, disk)
    #expect(wait { monitor.view().buffer?.frameCount == 20 * 250 })
    monitor.stop()
    #expect(wait(30) { monitor.isDone })
    let words = monitor.failure.map { "\($0)" } ?? ""
    #expect(
      words.contains("r.dat: the disk has not answered for 1") && words.contains("20 s"), "\(words)"
    )
    disk.comesBack()
  }
}

@Suite struct RecordingStatusTests {
  @Test func tellsWhichRecordAFrameIsIn() {
    var status = RecordingStatus()
    status.parts = [.init(path: "r", firstFrame: 100), .init(path: "r-r2", firstFrame: 900)]
    status.parts[0].endFrame = 500
    #expect(status.part(of: 99) == nil && status.part(of: 100)?.path == "r")
    #expect(status.part(of: 500) == nil && status.part(of: 901)?.path == "r-r2")
    #expect(status.path == "r-r2")
    status.parts[1].endFrame = 1000
    #expect(status.path == nil && status.part(of: 950)?.path == "r-r2")
  }
}

@Suite struct ClockDriftTests {
  /// Packets with delays that jitter, by a source's clock that gains so many parts of a million.
  private func drift(_ partsPerMillion: Double, seconds: Double) -> ClockDrift {
    var drift = ClockDrift()
    for step in 0..<Int(seconds * 50) {
      let received = Double(step) / 50
      let jitter = Double(step * 7919 % 97) / 97 * 0.02
      drift.take(
        source: 1e9 + (received - jitter) * (1 + partsPerMillion / 1e6), received: received)
    }
    return drift
  }

  @Test(arguments: [0.0, 50, -120]) func isFoundThroughJitter(wanted: Double) throws {
    #expect(drift(wanted, seconds: 30).partsPerMillion == nil, "too early to say")
    let found = try #require(drift(wanted, seconds: 600).partsPerMillion)
    #expect(abs(found - wanted) < 5, "\(found)")
  }

  @Test func aClockThatIsSetBeginsAnew() {
    var drift = drift(50, seconds: 120)
    drift.take(source: 5, received: 120)
    #expect(drift.partsPerMillion == nil)
  }
}

@Suite struct LiveAlarmsTests {
  @Test func anAlarmThatIsOverStandsAndSaysSo() {
    var alarms = LiveAlarms()
    #expect(
      alarms.note(.rateHigh, "RATE 152") == .alarm(LiveAlarm(kind: .rateHigh, text: "RATE 152")))
    #expect(alarms.standing.map(\.isOver) == [false])
    #expect(alarms.note(.rateHigh, nil) == .alarmOver(.rateHigh))
    #expect(alarms.standing.map(\.isOver) == [true])
    #expect(alarms.note(.rateHigh, "RATE 160") != nil, "a new cause is told again")
    #expect(alarms.standing.map(\.isOver) == [false])
  }
}
