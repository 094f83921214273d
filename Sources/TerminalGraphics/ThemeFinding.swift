/// Something about a theme's colours that makes it hard to read.
public enum ThemeFinding: Sendable, Equatable, CustomStringConvertible {
  /// A role's colour is too near the ground, its own or that of another role.
  case faint(ThemeRole, on: ThemeRole, contrast: Double, wanted: Double)
  /// A line is easier to see than text.
  case loud(ThemeRole, contrast: Double, text: Double)
  /// A role cannot be read where there are fewer colours.
  case faintAtDepth(ThemeRole, ColorDepth)
  /// A role looks like another that it should stand out from.
  case unmarked(ThemeRole, ThemeRole, ColorDepth)
  /// Two colours that have meanings of their own look alike.
  case alike(ThemeRole, ThemeRole, ColorVision, distance: Double)
  /// A step of heat is not brighter (or not darker) than the one before, unlike the whole.
  case unevenHeat(step: Int)
  /// The ends of the heat ramp have too little contrast.
  case flatHeat(contrast: Double)

  public var description: String {
    switch self {
    case .faint(let role, let ground, let contrast, let wanted):
      "\"\(role.rawValue)\" on the ground of \"\(ground.rawValue)\" has a contrast of "
        + "\(Self.number(contrast)), expected \(Self.number(wanted)) or more."
    case .loud(let role, let contrast, let text):
      "\"\(role.rawValue)\" has a contrast of \(Self.number(contrast)), expected less than the "
        + "\(Self.number(text)) of \"text\"."
    case .faintAtDepth(let role, let depth):
      "\"\(role.rawValue)\" cannot be read \(Self.place(depth))."
    case .unmarked(let role, let other, let depth):
      "\"\(role.rawValue)\" looks like \"\(other.rawValue)\" \(Self.place(depth))."
    case .alike(let one, let other, let vision, let distance):
      "\"\(one.rawValue)\" and \"\(other.rawValue)\" look alike"
        + (vision == .usual ? "" : " with \(vision.rawValue)")
        + ": their colours are \(Self.number(distance)) apart."
    case .unevenHeat(let step):
      "The heat ramp does not go on in brightness at step \(step + 1) of \(Theme.heatSteps)."
    case .flatHeat(let contrast):
      "The ends of the heat ramp have a contrast of \(Self.number(contrast)), too little to tell "
        + "much from little."
    }
  }

  private static func number(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

  private static func place(_ depth: ColorDepth) -> String {
    switch depth {
    case .mono: "without colours"
    case .palette8: "with 8 colours"
    case .palette16: "with 16 colours"
    case .palette256: "with 256 colours"
    case .trueColor: "in full colour"
    }
  }
}
