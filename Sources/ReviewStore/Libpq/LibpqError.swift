/// What a PostgreSQL server, or the way to it, says.
struct LibpqError: Error, Sendable, Equatable {
  /// The server's code of five letters; nil where the server was not reached, or was lost.
  var state: String?
  /// In a line.
  var message: String
}
