@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Waveforms

@Suite("Beats laid over one another at a trigger")
struct TriggerViewTests {
  private func wave(_ reviewer: Reviewer) throws -> WaveformState {
    try #require(reviewer.state.waveform)
  }

  /// What the worker would have found by now.
  private func average(_ reviewer: inout Reviewer) throws {
    let request = try #require(try wave(reviewer).wants.average)
    let document = try wave(reviewer).document
    let found = try BeatAverage(request, record: document.record, signal: document.filtered)
    _ = reviewer.state.update(
      .found(ticket: reviewer.state.tickets.record, .averaged(found)))
  }

  @Test("Enter aligns beats at the focused channel's activations, a surface lead at their QRS")
  func trigger() throws {
    var reviewer = try Reviewer()
    let record = try wave(reviewer).record
    let channel = try #require(record.channels.firstIndex { $0.kind == .ventricle })
    reviewer.state.waveform?.channels.focus = channel
    reviewer.press("v<Enter>")
    try average(&reviewer)
    let found = try #require(try wave(reviewer).review.average)
    #expect(found.moments.count > 20)
    let activations = LocalActivations.find(channel: channel, of: record, from: 0, to: 75)
    for moment in found.moments {
      #expect(activations.contains { abs($0.seconds - moment) < 1e-9 })
    }
    // Aligned there, the channel's mean is steepest at the trigger.
    let lane = try #require(found.lanes.first { $0.channel == channel })
    #expect(lane.activations.contains { abs($0) < 0.004 })
    #expect(reviewer.frame().plainText.contains("activations of \(record.channels[channel].name)"))
    reviewer.state.waveform?.channels.focus = 0
    reviewer.press("<Enter>")
    #expect(try wave(reviewer).wants.average?.trigger == .beats)
  }

  @Test("calipers measure from the trigger, and are pinned at the beat under the cursor")
  func calipers() throws {
    var reviewer = try Reviewer()
    reviewer.press("t10<Enter>v")
    try average(&reviewer)
    reviewer.press(";c....................p")
    #expect(try wave(reviewer).measuring.triggerCaliper?.seconds ?? 0 > 0.02)
    reviewer.press("QRS<Enter>")
    let state = try wave(reviewer)
    let made = try #require(state.decisions.intervals.first)
    let trigger = try #require(state.nearestTrigger)
    #expect(abs(trigger - 10) < 1)
    #expect(abs(made.from.seconds - trigger) < 0.001)
    #expect(abs(made.seconds - 20 / 977) < 1e-6)
  }
}
