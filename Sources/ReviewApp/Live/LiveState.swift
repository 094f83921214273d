import LiveSession
import LiveStreams
import ReviewSession
public import TerminalGraphics
import Waveforms

/// The live screen as a value: what a reader has chosen, and where the sweep stands.
public struct LiveState: Sendable {
  /// What covers the screen.
  enum Cover {
    case help(top: Int)
    case palette(Palette)
    /// The name of a rhythm that is typed.
    case rhythm(String)
    /// What labels have taught, to be used or not.
    case lesson
  }

  public internal(set) var size: Size
  var looks = AppState.Looks()
  /// What is known of the stream's channels; nil before it has said what they are.
  var channels: LiveChannels?
  var speed = SweepSpeed.standard
  var filter = SignalFilter()
  /// The frame at which the sweep was stopped; nil while it goes on.
  var frozenAt: Int?
  /// The page of the sweep that is looked back at; nil while none is.
  var past: Int?
  var cover: Cover?
  var message: (text: String, isProblem: Bool)?
  /// Until when it is said, by our clock.
  var messageEnd = 0.0
  var marks = 0
  /// Setting labels; nil while letters are keys.
  var labelling: LiveLabelling?
  /// The reader's own, of all that was recorded.
  var labels: [LiveLabel] = []

  public init(size: Size) { self.size = size }

  /// What a key asks for outside of the state.
  enum Effect: Sendable, Equatable {
    case quit
    case decide(LiveDecision)
    /// Has labels teach the model that reads; of none, it is as it came.
    case use([LiveLesson.Label])
    case acknowledge
    case toggleRecording
    case writeStrip
    case filter(DisplayFilter)
    case showTheme(String)
  }

  mutating func say(_ text: String, isProblem: Bool = false) {
    message = (text, isProblem)
    messageEnd = LiveClock.now + (isProblem ? 8 : 4)
  }

  /// Takes in how the stream stands.
  mutating func take(_ view: LiveMonitor.View) {
    if messageEnd < LiveClock.now { message = nil }
    guard let buffer = view.buffer else { return }
    if channels?.buffer !== buffer {
      channels = LiveChannels(buffer)
      (frozenAt, past, labelling, labels) = (nil, nil, nil, [])
      speed = channels?.openingSpeed ?? .standard
    }
    let (number, layout) = (page(end: shownEnd(view)).number, layout(view))
    channels?.follow(page: number, layout: layout)
  }

  /// The frame behind the last that is on the screen.
  func shownEnd(_ view: LiveMonitor.View) -> Int { frozenAt ?? view.buffer?.frameCount ?? 0 }

  func layout(_ view: LiveMonitor.View) -> LiveLayout {
    LiveLayout(
      size: size, longestName: channels?.longestName ?? 0, hasAlarm: !view.alarms.isEmpty,
      looksBack: past != nil)
  }

  /// The page of the sweep that ends at a frame.
  func page(end: Int) -> SweepPage {
    let rate = channels?.buffer.header.samplingRateHz ?? 1
    let width = LiveLayout.sweepWidth(size, longestName: channels?.longestName ?? 0)
    return SweepPage(end: end, framesPerDot: max(1e-6, speed.secondsPerDot * rate), dots: width * 2)
  }
}
