/// How many colours a terminal shows.
public enum ColorDepth: Int, Sendable, CaseIterable, Comparable {
  /// No colour: bold, dim, underline and reverse only.
  case mono
  /// The eight colours of the oldest colour terminals.
  case palette8
  /// Those eight and their bright twins.
  case palette16
  /// xterm's cube of 216 colours and ramp of 24 greys; the first 16 are the user's own.
  case palette256
  /// 24 bits.
  case trueColor

  public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The depth to draw with, from what is known, the strongest word first: the user's own
  /// choice, NO_COLOR, COLORTERM, then the terminal's description.
  public static func detect(
    environment: [String: String], terminalColors: Int, hasDirectColor: Bool,
    override: ColorDepth? = nil
  ) -> ColorDepth {
    if let override { return override }
    if environment["NO_COLOR"].map({ !$0.isEmpty }) == true { return .mono }
    // GNU screen passes COLORTERM on but not the colours; it sets STY, as tmux sets TMUX.
    let isScreen = environment["STY"] != nil && environment["TMUX"] == nil
    let claim = isScreen ? nil : environment["COLORTERM"]?.lowercased()
    if claim == "truecolor" || claim == "24bit" || hasDirectColor { return .trueColor }
    switch terminalColors {
    case 256...: return .palette256
    case 16...: return .palette16
    case 8...: return .palette8
    default: return .mono
    }
  }

  /// A depth as a person writes it in a configuration: `truecolor`, `256`, `16`, `8`, `mono`.
  public init?(name: String) {
    switch name.lowercased() {
    case "truecolor", "24bit": self = .trueColor
    case "256": self = .palette256
    case "16": self = .palette16
    case "8": self = .palette8
    case "mono", "none": self = .mono
    default: return nil
    }
  }

  /// The number a terminal of this depth knows the colour by: 0xRRGGBB at full depth, else an
  /// index into the palette; nil for the terminal's default and where there are no colours.
  public func index(of color: Color) -> Int? {
    if color.isTerminalDefault { return nil }
    switch self {
    case .mono: return nil
    case .trueColor: return Int(color.rgb)
    default: return Palette.nearest(to: color, among: indices)
    }
  }

  /// A style in the colours of this depth. What can be read at full depth can be read here: where
  /// the nearest colour has too little contrast, the nearest that has enough is taken. Nor does a
  /// faint line vanish: where two colours that differ fall together, the foreground moves to the
  /// next that can be told apart.
  public func approximate(_ style: Style) -> PaletteStyle {
    if self == .mono { return Self.withoutColors(style) }
    var result = PaletteStyle(
      foreground: index(of: style.foreground), background: index(of: style.background),
      attributes: style.attributes)
    guard self != .trueColor, let background = result.background,
      let foreground = result.foreground, style.foreground != style.background
    else { return result }
    let ground = Palette.color(at: background)
    let wanted = min(Palette.contrast(style.foreground, style.background), leastContrast)
    if wanted >= Self.graphicsContrast,
      Palette.contrast(Palette.color(at: foreground), ground) < wanted
    {
      result.foreground = Palette.nearest(
        to: style.foreground, among: indices, on: ground, contrast: wanted)
    } else if foreground == background {
      separate(&result, isDark: Palette.luminance(of: style.background) < 0.18)
    }
    return result
  }

  /// What WCAG 2 wants of text, and of what is not text.
  static let textContrast = 4.5
  static let graphicsContrast = 3.0

  /// The contrast that text keeps; few colours leave no choice.
  private var leastContrast: Double {
    self >= .palette256 ? Self.textContrast : Self.graphicsContrast
  }

  /// The colours that a style is approximated with.
  private var indices: Range<Int> {
    switch self {
    case .palette8: 0..<8
    case .palette16: 0..<16
    default: 16..<256
    }
  }

  private func separate(_ style: inout PaletteStyle, isDark: Bool) {
    guard let background = style.background else { return }
    switch self {
    case .palette256: style.foreground = Palette.neighbour(of: background, brighter: isDark)
    case .palette16:
      // The greys are 0, 8, 7 and 15, from dark to light.
      style.foreground = isDark ? (background == 8 ? 7 : 8) : background == 15 ? 7 : 8
    default:
      style.foreground = isDark ? 7 : 0
      if isDark { style.attributes.insert(.dim) }
    }
  }

  /// Without colours, a ground that is lit is shown in reverse, so that a selection or a warning
  /// stays visible. Nearly black and nearly white are the grounds of whole screens, and nothing is
  /// written in its ground's own colour but heat, whose glyph says enough.
  private static func withoutColors(_ style: Style) -> PaletteStyle {
    var attributes = style.attributes
    let isLit = (0.05..<0.5).contains(Palette.luminance(of: style.background))
    if isLit, style.foreground != style.background {
      attributes.formSymmetricDifference(.reverse)
    }
    return PaletteStyle(foreground: nil, background: nil, attributes: attributes)
  }
}

/// A style in a terminal's own colour numbers; nil stands for the terminal's default.
public struct PaletteStyle: Sendable, Hashable {
  public var foreground: Int?
  public var background: Int?
  public var attributes: Style.Attributes

  public init(foreground: Int?, background: Int?, attributes: Style.Attributes) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
