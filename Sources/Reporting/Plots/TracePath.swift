/// A trace as a path with the least and the greatest sample of each column of the picture, so
/// that it is small and no spike is lost.
struct TracePath {
  /// Place of the trace, and its middle.
  var box: Box

  /// Least span that fills the box: a flat trace is not blown up to noise.
  private static let leastSpan: Float = 3
  private static let limit: Float = 4

  /// The path; samples that are missing leave a gap.
  func commands(_ samples: [Float]) -> String {
    let limited = samples.map { $0.isNaN ? $0 : max(-Self.limit, min(Self.limit, $0)) }
    let known = limited.filter { !$0.isNaN }
    guard let low = known.min(), let high = known.max() else { return "" }
    let span = max(Self.leastSpan, high - low)
    let scale = Scale(
      Double((low + high - span) / 2)...Double((low + high + span) / 2), from: box.bottom,
      to: box.y)
    let columns = min(limited.count, max(2, Int(box.width)))
    var pen = Pen()
    for column in 0..<columns {
      let range =
        column * limited.count / columns..<(column + 1) * limited.count / columns
      let x = box.x + box.width * (Double(column) + 0.5) / Double(columns)
      pen.draw(Self.extremes(limited[range]).map { scale(Double($0)) }, at: x)
    }
    return pen.commands
  }

  /// The least and greatest sample in the order they occur; one where they are the same.
  private static func extremes(_ samples: ArraySlice<Float>) -> [Float] {
    var least: Int?, greatest: Int?
    for index in samples.indices where !samples[index].isNaN {
      if least.map({ samples[index] < samples[$0] }) ?? true { least = index }
      if greatest.map({ samples[index] > samples[$0] }) ?? true { greatest = index }
    }
    guard let least, let greatest else { return [] }
    if samples[least] == samples[greatest] { return [samples[least]] }
    return least < greatest
      ? [samples[least], samples[greatest]] : [samples[greatest], samples[least]]
  }

  /// Writes steps relative to the last place in whole tenths, which neither drift nor take room.
  private struct Pen {
    private(set) var commands = ""
    private var x = 0
    private var y = 0
    private var isDown = false

    mutating func draw(_ heights: [Double], at place: Double) {
      guard !heights.isEmpty else {
        isDown = false
        return
      }
      for height in heights { step(to: Tenths(place).count, Tenths(height).count) }
    }

    private mutating func step(to newX: Int, _ newY: Int) {
      if !isDown {
        commands += "M\(Tenths(count: newX).text) \(Tenths(count: newY).text)"
      } else if newX == x {
        if newY != y { commands += "v\(Tenths(count: newY - y).text)" }
      } else if newY == y {
        commands += "h\(Tenths(count: newX - x).text)"
      } else {
        let down = Tenths(count: newY - y).text
        commands += "l\(Tenths(count: newX - x).text)\(down.hasPrefix("-") ? "" : " ")\(down)"
      }
      (x, y, isDown) = (newX, newY, true)
    }
  }
}
