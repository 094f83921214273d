import TerminalGraphics

/// The line of hints at the bottom: keys with what they do, each a button for the mouse.
struct HintBar {
  struct Hint {
    var title: String
    var commands: [Command]
  }

  /// A hint's place on the line.
  struct Place {
    var columns: Range<Int>
    var command: Command
  }

  let hints: [Hint]
  let width: Int

  static let review = [
    Hint(title: "menu", commands: [.program(.menu)]),
    Hint(title: "help", commands: [.screen(.help)]),
    Hint(title: "pan", commands: [.time(.panLeft), .time(.panRight)]),
    Hint(title: "zoom", commands: [.speed(.zoomIn), .speed(.zoomOut)]),
    Hint(title: "event", commands: [.find(.nextEvent)]),
    Hint(title: "find", commands: [.find(.search)]),
    Hint(title: "unsure", commands: [.find(.nextUncertain)]),
    Hint(title: "calipers", commands: [.measure(.calipers)]),
    Hint(title: "filter", commands: [.filter(.next)]),
    Hint(title: "montage", commands: [.channels(.nextMontage)]),
    Hint(title: "model", commands: [.pane(.show(.model))]),
    Hint(title: "commands", commands: [.program(.palette)]),
    Hint(title: "back", commands: [.screen(.back)]),
  ]

  private static func key(_ command: Command) -> String? {
    Keymap.binding(of: command)?.keys.first { key in
      if case .character = key { true } else { false }
    }?.label
  }

  /// Each key's place; what does not fit is left out.
  var places: [(text: String, title: String, place: Place)] {
    var x = 1
    var result: [(String, String, Place)] = []
    for hint in hints {
      for (index, command) in hint.commands.enumerated() {
        guard let key = Self.key(command) else { continue }
        let isLast = index == hint.commands.count - 1
        let title = isLast ? " \(hint.title)  " : " "
        let end = x + key.count + title.count
        guard end < width else { return result }
        result.append((key, title, Place(columns: x..<end, command: command)))
        x = end
      }
    }
    return result
  }

  func draw(_ row: Int, _ theme: Theme, _ frame: inout Frame) {
    for (key, title, place) in places {
      let x = frame.write(key, x: place.columns.lowerBound, y: row, style: theme[.key])
      frame.write(title, x: x, y: row, style: theme[.textMuted])
    }
  }

  /// The command of the key or title at a column.
  func command(at x: Int) -> Command? {
    places.first { $0.place.columns.contains(x) }?.place.command
  }
}
