/// How a cell looks: colours and attributes.
public struct Style: Sendable, Hashable {
  /// Attributes of text beside its colours.
  public struct Attributes: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let underline = Attributes(rawValue: 4)
    public static let reverse = Attributes(rawValue: 8)
    public static let italic = Attributes(rawValue: 16)
  }

  public var foreground: Color
  public var background: Color
  public var attributes: Attributes

  public init(
    foreground: Color = .terminal, background: Color = .terminal, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  public static let plain = Style()

  /// The same style with other attributes added.
  public func adding(_ more: Attributes) -> Style {
    var style = self
    style.attributes.formUnion(more)
    return style
  }
}

/// One place of the grid: a glyph of one column's width and its style.
///
/// A glyph that is two columns wide is followed by a cell whose glyph is `Cell.continuation`.
public struct Cell: Sendable, Hashable {
  public var glyph: Unicode.Scalar
  public var style: Style
  public init(_ glyph: Unicode.Scalar = " ", _ style: Style = .plain) {
    self.glyph = glyph
    self.style = style
  }
  /// Stands in the right half of a wide glyph.
  public static let continuation: Unicode.Scalar = "\0"
}
