public import TerminalGraphics

/// One line of the key map.
public struct KeyBinding: Sendable {
  public var command: Command
  /// None for what the command palette alone offers.
  public var keys: [KeyPress]
  public var group: KeyGroup
  /// What it does on the review screen, or where it means something.
  public var title: String
  /// What it does on the list, where that is called otherwise.
  public var listTitle: String?
  public var screens: KeyScreens

  /// What it does on a screen.
  public func title(on screen: KeyScreens) -> String {
    screen == .list ? listTitle ?? title : title
  }
}

/// Where a key means something.
public struct KeyScreens: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// The record under review.
  public static let review = KeyScreens(rawValue: 1)
  /// The list of records.
  public static let list = KeyScreens(rawValue: 2)
  public static let both: KeyScreens = [.review, .list]
}

/// Groups of the key map, as help and menu show them.
public enum KeyGroup: String, Sendable, CaseIterable {
  case time = "Time"
  case speed = "Sweep speed"
  case finding = "Finding"
  case channels = "Channels"
  case gain = "Gain"
  case signal = "Filters"
  case measuring = "Measuring"
  case views = "Views"
  case panes = "Panes"
  case general = "General"

  /// The key that opens the group in the menu.
  public var key: Character {
    switch self {
    case .time: "t"
    case .speed: "s"
    case .finding: "f"
    case .channels: "c"
    case .gain: "g"
    case .signal: "r"
    case .measuring: "m"
    case .views: "v"
    case .panes: "p"
    case .general: "x"
    }
  }
}

/// The whole key map: the one table that keys, the help overlay, the menu, the palette, the line of
/// hints and the README's list come from.
public enum Keymap {
  public static let bindings: [KeyBinding] =
    time + speed + finding + channels + amplitude + signal + measuring + views + panes + general

  /// The command of a key on a screen.
  public static func command(for key: KeyPress, on screen: KeyScreens = .review) -> Command? {
    bindings.first { $0.screens.contains(screen) && $0.keys.contains(key) }?.command
  }

  /// The line of a command.
  public static func binding(of command: Command) -> KeyBinding? {
    bindings.first { $0.command == command }
  }

  private static func binding(
    _ command: Command, _ group: KeyGroup, _ title: String, _ keys: KeyPress...,
    on screens: KeyScreens = .review, inList listTitle: String? = nil
  ) -> KeyBinding {
    KeyBinding(
      command: command, keys: keys, group: group, title: title, listTitle: listTitle,
      screens: listTitle == nil ? screens : .both)
  }

  private static let time = [
    binding(.panLeft, .time, "a mark of the axis back", .left, .character("h")),
    binding(
      .panRight, .time, "a mark of the axis on", .right, .character("l"), inList: "open the record"),
    binding(
      .pageLeft, .time, "a page back", .pageUp, .character("H"), .shiftLeft, inList: "a page up"),
    binding(
      .pageRight, .time, "a page on", .pageDown, .character("L"), .shiftRight, inList: "a page down"
    ),
    binding(.goToStart, .time, "start", .home, .character("g"), inList: "first record"),
    binding(.goToEnd, .time, "end", .end, .character("G"), inList: "last record"),
    binding(.goToTime, .time, "go to a time", .character("t")),
    binding(.jumpBack, .time, "back to where a jump began", .character("("), .control("o")),
    binding(.jumpForward, .time, "forward again", .character(")")),
  ]

  private static let speed = [
    binding(.zoomIn, .speed, "faster: zoom in", .character("+"), .character("=")),
    binding(.zoomOut, .speed, "slower: zoom out", .character("-"), .character("_")),
    binding(.standardSpeed, .speed, "25 mm/s", .character("s")),
    binding(.wholeRecord, .speed, "the whole record", .character("w")),
  ]

  private static let finding = [
    binding(.nextAnnotation, .finding, "next annotation", .character("]")),
    binding(.previousAnnotation, .finding, "previous annotation", .character("[")),
    binding(
      .nextEvent, .finding, "next event (not a plain beat), or next found", .character("n")),
    binding(.previousEvent, .finding, "previous event, or previous found", .character("N")),
    binding(.search, .finding, "search: rhythm, symbol, text, class or time", .character("/")),
    binding(.nextUncertain, .finding, "next window the model is unsure of", .character("z")),
    binding(
      .previousUncertain, .finding, "previous window the model is unsure of", .character("Z")),
    binding(.nextOfClass, .finding, "next window of the chosen class", .character("y")),
    binding(.previousOfClass, .finding, "previous window of the chosen class", .character("Y")),
    binding(.toggleBookmark, .finding, "set or remove a bookmark", .character("B")),
    binding(.showBookmarks, .finding, "bookmarks", .character("'")),
    binding(.nextAnnotator, .finding, "next annotator", .character("A")),
  ]

  private static let channels = [
    binding(
      .focusNext, .channels, "focus the channel below", .down, .character("j"),
      inList: "record below"),
    binding(
      .focusPrevious, .channels, "focus the channel above", .up, .character("k"),
      inList: "record above"),
    binding(.moveChannelDown, .channels, "move the channel down", .character("J")),
    binding(.moveChannelUp, .channels, "move the channel up", .character("K")),
    binding(.hideChannel, .channels, "hide the channel", .character("x")),
    binding(.showAllChannels, .channels, "show all channels", .character("X")),
    binding(.fitLanes, .channels, "all channels at once, or readable ones", .character("f")),
    binding(.enlargeFocus, .channels, "give the focused channel half of the rows", .character("e")),
    binding(.nextMontage, .channels, "next montage", .character("o")),
    binding(.saveMontage, .channels, "save the channels in view as a montage", .character("O")),
  ]

  private static let amplitude = [
    binding(.gainUp, .gain, "all channels higher", .character(">")),
    binding(.gainDown, .gain, "all channels lower", .character("<")),
    binding(.channelGainUp, .gain, "this channel higher", .character(".")),
    binding(.channelGainDown, .gain, "this channel lower", .character(",")),
    binding(.standardGain, .gain, "10 mm/mV for all", .character("0")),
    binding(.autoscale, .gain, "fit each channel to its lane", .character("a")),
    binding(.centreBaseline, .gain, "centre traces, or show true zero", .character("b")),
  ]

  private static let signal = [
    binding(.nextFilter, .signal, "next filter", .character("F")),
    binding(.rawSignal, .signal, "the raw signal, or filtered again", .character("r")),
  ]

  private static let measuring = [
    binding(.calipers, .measuring, "set calipers, or put them down", .character("c")),
    binding(.marchCalipers, .measuring, "march the calipers on", .character("|")),
    binding(.clearCalipers, .measuring, "take the calipers away", .character("C")),
    binding(.toggleIntervals, .measuring, "R-R beat by beat", .character("i")),
    binding(.toggleTrend, .measuring, "R-R trend of the whole record", .character("I")),
    binding(.toggleDetector, .measuring, "beats found by the detector", .character("d")),
  ]

  private static let views = [
    binding(.triggerView, .views, "beats laid over one another, and their mean", .character("v")),
    binding(.splitView, .views, "two places side by side", .character("S")),
    binding(.otherHalf, .views, "the other half, or the next pane", .tab),
  ]

  private static let panes = [
    binding(.paneTraces, .panes, "traces", .character("1")),
    binding(.paneModel, .panes, "the model's probabilities", .character("2")),
    binding(.paneMeasures, .panes, "measures", .character("3")),
    binding(.paneRelevance, .panes, "relevance by channel and time", .character("4")),
    binding(.paneTokens, .panes, "what attends to what", .character("5")),
    binding(.panePrototypes, .panes, "nearest prototypes", .character("6")),
    binding(.nextModel, .panes, "next model", .character("M")),
  ]

  private static let general = [
    binding(.open, .general, "open the record", .enter, on: .list),
    binding(
      .filter, .general, "filter by name, subject, diagnosis and rhythms", .character("/"),
      on: .list),
    binding(.sort, .general, "sort by the next column", .character("s"), on: .list),
    binding(
      .reverseSort, .general, "turn the order round", .character("S"), on: .list),
    binding(
      .showSummary, .general, "all that is known of the record", .character("i"),
      on: .list),
    binding(.markReviewed, .general, "mark the record as reviewed", .character("R"), on: .both),
    binding(.writeStrip, .general, "write a strip on ECG paper", .character("P")),
    binding(.nextTheme, .general, "next theme", .character("T"), on: .both),
    binding(.nextGlyphs, .general, "braille, half blocks or ASCII", on: .both),
    binding(.palette, .general, "command palette", .character(":"), on: .both),
    binding(.menu, .general, "menu of all keys", .character(" "), on: .both),
    binding(.showWarnings, .general, "what is wrong with the files", .character("!")),
    binding(.help, .general, "this help", .character("?"), on: .both),
    binding(.back, .general, "back, or quit", .character("q"), .escape, on: .both),
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
