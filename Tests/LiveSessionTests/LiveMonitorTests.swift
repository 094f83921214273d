import Foundation
import LiveSession
import LiveStreams
import Testing
import Waveforms

@Suite struct LiveMonitorTests {
  /// Runs a source to its end and gives what happened.
  private func run(
    _ events: [StreamEvent], settings: LiveSettings = .init(), recording: String? = nil
  ) -> (events: [LiveEvent], view: LiveMonitor.View) {
    let monitor = LiveMonitor(
      ScriptedSource(events: events), settings: settings, recording: recording)
    monitor.start()
    while !monitor.isDone { Thread.sleep(forTimeInterval: 0.005) }
    // Looking on tells what our clock tells: that leads are off.
    let view = monitor.view()
    return (monitor.takeEvents(), view)
  }

  private func beats(_ events: [LiveEvent]) -> [Double] {
    events.compactMap { if case .beat(let beat) = $0.kind { beat.seconds } else { nil } }
  }

  private var begin: [StreamEvent] {
    get throws { [.connected("bed 3"), .message(.header(try ScriptedStream.header()))] }
  }

  @Test func findsBeatsAndTheirRate() throws {
    let (events, view) = run(try begin + ScriptedStream.packets(0..<250 * 30))
    let found = beats(events)
    #expect((34...38).contains(found.count))
    #expect(zip(found.dropFirst(), found).allSatisfy { abs($0 - $1 - 0.8) < 0.02 })
    #expect(view.reading.rate.map { abs($0 - 75) < 1 } == true)
    #expect(view.alarms.isEmpty)
  }

  /// What is found depends on the stream alone.
  @Test(arguments: [1, 7, 333]) func packetsMayBeOfAnySize(size: Int) throws {
    let one = run(try begin + ScriptedStream.packets(0..<250 * 20, size: 10))
    let other = run(try begin + ScriptedStream.packets(0..<250 * 20, size: size))
    #expect(beats(one.events) == beats(other.events))
    #expect(one.view.reading == other.view.reading)
  }

  @Test func aHeartThatStopsGivesAnAlarmThatStands() throws {
    let silence = (0..<250 * 12).flatMap { frame -> [Int32] in
      let value = Int32((frame * 7919) % 5)
      return [value, value]
    }
    let after = StreamPacket(
      sequence: 9, firstFrame: 250 * 20, sourceSeconds: nil, samples: silence)
    let monitor = LiveMonitor(
      ScriptedSource(
        events: try begin + ScriptedStream.packets(0..<250 * 20) + [.message(.packet(after))]))
    monitor.start()
    while !monitor.isDone { Thread.sleep(forTimeInterval: 0.005) }
    #expect(monitor.view().alarms.map(\.kind) == [.asystole])
    monitor.acknowledge()
    #expect(monitor.view().alarms.isEmpty)
    #expect(monitor.takeEvents().contains { $0.kind == .acknowledged })
  }

  @Test func limitsOfTheRate() throws {
    var settings = LiveSettings()
    settings.rateLimits = 40...70
    let fast = run(try begin + ScriptedStream.packets(0..<250 * 15), settings: settings)
    #expect(fast.view.alarms.map(\.kind) == [.rateHigh])
    #expect(fast.view.alarms.map(\.text) == ["RATE 75, limit 70"])
    settings.rateLimits = 80...150
    let slow = run(try begin + ScriptedStream.packets(0..<250 * 15), settings: settings)
    #expect(slow.view.alarms.map(\.kind) == [.rateLow])
  }

  @Test func deadChannelsAreToldAndAllLeadsOffIsAnAlarm() throws {
    let flat = StreamPacket(
      sequence: 9, firstFrame: 1000, sourceSeconds: nil,
      samples: Array(repeating: [5, 5], count: 250 * 4).flatMap { $0 })
    let (events, view) = run(
      try begin + ScriptedStream.packets(0..<1000) + [.message(.packet(flat))])
    let lost = events.filter { if case .channelLost = $0.kind { true } else { false } }
    #expect(lost.count == 2 && view.lostChannels == [true, true])
    #expect(events.contains { $0.kind == .alarm(LiveAlarm(kind: .leadsOff, text: "LEADS OFF")) })
  }

  @Test func recordsWhatComesWithGapsAsMissing() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/r"
    let (events, view) = run(
      try begin + ScriptedStream.packets(0..<500) + ScriptedStream.packets(600..<1000),
      recording: path)
    #expect(view.losses.lostFrames == 100 && view.losses.gaps == 1)
    #expect(
      events.contains { if case .gap(let seconds) = $0.kind { seconds == 0.4 } else { false } })
    let record = try Recording(path: path).record
    let samples = Array(try record.digital(channels: [0], frames: 0..<2000)[0])
    let sent = ScriptedStream.beats(0..<1000, interval: 200, channels: 1)
    #expect(samples.count == 1000)
    #expect(Array(samples[..<500]) == Array(sent[..<500]))
    #expect(samples[500..<600].allSatisfy { $0 == .min })
    #expect(Array(samples[600...]) == Array(sent[600...]))
  }

  @Test func otherChannelsBeginARecordOfTheirOwn() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/r"
    let other = try ScriptedStream.header(["I", "II"], rate: 500)
    let (events, view) = run(
      try begin + ScriptedStream.packets(0..<500) + [.message(.header(other))]
        + ScriptedStream.packets(0..<700), recording: path)
    #expect(try Recording(path: path).record.frameCount == 500)
    #expect(try Recording(path: path + "-r2").record.frameCount == 700)
    #expect(view.buffer?.header.samplingRateHz == 500)
    // Frames of the stream before say nothing of this one.
    #expect(view.recording.parts.map(\.path) == [path + "-r2"])
    #expect(events.count { if case .begun = $0.kind { true } else { false } } == 2)
  }

  /// A recording that cannot be begun anew is said, and who watches keeps the picture.
  @Test func aRecordThatCannotBeBegunIsSaidAndTheStreamGoesOn() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/r"
    try "taken".write(toFile: path + "-r2.dat", atomically: true, encoding: .utf8)
    let other = try ScriptedStream.header(["I", "II"], rate: 500)
    let (events, view) = run(
      try begin + ScriptedStream.packets(0..<500) + [.message(.header(other))]
        + ScriptedStream.packets(0..<700), recording: path)
    #expect(view.buffer?.frameCount == 700)
    #expect(events.contains { if case .recordingFailed = $0.kind { true } else { false } })
    #expect(try Recording(path: path).record.frameCount == 500)
  }

  /// What was shown before a long gap is not what is now.
  @Test func nothingIsSaidAcrossALongGap() throws {
    let (events, view) = run(
      try begin + ScriptedStream.packets(0..<250 * 20)
        + ScriptedStream.packets(250 * 70..<250 * 71))
    #expect(events.contains { $0.kind == .gap(seconds: 50) })
    #expect(view.reading.rate == nil && view.reading.interval == nil && view.alarms.isEmpty)
    #expect(view.reading.end == 71)
  }

  /// While nothing comes there is no rate, whatever it was.
  @Test func aSilentSourceHasNoRate() throws {
    var settings = LiveSettings()
    settings.silenceSeconds = 0.2
    let monitor = LiveMonitor(
      ScriptedSource(
        events: try begin + ScriptedStream.packets(0..<250 * 20), staysOpen: true),
      settings: settings)
    monitor.start()
    for _ in 0..<1000 where monitor.view().reading.end < 20 { Thread.sleep(forTimeInterval: 0.005) }
    Thread.sleep(forTimeInterval: 0.3)
    let view = monitor.view()
    monitor.stop()
    #expect(view.alarms.contains { $0.kind == .signalLost })
    #expect(view.reading.rate == nil && !view.reading.beats.isEmpty)
  }

  @Test func theSameChannelsGoOnInTheSameRecord() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/r"
    let (_, view) = run(
      try begin + ScriptedStream.packets(0..<500)
        + [.disconnected, .connected("bed 3"), .message(.header(try ScriptedStream.header()))]
        + ScriptedStream.packets(0..<500), recording: path)
    // Nobody waited between them: the second count follows on the first.
    #expect(view.losses.lostFrames < 50)
    #expect(try Recording(path: path).record.frameCount == view.buffer?.frameCount)
  }

  @Test func marksAreKeptWithTheRecord() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/r"
    let monitor = LiveMonitor(
      ScriptedSource(
        events: try begin + ScriptedStream.packets(0..<500), staysOpen: true), recording: path)
    monitor.start()
    while monitor.view().buffer?.frameCount != 500 { Thread.sleep(forTimeInterval: 0.005) }
    monitor.mark("mark A", at: 300)
    monitor.stop()
    while !monitor.isDone { Thread.sleep(forTimeInterval: 0.005) }
    let set = try Recording(path: path).annotations("live")
    #expect(set.annotations.map(\.time) == [300])
    #expect(monitor.view().log.contains { $0.kind == .mark("mark A") && $0.frame == 300 })
  }
}
