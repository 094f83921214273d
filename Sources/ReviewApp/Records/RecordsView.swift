public import TerminalGraphics
import Waveforms

/// Draws the list of records, with a preview where there is room for one.
public struct RecordsView {
  let state: RecordsState
  let size: Size
  let theme: Theme

  public init(state: RecordsState, size: Size, theme: Theme) {
    self.state = state
    self.size = size
    self.theme = theme
  }

  /// Columns of the list: all, or what a preview beside it leaves.
  private var listWidth: Int { size.width >= 110 ? max(62, size.width * 2 / 5) : size.width }

  public func frame() -> Frame {
    var frame = Frame(size: size, style: theme[.background])
    drawHeader(&frame)
    drawTitles(&frame)
    let rows = RecordsState.rows(height: size.height)
    let matches = state.matches
    for (offset, name) in matches.dropFirst(state.top).prefix(rows).enumerated() {
      drawRow(name, y: 2 + offset, isSelected: state.top + offset == state.selection, &frame)
    }
    if matches.isEmpty {
      frame.write(
        " no record matches \"\(state.filter)\"; Esc clears the filter", x: 0, y: 2,
        style: theme[.textMuted])
    }
    drawPreview(&frame)
    drawBottom(&frame)
    if let top = state.helpTop {
      PanelView(theme: theme).draw(title: "Keys", lines: HelpText.lines, top: top, &frame)
    }
    return frame
  }

  private func drawHeader(_ frame: inout Frame) {
    frame.fill(Rect(x: 0, y: 0, width: size.width, height: 1), Cell(" ", theme[.status]))
    let count = state.matches.count
    let total = count == state.names.count ? "\(count) records" : "\(count) of \(state.names.count)"
    let x = frame.write(" ◆ records", x: 0, y: 0, style: theme[.status].adding(.bold))
    let room = max(0, size.width - x - total.count - 14)
    let end = frame.write(
      "  " + TextWidth.truncated(state.folder, to: room), x: x, y: 0, style: theme[.status])
    frame.write("  " + total, x: end, y: 0, style: theme[.status])
    frame.write(" ? help ", endingAt: size.width, y: 0, style: theme[.status])
  }

  // MARK: The list

  private struct Column {
    var title: String
    var width: Int
    var alignsRight = false
    var text: (String, ReviewDocument) -> String
  }

  private var columns: [Column] {
    let fixed = [
      Column(title: "length", width: 9, alignsRight: true) {
        TimeLabel.text($1.record.durationSeconds, decimals: 0)
      },
      Column(title: "ch", width: 4, alignsRight: true) { "\($1.record.channels.count)" },
      Column(title: "Hz", width: 7, alignsRight: true) {
        decimal($1.record.frameRateHz, 1, trimmed: true)
      },
      Column(title: "marks", width: 8, alignsRight: true) {
        $1.annotations.map { "\($0.annotations.count)" } ?? "–"
      },
    ]
    let subject = Column(title: "subject", width: 16) { name, document in
      state.database?.subject(of: name).map(Self.subjectText)
        ?? document.record.comments.first ?? ""
    }
    let rhythms = Column(title: "rhythms", width: 60) { _, document in
      var seen: [String] = []
      for episode in document.rhythms?.episodes ?? [] where !seen.contains(episode.name) {
        seen.append(episode.name)
      }
      return seen.joined(separator: " ")
    }
    // The rate gives way to the rhythms where both have no room.
    return fixed.filter { listWidth >= 76 || $0.title != "Hz" } + [subject, rhythms]
  }

  private static func subjectText(_ subject: LeipzigSubject) -> String {
    let gender = subject.gender?.rawValue ?? ""
    let age = subject.ageYears.map { decimal($0, 0) } ?? ""
    return [gender + age, subject.diagnosis ?? ""].joined(separator: " ")
  }

  private var nameWidth: Int {
    let longest = state.names.map { TextWidth.columns(of: $0) }.max() ?? 8
    return min(max(longest, 6), max(10, listWidth / 3))
  }

  private func drawTitles(_ frame: inout Frame) {
    let style = theme[.axis]
    frame.write("  record", x: 0, y: 1, style: style)
    place { column, x, width in
      let shift = column.alignsRight ? width - column.title.count : 0
      frame.write(column.title, x: x + shift, y: 1, style: style, width: width - shift)
    }
  }

  /// Calls `body` for each column that fits, with its place and width.
  private func place(_ body: (Column, Int, Int) -> Void) {
    var x = 2 + nameWidth
    for column in columns {
      let width = min(column.width, listWidth - x - 2)
      guard width >= min(column.width, 6) else { return }
      body(column, x + (column.alignsRight ? 0 : 2), width)
      x += width + (column.alignsRight ? 0 : 2)
    }
  }

  private func drawRow(_ name: String, y: Int, isSelected: Bool, _ frame: inout Frame) {
    var style = theme[.text]
    if isSelected {
      style = theme.applying(.selection, to: style)
      frame.fill(Rect(x: 0, y: y, width: listWidth, height: 1), Cell(" ", style))
    }
    frame.write(
      (isSelected ? "▌ " : "  ") + shortened(name), x: 0, y: y, style: style)
    switch state.surveys[name] {
    case .document(let document):
      place { column, x, width in
        let text = TextWidth.truncated(column.text(name, document), to: width)
        let shift = column.alignsRight ? width - TextWidth.columns(of: text) : 0
        frame.write(text, x: x + shift, y: y, style: style, width: width - shift)
      }
    case .failed(let sentence):
      var alert = theme[.warning]
      alert.background = style.background
      frame.write(
        TextWidth.truncated(reason(sentence), to: listWidth - nameWidth - 5), x: nameWidth + 4,
        y: y, style: alert)
    case nil:
      frame.write("…", x: nameWidth + 4, y: y, style: style)
    }
  }

  /// A name that is too long keeps its end: that is where records of one folder differ.
  private func shortened(_ name: String) -> String {
    guard TextWidth.columns(of: name) > nameWidth else { return name }
    return "…" + String(name.suffix(nameWidth - 1))
  }

  /// A sentence without the folder that all its files are in.
  private func reason(_ sentence: String) -> String {
    sentence.replacing(state.folder + "/", with: "")
  }

  // MARK: Preview and bottom

  private func drawPreview(_ frame: inout Frame) {
    guard listWidth < size.width, let name = state.selected,
      case .document(let document)? = state.surveys[name]
    else { return }
    for y in 1..<max(1, size.height - 2) { frame[listWidth, y] = Cell("│", theme[.border]) }
    let room = Size(width: size.width - listWidth - 1, height: size.height - 3)
    var preview = WaveformState(document: document, size: room)
    preview.focus = -1
    frame.draw(
      WaveformView(state: preview, size: room, theme: theme).previewFrame(), x: listWidth + 1, y: 1)
  }

  private func drawBottom(_ frame: inout Frame) {
    let y = size.height - 1
    frame.fill(Rect(x: 0, y: y - 1, width: size.width, height: 1), Cell(" ", theme[.status]))
    let place = "\(min(state.selection + 1, state.matches.count))/\(state.matches.count) "
    frame.write(" RECORDS", x: 0, y: y - 1, style: theme[.status].adding(.bold))
    frame.write(place, endingAt: size.width, y: y - 1, style: theme[.status].adding(.bold))
    if let message = state.message {
      let text = TextWidth.truncated(reason(message), to: size.width - 2)
      frame.write(" " + text, x: 0, y: y, style: theme[.warning])
    } else if state.isTyping || !state.filter.isEmpty {
      let end = frame.write(" / \(state.filter)", x: 0, y: y, style: theme[.prompt])
      if state.isTyping { frame[end, y] = Cell("▏", theme[.prompt]) }
      frame.write("  Enter keeps, Esc clears", x: end + 1, y: y, style: theme[.textMuted])
    } else {
      var x = 1
      for (keys, title) in [("Enter", "open"), ("/", "filter"), ("j k", "move"), ("q", "quit")] {
        x = frame.write(keys, x: x, y: y, style: theme[.key])
        x = frame.write(" " + title + "  ", x: x, y: y, style: theme[.textMuted])
      }
    }
  }
}
