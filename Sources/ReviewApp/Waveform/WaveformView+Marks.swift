import TerminalGraphics
import Waveforms

extension WaveformView {
  /// Rhythms as spans with their names, and unusable signal as a shade over them.
  func drawRhythms(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.rhythmRow, let timeline = state.document.rhythms else { return }
    frame.write(" rhythm", x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    let view = frames(section)
    for episode in timeline.episodes where episode.frames.overlaps(view) {
      let style = theme[RhythmStyle.role(of: episode.name)]
      let columns = columns(of: episode.frames, section)
      for x in columns { frame[x, row] = Cell("─", style) }
      // The name stands where the episode begins, or at the edge where it goes on.
      let begins = episode.frames.lowerBound >= view.lowerBound
      let name = (begins ? "(" : "‹") + episode.name + " "
      if columns.count >= min(3, name.count) {
        frame.write(name, x: columns.lowerBound, y: row, style: style, width: columns.count)
      }
    }
    for span in timeline.noise where span.frames.overlaps(view) {
      let columns = columns(of: span.frames, section)
      for x in columns { frame[x, row] = Cell("▒", theme[.noise]) }
      if columns.count >= 7 {
        frame.write(" noise ", x: columns.lowerBound + 1, y: row, style: theme[.noise])
      }
    }
  }

  /// The symbols of the marks in view. Where several share a column, the one that says most
  /// stands for them.
  func drawBeats(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.beatRow else { return }
    let name = state.document.annotations?.annotator ?? ""
    frame.write(" " + name, x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    var shown: [Int: Mark] = [:]
    for mark in state.document.marks(from: section.start, to: section.end)
    where mark.symbol != "+" {
      let x = section.column(of: mark.seconds)
      if let other = shown[x], other.group.weight >= mark.group.weight { continue }
      shown[x] = mark
    }
    let cursor = section.cursor.map { section.column(of: $0) }
    for (x, mark) in shown where section.columns.contains(x) {
      var style = theme[mark.group.role]
      if x == cursor { style = theme[.selection] }
      frame.write(mark.symbol, x: x, y: row, style: style, width: 1)
    }
  }

  /// Two beats further apart than this are not the same one, as EC57 has it.
  private static let sameBeatSeconds = 0.15

  /// Beats that the detector found; those that the annotations lack stand out.
  func drawDetected(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.detectorRow else { return }
    frame.write(" found", x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    guard let detected = state.detected else {
      frame.write(
        "looking for beats…", x: section.columns.lowerBound, y: row, style: theme[.textMuted],
        width: section.columns.count)
      return
    }
    let known = state.document.beatTimes
    let first = WaveformState.index(detected, section.start)
    for beat in detected[first...].prefix(while: { $0 < section.end }) {
      let place = WaveformState.index(known, beat - Self.sameBeatSeconds)
      let isKnown =
        known.isEmpty
        || (known.indices.contains(place) && known[place] <= beat + Self.sameBeatSeconds)
      let cell = isKnown ? Cell("•", theme[.beatDetected]) : Cell("+", theme[.warning])
      frame[section.column(of: beat), row] = cell
    }
  }

  /// R-R in milliseconds, each between its two beats.
  func drawIntervals(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.intervalRow else { return }
    frame.write(" R-R ms", x: 0, y: row, style: theme[.textMuted], width: layout.gutter)
    let beats = state.beats
    let first = max(1, WaveformState.index(beats, section.start))
    var free = section.columns.lowerBound
    let inView = state.beats(from: section.start, to: section.end).count
    guard inView * 5 <= section.columns.count else {
      frame.write(
        "zoom in to read each", x: free, y: row, style: theme[.textMuted],
        width: section.columns.count)
      return
    }
    for index in first..<max(first, beats.count) {
      let (before, beat) = (beats[index - 1], beats[index])
      if before >= section.end { break }
      let text = decimal((beat - before) * 1000, 0)
      let middle = (section.column(of: before) + section.column(of: beat)) / 2
      let x = middle - text.count / 2
      guard x >= free, x + text.count <= section.columns.upperBound else { continue }
      free = frame.write(text, x: x, y: row, style: theme[.measure]) + 1
    }
  }

  /// The frames from the left edge to the right one.
  private func frames(_ section: TimeSection) -> Range<Int> {
    let rate = record.frameRateHz
    let first = Int(section.start * rate)
    let end = Int(min(section.end * rate, Double(record.frameCount)).rounded(.up))
    return first..<max(first, end)
  }

  /// The columns of a section that a span of frames covers, one at least.
  func columns(of frames: Range<Int>, _ section: TimeSection) -> Range<Int> {
    let rate = record.frameRateHz
    return section.columns(
      from: Double(frames.lowerBound) / rate, to: Double(frames.upperBound) / rate)
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
