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
  /// The record under review while letters are labels; what means nothing there means what it does
  /// in review.
  public static let labelling = KeyScreens(rawValue: 4)
  /// What to label next.
  public static let queue = KeyScreens(rawValue: 8)
  /// A stream while it comes.
  public static let live = KeyScreens(rawValue: 16)
  public static let both: KeyScreens = [.review, .list]
  public static let all: KeyScreens = [.review, .list, .queue]
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
  case labels = "Labels"
  case labelling = "While labels are set"
  case queue = "What to label next"
  case live = "Live"
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
    case .labels: "l"
    case .labelling: "w"
    case .queue: "n"
    case .live: "b"
    case .general: "x"
    }
  }
}
