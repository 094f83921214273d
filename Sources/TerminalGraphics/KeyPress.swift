/// One key, as a terminal reports it.
public enum KeyPress: Sendable, Hashable {
  /// A character typed, with shift already applied.
  case character(Character)
  /// A letter typed together with control, in lower case.
  case control(Character)
  case up, down, left, right
  case shiftLeft, shiftRight
  case pageUp, pageDown, home, end
  case enter, escape, tab, backTab, backspace, delete
  case function(Int)
}
