/// What marks are ordered by: time, then the file's order, then identity.
struct MarkPlace: Sendable, Hashable, Comparable {
  var start: Int
  var rank: Int
  var id: Mark.ID

  static func < (first: MarkPlace, second: MarkPlace) -> Bool {
    (first.start, first.rank, first.id) < (second.start, second.rank, second.id)
  }
}

extension Mark {
  var place: MarkPlace { MarkPlace(start: start, rank: rank, id: id) }
}
