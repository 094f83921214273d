/// Draws strips as files, at their true size.
public struct StripRenderer: Sendable {
  public var format: StripFormat
  /// Of PNG; the others have no dots.
  public var dotsPerInch: Double

  /// Resolutions of PNG.
  public static let resolutions = 50.0...1200.0
  /// More dots than that take more than a gigabyte.
  private static let mostDots = 250e6
  /// Cairo's own limit for pictures, in dots.
  private static let longestPicture = 32_767.0
  /// The largest page of PDF 1.5, 200 inches; others grow with it.
  private static let longestPage = 5_080.0

  /// A renderer for one format.
  public init(format: StripFormat, dotsPerInch: Double = 300) throws(StripError) {
    guard Self.resolutions.contains(dotsPerInch) else {
      throw .outOfRange(name: "dpi", expected: "50 to 1200", found: dotsPerInch)
    }
    (self.format, self.dotsPerInch) = (format, dotsPerInch)
  }

  /// The bytes of a file with the strip.
  public func bytes(of strip: Strip) throws(StripError) -> [UInt8] {
    let pages = try StripPainter(strip, ruler: CairoRuler()).pages
    guard let first = pages.first else { throw .noChannels(record: strip.title) }
    if format != .pdf && pages.count > 1 {
      throw .severalPages(format: format, pages: pages.count)
    }
    guard fits(first) else {
      throw .tooLarge(
        format: format, widthMillimetres: first.width, heightMillimetres: first.height)
    }
    let canvas = try CairoCanvas(
      format, width: first.width, height: first.height, dotsPerInch: dotsPerInch)
    try canvas.describe(title: strip.title, creator: strip.program)
    for page in pages { try canvas.draw(page) }
    let bytes = try canvas.finish()
    return format == .png ? PNGDensity.adding(dotsPerInch, to: bytes) : bytes
  }

  /// The same with paper that is cut as is said, or as suits the strip: pages of A4 for a PDF and
  /// for what fits on one page in lines of lanes that take turns, else one sheet.
  public func bytes(of strip: Strip, cutting paper: Paper?) throws(StripError) -> [UInt8] {
    var strip = strip
    strip.paper = paper ?? (format == .pdf || strip.hasTurns ? .a4 : .sheet)
    guard paper == nil, format != .pdf, strip.hasTurns else { return try bytes(of: strip) }
    do {
      return try bytes(of: strip)
    } catch StripError.severalPages {
      strip.paper = .sheet
      return try bytes(of: strip)
    }
  }

  private func fits(_ page: Page) -> Bool {
    guard format == .png else { return max(page.width, page.height) <= Self.longestPage }
    let (width, height) = (page.width * dotsPerInch / 25.4, page.height * dotsPerInch / 25.4)
    return max(width, height) <= Self.longestPicture && width * height <= Self.mostDots
  }
}
