/// A colour of a cell: the terminal's own default, or 24 bits that a terminal may approximate.
public struct Color: Sendable, Hashable {
  /// 0xRRGGBB, or -1 for the terminal's default.
  public let rgb: Int32

  /// The terminal's own foreground or background.
  public static let terminal = Color(unchecked: -1)

  private init(unchecked: Int32) { rgb = unchecked }

  public init(red: UInt8, green: UInt8, blue: UInt8) {
    rgb = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
  }

  /// Parses `#rrggbb`; nil for anything else.
  public init?(hex: String) {
    guard hex.utf8.count == 7, hex.utf8.first == UInt8(ascii: "#"),
      hex.utf8.dropFirst().allSatisfy({ UInt8(ascii: "0") <= $0 }),
      let value = Int32(hex.dropFirst(), radix: 16)
    else { return nil }
    rgb = value
  }

  public var isTerminalDefault: Bool { rgb < 0 }
  public var red: UInt8 { UInt8(truncatingIfNeeded: rgb >> 16) }
  public var green: UInt8 { UInt8(truncatingIfNeeded: rgb >> 8) }
  public var blue: UInt8 { UInt8(truncatingIfNeeded: rgb) }
}
