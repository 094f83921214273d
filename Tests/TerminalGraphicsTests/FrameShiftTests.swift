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

  @Test(
    "a movement is found, and its steps leave only what is new", arguments: [1, 9, 30, -1, -12])
  func movement(columns: Int) throws {
    let old = frame(from: 100)
    let new = frame(from: 100 + columns)
    let shift = try #require(FrameShift(from: old, to: new))
    #expect(shift.columns == columns)
    #expect(Set(shift.starts.keys) == Set(1..<7))
    let last = try #require(shift.steps(from: old, to: new).last)
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
    let steps = shift.steps(from: old, to: new)
    let last = try #require(steps.last)
    let kept = columns > 0 ? 6..<44 - columns : 6 - columns..<44
    for y in 1..<7 {
      for x in kept { #expect(last[x, y] == new[x, y]) }
      // The pane is away while rows move, and is drawn again with what is new.
      for step in steps {
        for x in 44..<60 { #expect(step[x, y].glyph == " ") }
      }
    }
  }

  @Test("whatever the pictures, the steps keep their size", arguments: 0..<200)
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
    #expect(shift.steps(from: old, to: new).allSatisfy { $0.size == size })
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
