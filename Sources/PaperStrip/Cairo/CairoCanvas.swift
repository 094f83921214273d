import CCairo

/// Pages of vector graphics or a picture, drawn with Cairo. Lengths are in millimetres.
@safe final class CairoCanvas {
  /// What Cairo has written so far; it hands its output over piece by piece.
  private final class Sink {
    var bytes: [UInt8] = []
  }

  private static let family = "DejaVu Sans"
  /// Points of a path that are stroked at once: Cairo's time grows faster than their number.
  private static let chunk = 2_000

  private let format: StripFormat
  /// Cairo's units, points or dots, in a millimetre.
  private let scale: Double
  private let sink = Sink()
  private let surface: OpaquePointer
  private let context: OpaquePointer

  /// Begins a file of pages of one size. Wraps `cairo_pdf_surface_create_for_stream`,
  /// `cairo_svg_surface_create_for_stream` and `cairo_image_surface_create`.
  init(
    _ format: StripFormat, width: Double, height: Double, dotsPerInch: Double
  ) throws(StripError) {
    self.format = format
    scale = (format == .png ? dotsPerInch : 72) / 25.4
    let (wide, high) = (width * scale, height * scale)
    let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
    let made: OpaquePointer?
    switch format {
    case .pdf: unsafe made = cairo_pdf_surface_create_for_stream(Self.write, target, wide, high)
    case .svg: unsafe made = cairo_svg_surface_create_for_stream(Self.write, target, wide, high)
    case .png:
      unsafe made = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32(wide.rounded()), Int32(high.rounded()))
    }
    guard let surface = unsafe made, let context = unsafe cairo_create(surface) else {
      throw .cairo(job: "begin a \(format.rawValue) file", reason: "there is no memory for it")
    }
    unsafe self.surface = surface
    unsafe self.context = context
    // Later versions count SVG in pixels unless told otherwise, which prints at another size.
    if format == .svg {
      unsafe cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT)
    }
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    unsafe cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    // Printers know it, and later ones hide the pages' sizes from simple readers.
    if format == .pdf {
      unsafe cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
    }
    unsafe Self.keepShapes(context)
    try check("begin a \(format.rawValue) file")
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  private static let write:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, UInt32) -> cairo_status_t =
      { target, bytes, count in
        guard let target = unsafe target, let bytes = unsafe bytes else {
          return CAIRO_STATUS_WRITE_ERROR
        }
        let sink = unsafe Unmanaged<Sink>.fromOpaque(target).takeUnretainedValue()
        unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }

  /// Says in a PDF what it is. Wraps `cairo_pdf_surface_set_metadata`.
  func describe(title: String, creator: String) throws(StripError) {
    guard format == .pdf else { return }
    unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, Self.printable(title))
    unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, creator)
    try check("describe the file")
  }

  /// Draws one page. Wraps `cairo_show_page`.
  func draw(_ page: Page) throws(StripError) {
    set(.white)
    unsafe cairo_paint(context)
    for shape in page.shapes {
      switch shape {
      case .stroke(let value): stroke(value)
      case .fill(let polygon, let ink): fill(polygon, ink)
      case .label(let label): show(label)
      }
    }
    unsafe cairo_show_page(context)
    try check("draw a page")
  }

  /// The file's bytes. Wraps `cairo_surface_finish` and `cairo_surface_write_to_png_stream`.
  func finish() throws(StripError) -> [UInt8] {
    if format == .png {
      let target = unsafe Unmanaged.passUnretained(sink).toOpaque()
      unsafe cairo_surface_flush(surface)
      let status = unsafe cairo_surface_write_to_png_stream(surface, Self.write, target)
      guard status == CAIRO_STATUS_SUCCESS else {
        throw .cairo(job: "write the picture", reason: Self.words(status))
      }
    }
    unsafe cairo_surface_finish(surface)
    let status = unsafe cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .cairo(job: "finish the file", reason: Self.words(status))
    }
    return sink.bytes
  }

  // MARK: Shapes

  private func stroke(_ stroke: Stroke) {
    set(stroke.ink)
    unsafe cairo_set_line_width(context, stroke.width * scale)
    let dash = stroke.dash.map { $0 * scale }
    unsafe cairo_set_dash(context, dash, Int32(dash.count), 0)
    // Round ends would fill the gaps of a dashed line.
    unsafe cairo_set_line_cap(
      context, dash.isEmpty ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    unsafe cairo_save(context)
    if let clip = stroke.clip {
      unsafe cairo_rectangle(
        context, clip.x * scale, clip.y * scale, clip.width * scale, clip.height * scale)
      unsafe cairo_clip(context)
    }
    for path in stroke.paths {
      for start in stride(from: 0, to: path.count, by: Self.chunk) {
        trace(path[start..<min(start + Self.chunk + 1, path.count)])
      }
    }
    unsafe cairo_stroke(context)
    unsafe cairo_restore(context)
  }

  /// Adds a line through points; a single one becomes a dot.
  private func trace(_ points: ArraySlice<Point>) {
    guard let first = points.first else { return }
    unsafe cairo_move_to(context, first.x * scale, first.y * scale)
    if points.count == 1 { unsafe cairo_line_to(context, first.x * scale, first.y * scale) }
    for point in points.dropFirst() {
      unsafe cairo_line_to(context, point.x * scale, point.y * scale)
    }
    if points.count > Self.chunk { unsafe cairo_stroke(context) }
  }

  private func fill(_ polygon: [Point], _ ink: Ink) {
    set(ink)
    for (index, point) in polygon.enumerated() {
      if index == 0 {
        unsafe cairo_move_to(context, point.x * scale, point.y * scale)
      } else {
        unsafe cairo_line_to(context, point.x * scale, point.y * scale)
      }
    }
    unsafe cairo_fill(context)
  }

  private func show(_ label: PageText) {
    let text = Self.printable(label.text)
    guard !text.isEmpty else { return }
    set(label.ink)
    unsafe Self.choose(context, size: label.size * scale, isBold: label.isBold)
    let width = unsafe Self.advance(context, text)
    let shift =
      switch label.alignment {
      case .left: 0.0
      case .centre: width / 2
      case .right: width
      }
    unsafe cairo_move_to(context, label.at.x * scale - shift, label.at.y * scale)
    unsafe cairo_show_text(context, text)
    unsafe cairo_new_path(context)
  }

  private func set(_ ink: Ink) {
    let colour = ink.rgb
    unsafe cairo_set_source_rgb(context, colour.red, colour.green, colour.blue)
  }

  // MARK: Text

  /// Letters keep their shape and width whatever the resolution. Wraps `cairo_set_font_options`.
  fileprivate static func keepShapes(_ context: OpaquePointer) {
    let options = unsafe cairo_font_options_create()
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    unsafe cairo_set_font_options(context, options)
    unsafe cairo_font_options_destroy(options)
  }

  fileprivate static func choose(_ context: OpaquePointer, size: Double, isBold: Bool) {
    unsafe cairo_select_font_face(
      context, family, CAIRO_FONT_SLANT_NORMAL,
      isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    unsafe cairo_set_font_size(context, size)
  }

  /// How far a text takes the pen. Wraps `cairo_text_extents`.
  fileprivate static func advance(_ context: OpaquePointer, _ text: String) -> Double {
    var extents = cairo_text_extents_t()
    unsafe cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// A file's text made safe to draw: a NUL would end it.
  fileprivate static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : $0 }))
  }

  // MARK: Errors

  private func check(_ job: String) throws(StripError) {
    let status = unsafe cairo_status(context)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .cairo(job: job, reason: Self.words(status))
    }
  }

  private static func words(_ status: cairo_status_t) -> String {
    unsafe String(cString: cairo_status_to_string(status))
  }
}

/// Measures text as `CairoCanvas` draws it.
@safe final class CairoRuler: TextRuler {
  private let surface: OpaquePointer
  private let context: OpaquePointer
  /// Small letters would be measured in coarse steps.
  private static let scale = 100.0

  /// Begins a picture that is never shown.
  init() throws(StripError) {
    guard let surface = unsafe cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1),
      let context = unsafe cairo_create(surface)
    else { throw .cairo(job: "measure text", reason: "there is no memory for it") }
    unsafe self.surface = surface
    unsafe self.context = context
    unsafe CairoCanvas.keepShapes(context)
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  func width(_ text: String, size: Double, isBold: Bool) -> Double {
    unsafe CairoCanvas.choose(context, size: size * Self.scale, isBold: isBold)
    return unsafe CairoCanvas.advance(context, CairoCanvas.printable(text)) / Self.scale
  }
}
