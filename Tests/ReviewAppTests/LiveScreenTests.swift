import Foundation
import LiveSession
import LiveStreams
@testable import ReviewApp
import TerminalGraphics
import Testing
import Waveforms

@Suite struct SweepPageTests {
  @Test func aMomentStaysInItsColumnUntilTheBarComes() {
    let frame = 730
    var cells: [Int?] = []
    for end in stride(from: 731, to: 1731, by: 7) {
      cells.append(SweepPage(end: end, framesPerDot: 10, dots: 100).cell(of: frame))
    }
    let seen = cells.compactMap { $0 }
    #expect(Set(seen) == [36])
    // From when its column is whole until the bar, which is six columns of dots before the pen.
    #expect(cells.first == .some(nil) && cells.last == .some(nil))
    #expect((125...135).contains(seen.count))
  }

  @Test func drawsThisPageUpToThePenAndTheOneBeforeBehindTheBar() {
    let page = SweepPage(end: 1505, framesPerDot: 10, dots: 100)
    #expect(page.number == 1 && page.pen == 50)
    let columns = page.columns()
    #expect(columns[0] == 1000..<1010 && columns[49] == 1490..<1500)
    #expect(columns[50..<56].allSatisfy { $0 == nil })
    #expect(columns[56] == 560..<570 && columns[99] == 990..<1000)
  }

  @Test func beforeTheFirstPageThereIsNothing() {
    let columns = SweepPage(end: 95, framesPerDot: 10, dots: 100).columns()
    #expect(columns[8] == 80..<90)
    #expect(columns[9...].allSatisfy { $0 == nil })
  }

  @Test func columnsOfFractionsLeaveNoFrameOut() {
    let page = SweepPage(end: 100_000, framesPerDot: 19.54, dots: 160)
    let columns = page.columns(ofPage: 3).compactMap { $0 }
    #expect(zip(columns, columns.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
  }
}

@Suite struct LiveScreenTests {
  /// A stream of two leads and an electrogram, so many seconds of it.
  private func view(seconds: Int, lead: String = "II") throws -> LiveMonitor.View {
    let header = try StreamHeader(
      name: "bed 3", samplingRateHz: 250,
      channels: [lead, "V1", "CS12"].map {
        .init(name: $0, calibration: Calibration(gain: 1000, unit: "mV"))
      }, source: "test")
    let buffer = LiveBuffer(header, seconds: 60)
    buffer.append(
      (0..<seconds * 250).flatMap { frame -> [Int32] in
        let height = Int32(frame % 200 < 12 ? 900 : 0)
        return [height, -height, Int32(frame % 200 < 3 ? 2000 : 0)]
      })
    var view = LiveMonitor.View()
    (view.buffer, view.isConnected) = (buffer, true)
    view.lostChannels = [false, false, false]
    return view
  }

  private func text(
    _ state: inout LiveState, _ view: LiveMonitor.View
  ) -> String {
    state.take(view)
    return state.frame(view, source: "lsl:bed3", theme: .builtIn).plainText
  }

  @Test(arguments: [
    Size(width: 80, height: 24), Size(width: 120, height: 36),
    Size(width: 200, height: 60), Size(width: 40, height: 8), Size(width: 3, height: 2),
  ])
  func showsWhatIsAlwaysToBeSeenAtAnySize(size: Size) throws {
    var state = LiveState(size: size)
    let shown = text(&state, try view(seconds: 12))
    guard size.width >= 80 else { return }
    for word in [
      "LIVE", "bed 3", "NOT FOR DIAGNOSIS", "lag", "lost 0", "0:00:12", "rate", "events",
    ] {
      #expect(shown.contains(word), "\(word) at \(size)")
    }
  }

  @Test func anAlarmStandsOverEverything() throws {
    var state = LiveState(size: Size(width: 80, height: 24))
    var view = try view(seconds: 12)
    view.alarms = [LiveAlarm(kind: .rateHigh, text: "RATE 152, limit 150")]
    let rows = text(&state, view).split(separator: "\n")
    #expect(rows[1].contains("RATE 152, limit 150") && rows[1].contains("A acknowledges"))
    #expect(state.handle(.character("A"), view) == [.acknowledge])
  }

  @Test func freezingStopsThePictureAndNotTheStream() throws {
    var state = LiveState(size: Size(width: 120, height: 36))
    let first = try view(seconds: 12)
    _ = text(&state, first)
    #expect(state.handle(.character(" "), first).isEmpty)
    state.message = nil
    let frozen = text(&state, first)
    first.buffer?.append([Int32](repeating: 500, count: 750 * 3))
    let later = text(&state, first)
    // Only the clock goes on.
    let differing = zip(frozen.split(separator: "\n"), later.split(separator: "\n")).count {
      $0 != $1
    }
    #expect(later.contains("FROZEN") && differing == 1 && later.contains("0:00:15"))
    _ = state.handle(.character(" "), first)
    #expect(state.frozenAt == nil)
  }

  @Test func looksBackWhileItGoesOn() throws {
    var state = LiveState(size: Size(width: 120, height: 36))
    let view = try view(seconds: 50)
    _ = text(&state, view)
    _ = state.handle(.character("b"), view)
    #expect(text(&state, view).contains("PAST"))
    let before = state.past
    _ = state.handle(.left, view)
    #expect(state.past.map { $0 + 1 } == before)
    for _ in 0..<40 { _ = state.handle(.left, view) }
    #expect(state.past != nil && state.message?.text.contains("no more is kept") == true)
    _ = state.handle(.character("q"), view)
    #expect(state.past == nil)
    #expect(state.handle(.character("q"), view) == [.quit])
  }

  @Test func marksAreLettersAtTheNewestFrame() throws {
    var state = LiveState(size: Size(width: 80, height: 24))
    let view = try view(seconds: 12)
    _ = text(&state, view)
    #expect(state.handle(.character("m"), view) == [.decide(.mark("mark A", frame: 3000))])
    #expect(state.handle(.character("m"), view) == [.decide(.mark("mark B", frame: 3000))])
    #expect(state.message?.text.contains("r records") == true)
  }

  @Test func aLostChannelIsNamed() throws {
    var state = LiveState(size: Size(width: 80, height: 24))
    var view = try view(seconds: 12)
    view.lostChannels = [false, true, false]
    #expect(text(&state, view).contains("!V1"))
  }

  @Test func aRecordingThatFailsIsSaidSinceWhen() throws {
    var state = LiveState(size: Size(width: 120, height: 36))
    var view = try view(seconds: 12)
    view.recording.parts = [.init(path: "r", firstFrame: 0)]
    view.recording.failure = .init(seconds: 7, reason: "cannot write r.dat: the disk is full")
    #expect(text(&state, view).contains("NOT RECORDED since 0:00:07: cannot write r.dat"))
  }

  @Test func keysWithoutAMeaningSaySo() throws {
    var state = LiveState(size: Size(width: 80, height: 24))
    _ = state.handle(.character("§"), try view(seconds: 3))
    #expect(state.message?.text.contains("means nothing here") == true)
  }

  /// No key of the live screen is without an answer.
  @Test func everyKeyOfTheScreenDoesSomething() throws {
    let view = try view(seconds: 50)
    for binding in Keymap.bindings where binding.screens.contains(.live) {
      for key in binding.keys {
        var state = LiveState(size: Size(width: 120, height: 36))
        state.looks.themeNames = ["one", "two"]
        let before = text(&state, view)
        let effects = state.handle(key, view)
        let after = text(&state, view)
        #expect(!effects.isEmpty || before != after, "\(key.label): \(binding.title)")
      }
    }
  }

  @Test func samplesThatAreMissingAreDrawnAsNone() throws {
    var state = LiveState(size: Size(width: 120, height: 36))
    let view = try view(seconds: 4)
    view.buffer?.appendMissing(250)
    #expect(text(&state, view).contains("╌╌╌"))
  }
}
