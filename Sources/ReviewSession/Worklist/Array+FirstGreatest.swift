extension [Double] {
  /// The place of the greatest value, the first of equal ones; nil of none.
  var firstGreatest: Int? {
    indices.max { self[$0] < self[$1] || (self[$0] == self[$1] && $0 > $1) }
  }
}
