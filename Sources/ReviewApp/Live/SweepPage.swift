/// Where on a page of the sweep the pen is: pages follow each other from the stream's first frame
/// on, so that a moment has its column whenever it is drawn.
struct SweepPage: Equatable {
  /// Frames in a column of dots.
  let framesPerDot: Double
  /// Columns of dots on a page.
  let dots: Int
  /// The page, and the column of dots that is drawn next.
  let number: Int
  let pen: Int

  /// Columns of cells that are blank before the pen: the bar that wipes what is old.
  static let barColumns = 3

  /// The page on which the frame behind the newest one lies.
  init(end: Int, framesPerDot: Double, dots: Int) {
    (self.framesPerDot, self.dots) = (framesPerDot, max(2, dots))
    // A column counts when it has all of its frames: it is drawn once.
    let column = Int(Double(end) / framesPerDot)
    number = column / self.dots
    pen = column % self.dots
  }

  private func frame(_ column: Int) -> Int { Int((Double(column) * framesPerDot).rounded()) }

  /// The frames of each column of dots: of this page up to the pen, of the page before behind the
  /// bar. Nil for the bar, and for what no stream was there for.
  func columns() -> [Range<Int>?] {
    let bar = pen..<min(dots, pen / 2 * 2 + Self.barColumns * 2)
    return (0..<dots).map { dot in
      if bar.contains(dot) { return nil }
      return frames(page: dot < pen ? number : number - 1, dot)
    }
  }

  /// The same of one page alone.
  func columns(ofPage page: Int) -> [Range<Int>?] { (0..<dots).map { frames(page: page, $0) } }

  private func frames(page: Int, _ dot: Int) -> Range<Int>? {
    guard page >= 0 else { return nil }
    let first = frame(page * dots + dot)
    return first..<max(first + 1, frame(page * dots + dot + 1))
  }

  /// The column of cells in which a frame is to be seen; nil where it is not on the screen any
  /// more.
  func cell(of frame: Int) -> Int? {
    let column = Int(Double(frame) / framesPerDot)
    let (page, dot) = (column / dots, column % dots)
    let isSeen = page == number ? dot < pen : page == number - 1 && dot >= pen + Self.barColumns * 2
    return isSeen ? dot / 2 : nil
  }
}
