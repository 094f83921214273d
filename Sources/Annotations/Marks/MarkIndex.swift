/// Marks in order of time, found by time and by identity.
///
/// A value: a copy costs nothing until one of both is edited, and an edit of one mark among a
/// hundred thousand then copies a few hundred. Marks of one tick are in order of their rank.
public struct MarkIndex: Sendable {
  /// What the marks' ticks are.
  public let timeLine: TimeLine
  public private(set) var count = 0
  private(set) var chunks: [MarkChunk] = []
  private var identities = IdentityTable()

  public init(timeLine: TimeLine) { self.timeLine = timeLine }

  /// An index of marks in any order. Throws where two are of one identity.
  public init(_ marks: some Sequence<Mark>, timeLine: TimeLine) throws(MarkConflict) {
    self.init(timeLine: timeLine)
    let sorted = marks.sorted { $0.place < $1.place }
    for mark in sorted {
      guard identities[mark.id] == nil else {
        throw MarkConflict(expected: nil, found: mark, timeLine: timeLine)
      }
      identities.insert(mark.place)
    }
    let size = MarkChunk.capacity / 2
    chunks = stride(from: 0, to: sorted.count, by: size).map {
      MarkChunk(sorted[$0..<Swift.min($0 + size, sorted.count)])
    }
    count = sorted.count
  }

  /// The mark of an identity.
  public subscript(id: Mark.ID) -> Mark? {
    guard let place = identities[id] else { return nil }
    return self[index(of: place)]
  }

  // MARK: Editing

  /// Makes an edit. Throws where a mark is not as the edit expects it; nothing is changed then.
  public mutating func apply(_ edit: Edit) throws(MarkConflict) {
    let found = self[edit.id]
    guard found == edit.before else {
      throw MarkConflict(expected: edit.before, found: found, timeLine: timeLine)
    }
    switch (edit.before, edit.after) {
    case (let before?, let after?) where before.place == after.place:
      let index = index(of: before.place)
      chunks[index.chunk].replace(at: index.offset, with: after)
    case (let before, let after):
      if let before { remove(before.place) }
      if let after { insert(after) }
    }
  }

  private mutating func insert(_ mark: Mark) {
    identities.insert(mark.place)
    count += 1
    guard !chunks.isEmpty else {
      chunks = [MarkChunk([mark])]
      return
    }
    // Behind all of a chunk is as good a place as before all of the next.
    let number = Swift.max(0, chunkNumber { $0.place < mark.place } - 1)
    chunks[number].insert(mark)
    guard chunks[number].marks.count > MarkChunk.capacity else { return }
    let rest = chunks[number].split()
    chunks.insert(rest, at: number + 1)
  }

  private mutating func remove(_ place: MarkPlace) {
    let index = index(of: place)
    identities.remove(place.id)
    count -= 1
    chunks[index.chunk].remove(at: index.offset)
    let left = chunks[index.chunk].marks.count
    if left == 0 {
      chunks.remove(at: index.chunk)
    } else if index.chunk + 1 < chunks.count,
      left + chunks[index.chunk + 1].marks.count <= MarkChunk.capacity / 4
    {
      // Many removals must not leave many chunks of a few.
      let next = chunks.remove(at: index.chunk + 1)
      chunks[index.chunk] = MarkChunk(chunks[index.chunk].marks + next.marks)
    }
  }

  // MARK: Places

  /// Where the mark of a place stands, or would stand.
  func index(of place: MarkPlace) -> Index {
    let number = Swift.max(0, chunkNumber { $0.place <= place } - 1)
    guard number < chunks.count else { return endIndex }
    return normalized(Index(chunk: number, offset: chunks[number].offset(of: place)))
  }

  /// The first mark that begins at a tick or after it.
  func index(atOrAfter tick: Int) -> Index {
    let number = Swift.max(0, chunkNumber { $0.start < tick } - 1)
    guard number < chunks.count else { return endIndex }
    return normalized(Index(chunk: number, offset: chunks[number].offset(atOrAfter: tick)))
  }

  /// How many chunks begin with a mark that holds `isBefore`.
  private func chunkNumber(_ isBefore: (Mark) -> Bool) -> Int {
    chunks.lowerBound { $0.marks.first.map(isBefore) ?? false }
  }

  /// The place behind a chunk is the first of the next one.
  private func normalized(_ index: Index) -> Index {
    guard index.offset >= chunks[index.chunk].marks.count else { return index }
    return Index(chunk: index.chunk + 1, offset: 0)
  }
}

extension MarkIndex: Equatable {
  public static func == (first: MarkIndex, second: MarkIndex) -> Bool {
    first.timeLine == second.timeLine && first.count == second.count
      && first.elementsEqual(second)
  }
}
