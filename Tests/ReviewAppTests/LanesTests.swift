import Measures
@testable import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics
import Waveforms

/// What stands on the lanes beside the traces, and what moves them.
@Suite("Grid, marks and panes on the lanes")
struct LanesTests {
  let size = Size(width: 120, height: 36)

  private func frame(_ state: WaveformState) -> Frame {
    WaveformView(state: state, theme: .builtIn).frame()
  }

  @Test("the grid stands where nothing else does", arguments: [25.0, 100, 400])
  func grid(speed: Double) throws {
    var state = try Patients.state("x001", size: size)
    state.viewport.speed = try #require(
      SweepSpeed.offered.first { $0.millimetresPerSecond == speed })
    state.settle(size)
    let gridded = frame(state)
    state.showsGrid = false
    let plain = frame(state)
    var count = 0
    for y in state.layout.traces.rows {
      for x in 0..<state.layout.traces.columns.upperBound where plain[x, y] != gridded[x, y] {
        #expect(plain[x, y].glyph == " ")
        count += 1
      }
    }
    #expect(count > 50)
  }

  @Test("points of the grid are 0.2 s and 0.5 mV apart, or what is read better")
  func spacing() {
    let seconds = SweepSpeed.offered.map { GridSpacing(secondsPerDot: $0.secondsPerDot).seconds }
    #expect(seconds == [1, 1, 0.2, 0.2, 0.2, 0.04, 0.04])
    #expect(GridSpacing.millivolts(dotsPerMillivolt: 10) == 0.5)
    #expect(GridSpacing.millivolts(dotsPerMillivolt: 80) == 0.1)
    #expect(GridSpacing.millivolts(dotsPerMillivolt: 2.5) == 2)
  }

  @Test("a calibration pulse is 1 mV high and 200 ms wide")
  func pulse() throws {
    let samples = (0..<4000).map { Int32($0 % 200 == 0 ? 1000 : 0) }
    let document = MemoryRecord.document([samples], rate: 200, gain: 1000)
    let state = WaveformState(document: document, size: size)
    let picture = frame(state)
    // Dots of the gutter: 5 columns of the top, 11 rows from foot to top.
    var dots: Set<[Int]> = []
    let bits: [[UInt32]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
    for y in state.layout.lanes[0].rect.rows {
      for x in 0..<state.layout.gutter where picture[x, y].glyph.value > 0x2800 {
        for column in 0..<2 {
          for row in 0..<4 where picture[x, y].glyph.value & bits[column][row] != 0 {
            dots.insert([x * 2 + column, y * 4 + row])
          }
        }
      }
    }
    let rows = dots.map { $0[1] }
    let top = try #require(rows.min())
    let foot = try #require(rows.max())
    #expect(state.gain.sensitivity(of: 0, laneRows: 9) == .standard)
    #expect(foot - top == 10)
    let topmost = dots.filter { $0[1] == top }
    #expect(topmost.count == 6)
  }

  @Test("panes take no lane from its place, and give back what they covered")
  func panes() throws {
    var reviewer = try Reviewer("x001", size: size)
    try reviewer.readWithModel()
    reviewer.press("X" + String(repeating: "j", count: 11))
    let before = try #require(reviewer.layout)
    for pane in ["2", "3", "4", "5", "6"] {
      reviewer.press(pane)
      let open = try #require(reviewer.layout)
      if pane != "4" {
        #expect(open.lanes.map(\.rect.y) == before.lanes.map(\.rect.y), "\(pane)")
      }
      #expect(open.lanes.map(\.rect.height).max() == before.lanes.map(\.rect.height).max())
      reviewer.press(pane)
      if reviewer.state.waveform?.panes.focused != .traces { reviewer.press(pane) }
      #expect(reviewer.layout?.lanes.map(\.channel) == before.lanes.map(\.channel), "\(pane)")
    }
  }

  @Test("stimuli have a line of their own where there are any")
  func stimuli() throws {
    var state = try Patients.state("x001", size: size)
    #expect(state.layout.stimulusRow == nil)
    state.stimuli = [
      ShownStimulus(seconds: 0.5, label: "S1"), ShownStimulus(seconds: 1, label: "S2"),
    ]
    state.settle(size)
    let row = try #require(state.layout.stimulusRow)
    let picture = frame(state)
    for stimulus in state.stimuli {
      let x = state.layout.active.column(of: stimulus.seconds)
      #expect(picture[x, row].glyph == "┃")
      #expect(picture[x + 1, row].glyph == "S")
    }
    #expect(picture.text(row: row).contains("STIM"))
  }

  @Test("what was measured of the beat stands on the traces where it was measured")
  func fiducials() throws {
    var reviewer = try Reviewer("x001", size: size)
    reviewer.press("t2<Enter>")
    let waveform = try #require(reviewer.state.waveform)
    let request = try #require(waveform.wants.measuring)
    let document = waveform.document
    let measurer = try BeatMeasurer(record: document.record, beats: document.beatTimes)
    let measured = try measurer.measure(from: request.from, to: request.to.nextUp)
    _ = reviewer.state.update(
      .found(
        ticket: reviewer.state.tickets.record,
        .measured(MeasureReport(measures: measured, request: request))))
    let state = try #require(reviewer.state.waveform)
    let marked = try #require(state.markedBeat)
    let beat = try #require(measured.first { $0.beat == marked })
    let picture = frame(state)
    let first = state.layout.lanes[0].rect
    for mark in beat.surfaceFiducials {
      let x = state.layout.active.column(of: mark.seconds)
      guard state.layout.active.columns.contains(x) else { continue }
      // Beside a deflection that fills the lane.
      let near = (x - 2...x + 2).contains { column in
        first.rows.contains { picture[column, $0].glyph == mark.letter }
      }
      #expect(near, "\(mark.letter)")
    }
    #expect(beat.surfaceFiducials.map(\.letter) == ["P", "Q", "J", "T"])
    reviewer.press("E")
    #expect(reviewer.state.waveform?.markedBeat == nil)
  }

  @Test("every key that changes nothing says so")
  func silence() throws {
    for binding in Keymap.bindings where binding.screens.contains(.review) {
      for key in binding.keys {
        var reviewer = try Reviewer("x001", size: size)
        let before = reviewer
        reviewer.effects = reviewer.state.update(.terminal(.key(key)))
        let isSeen = reviewer.frame() != before.frame() || !reviewer.effects.isEmpty
        #expect(isSeen, "\(key.label)")
      }
    }
    var reviewer = try Reviewer("x001", size: size)
    reviewer.press("$")
    #expect(reviewer.state.waveform?.message?.text == "$ does nothing here; ? lists the keys")
  }

  @Test(
    "the palette finds what people type",
    arguments: [
      ("speed 50", "50 mm/s"), ("grid", "no grid"), ("undo", "nothing to undo"),
      ("montage ECG", "montage ECG: 12 channels, 25 mm/s"),
    ])
  func palette(typed: String, said: String) throws {
    var reviewer = try Reviewer("x001", size: size)
    reviewer.press(":" + typed + "<Enter>")
    #expect(reviewer.state.waveform?.message?.text.hasPrefix(said) == true)
  }

  @Test("the palette finds labels")
  func labels() throws {
    var reviewer = try Reviewer("x001", size: size)
    reviewer.press(":set labels<Enter>")
    #expect(reviewer.state.waveform?.labelling != nil)
  }
}
