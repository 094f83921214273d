import TerminalGraphics

/// How a pane's title looks.
enum PaneTitle {
  static func style(_ theme: Theme, isFocused: Bool) -> Style {
    isFocused ? theme[.paneFocused].adding(.bold) : theme[.paneTitle]
  }
}
