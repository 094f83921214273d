/// What a reader has done with a candidate.
public enum WorklistState: Sendable, Hashable {
  /// Nothing yet.
  case open
  /// It has a class; nil is one that the model does not have. It is not asked again.
  case answered(Int?)
  /// The reader does not want to answer it. It is not asked again.
  case skipped
  /// Asked again when nothing else is left.
  case deferred
  /// Left for somebody else to look at. It is not asked again.
  case flagged
  /// Another reader is at it, or is to be. It is not asked meanwhile.
  case held

  /// Whether it may be asked.
  var mayBeAsked: Bool {
    switch self {
    case .open, .deferred: true
    case .answered, .skipped, .flagged, .held: false
    }
  }
}
