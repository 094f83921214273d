/// Heat: how strongly something is so, from 0 to 1, as a colour.
extension Theme {
  /// Few enough that a heatmap needs few colour pairs, and many enough to look smooth.
  public static let heatSteps = 16

  /// The colour of a value from 0 to 1; what is outside counts as the nearer end, what is not a
  /// number as 0.
  ///
  /// Where there may be no colours, let the cell hold a glyph of `HeatGlyphs` as well: in the
  /// colour itself, the glyph is seen only where the colour is not.
  public func heat(_ value: Double) -> Color {
    guard value > 0 else { return heat[0] }
    return heat[min(Self.heatSteps - 1, Int(min(value, 1) * Double(Self.heatSteps)))]
  }

  /// A colour for text on a ground of any colour, with a contrast of 4.5 or more: the theme's
  /// own where that will do, else black or white.
  public func ink(on ground: Color) -> Color {
    if ground.isTerminalDefault { return self[.text].foreground }
    let own = [self[.text].foreground, self[.background].background]
      .filter { !$0.isTerminalDefault }
    let best = Self.clearest(of: own, on: ground)
    if let best, Palette.contrast(best, ground) >= ColorDepth.textContrast { return best }
    return Self.clearest(of: [.black, .white], on: ground) ?? .terminal
  }

  private static func clearest(of inks: [Color], on ground: Color) -> Color? {
    inks.max { Palette.contrast($0, ground) < Palette.contrast($1, ground) }
  }

  /// A ramp drawn out to `heatSteps` colours. Between the terminal's own colour, of which
  /// nothing is known, and another, the nearer one counts.
  static func steps(of ramp: [Color]) -> [Color] {
    (0..<heatSteps).map { step in
      let place = Double(step) * Double(ramp.count - 1) / Double(heatSteps - 1)
      let below = min(Int(place), ramp.count - 1)
      let above = min(below + 1, ramp.count - 1)
      return ramp[below].mixed(with: ramp[above], share: place - Double(below))
    }
  }

  /// Inferno on a dark ground or one that is not known; its like from white to dark on a light
  /// one.
  static func standardRamp(on ground: Color) -> [Color] {
    Palette.luminance(of: ground) < 0.18 ? inferno : embers
  }

  /// Nine colours of matplotlib's inferno, by Stéfan van der Walt and Nathaniel Smith.
  static let inferno: [Color] = [
    0x000004, 0x210C4A, 0x56106E, 0x89226A, 0xBB3754, 0xE35932, 0xF98C0A, 0xF9C932, 0xFCFFA4,
  ].map(Color.init(rgb:))

  static let embers: [Color] = [
    0xFFFFFF, 0xFDE8B8, 0xFBC77A, 0xF29A4E, 0xDC6A45, 0xB53F51, 0x7F2460, 0x48175A, 0x1B0C3A,
  ].map(Color.init(rgb:))
}

extension Color {
  static let black = Color(red: 0, green: 0, blue: 0)
  static let white = Color(red: 255, green: 255, blue: 255)

  /// 0xRRGGBB.
  init(rgb: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: rgb >> 16), green: UInt8(truncatingIfNeeded: rgb >> 8),
      blue: UInt8(truncatingIfNeeded: rgb))
  }

  /// The colour `share` of the way to another, component by component.
  fileprivate func mixed(with other: Color, share: Double) -> Color {
    if isTerminalDefault || other.isTerminalDefault { return share < 0.5 ? self : other }
    func mix(_ one: UInt8, _ two: UInt8) -> UInt8 {
      UInt8((Double(one) + (Double(two) - Double(one)) * share).rounded())
    }
    return Color(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}
