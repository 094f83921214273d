import ArrhythmiaModel
import TerminalGraphics
import Waveforms

extension WaveformView {
  /// The model's classes window by window: a name where there is room, a letter where not.
  func drawClasses(_ section: TimeSection, _ frame: inout Frame) {
    guard let row = layout.classRow, let model = state.model else { return }
    frame.write(" class", x: 0, y: row, style: theme[.model], width: layout.gutter)
    let runs = ClassRun.runs(model, model.indices(from: section.start, to: section.end))
    for run in runs {
      let columns = section.columns(from: run.from, to: run.to)
      draw(run, model, columns, row, &frame)
    }
  }

  /// The same over the whole record.
  func drawWholeClasses(_ frame: inout Frame) {
    guard let row = layout.wholeClassRow, let model = state.model, layout.overview.width > 0 else {
      return
    }
    let percent = 100 * model.readCount / max(1, model.places.count)
    let name = model.isComplete ? " whole" : " \(percent)%…"
    frame.write(name, x: 0, y: row, style: theme[.model], width: layout.gutter)
    let section = TimeSection(
      columns: layout.overview.columns, start: 0,
      secondsPerDot: record.durationSeconds / Double(layout.overview.width * 2))
    for run in ClassRun.runs(model, model.places.indices) {
      let columns = section.columns(from: run.from, to: run.to)
      draw(run, model, columns, row, &frame)
    }
  }

  private func draw(
    _ run: ClassRun, _ model: ModelState, _ columns: Range<Int>, _ row: Int, _ frame: inout Frame
  ) {
    switch run.state {
    case .unread:
      for x in columns { frame[x, row] = Cell("░", theme[.textMuted]) }
    case .uncertain(let index):
      for x in columns { frame[x, row] = Cell("?", theme[.modelUncertain]) }
      let name = index.map { "?\(model.classes[$0])? " } ?? ""
      if columns.count > name.count, !name.isEmpty {
        frame.write(name, x: columns.lowerBound, y: row, style: theme[.modelUncertain])
      }
    case .sure(let index):
      let style = theme[ThemeRole.ofClass(index)]
      for x in columns { frame[x, row] = Cell("▄", style) }
      let name = model.classes[index]
      let text = columns.count > name.count + 1 ? name + " " : model.shortName(index)
      frame.write(text, x: columns.lowerBound, y: row, style: style, width: columns.count)
    }
  }

  /// Where the model looked, a row for each modality: the height of the block and its colour both say
  /// how much. Each finding's own part of its window is shown, so that parts follow each other.
  func drawAttention(_ section: TimeSection, _ frame: inout Frame) {
    guard !layout.attentionRows.isEmpty, let model = state.model else { return }
    let modalities = Set(model.channels.map(\.modality)).sorted { $0.rawValue < $1.rawValue }
    let isJoined = layout.attentionRows.count < modalities.count
    for (offset, row) in layout.attentionRows.enumerated() {
      let name = isJoined ? "attn" : modalities[offset] == .ecg ? "at ECG" : "at EGM"
      frame.write(" " + name, x: 0, y: row, style: theme[.model], width: layout.gutter)
      for index in model.indices(from: section.start, to: section.end) {
        guard let detail = model.detail(index) else { continue }
        let tokens =
          isJoined
          ? zip(detail.heat.ecg, detail.heat.iegm).map(+)
          : modalities[offset] == .ecg ? detail.heat.ecg : detail.heat.iegm
        draw(
          tokens, peak: isJoined ? tokens.max() ?? 0 : detail.heat.peak, detail,
          within: shownSpan(of: index, model, detail), row, section, &frame)
      }
    }
  }

  /// The part of a window that its finding is about; of a beat the time halfway to its neighbours.
  private func shownSpan(
    of index: Int, _ model: ModelState, _ detail: WindowDetail
  ) -> Range<Double> {
    guard model.facts.isBeatCentred else { return model.places[index] }
    let here = model.places[index].lowerBound
    let before = index > 0 ? model.places[index - 1].lowerBound : here - 1
    let after = index + 1 < model.places.count ? model.places[index + 1].lowerBound : here + 1
    return max(
      detail.span.lowerBound, (before + here) / 2)..<max(
        here, min(detail.span.upperBound, (after + here) / 2))
  }

  private func draw(
    _ tokens: [Float], peak: Float, _ detail: WindowDetail, within span: Range<Double>, _ row: Int,
    _ section: TimeSection, _ frame: inout Frame
  ) {
    guard peak > 0, !tokens.isEmpty else { return }
    let perToken = (detail.span.upperBound - detail.span.lowerBound) / Double(tokens.count)
    for x in section.columns(from: span.lowerBound, to: span.upperBound) {
      let middle = section.seconds(at: x)
      guard span.contains(middle) || span.contains(middle - section.secondsPerCell / 2) else {
        continue
      }
      let half = max(section.secondsPerCell, perToken) / 2
      let first = Int((middle - half - detail.span.lowerBound) / perToken)
      let last = Int((middle + half - detail.span.lowerBound) / perToken)
      let part = tokens[max(0, min(first, tokens.count - 1))...max(0, min(last, tokens.count - 1))]
      let value = Double((part.max() ?? 0) / peak)
      frame[x, row] = Cell(
        HeatGlyphs.bar(value),
        Style(
          foreground: theme.heat(0.35 + 0.65 * value), background: theme[.background].background))
    }
  }

  /// Relevance of each channel over time, in the time of the traces: a row a channel.
  func drawRelevance(_ section: TimeSection, _ frame: inout Frame) {
    let area = layout.relevance
    guard area.height > 1, let model = state.model else { return }
    let title = " \(model.heatName) by channel: warm speaks for, - against"
    for x in 0..<area.columns.upperBound { frame[x, area.y] = Cell("─", theme[.border]) }
    frame.write(title + " ", x: 1, y: area.y, style: paneTitle(.relevance), width: area.width)
    guard let detail = model.detail(model.index(at: state.attended(layout))) else {
      frame.write(" explaining…", x: area.x, y: area.y + 1, style: theme[.textMuted])
      return
    }
    let used = detail.channels.filter { $0.channel.recorded != nil && $0.state != .unread }
    let peak = max(detail.peakRelevance, .leastNormalMagnitude)
    // What does not fit is left out by weight: the channels that say most stay, in their order.
    let rows = area.height - 1
    let strongest = used.indices.sorted { weight(used[$0]) > weight(used[$1]) }.prefix(rows)
    for (offset, index) in strongest.sorted().enumerated() {
      let y = area.y + 1 + offset
      let channel = used[index]
      let name = channel.channel.recorded ?? channel.channel.name
      frame.write(" " + name, x: 0, y: y, style: theme[.textMuted], width: layout.gutter)
      let span = detail.span
      guard channel.state == .used else {
        let columns = section.columns(from: span.lowerBound, to: span.upperBound)
        frame.write(
          "left out by the model here: flat or saturated", x: columns.lowerBound, y: y,
          style: theme[.textMuted], width: columns.count)
        continue
      }
      let perBin = (span.upperBound - span.lowerBound) / Double(max(1, channel.relevance.count))
      for x in section.columns(from: span.lowerBound, to: span.upperBound) {
        let place = (section.seconds(at: x) - span.lowerBound) / perBin
        let reach = section.secondsPerCell / perBin / 2
        let first = max(0, Int(place - reach))
        let last = min(channel.relevance.count - 1, Int(place + reach))
        guard first <= last else { continue }
        let sum = channel.relevance[first...last].reduce(0, +)
        let strength = Double(abs(sum) / (peak * Float(max(1, last - first)) * 0.6)).squareRoot()
        let cell =
          sum < 0
          ? Cell(strength > 0.35 ? "-" : " ", theme[.textMuted])
          : heatCell(strength)
        frame[x, y] = cell
      }
    }
  }

  private func weight(_ channel: WindowDetail.Channel) -> Float {
    channel.relevance.reduce(0) { $0 + abs($1) }
  }

  func paneTitle(_ pane: Pane) -> Style {
    state.focusedPane == pane ? theme[.paneFocused].adding(.bold) : theme[.paneTitle]
  }

  /// The spans of the two tokens that the map's cursor is at: on the surface leads what asks, on the
  /// electrograms what it asks of.
  func drawTokenSpans(_ section: TimeSection, _ frame: inout Frame) {
    guard state.sidePanes(layout.size).contains(.tokens), section.isActive, let model = state.model,
      let detail = model.detail(model.index(at: state.attended(layout))), detail.tokens > 0
    else { return }
    let perToken = (detail.span.upperBound - detail.span.lowerBound) / Double(detail.tokens)
    for lane in layout.lanes {
      let isSurface = record.channels[lane.channel].kind == .surface
      let token = isSurface ? state.tokenCursor.ecg : state.tokenCursor.iegm
      let start = detail.span.lowerBound + Double(token) * perToken
      for x in section.columns(from: start, to: start + perToken) {
        for y in lane.rect.rows {
          let style = theme.applying(.selection, to: frame[x, y].style)
          frame[x, y].style.background = style.background
          // Where there is no colour the span is seen by its glyph.
          if frame[x, y].glyph == " " { frame[x, y] = Cell("▒", style) }
        }
      }
    }
  }
}

/// Findings of one kind that follow each other.
struct ClassRun {
  enum State: Equatable {
    case unread
    /// With the class that it would be, where a channel is live.
    case uncertain(Int?)
    case sure(Int)
  }

  var state: State
  var from: Double
  var to: Double

  static func runs(_ model: ModelState, _ indices: Range<Int>) -> [ClassRun] {
    var runs: [ClassRun] = []
    for index in indices {
      let finding = model.findings[index]
      let state: State =
        finding.map { $0.isUncertain ? .uncertain($0.decision) : .sure($0.decision ?? 0) }
        ?? .unread
      let place = model.places[index]
      // A beat's finding stands for the time to the next beat.
      let end =
        model.facts.isBeatCentred && index + 1 < model.places.count
        ? min(model.places[index + 1].lowerBound, place.lowerBound + 2) : place.upperBound
      if let last = runs.indices.last, runs[last].state == state,
        runs[last].to >= place.lowerBound - 0.01
      {
        runs[last].to = end
      } else {
        runs.append(ClassRun(state: state, from: place.lowerBound, to: end))
      }
    }
    return runs
  }
}

extension ThemeRole {
  /// The colour of a class by its number; more than eight share.
  static func ofClass(_ index: Int) -> ThemeRole {
    let roles: [ThemeRole] = [
      .class1, .class2, .class3, .class4, .class5, .class6, .class7, .class8,
    ]
    return roles[index % roles.count]
  }
}
