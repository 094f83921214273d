import ArrhythmiaModel
import ReviewSession
import TerminalGraphics

/// The pane of prototypes: how near the window is to each class, and this record's nearest windows.
struct PrototypesPane: CanvasPart {
  let canvas: Canvas
  let review: RecordReview
  let chosenClass: Int?
  let attended: Double
  let isFocused: Bool

  func draw(_ pane: inout PaneWriter, _ frame: inout Frame) {
    guard let model = review.model, model.problem == nil else {
      return pane.line("no model", .textMuted, &frame)
    }
    let detail = model.detail(model.index(at: attended))
    pane.line("class    now   most like it at", .textMuted, &frame)
    let order = model.classes.indices.sorted {
      (detail?.similarities[$0].mean ?? 0) > (detail?.similarities[$1].mean ?? 0)
    }
    for index in order {
      let y = pane.next
      guard pane.take() else { return }
      let style = theme[ThemeRole.ofClass(index)]
      let mark = chosenClass == index ? "▸" : " "
      let x = pane.rect.x
      frame.write(mark + model.classes[index], x: x, y: y, style: style, width: 8)
      let here = detail.map { decimal($0.similarities[index].mean, 2) } ?? "…"
      frame.write(here, endingAt: x + 13, y: y, style: theme[.text])
      if let example = model.examples.nearest[index] {
        let time = TimeLabel.text(model.places[example.index].lowerBound, decimals: 0)
        frame.write(
          "\(time) \(decimal(example.similarity, 2))", x: x + 16, y: y, style: theme[.textMuted],
          width: pane.rect.width - 16)
      }
    }
    if isFocused { pane.line("j k choose, l goes there", .key, &frame) }
  }
}
