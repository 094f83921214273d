import Annotations
import Dispatch
import Foundation
import LiveSession
import ReviewSession
public import ReviewStore
import Synchronization
import Waveforms

/// What a reader decides of a recording while it grows; places are frames of the stream.
enum LiveDecision: Sendable, Equatable {
  case mark(String, frame: Int)
  /// Of the beat at a frame.
  case label(Label, frame: Int)
  case span(Label, frames: Range<Int>)
  case remove(frame: Int)
  /// Takes the last change of labels back.
  case undo(frame: Int)
  /// Keeps a version of the model, whose labels are in the stream's seconds, and uses it.
  case version(ModelVersion.Content, frame: Int)
  /// Uses the model as it came, by the digest of its file.
  case asItCame(model: String, frame: Int)

  /// The frame that tells which record it is of.
  var frame: Int {
    switch self {
    case .mark(_, let frame), .label(_, let frame), .remove(let frame), .undo(let frame),
      .version(_, let frame), .asItCame(_, let frame):
      frame
    case .span(_, let frames): frames.lowerBound
    }
  }
}

/// A label of the reader's own, in frames of the stream: none for a beat.
struct LiveLabel: Sendable, Equatable {
  var frames: Range<Int>
  var label: Label
}

/// Keeps what a reader decides of a recording while it grows, where the review finds it: each a
/// change of its own, on a queue of its own, as a disk may hold it for long.
public final class LiveDesk: Sendable {
  /// What became of a decision.
  struct Answer: Sendable, Equatable {
    var words: String
    var isProblem = false
  }

  /// Of the queue alone.
  private struct Work {
    var store: DecisionStore?
    var identities: [String: RecordIdentity] = [:]
    var books: [String: LabelBook] = [:]
  }

  private struct Shared {
    var answers: [Answer] = []
    /// By the path of their record.
    var labels: [String: [LiveLabel]] = [:]
  }

  private let reader: String
  private let program: String
  private let open: @Sendable () throws -> DecisionStore
  private let queue = DispatchQueue(label: "live decisions")
  private let work = Mutex(Work())
  private let shared = Mutex(Shared())

  /// - Parameters:
  ///   - reader: who decides; their set of labels has this name.
  ///   - program: its version, which is kept with what is taught.
  ///   - open: the store, asked for when there is something to keep.
  public init(
    reader: String, program: String, open: @escaping @Sendable () throws -> DecisionStore
  ) {
    (self.reader, self.program, self.open) = (reader, program, open)
  }

  /// Keeps a decision of the record that a part of the stream is in.
  /// - Parameter rate: frames a second.
  func keep(_ decision: LiveDecision, in part: RecordingStatus.Part, rate: Double) {
    queue.async { [self] in
      let answer: Answer
      do {
        answer = Answer(words: try work.withLock { try perform(decision, part, rate, &$0) })
      } catch {
        answer = Answer(words: "\(error)", isProblem: true)
      }
      shared.withLock { $0.answers.append(answer) }
    }
  }

  /// What has become of decisions since the last call.
  func takeAnswers() -> [Answer] {
    shared.withLock { shared in
      defer { shared.answers = [] }
      return shared.answers
    }
  }

  /// The labels that were set in the records of a stream, in order.
  func labels(in parts: [RecordingStatus.Part]) -> [LiveLabel] {
    shared.withLock { shared in
      parts.flatMap { shared.labels[$0.path] ?? [] }
        .sorted { $0.frames.lowerBound < $1.frames.lowerBound }
    }
  }

  /// Waits until all is kept, or the disk has not answered for so long. Returns whether it is.
  public func finish(seconds: Double) -> Bool {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    return done.wait(timeout: .now() + seconds) == .success
  }

  // MARK: On the queue

  private func perform(
    _ decision: LiveDecision, _ part: RecordingStatus.Part, _ rate: Double, _ work: inout Work
  ) throws -> String {
    let store = try work.store ?? open()
    work.store = store
    let identity = try work.identities[part.path] ?? known(part.path, store)
    work.identities[part.path] = identity
    let place = LivePlace(part: part, rate: rate)
    switch decision {
    case .mark(let text, let frame):
      try store.addBookmark(Bookmark(seconds: place.seconds(frame), text: text), to: identity)
      return "\(text) set, a bookmark of the recording"
    case .version(var content, _):
      content.program = program
      let kept = try store.keep(
        place.moved(content), .accepted, of: identity, reader: reader, at: Date())
      return "\(content.modelName) \(kept.title) is in use, for this recording"
    case .asItCame(let model, _):
      try store.use(version: nil, of: model, for: identity, reader: reader, at: Date())
      return "the model is in use as it came"
    case .label, .span, .remove, .undo: break
    }
    var book = try work.books[part.path] ?? book(of: part.path, identity, store)
    try book.follow()
    guard let action = place.action(decision, on: book) else { return "" }
    _ = try book.perform(action, duration: .infinity)
    work.books[part.path] = book
    let labels = book.marks.map { place.label($0) }
    shared.withLock { $0.labels[part.path] = labels }
    return place.words(decision)
  }

  /// The identity of a recording, which the store comes to know.
  private func known(_ path: String, _ store: DecisionStore) throws -> RecordIdentity {
    let identity = try RecordPrint(path: path).identity
    try store.opened(identity, at: Date(), path: SessionStore.key(of: path))
    return identity
  }

  private func book(
    of path: String, _ identity: RecordIdentity, _ store: DecisionStore
  ) throws -> LabelBook {
    try LabelBook(
      TransactionLogKey(record: identity.digest, set: reader), reader: reader, log: store,
      beginningWith: .empty(of: try Recording(path: path).record))
  }
}

/// Places of a stream as those of the record that a part of it is in, and back.
private struct LivePlace {
  let part: RecordingStatus.Part
  let rate: Double

  /// From the record's start.
  func seconds(_ frame: Int) -> Double { Double(frame - part.firstFrame) / rate }

  func label(_ mark: Mark) -> LiveLabel {
    LiveLabel(
      frames: mark.start + part.firstFrame..<mark.end + part.firstFrame, label: mark.label)
  }

  /// What is to be done to the labels; a beat that has one is given another.
  func action(_ decision: LiveDecision, on book: LabelBook) -> LabelAction? {
    switch decision {
    case .mark, .version, .asItCame: return nil
    case .label(let label, let frame):
      let time = seconds(frame)
      let nearest = book.marks.nearest(to: time) { $0.label.meaning.isBeat }
      let distance = nearest.map { abs(book.marks.timeLine.seconds($0.start) - time) }
      return distance.map { $0 <= LabelBook.reach } == true
        ? .change(seconds: time, label) : .add(label, seconds: time)
    case .span(let label, let frames):
      return .span(label, from: seconds(frames.lowerBound), to: seconds(frames.upperBound))
    case .remove(let frame): return .remove(seconds: seconds(frame))
    case .undo: return .undo
    }
  }

  /// A version whose labels are in the stream's seconds, in the record's.
  func moved(_ content: ModelVersion.Content) -> ModelVersion.Content {
    var moved = content
    let start = Double(part.firstFrame) / rate
    moved.labels = content.labels.compactMap {
      $0.seconds < start ? nil : .init(seconds: $0.seconds - start, label: $0.label)
    }
    return moved
  }

  /// What was done, by the stream's time.
  func words(_ decision: LiveDecision) -> String {
    func time(_ frame: Int) -> String { TimeLabel.text(Double(frame) / rate, decimals: 1) }
    switch decision {
    case .mark, .version, .asItCame: return ""
    case .label(let label, let frame): return "\(label) at \(time(frame))"
    case .span(let label, let frames):
      return "\(label.rhythmName ?? "noise") from \(time(frames.lowerBound)) to "
        + time(frames.upperBound)
    case .remove(let frame): return "the label at \(time(frame)) is removed"
    case .undo: return "the last change of labels is taken back"
    }
  }
}
