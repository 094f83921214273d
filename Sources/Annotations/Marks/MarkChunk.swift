/// A few hundred neighbours: what an edit has to copy while another copy of an index is held.
struct MarkChunk: Sendable {
  /// Marks of a full chunk; one that grows beyond is split in half.
  static let capacity = 512

  /// In order; never empty within an index.
  private(set) var marks: [Mark]
  /// The last tick that a span of the chunk reaches; nil where all marks are instants.
  private(set) var lastSpanEnd: Int?

  init(_ marks: some Sequence<Mark>) {
    self.marks = Array(marks)
    lastSpanEnd = Self.lastSpanEnd(self.marks)
  }

  /// The number of marks before a place.
  func offset(of place: MarkPlace) -> Int { marks.lowerBound { $0.place < place } }

  /// The number of marks that begin before a tick.
  func offset(atOrAfter tick: Int) -> Int { marks.lowerBound { $0.start < tick } }

  mutating func insert(_ mark: Mark) {
    marks.insert(mark, at: offset(of: mark.place))
    if !mark.isInstant { lastSpanEnd = max(lastSpanEnd ?? mark.end, mark.end) }
  }

  mutating func remove(at offset: Int) {
    let mark = marks.remove(at: offset)
    if !mark.isInstant { lastSpanEnd = Self.lastSpanEnd(marks) }
  }

  /// Puts a mark of the same place where another one was.
  mutating func replace(at offset: Int, with mark: Mark) {
    let hadSpan = !marks[offset].isInstant
    marks[offset] = mark
    if hadSpan || !mark.isInstant { lastSpanEnd = Self.lastSpanEnd(marks) }
  }

  /// Takes the second half out.
  mutating func split() -> MarkChunk {
    let half = marks.count / 2
    let rest = MarkChunk(marks[half...])
    self = MarkChunk(marks[..<half])
    return rest
  }

  private static func lastSpanEnd(_ marks: [Mark]) -> Int? {
    marks.lazy.filter { !$0.isInstant }.map(\.end).max()
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first place whose element does not hold `isBefore`, by halves; elements that hold it come
  /// first.
  func lowerBound(_ isBefore: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
