public import LiveStreams

/// Keeps a stream, piece by piece. Called by one thread, which it may hold for as long as a disk
/// does.
public protocol StreamRecorder {
  /// The record that is written now.
  var part: RecordingStatus.Part { get }
  /// Since when nothing is kept; nil while all is.
  var failure: RecordingStatus.Failure? { get }

  /// Takes a piece of the stream that begins at `frame`. Returns what has to be told.
  mutating func take(_ piece: StreamAssembler.Piece, at frame: Int) -> [LiveEvent.Kind]

  /// Keeps a mark at a frame of the stream.
  mutating func note(_ text: String, at frame: Int) throws

  /// Ends the record.
  mutating func close() throws
}
