import Foundation
public import LiveStreams
import Synchronization

/// Receives a stream, records it and reads it, each on a thread of its own, while others look on.
public final class LiveMonitor: Sendable {
  /// What can be seen of a stream at a moment.
  public struct View: Sendable {
    /// The samples; nil before the source has said what it sends.
    public var buffer: LiveBuffer?
    public var reading = LiveReading()
    public var isConnected = false
    /// Whether nothing will come any more.
    public var isOver = false
    public var losses = StreamLosses()
    /// Which channels have lost their signal.
    public var lostChannels: [Bool] = []
    /// Alarms that were not acknowledged.
    public var alarms: [LiveAlarm] = []
    /// The newest last.
    public var log: [LiveEvent] = []
    public var recording = RecordingStatus()
    public var latency = Latency()
    /// The source's own delay in seconds, where its clock tells.
    public var sourceDelay: Double?
    /// How much faster the source's clock goes than ours.
    public var driftPartsPerMillion: Double?
    /// Seconds since something came last.
    public var silence: Double?

    public init() {}
  }

  private struct Shared {
    var intake: LiveIntake
    var reading = LiveReading()
    var isRead = false
    /// Labels that are to be looked at, and those that are to be used.
    var labels: [LiveLesson.Label] = []
    var usedLabels: [LiveLesson.Label] = []
    var failure: (any Error)?
  }

  public let source: any StreamSource
  private let settings: LiveSettings
  private let choose: LiveModel.Choice
  private let shared: Mutex<Shared>
  private let writer: RecordingWriter
  private let stopping = StopSignal()
  /// Something came, or all is over.
  private let arrival = DispatchSemaphore(value: 0)

  /// - Parameters:
  ///   - choose: the model that reads the stream, asked when its channels are known.
  ///   - recording: where it is recorded from its first sample on, without ending; nil for nowhere.
  ///   - openRecording: begins a record of a stream at one of its frames; nil for WFDB files.
  public init(
    _ source: any StreamSource, settings: LiveSettings = .init(), recording: String? = nil,
    openRecording: (@Sendable (String, StreamHeader, Int) throws -> any StreamRecorder)? = nil,
    choose: @escaping LiveModel.Choice = { _ in nil }
  ) {
    (self.source, self.choose, self.settings) = (source, choose, settings)
    writer = RecordingWriter(
      open: openRecording ?? { try LiveRecording(path: $0, header: $1, firstFrame: $2) })
    shared = Mutex(
      Shared(
        intake: LiveIntake(
          settings, recording: recording, hasOwnClock: source.hasOwnClock, writer: writer)))
  }

  // MARK: Threads

  /// Begins to receive.
  public func start() {
    writer.start()
    let receiver = Thread { self.receive() }
    receiver.name = "live source"
    receiver.stackSize = 1 << 21
    receiver.qualityOfService = .userInteractive
    receiver.start()
    let reader = Thread { self.read() }
    reader.name = "live reading"
    reader.stackSize = 1 << 22
    reader.start()
  }

  /// Ends the source; what has come is still read, and the recording closed.
  public func stop() { stopping.stop() }

  /// Whether the source has ended, and all that came is read, and written as far as the disk takes
  /// it.
  public var isDone: Bool {
    shared.withLock { $0.intake.isOver && $0.isRead } && writer.isDone(at: LiveClock.now)
  }

  /// Why the source ended, or the recording failed that it was asked for, where that was an error.
  public var failure: (any Error)? { shared.withLock(\.failure) ?? writer.failure }

  private func receive() {
    do {
      try source.run(until: stopping) { event in
        let now = LiveClock.now
        let wallClock = Date().timeIntervalSince1970
        shared.withLock { $0.intake.take(event, at: now, wallClock: wallClock) }
        arrival.signal()
        if writer.failure != nil { stopping.stop() }
        if source.canWait { waitForReading() }
      }
    } catch {
      shared.withLock { if $0.failure == nil { $0.failure = error } }
    }
    shared.withLock { shared in
      shared.intake.endRecording()
      shared.intake.isOver = true
    }
    writer.finish()
    arrival.signal()
  }

  /// A source that loses nothing by it is held where reading falls behind by half of what is kept,
  /// or writing does.
  private func waitForReading() {
    while !stopping.isStopped {
      if writer.isBehind {
        _ = stopping.sleep(seconds: 0.005)
        continue
      }
      let (behind, kept) = shared.withLock { shared in
        let buffer = shared.intake.buffer
        let read = shared.reading.end * (buffer?.header.samplingRateHz ?? 0)
        return ((buffer?.frameCount ?? 0) - Int(read), buffer?.capacity ?? 1)
      }
      guard behind > kept / 2, stopping.sleep(seconds: 0.005) else { return }
    }
  }

  private func read() {
    var analysis: LiveAnalysis?
    var buffer: LiveBuffer?
    var longGap = 0
    while true {
      let (current, isOver, gap) = shared.withLock {
        ($0.intake.buffer, $0.intake.isOver, $0.intake.longGapEnd)
      }
      if let current, current !== buffer {
        let begun = LiveAnalysis(current, choose, settings)
        (analysis, buffer, longGap) = (begun, current, 0)
        // Frames of another stream say nothing of this one.
        shared.withLock { ($0.labels, $0.usedLabels) = ([], []) }
        report([], begun)
      }
      if gap > longGap {
        longGap = gap
        if let events = analysis?.gap(endingAt: gap), let analysis { report(events, analysis) }
      }
      let (wanted, used) = shared.withLock { ($0.labels, $0.usedLabels) }
      if analysis?.teach(wanted, using: used) == true, let analysis { report([], analysis) }
      if let events = analysis?.step(isLast: isOver), let analysis {
        report(events, analysis)
      } else if isOver {
        break
      } else {
        _ = arrival.wait(timeout: .now() + 0.2)
      }
    }
    shared.withLock { $0.isRead = true }
  }

  private func report(_ events: [LiveEvent], _ analysis: LiveAnalysis) {
    shared.withLock { shared in
      for event in events { shared.intake.tell(event) }
      shared.reading = analysis.reading
      for kind in LiveAnalysis.kinds { shared.intake.note(kind, analysis.causes[kind]) }
    }
  }

  // MARK: Looking on

  /// How it stands; with the time of now, by which it is told that nothing comes.
  public func view() -> View {
    let now = LiveClock.now
    return shared.withLock { shared in
      shared.intake.watch(at: now)
      let intake = shared.intake
      var view = View()
      (view.buffer, view.reading) = (intake.buffer, shared.reading)
      (view.isConnected, view.isOver) = (intake.isConnected, intake.isOver)
      (view.losses, view.lostChannels) = (intake.losses, intake.lostChannels)
      (view.alarms, view.log) = (intake.alarms.standing, intake.log)
      view.recording = writer.status(at: now)
      view.latency = intake.latency
      view.sourceDelay = intake.sourceDelay
      view.driftPartsPerMillion = intake.drift.partsPerMillion
      view.silence = intake.lastArrival.map { now - $0 }
      if !view.isOver, let silence = view.silence, silence > settings.silenceSeconds {
        view.reading.forget()
        view.reading.shown = nil
      }
      return view
    }
  }

  /// What has happened since the last call, as far as `view` has looked.
  public func takeEvents() -> [LiveEvent] { shared.withLock { $0.intake.takeEvents() } }

  /// All frames before `frame` are on the screen now.
  public func noteShown(until frame: Int) {
    let now = LiveClock.now
    shared.withLock { $0.intake.latency.show(until: frame, at: now) }
  }

  // MARK: What a reader does

  public func acknowledge() { shared.withLock { $0.intake.acknowledge() } }

  /// Sets a mark at a frame of the stream, and keeps it with the recording.
  public func mark(_ text: String, at frame: Int) {
    shared.withLock { $0.intake.mark(text, at: frame) }
  }

  /// Looks what labels of beats come to: `LiveReading.lesson` says it.
  public func teach(_ labels: [LiveLesson.Label]) {
    shared.withLock { $0.labels = labels }
    arrival.signal()
  }

  /// Has labels teach the model that reads, from now on; of none, it is as it came.
  public func use(_ labels: [LiveLesson.Label]) {
    shared.withLock { $0.usedLabels = labels }
    arrival.signal()
  }

  /// Begins to record; what keeps it from it is told as an event.
  public func record(to path: String) {
    shared.withLock { $0.intake.record(to: path, isNeeded: false) }
  }

  public func endRecording() { shared.withLock { $0.intake.endRecording() } }
}
