import Foundation
import LiveStreams
import Synchronization
import Waveforms

/// Writes a stream to the disk on a thread of its own: a disk that hangs, as a network drive does,
/// holds neither what receives nor what draws.
///
/// What has not been written waits, up to a minute of it; what comes beyond that is left out, and
/// stands in the record as missing once the disk answers again.
final class RecordingWriter: Sendable {
  fileprivate enum Work {
    case begin(path: String, StreamHeader, frame: Int, isNeeded: Bool)
    case piece(StreamAssembler.Piece, frame: Int)
    case note(String, frame: Int)
    case end(frame: Int)
    /// Another stream follows, whose frames are counted anew.
    case newStream
  }

  fileprivate struct State {
    var work = Line()
    /// Samples in `work`.
    var waiting = 0
    /// What the stream is that pieces come from.
    var header: StreamHeader?
    /// The frame of the piece in hand, and when it was taken in hand.
    var inHand: (frame: Int, since: Double)?
    /// Whether samples are left out, as too many wait.
    var isFull = false
    /// Whether that was said: once, until nothing waits any more. A thread that wakes late takes a piece
    /// in between, and the line is full again at once.
    var isLossTold = false
    var told: [LiveEvent.Kind] = []
    var status = RecordingStatus()
    /// Why a recording could not be begun without which nothing is to go on.
    var failure: (any Error)?
    var isEnding = false
    var isDone = false
  }

  /// What waits, first come, first served. Taking the first of an array moves all others, and a
  /// minute of small packets is tens of thousands.
  fileprivate struct Line {
    private var coming: [Work] = []
    /// The first one last.
    private var going: [Work] = []

    mutating func append(_ work: Work) { coming.append(work) }

    mutating func popFirst() -> Work? {
      if going.isEmpty {
        going = coming.reversed()
        coming = []
      }
      return going.popLast()
    }

    /// The newest, as far as it still may be changed.
    var last: Work? { coming.last }

    mutating func replaceLast(_ work: Work) { coming[coming.count - 1] = work }
  }

  /// Begins a record with the stream's frame.
  typealias Open = @Sendable (String, StreamHeader, Int) throws -> any StreamRecorder

  private let open: Open
  private let state = Mutex(State())
  private let arrival = DispatchSemaphore(value: 0)

  private static let mostSeconds = 60.0
  private static let mostSamples = 32_000_000
  /// A disk that spins up takes a second or two.
  fileprivate static let patienceSeconds = 3.0
  /// Nobody waits longer than this for the disk at the end.
  private static let lastPatienceSeconds = 10.0

  init(open: @escaping Open) { self.open = open }

  func start() {
    let thread = Thread { self.run() }
    thread.name = "live recording"
    thread.start()
  }

  // MARK: What is to be written

  /// Begins a recording. Where it is needed and cannot be begun, `failure` says why.
  func begin(_ path: String, _ header: StreamHeader, at frame: Int, isNeeded: Bool) {
    state.withLock { $0.header = header }
    add(.begin(path: path, header, frame: frame, isNeeded: isNeeded))
  }

  func note(_ text: String, at frame: Int) { add(.note(text, frame: frame)) }

  func end(at frame: Int) { add(.end(frame: frame)) }

  /// Forgets the records of a stream that is over.
  func beginStream() { add(.newStream) }

  /// Ends all, once what waits is written.
  func finish() {
    state.withLock { $0.isEnding = true }
    arrival.signal()
  }

  private func add(_ work: Work) {
    state.withLock { $0.work.append(work) }
    arrival.signal()
  }

  /// Takes a piece of the stream that begins at `frame`.
  func take(_ piece: StreamAssembler.Piece, at frame: Int) {
    state.withLock { state in
      guard case .frames(let samples) = piece, let header = state.header else {
        return state.work.append(.piece(piece, frame: frame))
      }
      let most = Self.most(header)
      let wasFull = state.isFull
      state.isFull = state.waiting + samples.count > (wasFull ? most / 2 : most)
      if wasFull, !state.isFull, let path = state.status.path {
        state.told.append(.recording(path))
      }
      if state.isFull {
        state.leaveOut(samples.count / header.channels.count, at: frame)
      } else {
        state.work.append(.piece(piece, frame: frame))
        state.waiting += samples.count
      }
    }
    arrival.signal()
  }

  private static func most(_ header: StreamHeader) -> Int {
    min(mostSamples, Int(mostSeconds * header.samplingRateHz) * header.channels.count)
  }

  /// Whether a source that can wait should.
  var isBehind: Bool {
    state.withLock { state in state.header.map { state.waiting > Self.most($0) / 2 } ?? false }
  }

  // MARK: How it stands

  func takeTold() -> [LiveEvent.Kind] {
    state.withLock { state in
      defer { state.told = [] }
      return state.told
    }
  }

  func status(at now: Double) -> RecordingStatus {
    state.withLock { state in
      var status = state.status
      if status.path != nil, status.failure == nil { status.failure = state.hanging(at: now) }
      return status
    }
  }

  /// Why nothing is to go on.
  var failure: (any Error)? { state.withLock(\.failure) }

  /// Whether all is written, or the disk has been waited for long enough.
  func isDone(at now: Double) -> Bool {
    state.withLock { state in
      if state.isDone { return true }
      guard state.isEnding, let since = state.inHand?.since, now - since > Self.lastPatienceSeconds
      else { return false }
      if state.failure == nil { state.failure = state.unwritten(at: now) }
      return true
    }
  }

  // MARK: The thread

  private func run() {
    var recorder: (any StreamRecorder)?
    while let work = next() {
      var told: [LiveEvent.Kind] = []
      var failure: (any Error)?
      do {
        told = try carryOut(work, &recorder)
      } catch {
        told = [.recordingFailed("\(error)")]
        if case .begin(_, _, _, isNeeded: true) = work { failure = error }
      }
      note(recorder, told, failure)
      if case .newStream = work { state.withLock { $0.status.parts = [] } }
    }
    state.withLock { $0.isDone = true }
  }

  private func next() -> Work? {
    while true {
      let (work, isEnding) = state.withLock { ($0.takeInHand(at: LiveClock.now), $0.isEnding) }
      if let work { return work }
      if isEnding { return nil }
      arrival.wait()
    }
  }

  private func carryOut(
    _ work: Work, _ recorder: inout (any StreamRecorder)?
  ) throws -> [LiveEvent.Kind] {
    switch work {
    case .begin(let path, let header, let frame, _):
      let begun = try open(path, header, frame)
      recorder = begun
      return [.recording(begun.part.path)]
    case .piece(let piece, let frame): return recorder?.take(piece, at: frame) ?? []
    case .note(let text, let frame):
      try recorder?.note(text, at: frame)
      return []
    case .newStream: return []
    case .end:
      guard var ended = recorder else { return [] }
      recorder = nil
      try ended.close()
      return [.recordingEnded(ended.part.path)]
    }
  }

  private func note(
    _ recorder: (any StreamRecorder)?, _ told: [LiveEvent.Kind], _ failure: (any Error)?
  ) {
    state.withLock { state in
      state.told += told
      if let failure { state.failure = failure }
      state.status.failure = recorder?.failure
      state.status.note(recorder?.part, at: state.inHand?.frame ?? 0)
      state.inHand = nil
    }
  }
}

extension RecordingWriter.State {
  fileprivate mutating func takeInHand(at now: Double) -> RecordingWriter.Work? {
    guard let next = work.popFirst() else {
      isLossTold = false
      return nil
    }
    switch next {
    case .begin(_, _, let frame, _), .note(_, let frame), .end(let frame): inHand = (frame, now)
    case .newStream: inHand = (inHand?.frame ?? 0, now)
    case .piece(let piece, let frame):
      inHand = (frame, now)
      if case .frames(let samples) = piece { waiting -= samples.count }
    }
    return next
  }

  /// Has frames written as missing; what was left out just before them is one piece with them.
  fileprivate mutating func leaveOut(_ frames: Int, at frame: Int) {
    if case .piece(.gap(let before), let first)? = work.last, first + before == frame {
      work.replaceLast(.piece(.gap(before + frames), frame: first))
    } else {
      work.append(.piece(.gap(frames), frame: frame))
      guard !isLossTold else { return }
      told.append(.recordingFailed("the disk does not answer, and what comes is not kept"))
      isLossTold = true
    }
  }

  /// What is to be said of a disk that has not answered for long.
  fileprivate func hanging(at now: Double) -> RecordingStatus.Failure? {
    guard let inHand, now - inHand.since > RecordingWriter.patienceSeconds, let header else {
      return nil
    }
    let silence = Int(now - inHand.since)
    let held = isFull ? "what comes is not kept" : "what comes waits"
    return RecordingStatus.Failure(
      seconds: Double(inHand.frame) / header.samplingRateHz,
      reason: "the disk has not answered for \(silence) s; \(held)")
  }

  fileprivate func unwritten(at now: Double) -> FileError? {
    guard let path = status.parts.last?.path, let header else { return nil }
    let seconds = Double(waiting / header.channels.count) / header.samplingRateHz
    return .cannotWrite(
      file: path + ".dat",
      reason: "the disk has not answered for \(Int(now - (inHand?.since ?? now))) s, and the last "
        + "\(Int(seconds.rounded(.up))) s of the recording are not on it")
  }
}
