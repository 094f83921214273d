import Testing
import TerminalGraphics

@Suite("Movement of rows")
struct FrameShiftTests {
  /// Rows of text that a window of the given width looks at from a column on, behind a label.
  private func frame(from column: Int) -> Frame {
    var frame = Frame(size: Size(width: 60, height: 8))
    for y in 1..<7 {
      frame.write("row \(y) ", x: 0, y: y, style: .plain)
      for x in 6..<60 {
        var hash = UInt64(column + x) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(y) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 29) &* 0x94D0_49BB_1331_11EB
        let letter = UInt32(UInt8(ascii: "a")) + UInt32(hash >> 40) % 26
        frame[x, y] = Cell(Unicode.Scalar(letter) ?? " ")
      }
    }
    frame.write("time \(column)", x: 0, y: 0, style: .plain)
    return frame
  }

  /// What a terminal has after the steps.
  private func moved(_ old: Frame, _ shift: FrameShift) -> Frame {
    var frame = old
    let width = old.size.width
    for step in shift.steps {
      switch step {
      case .delete(let row, let column, let count):
        for x in column..<width {
          frame[x, row] = x + count < width ? frame[x + count, row] : Cell(" ")
        }
      case .insert(let row, let column, let count):
        for x in (column..<width).reversed() {
          frame[x, row] = x - count >= column ? frame[x - count, row] : Cell(" ")
        }
      }
    }
    return frame
  }

  @Test(
    "a movement is found, and its steps leave only what is new", arguments: [1, 9, 30, -1, -12])
  func movement(columns: Int) throws {
    let old = frame(from: 100)
    let new = frame(from: 100 + columns)
    let shift = try #require(FrameShift(from: old, to: new))
    #expect(shift.columns == columns)
    #expect(Set(shift.starts.keys) == Set(1..<7))
    let last = moved(old, shift)
    let kept = columns > 0 ? 6..<60 - columns : 6 - columns..<60
    for y in 1..<7 {
      for x in kept { #expect(last[x, y] == new[x, y]) }
      #expect(last.text(row: y).hasPrefix("row \(y) "))
    }
    #expect(last.text(row: 0) == old.text(row: 0))
  }

  @Test("a pane at the side stays where it is", arguments: [1, 7, -1, -9])
  func besidePane(columns: Int) throws {
    func beside(_ column: Int) -> Frame {
      var frame = frame(from: column)
      for y in 1..<7 {
        frame.write("│ pane \(y * 111) of \(y) ", x: 44, y: y, style: .plain, width: 16)
      }
      return frame
    }
    let (old, new) = (beside(100), beside(100 + columns))
    let shift = try #require(FrameShift(from: old, to: new))
    #expect(shift.end == 44)
    #expect(shift.columns == columns)
    let last = moved(old, shift)
    let kept = columns > 0 ? 6..<44 - columns : 6 - columns..<44
    for y in 1..<7 {
      for x in kept { #expect(last[x, y] == new[x, y]) }
      for x in 44..<60 { #expect(last[x, y] == old[x, y]) }
    }
  }

  @Test("a row with a wide glyph is not moved: half of it would be left behind")
  func wideGlyph() throws {
    var (old, new) = (frame(from: 100), frame(from: 109))
    old.write("心", x: 30, y: 3, style: .plain)
    new.write("心", x: 21, y: 3, style: .plain)
    let shift = try #require(FrameShift(from: old, to: new))
    #expect(Set(shift.starts.keys) == Set(1..<7).subtracting([3]))
  }

  @Test("whatever the pictures, the steps stay in them", arguments: 0..<200)
  func anyPictures(seed: Int) {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let size = Size(width: 1 + next(40), height: 1 + next(12))
    func random() -> Frame {
      var frame = Frame(size: size)
      for y in 0..<size.height {
        let start = next(size.width)
        for x in start..<size.width { frame[x, y] = Cell(next(3) == 0 ? "#" : " ") }
      }
      return frame
    }
    let (old, new) = (random(), random())
    guard let shift = FrameShift(from: old, to: new) else { return }
    for step in shift.steps {
      switch step {
      case .delete(let row, let column, let count), .insert(let row, let column, let count):
        #expect(row < size.height && column >= 0 && count > 0 && column + count <= size.width)
      }
    }
  }

  @Test("pictures that have nothing in common did not move")
  func noMovement() {
    var other = frame(from: 100)
    for y in 1..<7 { for x in 6..<60 { other[x, y] = Cell(x % 2 == 0 ? "#" : "%") } }
    #expect(FrameShift(from: frame(from: 100), to: other) == nil)
    #expect(FrameShift(from: frame(from: 100), to: frame(from: 100)) == nil)
    #expect(FrameShift(from: frame(from: 1), to: Frame(size: Size(width: 2, height: 8))) == nil)
  }
}
