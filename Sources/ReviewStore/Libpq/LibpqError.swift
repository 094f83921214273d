/// What a PostgreSQL server, or the way to it, says.
struct LibpqError: Error, Sendable, Equatable {
  /// The server's code of five letters; nil where the server was not reached, or was lost.
  var state: String?
  /// In a line.
  var message: String
  /// Whether a server is there that lets nobody in yet: it is starting, or recovers from a crash.
  var isStarting = false
}
