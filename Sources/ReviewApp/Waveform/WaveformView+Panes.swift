import ArrhythmiaModel
import Foundation
import Measures
import TerminalGraphics
import Waveforms

extension WaveformView {
  /// The panes at the side.
  func drawPanes(_ frame: inout Frame) {
    for (index, place) in layout.panes.enumerated() {
      let style = theme[.border]
      for y in place.rect.rows { frame[place.rect.x, y] = Cell("│", style) }
      for x in place.rect.columns.dropFirst() { frame[x, place.rect.y] = Cell("─", style) }
      frame[place.rect.x, place.rect.y] = Cell(index == 0 ? "┬" : "├", style)
      let title = " \(place.pane.rawValue) \(title(of: place.pane)) "
      frame.write(
        TextWidth.truncated(title, to: place.rect.width - 3), x: place.rect.x + 2, y: place.rect.y,
        style: paneTitle(place.pane))
      let inner = Rect(
        x: place.rect.x + 2, y: place.rect.y + 1, width: place.rect.width - 3,
        height: place.rect.height - 1)
      var pane = PaneWriter(rect: inner, theme: theme)
      switch place.pane {
      case .model: drawModel(&pane, &frame)
      case .measures: drawMeasures(&pane, &frame)
      case .tokens: drawTokens(inner, &frame)
      case .prototypes: drawPrototypes(&pane, &frame)
      case .traces, .relevance: break
      }
    }
  }

  private func title(of pane: Pane) -> String {
    switch pane {
    case .model: "model \(state.model?.label ?? "")"
    case .prototypes: "model: nearest prototypes"
    case .tokens: "model: ECG to IEGM"
    default: pane.title
    }
  }

  // MARK: Model

  private func drawModel(_ pane: inout PaneWriter, _ frame: inout Frame) {
    guard let model = state.model else {
      return pane.line("no model fits this record; M tries the next", .textMuted, &frame)
    }
    if let problem = model.problem { return pane.text(problem, .warning, &frame) }
    let here = state.attended(layout)
    guard let index = model.index(at: here) else {
      return pane.line("reading…", .textMuted, &frame)
    }
    let finding = model.findings[index]
    drawProbabilities(model, finding, &pane, &frame)
    drawVerdict(model, finding, index, here, &pane, &frame)
    if let remark = model.remark { pane.text(remark, .warning, &frame) }
    let share = model.uncertainShare.map { "  uncertain \(decimal($0 * 100, 0))%" } ?? ""
    let read =
      model.isComplete ? "all read" : "\(100 * model.readCount / max(1, model.places.count))% read"
    pane.line(read + share, .textMuted, &frame)
    pane.line("lanes show \(model.heatName)", .textMuted, &frame)
  }

  private func drawProbabilities(
    _ model: ModelState, _ finding: RecordClassifier.Finding?, _ pane: inout PaneWriter,
    _ frame: inout Frame
  ) {
    let probabilities = finding?.evidence?.probabilities
    let nameWidth = min(7, model.classes.map(\.count).max() ?? 4)
    // The likeliest first where not all have room.
    let room = max(1, pane.rowsLeft - 3)
    let order =
      model.classes.count <= room
      ? Array(model.classes.indices)
      : Array(
        model.classes.indices.sorted { (probabilities?[$0] ?? 0) > (probabilities?[$1] ?? 0) }
          .prefix(room))
    for index in order {
      let isChosen = state.chosenClass == index
      let isDecided = finding?.decision == index
      var style = theme[isDecided ? ThemeRole.ofClass(index) : .text]
      if isDecided { style = style.adding(.bold) }
      let mark = isChosen ? "▸" : " "
      let y = pane.next
      guard pane.take() else { return }
      let x = pane.rect.x
      frame.write(mark + model.classes[index], x: x, y: y, style: style, width: nameWidth + 1)
      guard let value = probabilities?[index] else {
        frame.write("…", x: x + nameWidth + 2, y: y, style: theme[.textMuted])
        continue
      }
      let width = max(1, pane.rect.width - nameWidth - 7)
      Self.bar(value, width).enumerated().forEach { offset, glyph in
        frame[x + nameWidth + 2 + offset, y] = Cell(glyph, theme[ThemeRole.ofClass(index)])
      }
      frame.write(
        WaveformState.share(value), endingAt: pane.rect.columns.upperBound, y: y, style: style)
    }
  }

  /// A bar in eighths of a column.
  static func bar(_ value: Double, _ width: Int) -> [Unicode.Scalar] {
    let parts: [Unicode.Scalar] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let eighths = Int((min(max(value, 0), 1) * Double(width * 8)).rounded())
    var glyphs = [Unicode.Scalar](repeating: "█", count: eighths / 8)
    if eighths % 8 > 0 { glyphs.append(parts[eighths % 8 - 1]) }
    return glyphs
  }

  private func drawVerdict(
    _ model: ModelState, _ finding: RecordClassifier.Finding?, _ index: Int, _ here: Double,
    _ pane: inout PaneWriter, _ frame: inout Frame
  ) {
    guard let finding else { return pane.line("not read yet", .textMuted, &frame) }
    guard let decision = finding.decision else {
      return pane.line("no live channel here", .modelUncertain, &frame)
    }
    let isBeat = model.facts.isBeatCentred
    let reader = readersWord(at: isBeat ? model.places[index].lowerBound : here)
    if finding.isUncertain {
      pane.line("UNCERTAIN: do not rely on it", .modelUncertain, &frame)
    } else {
      pane.line("sure: \(model.classes[decision])", .model, &frame)
    }
    pane.line("not for diagnosis", .model, &frame)
    if let reader { pane.line("annotated \(reader)", .text, &frame) }
    pane.line("calibrated, T \(decimal(model.facts.temperature, 2))", .textMuted, &frame)
  }

  /// The annotated rhythm or beat at a moment.
  private func readersWord(at seconds: Double) -> String? {
    if state.model?.facts.isBeatCentred == true {
      let place = state.document.index(at: seconds - 0.02)
      return state.document.marks[place...].first(where: \.isBeat).map(\.symbol)
    }
    return state.document.rhythms?.rhythm(at: Int(seconds * record.frameRateHz))?.name
  }

  private func drawPrototypes(_ pane: inout PaneWriter, _ frame: inout Frame) {
    guard let model = state.model, model.problem == nil else {
      return pane.line("no model", .textMuted, &frame)
    }
    let detail = model.detail(model.index(at: state.attended(layout)))
    pane.line("class    here  nearest here", .textMuted, &frame)
    let order = model.classes.indices.sorted {
      (detail?.similarities[$0].mean ?? 0) > (detail?.similarities[$1].mean ?? 0)
    }
    for index in order {
      let y = pane.next
      guard pane.take() else { return }
      let style = theme[ThemeRole.ofClass(index)]
      let mark = state.chosenClass == index ? "▸" : " "
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
    if state.focusedPane == .prototypes { pane.line("j k choose, l goes there", .key, &frame) }
  }

  // MARK: Tokens

  /// What each ECG token attends to among the IEGM tokens: ECG from left to right, IEGM downwards.
  private func drawTokens(_ rect: Rect, _ frame: inout Frame) {
    guard let model = state.model,
      let detail = model.detail(model.index(at: state.attended(layout)))
    else {
      frame.write("explaining…", x: rect.x, y: rect.y, style: theme[.textMuted])
      return
    }
    guard let cross = detail.crossAttention, detail.tokens > 0 else {
      let text = detail.iegm == .used ? "no ECG in this window" : "no IEGM in this window"
      frame.write(text, x: rect.x, y: rect.y, style: theme[.warning], width: rect.width)
      return
    }
    let map = TokenMap(
      cross, tokens: detail.tokens, width: rect.width, height: max(1, rect.height - 3))
    for row in 0..<map.rows {
      for column in 0..<map.columns {
        frame[rect.x + column, rect.y + row] = heatCell(map[column, row])
      }
    }
    let place = map.cell(of: state.tokenCursor)
    frame[rect.x + place.x, rect.y + place.y] = Cell("◆", theme[.selection])
    writeTokenCursor(detail, cross, rect, map.rows, &frame)
  }

  /// Heat by colour and by shade. The ground stays the pane's: a terminal is told of one colour, not of two.
  func heatCell(_ value: Double) -> Cell {
    Cell(
      value > 0.02 ? HeatGlyphs.shade(0.25 + 0.75 * value) : " ",
      Style(foreground: theme.heat(0.25 + 0.75 * value), background: theme[.background].background))
  }

  private func writeTokenCursor(
    _ detail: WindowDetail, _ cross: [Float], _ rect: Rect, _ rows: Int, _ frame: inout Frame
  ) {
    let perToken = (detail.span.upperBound - detail.span.lowerBound) / Double(detail.tokens)
    func time(_ token: Int) -> String {
      TimeLabel.text(detail.span.lowerBound + Double(token) * perToken, decimals: 2)
    }
    let (ecg, iegm) = (state.tokenCursor.ecg, state.tokenCursor.iegm)
    let row = cross[ecg * detail.tokens..<(ecg + 1) * detail.tokens]
    let most = row.indices.max { row[$0] < row[$1] } ?? row.startIndex
    let share = decimal(Double(row[row.startIndex + iegm]) * 100, 1)
    let lines = [
      "\(time(ecg)) to \(time(iegm)) \(share)%",
      "most to \(time(most - row.startIndex)) \(decimal(Double(row[most]) * 100, 1))%",
      state.focusedPane == .tokens ? "h l ECG  j k IEGM  Esc leaves" : "5 moves the cursor",
    ]
    for (offset, line) in lines.enumerated() {
      frame.write(
        line, x: rect.x, y: rect.y + rows + offset,
        style: theme[offset == 2 ? .textMuted : .text], width: rect.width)
    }
  }

  // MARK: Measures

  private func drawMeasures(_ pane: inout PaneWriter, _ frame: inout Frame) {
    if let caliper = state.caliper {
      pane.line("caliper \(caliper.label)", .caliper, &frame)
      if let change = state.amplitude(caliper) {
        pane.line(
          "        \(decimal(change.difference, 3)) \(change.unit) on \(name(of: state.focus))",
          .caliper, &frame)
      }
    }
    let view = layout.active
    guard view.end - view.start <= WaveformState.longestMeasured else {
      return pane.line("zoom in to measure", .textMuted, &frame)
    }
    let beats = state.beats(from: view.start, to: view.end)
    guard !beats.isEmpty else {
      let text =
        state.detected == nil && state.document.beatTimes.isEmpty
        ? "looking for beats…" : "no beats in view"
      return pane.line(text, .textMuted, &frame)
    }
    let table = MeasureColumns(beats.compactMap { state.measures[$0] }, width: pane.rect.width)
    let source = state.document.beatTimes.isEmpty ? "detected" : "annotated"
    pane.line("\(beats.count) beats, \(source)  ms", .textMuted, &frame)
    guard !table.columns.isEmpty else { return pane.line("measuring…", .textMuted, &frame) }
    pane.line(table.titles, .paneTitle, &frame)
    pane.line(table.medians, .measure, &frame)
    if let rate = table.rate { pane.line(rate, .text, &frame) }
    drawActivation(&pane, &frame)
    let here = state.attended(layout)
    let nearest = beats.min { abs($0 - here) < abs($1 - here) }
    // The beat under the cursor stays in sight.
    let all = Array(beats)
    let room = max(1, pane.rowsLeft)
    let place = nearest.flatMap { all.firstIndex(of: $0) } ?? 0
    let first = max(0, min(place - room / 2, all.count - room))
    for beat in all.dropFirst(first).prefix(room) {
      let row = state.measures[beat].map(table.row) ?? " …"
      pane.line(row, beat == nearest ? .selection : .text, &frame)
    }
  }

  /// The order in which the coronary sinus is activated at the beat under the cursor.
  private func drawActivation(_ pane: inout PaneWriter, _ frame: inout Frame) {
    let here = state.attended(layout)
    let view = layout.active
    let near = state.beats(from: view.start, to: view.end).min { abs($0 - here) < abs($1 - here) }
    guard let measured = near.flatMap({ state.measures[$0] }), let first = measured.earliestSite
    else { return }
    let sites = measured.coronarySinus.map { site in
      let delay = (site.time - first.time) * 1000
      let mark = site == first ? "◀" : ""
      return name(of: site.channel).replacing("CS", with: "") + mark
        + (delay > 0 ? "+\(decimal(delay, 0))" : "")
    }
    pane.line("CS " + sites.joined(separator: " "), .traceCoronarySinus, &frame)
  }

  private func name(of channel: Int) -> String {
    record.channels.indices.contains(channel) ? record.channels[channel].name : ""
  }
}

/// Writes lines into a pane from top to bottom; what does not fit is left out.
struct PaneWriter {
  let rect: Rect
  let theme: Theme
  private(set) var next: Int

  init(rect: Rect, theme: Theme) {
    self.rect = rect
    self.theme = theme
    next = rect.y
  }

  var rowsLeft: Int { max(0, rect.rows.upperBound - next) }

  /// Takes a row; false where there is none left.
  mutating func take() -> Bool {
    guard rowsLeft > 0 else { return false }
    next += 1
    return true
  }

  mutating func line(_ text: String, _ role: ThemeRole, _ frame: inout Frame) {
    let y = next
    guard take() else { return }
    frame.write(
      TextWidth.truncated(text, to: rect.width), x: rect.x, y: y, style: theme[role])
  }

  /// A longer text, word by word.
  mutating func text(_ text: String, _ role: ThemeRole, _ frame: inout Frame) {
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > rect.width {
        self.line(line, role, &frame)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    if !line.isEmpty { self.line(line, role, &frame) }
  }
}
