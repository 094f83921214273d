import TerminalGraphics
import Waveforms

extension WaveformView {
  /// Rhythms as spans with their names, and unusable signal as a shade over them.
  func drawRhythms(_ frame: inout Frame) {
    guard let row = layout.rhythmRow, let timeline = state.document.rhythms else { return }
    frame.write(" rhythm", x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    let view = viewFrames
    for episode in timeline.episodes where episode.frames.overlaps(view) {
      let style = theme[RhythmStyle.role(of: episode.name)]
      let columns = columns(of: episode.frames)
      for x in columns { frame[x, row] = Cell("─", style) }
      // The name stands where the episode begins, or at the edge where it goes on.
      let begins = episode.frames.lowerBound >= view.lowerBound
      let name = (begins ? "(" : "‹") + episode.name + " "
      if columns.count >= min(3, name.count) {
        frame.write(name, x: columns.lowerBound, y: row, style: style, width: columns.count)
      }
    }
    for span in timeline.noise where span.frames.overlaps(view) {
      let columns = columns(of: span.frames)
      for x in columns { frame[x, row] = Cell("▒", theme[.noise]) }
      if columns.count >= 7 {
        frame.write(" noise ", x: columns.lowerBound + 1, y: row, style: theme[.noise])
      }
    }
  }

  /// The symbols of the marks in view. Where several share a column, the one that says most
  /// stands for them.
  func drawBeats(_ frame: inout Frame) {
    guard let row = layout.beatRow else { return }
    let name = state.document.annotations?.annotator ?? ""
    frame.write(" " + name, x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    var shown: [Int: Mark] = [:]
    let end = state.start + state.viewSeconds(dots: layout.dots)
    for mark in state.document.marks(from: state.start, to: end) where mark.symbol != "+" {
      let x = layout.column(of: mark.seconds, state: state)
      if let other = shown[x], other.group.weight >= mark.group.weight { continue }
      shown[x] = mark
    }
    let cursor = state.cursor.map { layout.column(of: $0, state: state) }
    for (x, mark) in shown where layout.traces.columns.contains(x) {
      var style = theme[mark.group.role]
      if x == cursor { style = theme[.selection] }
      frame.write(mark.symbol, x: x, y: row, style: style, width: 1)
    }
  }

  /// The frames from the left edge to the right one.
  var viewFrames: Range<Int> {
    let rate = record.frameRateHz
    let end = state.start + state.viewSeconds(dots: layout.dots)
    return Int(state.start * rate)..<Int(min(end * rate, Double(record.frameCount)).rounded(.up))
  }

  /// The columns of the traces that a span of frames covers, one at least.
  func columns(of frames: Range<Int>) -> Range<Int> {
    let rate = record.frameRateHz
    let first = layout.column(of: Double(frames.lowerBound) / rate, state: state)
    let end = layout.column(of: Double(frames.upperBound) / rate, state: state)
    return (first..<max(end, first + 1)).clamped(to: layout.traces.columns)
  }
}

/// What kind of rhythm a name stands for.
enum RhythmStyle {
  static func role(of name: String) -> ThemeRole {
    switch name {
    case "N", "SBR", "P", "PREX", "NOD", "J", "A": .rhythm
    case "AVRT", "AVNRT", "avrt", "avnrt", "AVNRT+BII", "SVTA", "EAT", "AFIB", "AFL", "AB":
      .annotationSupraventricular
    case "VT", "VFL", "IVR", "VF", "B", "T": .annotationVentricular
    case _ where name.hasPrefix("/"): .annotationPaced
    default: .annotation
    }
  }
}

extension BeatGroup {
  var role: ThemeRole {
    switch self {
    case .sinus, .preexcited, .bundleBranchBlock, .avBlock: .annotationNormal
    case .supraventricularEctopy: .annotationSupraventricular
    case .ventricularEctopy: .annotationVentricular
    case .fusion: .annotationFusion
    case .pacedAtrial, .pacedVentricular, .paced: .annotationPaced
    case .supraventricularTachycardia, .atrialTachycardia, .ventricularTachycardia,
      .idioventricular:
      .annotationTachycardia
    case .unclassifiable: .annotationUnclassified
    case .nonBeat: .annotationNote
    }
  }

  /// Which of several marks in one column stands for them all: the rarer and graver first.
  var weight: Int {
    switch self {
    case .ventricularTachycardia, .supraventricularTachycardia, .atrialTachycardia: 6
    case .ventricularEctopy, .idioventricular: 5
    case .fusion, .supraventricularEctopy: 4
    case .nonBeat: 3
    case .paced, .pacedAtrial, .pacedVentricular, .unclassifiable: 2
    case .preexcited, .bundleBranchBlock, .avBlock: 1
    case .sinus: 0
    }
  }
}
