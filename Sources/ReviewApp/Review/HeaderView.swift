import ReviewSession
import TerminalGraphics
import Waveforms

/// The topmost line: what is open.
struct HeaderView: CanvasPart {
  let canvas: Canvas
  let state: WaveformState

  func draw(_ frame: inout Frame) {
    let style = theme[.status]
    frame.fill(Rect(x: 0, y: 0, width: frame.size.width, height: 1), Cell(" ", style))
    let warnings = state.document.warnings.count
    let right = (warnings > 0 ? "▲ \(warnings) ! " : "") + " ? help "
    let room = frame.size.width - TextWidth.columns(of: right)
    var x = frame.write(
      " ◆ \(record.name)", x: 0, y: 0, style: style.adding(.bold), width: room)
    for fact in patient + facts where x + 2 + TextWidth.columns(of: fact) < room {
      x = frame.write("  " + fact, x: x, y: 0, style: style)
    }
    let alert = Style(
      foreground: theme[.warning].foreground, background: style.background, attributes: .bold)
    frame.write(right, endingAt: frame.size.width, y: 0, style: warnings > 0 ? alert : style)
  }

  private var facts: [String] {
    let count = record.channels.count
    let channels =
      state.channels.hidden.isEmpty ? "\(count) ch" : "\(state.channels.shown.count)/\(count) ch"
    var facts = [
      channels, decimal(record.frameRateHz, 3, trimmed: true) + " Hz",
      TimeLabel.text(record.durationSeconds, decimals: 0),
    ]
    if let set = state.document.annotations {
      facts.append("\(set.annotator) \(state.document.marks.count)")
    }
    return facts + remarks
  }

  /// Age, sex and diagnosis, on a screen that is wide enough for them.
  private var patient: [String] {
    guard frameIsWide, !state.hidesPatient else { return [] }
    let facts = state.patient
    let person = [facts.sex, facts.age].compactMap { $0 }.joined(separator: " ")
    return [person, facts.diagnoses.first ?? ""].filter { !$0.isEmpty }.map {
      TextWidth.truncated($0, to: 30)
    }
  }

  private var frameIsWide: Bool { layout.size.width >= 110 }

  /// Other remarks of the file; with them, what is known of the patient on a narrow screen.
  private var remarks: [String] {
    if state.hidesPatient { return [] }
    return frameIsWide
      ? Array(state.patient.remarks.prefix(2))
      : Array(PatientRemarks.lines(record.comments).prefix(2))
  }
}
