import Foundation
@testable import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics
import Waveforms

@Suite("Frames of the review")
struct ReviewFrameTests {
  static let sizes = [
    (1, 1), (2, 30), (20, 6), (40, 12), (60, 16), (80, 24), (120, 36), (160, 50), (200, 60),
    (300, 90),
  ]

  @Test("a frame has the screen's size, whatever it is", arguments: sizes)
  func anySize(width: Int, height: Int) throws {
    let size = Size(width: width, height: height)
    for name in ["x001", "x100"] {
      var state = try Patients.state(name, size: size)
      for overlay in [
        nil, .panel(.help, top: 0), .panel(.warnings, top: 0), .prompt(.goToTime, "1:2"),
      ] as [Cover?] {
        state.cover = overlay
        #expect(WaveformView(state: state.settled(size), theme: .builtIn).frame().size == size)
      }
    }
    let records = try RecordsState(folder: Patients.folder)
    #expect(RecordsView(state: records, size: size, theme: .builtIn).frame().size == size)
  }

  @Test("lanes never overlap, and lie between marks and overview", arguments: sizes)
  func lanes(width: Int, height: Int) throws {
    let size = Size(width: width, height: height)
    var state = try Patients.state("x001", size: size)
    for fitsAll in [false, true] {
      state.channels.fitsAllLanes = fitsAll
      let layout = state.settled(size).layout
      var row = layout.traces.y
      for lane in layout.lanes {
        #expect(lane.rect.y == row)
        row = lane.rect.rows.upperBound
      }
      #expect(layout.lanes.isEmpty || row <= layout.overview.y)
    }
  }

  @Test("the screen says what it shows: speed, gain, what a cell stands for, filters")
  func status() throws {
    let size = Size(width: 120, height: 36)
    let state = try Patients.state("x001", size: size)
    let text = WaveformView(state: state.settled(size), theme: .builtIn).frame().plainText
    for part in [
      "100 mm/s", "20 ms/col", "mm/mV", "mV/row", "filters off", "EP", "x001", "977 Hz",
      "10/19 ch", "▸I", "0:00:00.5", "rhythm", "? help",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("beats stand where they are on the ruler")
  func beats() throws {
    let size = Size(width: 160, height: 50)
    var state = try Patients.state("x001", size: size)
    state.viewport.start = 20
    let frame = WaveformView(state: state.settled(size), theme: .builtIn).frame()
    let layout = state.settled(size).layout
    let row = try #require(layout.beatRow)
    let end = state.viewport.start + state.settled(size).viewSeconds
    for mark in state.document.marks(from: 20, to: end) where mark.symbol != "+" {
      let x = layout.active.column(of: mark.seconds)
      #expect(String(frame[x, row].glyph) == mark.symbol)
    }
  }

  @Test("a lane shows a deflection of 1 mV as high as the status line says")
  func scale() throws {
    // 1 mV from frame 100 to 200, at 10 mm/mV: ten dots above the baseline.
    let samples = (0..<400).map { Int32((100..<200).contains($0) ? 1000 : 0) }
    let document = MemoryRecord.document([samples], rate: 100, gain: 1000)
    let size = Size(width: 80, height: 24)
    var state = WaveformState(document: document, size: size)
    state.viewport.speed = .standard
    state.gain.sensitivity = .standard
    state.showsGrid = false
    let frame = WaveformView(state: state.settled(size), theme: .builtIn).frame()
    let layout = state.settled(size).layout
    func dotRow(_ seconds: Double) -> Int? {
      let x = layout.active.column(of: seconds)
      for y in layout.traces.rows {
        let dots = frame[x, y].glyph.value
        guard (0x2801...0x28ff).contains(dots) else { continue }
        let bits: [UInt32] = [0x09, 0x12, 0x24, 0xc0]
        return (y - layout.traces.y) * 4 + (bits.firstIndex { dots & $0 != 0 } ?? 0)
      }
      return nil
    }
    let base = try #require(dotRow(0.5))
    let top = try #require(dotRow(1.5))
    #expect(base - top == 10)
  }

  @Test("gaps are drawn as gaps, unread stretches as unread")
  func gaps() throws {
    var samples = (0..<400_000).map { Int32($0 % 50) }
    for index in 1000..<2000 { samples[index] = Int32(Int16.min) }
    let document = MemoryRecord.document([samples], rate: 500, gain: 100)
    let size = Size(width: 120, height: 20)
    var state = WaveformState(document: document, size: size)
    state.viewport.speed = .standard
    let frame = WaveformView(state: state.settled(size), theme: .builtIn).frame()
    let layout = state.settled(size).layout
    let lane = layout.lanes[0].rect
    let x = layout.active.column(of: 3)
    #expect(frame[x, lane.y + lane.height / 2].glyph == "╌")
    #expect(frame.plainText.contains("░"))
    while document.peaks.cache.fillNext() {}
    let read = WaveformView(state: state.settled(size), theme: .builtIn).frame()
    #expect(!read.plainText.contains("░"))
  }

  @Test("the documents' key list is that of the key map")
  func documentedKeys() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let keys = try String(contentsOf: root.appending(path: "docs/keys.md"), encoding: .utf8)
    #expect(keys.contains(HelpText.markdown), "run `make readme`")
  }
}

/// A record in memory.
enum MemoryRecord {
  struct Source: SampleSource {
    var channels: [[Int32]]
    func decode(
      frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
    ) throws {
      for (place, channel) in channels.enumerated() {
        block.samples.replaceSubrange(block.range(place), with: self.channels[channel][frames])
      }
    }
  }

  static func document(_ channels: [[Int32]], rate: Double, gain: Double) -> ReviewDocument {
    let record = Record(
      name: "memory", path: "memory", container: "test", frameRateHz: rate,
      frameCount: channels[0].count,
      channels: channels.map { samples in
        Channel(
          name: "II", calibration: Calibration(gain: gain), encoding: .wfdb(.int16),
          samplesPerFrame: 1, samplingRateHz: rate, sampleCount: samples.count)
      }, source: Source(channels: channels))
    return ReviewDocument(
      record: record, peaks: PeakReader(record: record), annotators: [], annotations: nil)
  }
}
