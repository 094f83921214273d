import Annotations
import ReviewSession
import TerminalGraphics

/// The lines at the bottom while labels are set: which letters are labels, as many as there is room
/// for, and below them what else keys do.
struct LabelHints: CanvasPart {
  let canvas: Canvas
  let labelling: Labelling
  /// What is to be decided here.
  let dispute: Dispute?

  /// The letters, up to a column.
  func drawLetters(_ row: Int, to end: Int, _ frame: inout Frame) {
    let title =
      labelling.questions != nil ? " TEACH " : labelling.deciding == nil ? " LABEL " : " DECIDE "
    var x = frame.write(title, x: 0, y: row, style: theme[.status].adding(.bold)) + 1
    if let dispute, let deciding = labelling.deciding {
      x = frame.write(deciding.words(dispute), x: x, y: row, style: theme[.status].adding(.bold))
      x = frame.write("   or", x: x, y: row, style: theme[.status]) + 1
    }
    if let questions = labelling.questions {
      let place = "\(min(questions.answered + 1, questions.goal)) of \(questions.goal)"
      x =
        frame.write(
          place + "  what is this beat?", x: x, y: row, style: theme[.status].adding(.bold)) + 2
    }
    for entry in labelling.palette.entries {
      let title =
        labelling.questions == nil ? TextWidth.truncated(entry.title, to: 16) : entry.brief
      let word = entry.label.symbol == String(entry.key) ? title : "\(entry.label) \(title)"
      guard x + 3 + TextWidth.columns(of: word) < end else { break }
      x = frame.write(String(entry.key), x: x, y: row, style: theme[.status].adding(.bold))
      x = frame.write(" " + word, x: x, y: row, style: theme[.status]) + 2
    }
  }

  func drawOthers(_ row: Int, _ frame: inout Frame) {
    let words = TextWidth.wholeEntries(tail, to: frame.size.width - 2)
    frame.write(" " + words, x: 0, y: row, style: theme[.textMuted])
  }

  /// What the model makes of the beat, and what the answers have made of the model.
  let opinion: String

  private func tail(_ questions: Questions) -> String {
    guard questions.asked != nil else { return "looking for the beat whose label helps most" }
    return opinion + "  - cannot say  u undo  Enter shows what came of it"
  }

  private var tail: String {
    if let held = labelling.held {
      let edge = held.mark.isInstant ? "" : "  Tab other end"
      return "\(held.mark.label) in the hand: ← → , . [ ] move\(edge)  Enter done  Esc leave"
    }
    if let questions = labelling.questions { return tail(questions) }
    if labelling.isOnFound { return "on all found  Del remove  Esc none" }
    if labelling.anchor != nil { return "selecting  + rhythm  ~ noise  Del  v ends" }
    if let deciding = labelling.deciding {
      let left = deciding.disputes.count
      return left == 0
        ? "all is decided: letters and Del still change labels  u undo  Esc ends"
        : "\(left) to decide: 1 2 0, or a letter  } next  { before  u undo  Esc ends"
    }
    return
      "Esc ends  ← → marks  u undo  . again  Del remove  v select  m move  + rhythm  \" remark"
  }
}
