import TerminalGraphics

/// A pacing stimulus.
public struct ShownStimulus: Sendable, Equatable {
  /// From the record's start.
  public var seconds: Double
  /// `S1`, `S2`; empty where it is not told.
  public var label: String

  public init(seconds: Double, label: String = "") { (self.seconds, self.label) = (seconds, label) }
}

/// The line of pacing stimuli above the traces.
struct StimuliView: CanvasPart {
  let canvas: Canvas
  /// In order of time.
  let stimuli: [ShownStimulus]

  func draw(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.stimulusRow else { return }
    frame.write(" STIM", x: 0, y: row, style: theme[.annotationPaced], width: layout.gutter)
    var free = section.columns.lowerBound
    for stimulus in stimuli where stimulus.seconds >= section.start {
      let x = section.column(of: stimulus.seconds)
      guard x < section.columns.upperBound else { return }
      // A label never covers the next stimulus, nor is it covered.
      guard x >= free || stimulus.label.isEmpty else { continue }
      frame[x, row] = Cell("┃", theme[.annotationPaced])
      let room = section.columns.upperBound - x - 1
      free =
        frame.write(
          stimulus.label, x: x + 1, y: row, style: theme[.annotationPaced],
          width: min(room, stimulus.label.count)) + 1
    }
  }
}
