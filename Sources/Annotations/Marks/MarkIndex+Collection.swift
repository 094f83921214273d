extension MarkIndex: BidirectionalCollection {
  /// The place of a mark in the order of time.
  public struct Index: Sendable, Hashable, Comparable {
    var chunk: Int
    var offset: Int

    public static func < (first: Index, second: Index) -> Bool {
      (first.chunk, first.offset) < (second.chunk, second.offset)
    }
  }

  public var startIndex: Index { Index(chunk: 0, offset: 0) }
  public var endIndex: Index { Index(chunk: chunks.count, offset: 0) }

  public subscript(index: Index) -> Mark { chunks[index.chunk].marks[index.offset] }

  public func index(after index: Index) -> Index {
    index.offset + 1 < chunks[index.chunk].marks.count
      ? Index(chunk: index.chunk, offset: index.offset + 1)
      : Index(chunk: index.chunk + 1, offset: 0)
  }

  public func index(before index: Index) -> Index {
    index.offset > 0
      ? Index(chunk: index.chunk, offset: index.offset - 1)
      : Index(chunk: index.chunk - 1, offset: chunks[index.chunk - 1].marks.count - 1)
  }

  /// Whole chunks at once, so that a long slice is counted as fast as a short one.
  public func distance(from start: Index, to end: Index) -> Int {
    if start > end { return -distance(from: end, to: start) }
    let whole = chunks[start.chunk..<end.chunk].reduce(0) { $0 + $1.marks.count }
    return whole - start.offset + end.offset
  }
}
