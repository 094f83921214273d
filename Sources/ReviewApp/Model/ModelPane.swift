import Annotations
import ArrhythmiaModel
import ReviewSession
import TerminalGraphics
import Waveforms

/// The pane of probabilities: what the model says of the moment that is looked at.
struct ModelPane: CanvasPart {
  let canvas: Canvas
  let review: RecordReview
  let chosenClass: Int?
  let attended: Double

  func draw(_ pane: inout PaneWriter, _ frame: inout Frame) {
    guard let model = review.model else {
      return pane.line("no model fits this record; M tries the next", .textMuted, &frame)
    }
    if let problem = model.problem { return pane.text(problem, .warning, &frame) }
    guard let index = model.index(at: attended) else {
      return pane.line("reading…", .textMuted, &frame)
    }
    let finding = model.findings[index]
    drawProbabilities(model, finding, &pane, &frame)
    drawVerdict(model, finding, index, &pane, &frame)
    if let remark = model.remark { pane.text(remark, .model, &frame) }
    let share = model.uncertainShare.map { "  uncertain \(decimal($0 * 100, 0))%" } ?? ""
    let read = model.isComplete ? "all read" : "\(model.readPercent)% read"
    pane.line(read + share, .textMuted, &frame)
    drawLegend(model, &pane, &frame)
  }

  /// What the lanes below the traces are called, and what their colours mean.
  private func drawLegend(
    _ model: ModelState, _ pane: inout PaneWriter, _ frame: inout Frame
  ) {
    pane.line("\(model.heatName), x an even share:", .textMuted, &frame)
    let y = pane.next
    guard pane.take() else { return }
    canvas.drawHeatLegend(
      x: pane.rect.x, y: y, width: pane.rect.width, theme[.textMuted], &frame, cell: canvas.heatBar)
  }

  private func drawProbabilities(
    _ model: ModelState, _ finding: RecordClassifier.Finding?, _ pane: inout PaneWriter,
    _ frame: inout Frame
  ) {
    let probabilities = finding?.evidence?.probabilities
    let texts = probabilities.map {
      DecidingFigures.probabilities($0)
    }
    let figureWidth = max(4, texts?.map(\.count).max() ?? 0)
    let nameWidth = min(7, model.classes.map(\.count).max() ?? 4)
    // The likeliest first where not all have room.
    let room = max(1, pane.rowsLeft - 4)
    let order =
      model.classes.count <= room
      ? Array(model.classes.indices)
      : Array(
        model.classes.indices.sorted { (probabilities?[$0] ?? 0) > (probabilities?[$1] ?? 0) }
          .prefix(room))
    for index in order {
      let isChosen = chosenClass == index
      let isDecided = finding?.decision == index
      var style = theme[isDecided ? ThemeRole.ofClass(index) : .text]
      if isDecided { style = style.adding(.bold) }
      let mark = isChosen ? "▸" : " "
      let y = pane.next
      guard pane.take() else { return }
      let x = pane.rect.x
      frame.write(mark + model.classes[index], x: x, y: y, style: style, width: nameWidth + 1)
      guard let value = probabilities?[index], let text = texts?[index] else {
        frame.write("…", x: x + nameWidth + 2, y: y, style: theme[.textMuted])
        continue
      }
      let width = max(1, pane.rect.width - nameWidth - 3 - figureWidth)
      Self.bar(value, width).enumerated().forEach { offset, glyph in
        frame[x + nameWidth + 2 + offset, y] = Cell(glyph, theme[ThemeRole.ofClass(index)])
      }
      frame.write(text, endingAt: pane.rect.columns.upperBound, y: y, style: style)
    }
  }

  /// A bar in eighths of a column.
  static func bar(_ value: Double, _ width: Int) -> [Unicode.Scalar] {
    let parts: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let part = value.isFinite ? min(max(value, 0), 1) : 0
    let eighths = Int((part * Double(width * 8)).rounded())
    var glyphs = [Unicode.Scalar](repeating: "█", count: eighths / 8)
    if eighths % 8 > 0 { glyphs.append(parts[eighths % 8 - 1]) }
    return glyphs
  }

  private func drawVerdict(
    _ model: ModelState, _ finding: RecordClassifier.Finding?, _ index: Int,
    _ pane: inout PaneWriter, _ frame: inout Frame
  ) {
    guard let finding else { return pane.line("not read yet", .textMuted, &frame) }
    let reasons = model.reasons(index)
    if let decision = finding.decision, reasons.isEmpty {
      pane.line("sure: \(model.classes[decision])", .model, &frame)
    } else {
      pane.line("UNCERTAIN: do not rely on it", .modelUncertain, &frame)
      let set = finding.verdict.set
      if set.count < model.classes.count {
        let names = set.map { model.classes[$0] }.joined(separator: " or ")
        pane.text("may be \(names)", .modelUncertain, &frame)
      }
      for reason in reasons { pane.text(reason.text, .modelUncertain, &frame) }
    }
    pane.line("not for diagnosis", .model, &frame)
    let isBeat = model.facts.isBeatCentred
    if let reader = readersWord(at: isBeat ? model.places[index].lowerBound : attended) {
      pane.line("annotated \(reader)", .text, &frame)
    }
    pane.line("from \(finding.kind.text)", .textMuted, &frame)
  }

  /// The annotated rhythm or beat at a moment.
  private func readersWord(at seconds: Double) -> String? {
    if review.model?.facts.isBeatCentred == true {
      let place = review.document.index(at: seconds - 0.02)
      return review.document.marks[place...].first(where: \.isBeat).map(\.symbol)
    }
    return review.document.rhythms?.rhythm(at: Int(seconds * record.frameRateHz))?.name
  }
}
