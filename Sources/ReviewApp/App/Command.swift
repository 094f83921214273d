public import TerminalGraphics

/// What a reader can ask for with a key.
public enum Command: String, Sendable, CaseIterable {
  case panLeft, panRight, pageLeft, pageRight, goToStart, goToEnd, goToTime
  case zoomIn, zoomOut, standardSpeed, wholeRecord
  case previousAnnotation, nextAnnotation, previousEvent, nextEvent
  case focusPrevious, focusNext, moveChannelUp, moveChannelDown, hideChannel, showAllChannels
  case fitLanes, gainUp, gainDown, channelGainUp, channelGainDown, standardGain, autoscale
  case centreBaseline, nextAnnotator, showWarnings, help, open, filter, back
}

/// One line of the key map.
public struct KeyBinding: Sendable {
  public var command: Command
  public var keys: [KeyPress]
  public var group: String
  public var title: String
}

/// The whole key map: the one table that keys, the help overlay, the line of hints and the
/// README's list come from.
public enum Keymap {
  public static let bindings: [KeyBinding] =
    time + speed + finding + channels + amplitude + general

  /// The command of a key on the review screen.
  public static func command(for key: KeyPress) -> Command? {
    bindings.first { $0.keys.contains(key) }?.command
  }

  private static func binding(
    _ command: Command, _ group: String, _ title: String, _ keys: KeyPress...
  ) -> KeyBinding {
    KeyBinding(command: command, keys: keys, group: group, title: title)
  }

  private static let time = [
    binding(.panLeft, "Time", "a mark of the axis back", .left, .character("h")),
    binding(.panRight, "Time", "a mark of the axis on", .right, .character("l")),
    binding(.pageLeft, "Time", "a page back", .pageUp, .character("H"), .shiftLeft),
    binding(.pageRight, "Time", "a page on", .pageDown, .character("L"), .shiftRight),
    binding(.goToStart, "Time", "start of the record", .home, .character("g")),
    binding(.goToEnd, "Time", "end of the record", .end, .character("G")),
    binding(.goToTime, "Time", "go to a time", .character("t"), .character(":")),
  ]

  private static let speed = [
    binding(.zoomIn, "Sweep speed", "faster: zoom in", .character("+"), .character("=")),
    binding(.zoomOut, "Sweep speed", "slower: zoom out", .character("-"), .character("_")),
    binding(.standardSpeed, "Sweep speed", "25 mm/s", .character("s")),
    binding(.wholeRecord, "Sweep speed", "the whole record", .character("w")),
  ]

  private static let finding = [
    binding(.nextAnnotation, "Finding", "next annotation", .character("]")),
    binding(.previousAnnotation, "Finding", "previous annotation", .character("[")),
    binding(.nextEvent, "Finding", "next event (not a plain beat)", .character("n")),
    binding(.previousEvent, "Finding", "previous event", .character("N")),
    binding(.nextAnnotator, "Finding", "next annotator", .character("A")),
  ]

  private static let channels = [
    binding(.focusNext, "Channels", "focus the channel below", .down, .character("j")),
    binding(.focusPrevious, "Channels", "focus the channel above", .up, .character("k")),
    binding(.moveChannelDown, "Channels", "move the channel down", .character("J")),
    binding(.moveChannelUp, "Channels", "move the channel up", .character("K")),
    binding(.hideChannel, "Channels", "hide the channel", .character("x")),
    binding(.showAllChannels, "Channels", "show all channels", .character("X")),
    binding(.fitLanes, "Channels", "all channels at once, or readable ones", .character("f")),
  ]

  private static let amplitude = [
    binding(.gainUp, "Gain", "all channels higher", .character(">")),
    binding(.gainDown, "Gain", "all channels lower", .character("<")),
    binding(.channelGainUp, "Gain", "this channel higher", .character(".")),
    binding(.channelGainDown, "Gain", "this channel lower", .character(",")),
    binding(.standardGain, "Gain", "10 mm/mV for all", .character("0")),
    binding(.autoscale, "Gain", "fit each channel to its lane", .character("a")),
    binding(.centreBaseline, "Gain", "centre traces, or show true zero", .character("b")),
  ]

  private static let general = [
    binding(.open, "General", "open (in the list)", .enter),
    binding(.filter, "General", "filter (in the list)", .character("/")),
    binding(.showWarnings, "General", "what is wrong with the files", .character("!")),
    binding(.help, "General", "this help", .character("?"), .character(" ")),
    binding(.back, "General", "back, or quit", .character("q"), .escape),
  ]
}

extension KeyPress {
  /// The key as it is printed in help: `Left`, `PgUp`, `^R`, `+`.
  public var label: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let character): "^" + character.uppercased()
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .shiftLeft: "S-Left"
    case .shiftRight: "S-Right"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .home: "Home"
    case .end: "End"
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "S-Tab"
    case .backspace: "Backspace"
    case .delete: "Del"
    case .function(let number): "F\(number)"
    }
  }
}
