public import Annotations

/// Marks that nobody would make, from a seed.
public struct RandomMarks {
  public static let timeLine = TimeLine(ticksPerSecond: 250)
  private static let labels = [
    Label(symbol: "N"), Label(symbol: "V"), Label(symbol: "X", text: "AVRT"),
    Label(symbol: "+", text: "(AFIB"), Label(symbol: "~"), Label(symbol: "\"", text: "pause"),
  ]

  public var generator: SeededGenerator
  /// Ticks that marks may begin at: few, so that many begin at one.
  public var ticks = 0..<60
  private var lastID: UInt64

  public init(seed: Int) {
    generator = SeededGenerator(seed: seed)
    lastID = UInt64(seed) << 32
  }

  public mutating func number(_ range: Range<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }

  public mutating func chance(_ oneIn: Int) -> Bool { number(0..<oneIn) == 0 }

  /// A mark of an identity that no other has, of this seed or of another.
  public mutating func mark() -> Mark {
    lastID += 1
    // Spread as hashed ones are, and never the same twice.
    let id = Mark.ID(rawValue: lastID &* 0x9E37_79B9_7F4A_7C15)
    let start = number(ticks)
    return Mark(
      id: id, ticks: start..<start + (chance(4) ? number(1..<40) : 0),
      rank: chance(2) ? number(0..<3) : Mark.lastRank, label: label(),
      channels: chance(5) ? [number(0..<3)] : [], provenance: .file(annotator: "atr"))
  }

  public mutating func label() -> Label { Self.labels[number(0..<Self.labels.count)] }

  public mutating func marks(_ count: Int) -> [Mark] { (0..<count).map { _ in mark() } }

  /// Edits that can be made one after the other on `marks`.
  public mutating func edits(_ marks: MarkIndex, count: Int) -> [Edit] {
    var edited: [Mark.ID: Mark] = [:]
    var present = Array(marks.map(\.id))
    return (0..<count).map { _ in
      if present.isEmpty || chance(3) {
        let mark = mark()
        present.append(mark.id)
        edited[mark.id] = mark
        return .add(mark)
      }
      let place = number(0..<present.count)
      let id = present[place]
      guard let mark = edited[id] ?? marks[id] else { preconditionFailure("a mark is lost") }
      if chance(3) {
        present.remove(at: place)
        return .remove(mark)
      }
      let edit = change(mark)
      edited[id] = edit.after
      return edit
    }
  }

  /// Another label, another place, or both.
  private mutating func change(_ mark: Mark) -> Edit {
    let (start, label, kind) = (number(ticks), label(), number(0..<3))
    return .change(mark) {
      if kind != 0 { $0.label = label }
      if kind != 1 { $0.ticks = start..<start + mark.ticks.count }
    }
  }
}
