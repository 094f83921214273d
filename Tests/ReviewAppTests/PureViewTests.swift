@testable import ReviewApp
import ReviewSession
import Synchronization
import Testing
import TerminalGraphics
import Waveforms

/// The fault: the measures pane and the status line read and decoded samples while they were drawn.
@Suite("Views read nothing")
struct PureViewTests {
  /// Counts how often samples are asked for.
  private final class Counter: Sendable {
    private let count = Mutex(0)
    func add() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
  }

  private struct CountingSource: SampleSource {
    let counter: Counter
    func decode(
      frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
    ) throws {
      counter.add()
      for place in channels.indices {
        block.samples.replaceSubrange(block.range(place), with: frames.map { Int32($0 % 100) })
      }
    }
  }

  @Test("drawing a screen with calipers, overview and panes decodes no sample")
  func drawing() {
    let counter = Counter()
    let record = Record(
      name: "counted", path: "counted", container: "test", frameRateHz: 250, frameCount: 5000,
      channels: [
        Channel(
          name: "II", calibration: Calibration(gain: 100), encoding: .wfdb(.int16),
          samplesPerFrame: 1, samplingRateHz: 250, sampleCount: 5000)
      ], source: CountingSource(counter: counter))
    let size = Size(width: 160, height: 50)
    var state = WaveformState(
      document: ReviewDocument(
        record: record, peaks: PeakReader(record: record), annotators: [], annotations: nil),
      size: size)
    for key in KeyPress.sequence("clllF") ?? [] { _ = state.handle(key) }
    let signals = ShownSignals(state)
    let read = counter.value
    #expect(read > 0)
    let frame = WaveformView(state: state, signals: signals, theme: .builtIn).frame()
    #expect(counter.value == read)
    #expect(frame.plainText.contains("mV on II"))
  }
}
