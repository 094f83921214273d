#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The 256 colours of xterm, and how far apart colours look.
public enum Palette {
  /// The colour behind an index, 0 to 255; the first 16 as xterm has them unless changed.
  public static func color(at index: Int) -> Color {
    switch index {
    case 16..<232:
      let cube = index - 16
      return Color(red: level(cube / 36), green: level(cube / 6 % 6), blue: level(cube % 6))
    case 232..<256:
      let grey = UInt8(8 + (index - 232) * 10)
      return Color(red: grey, green: grey, blue: grey)
    default:
      return basic[max(0, min(15, index))]
    }
  }

  /// The index of a range whose colour looks nearest, the lowest where two are as near.
  public static func nearest(to color: Color, among indices: Range<Int>) -> Int {
    let wanted = oklab(of: color)
    // Eight colours have no grey: a muted one would come out as red or cyan. By its lightness it
    // is black or white.
    if indices == 0..<8, isGrey(wanted) { return wanted.x < 0.4 ? 0 : 7 }
    return nearest(to: wanted, among: indices) ?? indices.lowerBound
  }

  /// The same among those colours that have a contrast on a ground; where there is none, and for a
  /// grey among eight colours, black or white.
  static func nearest(
    to color: Color, among indices: Range<Int>, on ground: Color, contrast wanted: Double
  ) -> Int {
    let target = oklab(of: color)
    let clear = indices.lazy.filter { contrast(self.color(at: $0), ground) >= wanted }
    if !(indices == 0..<8 && isGrey(target)), let best = nearest(to: target, among: clear) {
      return best
    }
    return nearest(to: luminance(of: ground) < 0.18 ? .white : .black, among: indices)
  }

  private static func isGrey(_ color: SIMD4<Float>) -> Bool {
    color.y * color.y + color.z * color.z < 0.0025
  }

  private static func nearest(to wanted: SIMD4<Float>, among indices: some Sequence<Int>) -> Int? {
    var best: Int?
    var bestDistance = Float.infinity
    for index in indices {
      let difference = table[index] - wanted
      let distance = (difference * difference).sum()
      if distance < bestDistance { (best, bestDistance) = (index, distance) }
    }
    return best
  }

  /// How different two colours look, as their distance in Oklab: 0.02 can just be told apart side
  /// by side, black and white are 1 apart. The terminal's default counts as black.
  public static func distance(
    _ one: Color, _ other: Color, seenWith vision: ColorVision = .usual
  ) -> Double {
    let difference = oklab(of: vision.seen(one)) - oklab(of: vision.seen(other))
    return Double((difference * difference).sum()).squareRoot()
  }

  /// Relative luminance, 0 to 1, as WCAG 2 defines it. The terminal's default counts as black.
  public static func luminance(of color: Color) -> Double {
    if color.isTerminalDefault { return 0 }
    let (red, green, blue) = (linear(color.red), linear(color.green), linear(color.blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }

  /// Contrast of two colours, 1 to 21, as WCAG 2 defines it: text wants 4.5 or more.
  public static func contrast(_ one: Color, _ other: Color) -> Double {
    let lights = [luminance(of: one), luminance(of: other)].sorted()
    return (lights[1] + 0.05) / (lights[0] + 0.05)
  }

  /// A grey of the ramp that can just be told from the colour at `index`.
  static func neighbour(of index: Int, brighter: Bool) -> Int {
    let grey = index >= 232 ? index : nearest(to: color(at: index), among: 232..<256)
    return max(232, min(255, grey + (brighter ? 3 : -3)))
  }

  private static func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + step * 40) }

  private static let basic: [Color] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0),
    (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
    (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ].map { Color(red: $0.0, green: $0.1, blue: $0.2) }

  private static let table: [SIMD4<Float>] = (0..<256).map { oklab(of: color(at: $0)) }

  static func linear(_ component: UInt8) -> Double {
    let value = Double(component) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  /// The component, 0 to 255, of a linear value from 0 to 1.
  static func component(_ linear: Double) -> UInt8 {
    let value = max(0, min(1, linear))
    let gamma = value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
    return UInt8((gamma * 255).rounded())
  }

  /// Björn Ottosson's Oklab: distances in it follow what the eye tells apart.
  /// https://bottosson.github.io/posts/oklab/
  private static func oklab(of color: Color) -> SIMD4<Float> {
    if color.isTerminalDefault { return .zero }
    let (red, green, blue) = (linear(color.red), linear(color.green), linear(color.blue))
    let long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return SIMD4(
      Float(0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short),
      Float(1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short),
      Float(0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short), 0)
  }
}
