import Annotations
import ReviewSession
import SignalProcessing
import TerminalGraphics
import Waveforms

/// The families of a record's beats: a list at the left, the form of the selected one at the right.
struct FamiliesView: CanvasPart {
  let canvas: Canvas
  let browser: FamilyBrowser
  /// What there is to say, and whether it is a problem.
  let message: (text: String, isProblem: Bool)?

  /// Beats that are drawn over one another.
  private static let mostSuperimposed = 48
  /// Columns of the list.
  private static let listWidth = 50

  func draw(_ frame: inout Frame) {
    let size = frame.size
    frame.fill(
      Rect(x: 0, y: 1, width: size.width, height: size.height - 1), Cell(" ", theme[.text]))
    let width = min(Self.listWidth, size.width)
    drawList(Rect(x: 0, y: 1, width: width, height: size.height - 3), &frame)
    let left = width + 1
    if size.width - left >= 20 {
      for y in 1..<size.height - 2 { frame[width, y] = Cell("│", theme[.border]) }
      drawForms(
        Rect(x: left, y: 1, width: size.width - left, height: size.height - 3), &frame)
    }
    drawFoot(&frame)
  }

  // MARK: The list

  private func drawList(_ box: Rect, _ frame: inout Frame) {
    let beats = browser.table.times.count
    let title =
      " \(browser.rows.count) families of \(beats.counted("beat")) by \(browser.table.sorting.title)"
    frame.write(title, x: box.x, y: box.y, style: theme[.paneTitle], width: box.width)
    frame.write(
      "     beats   share  labels              from", x: box.x, y: box.y + 1,
      style: theme[.textMuted], width: box.width)
    let room = max(1, box.height - 2)
    let first = max(0, min(browser.selection - room / 2, browser.rows.count - room))
    for (line, number) in (first..<browser.rows.count).prefix(room).enumerated() {
      drawRow(number, box, box.y + 2 + line, &frame)
    }
  }

  private func drawRow(_ number: Int, _ box: Rect, _ y: Int, _ frame: inout Frame) {
    let row = browser.rows[number]
    let isSelected = number == browser.selection
    let style = theme[isSelected ? .menuSelected : .text]
    for x in box.columns { frame[x, y] = Cell(" ", style) }
    let sign = browser.joined.contains(number) ? "+" : isSelected ? "▸" : " "
    frame.write(sign, x: box.x, y: y, style: style)
    frame.write(row.letter, x: box.x + 1, y: y, style: style.adding(.bold))
    frame.write("\(row.count)", endingAt: box.x + 10, y: y, style: style)
    frame.write(decimal(100 * row.share, 1) + " %", endingAt: box.x + 18, y: y, style: style)
    var x = box.x + 20
    for (label, count) in row.labels.prefix(4) {
      var mark = theme[label.meaning.group.role]
      mark.background = style.background
      guard x + 4 < box.x + 39 else { break }
      // Of a tachycardia's beats the mechanism tells more than the sign that all of them share.
      let name = label.symbol == Vocabulary.tachycardiaSymbol ? label.text : ""
      x = frame.write(name.isEmpty ? label.symbol : name, x: x, y: y, style: mark, width: 5)
      if row.labels.count > 1 || row.unlabelled > 0 {
        x = frame.write(" \(count)", x: x, y: y, style: style, width: box.x + 39 - x)
      }
      x += 1
    }
    if row.labels.isEmpty { frame.write("none yet", x: x, y: y, style: theme[.textMuted]) }
    frame.write(TimeLabel.text(row.first, decimals: 0), x: box.x + 40, y: y, style: style)
  }

  // MARK: The forms

  private func drawForms(_ box: Rect, _ frame: inout Frame) {
    let leads = browser.table.leads.count
    guard leads > 0, browser.rows.indices.contains(browser.selection) else { return }
    frame.write(formTitle, x: box.x, y: box.y, style: theme[.paneTitle], width: box.width)
    let shown = min(leads, max(1, (box.height - 2) / 5))
    let height = (box.height - 2) / shown
    for lead in 0..<shown {
      let rect = Rect(
        x: box.x, y: box.y + 1 + lead * height, width: box.width, height: height)
      drawForm(lead, rect, &frame)
    }
    frame.write(
      TextWidth.truncated(memberWords, to: box.width), x: box.x, y: box.y + box.height - 1,
      style: theme[.text])
  }

  private var formTitle: String {
    let row = browser.rows[browser.selection]
    let early = decimal(Double(browser.summary.prematurity), 2)
    return " \(row.letter): \(row.count.counted("beat")), \(early) of the usual interval, "
      + "\(TimeLabel.text(row.first, decimals: 0)) to \(TimeLabel.text(row.last, decimals: 0))"
  }

  private var memberWords: String {
    if let like = browser.like {
      return " \(like.count) like the beat at \(time(like.beat)): + more, - fewer"
    }
    guard let beat = browser.beat else {
      let said = browser.verdicts?.words(of: browser.shown).map { "  the model: \($0)" } ?? ""
      return drawsAll
        ? " \(attended.count.counted("beat")) over one another" + said
        : " mean and spread; v all, Enter goes through the beats" + said
    }
    let place = (browser.member ?? 0) + 1
    let distance = browser.distance(of: beat).map { decimal(Double($0), 2) } ?? "–"
    let label = browser.labels[beat].map { "\($0)" } ?? "no label"
    return
      " \(place) of \(browser.shown.count)  \(label)  at \(time(beat))  \(distance) from the mean"
      + (browser.verdicts?.words(of: beat).map { "  the model: \($0)" } ?? "")
  }

  private func time(_ beat: Int) -> String { TimeLabel.text(browser.table.times[beat]) }

  /// The mean over its spread, and the beat that is attended over both.
  private func drawForm(_ lead: Int, _ rect: Rect, _ frame: inout Frame) {
    let summary = browser.summary
    guard summary.mean.indices.contains(lead), rect.height > 1 else { return }
    let (mean, spread) = (summary.mean[lead], summary.spread[lead])
    let low = zip(mean, spread).map { $0 - $1 }
    let high = zip(mean, spread).map { $0 + $1 }
    let others = attended.map { browser.table.forms.form(ofBeat: $0, lead: lead) }
    let everything = low + high + others.flatMap { $0 }
    guard let least = everything.min(), let most = everything.max(), most > least else { return }
    let size = Size(width: rect.width, height: rect.height)
    let painter = FormPainter(size: size, least: least, most: most)
    let own = (painter.canvas([(mean, mean)]), theme[.traceSurface])
    let layers: [(BrailleCanvas, Style)] =
      drawsAll
      ? [own, (painter.canvas(others.map { ($0, $0) }), theme[.superimposed])]
      : others.map { (painter.canvas([($0, $0)]), theme[.caliper]) }
        + [own, (painter.canvas([(low, high)]), theme[.superimposed])]
    for y in 0..<rect.height {
      for x in 0..<rect.width {
        guard let (layer, style) = layers.first(where: { $0.0.glyph(x: x, y: y) != nil }),
          let glyph = layer.glyph(x: x, y: y)
        else { continue }
        frame[rect.x + x, rect.y + y] = Cell(glyph, style)
      }
    }
    // Of electrograms it is how steep they are that is drawn: no unit that anybody reads.
    let range = browser.table.sorting == .form ? "  \(decimal(Double(most - least), 1)) mV" : ""
    frame.write(
      browser.table.leads[lead] + range, x: rect.x + 1, y: rect.y,
      style: theme[.textMuted])
  }

  /// Whether members stand in the place of the spread.
  private var drawsAll: Bool {
    browser.superimposes && browser.beat == nil && browser.like == nil
  }

  /// The beats that are drawn over the mean.
  private var attended: [Int] {
    if browser.like != nil { return Array(browser.chosen.prefix(12)) }
    if let beat = browser.beat { return [beat] }
    guard drawsAll else { return [] }
    // Evenly over the family, as they come.
    let members = browser.shown.sorted()
    let step = max(1, members.count / Self.mostSuperimposed)
    return Array(stride(from: 0, to: members.count, by: step).map { members[$0] })
  }

  // MARK: The lines below

  private func drawFoot(_ frame: inout Frame) {
    let (width, y) = (frame.size.width, frame.size.height - 2)
    frame.fill(Rect(x: 0, y: y, width: width, height: 1), Cell(" ", theme[.status]))
    var x = frame.write(" FAMILIES ", x: 0, y: y, style: theme[.status].adding(.bold)) + 1
    for entry in browser.palette.entries {
      let word = TextWidth.truncated(entry.title, to: 22)
      guard x + 3 + TextWidth.columns(of: word) < width else { break }
      x = frame.write(String(entry.key), x: x, y: y, style: theme[.status].adding(.bold))
      x = frame.write(" " + word, x: x, y: y, style: theme[.status]) + 2
    }
    if let message {
      let style = theme[message.isProblem ? .warning : .text]
      let text = TextWidth.truncated(message.text, to: width - 2)
      frame.write(" " + text, x: 0, y: y + 1, style: style)
      return
    }
    frame.write(
      " " + TextWidth.wholeEntries(keys, to: width - 2), x: 0, y: y + 1, style: theme[.textMuted])
  }

  private var keys: String {
    if browser.like != nil { return "Esc  + - how many  a label for all  x a family of their own" }
    if browser.member != nil {
      return
        "Esc  ← → beat  Enter see it in the record  i like this  x out of here  o order  u undo"
    }
    return
      "Esc  ↑ ↓ family  Enter beats  u undo  d p l split  space m join  i like this  + rhythm  t sort  v all"
  }
}

/// Forms as dots: each column from the smallest to the largest value of two curves.
private struct FormPainter {
  let size: Size
  let least: Float
  let most: Float

  /// All pairs of curves on one canvas.
  func canvas(_ pairs: [([Float], [Float])]) -> BrailleCanvas {
    var canvas = BrailleCanvas(size: size)
    for (first, second) in pairs where first.count > 1 { paint(first, second, &canvas) }
    return canvas
  }

  private func paint(_ first: [Float], _ second: [Float], _ canvas: inout BrailleCanvas) {
    var before: ClosedRange<Int>?
    for column in 0..<canvas.dotColumns {
      let place = Float(column) / Float(canvas.dotColumns - 1) * Float(first.count - 1)
      let rows = [value(first, place), value(second, place)].map(row)
      var (top, bottom) = (min(rows[0], rows[1]), max(rows[0], rows[1]))
      // A line without gaps.
      if let before {
        if top > before.upperBound { top = before.upperBound }
        if bottom < before.lowerBound { bottom = before.lowerBound }
      }
      canvas.fillColumn(column, from: top, to: bottom)
      before = min(rows[0], rows[1])...max(rows[0], rows[1])
    }
  }

  private func value(_ curve: [Float], _ place: Float) -> Float {
    let index = min(Int(place), curve.count - 2)
    let part = place - Float(index)
    return curve[index] * (1 - part) + curve[index + 1] * part
  }

  private func row(_ value: Float) -> Int {
    let rows = Float(size.height * 4 - 1)
    return Int(((most - value) / (most - least) * rows).rounded())
  }
}
