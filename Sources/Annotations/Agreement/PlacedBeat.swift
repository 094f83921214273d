/// A reader's beat on the time line that all readers are compared on.
struct PlacedBeat {
  var tick: Int
  /// The reader's number.
  var reader: Int
  /// Its place among the reader's beats.
  var order: Int
  var mark: Mark
}
