extension Array {
  /// The place of the first element that is `reached`, by binary search, or the end; once one is,
  /// all behind it must be.
  func firstPlace(where reached: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if reached(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
