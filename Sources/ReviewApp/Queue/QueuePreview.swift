import ReviewSession
import Waveforms

/// The record of the window that is asked, open with the reader's labels.
public struct QueuePreview: Sendable {
  let name: String
  /// Nil where it cannot be opened any more.
  let review: RecordReview?
}
