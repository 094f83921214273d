import CNCurses
import TerminalGraphics

/// The colour pairs that ncurses draws with, made as styles come up.
struct ColorPairs {
  /// What ncurses needs to draw a style.
  struct Ink {
    var attributes: attr_t
    var pair: Int32
  }

  let depth: ColorDepth
  private let hasDefaultColors: Bool
  private var numbers: PairNumbers
  private var inks: [Style: Ink] = [:]

  /// Starts colour drawing. The C functions are `start_color` and `use_default_colors`.
  init(wanted: ColorDepth) {
    guard wanted != .mono, has_colors(), start_color() == OK else {
      (depth, hasDefaultColors, numbers) = (.mono, false, PairNumbers(capacity: 0))
      return
    }
    hasDefaultColors = use_default_colors() == OK
    let colors = Int(tawara_colors())
    let possible: ColorDepth =
      colors > 256
      ? .trueColor
      : colors >= 256 ? .palette256 : colors >= 16 ? .palette16 : .palette8
    depth = min(wanted, possible)
    numbers = PairNumbers(capacity: min(Int(tawara_color_pairs()), 65_536) - 1)
  }

  /// What to do when no pair is left.
  enum Shortage { case fail, drawPlain }

  /// The ink of a style, or nil where all pairs are taken: then `removeAll` and draw anew, and
  /// what is too much for one frame without colours. Eight colours have pairs for most, not all.
  mutating func ink(for style: Style, shortage: Shortage) -> Ink? {
    if let known = inks[style] { return known }
    let colors = depth.approximate(style)
    guard let pair = pair(for: colors) ?? (shortage == .drawPlain ? 0 : nil) else { return nil }
    let ink = Ink(attributes: Self.attributes(of: colors.attributes), pair: pair)
    if inks.count >= 65_536 { inks.removeAll(keepingCapacity: true) }
    inks[style] = ink
    return ink
  }

  /// Forgets all pairs. One at a time would not do: a pair may be on the screen long after it
  /// was last drawn with, and ncurses recolours its cells. The C function is `reset_color_pairs`.
  mutating func removeAll() {
    numbers.removeAll()
    inks.removeAll(keepingCapacity: true)
    if depth != .mono { reset_color_pairs() }
  }

  /// The C function is `init_extended_pair`.
  private mutating func pair(for style: PaletteStyle) -> Int32? {
    let (foreground, background) = (style.foreground, style.background)
    switch numbers.number(foreground: foreground, background: background) {
    case .known(let number): return number
    case .new(let number):
      let front = Int32(foreground ?? (hasDefaultColors ? -1 : 7))
      let back = Int32(background ?? (hasDefaultColors ? -1 : 0))
      guard init_extended_pair(number, front, back) == OK else { return 0 }
      numbers.keep(foreground: foreground, background: background)
      return number
    case nil: return nil
    }
  }

  private static func attributes(of style: Style.Attributes) -> attr_t {
    var attributes: attr_t = 0
    if style.contains(.bold) { attributes |= tawara_bold }
    if style.contains(.dim) { attributes |= tawara_dim }
    if style.contains(.underline) { attributes |= tawara_underline }
    if style.contains(.reverse) { attributes |= tawara_reverse }
    if style.contains(.italic) { attributes |= tawara_italic }
    return attributes
  }
}
