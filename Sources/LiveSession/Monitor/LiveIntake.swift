import LiveStreams
import Waveforms

/// What comes from a source, on its way to the buffer, the recording and the list of events. For
/// one thread at a time: `LiveMonitor` has it behind its lock.
struct LiveIntake {
  private(set) var buffer: LiveBuffer?
  private(set) var isConnected = false
  /// The source has said that it is over, or cannot be.
  var isOver = false
  var alarms = LiveAlarms()
  var latency = Latency()
  private(set) var drift = ClockDrift()
  /// The source's own delay, in seconds, where its clock tells.
  private(set) var sourceDelay: Double?
  /// Where the last long gap ended; what was before it has nothing to do with what follows.
  private(set) var longGapEnd = 0
  /// When something came last.
  private(set) var lastArrival: Double?
  /// What has happened since `takeEvents`.
  private var events: [LiveEvent] = []
  /// The last of what has happened, for the screen.
  private(set) var log: [LiveEvent] = []

  private var assembler: StreamAssembler?
  private var watch: ChannelWatch?
  private var wantedRecording: String?
  private var recordings = 0
  private var isRecording = false
  private let writer: RecordingWriter
  private let settings: LiveSettings
  private let hasOwnClock: Bool

  private static let longestLog = 200
  private static let longestDelaySeconds = 3_600.0
  /// Clocks that differ by more are not the same kind of clock.
  private static let sameClockSeconds = 60.0

  init(
    _ settings: LiveSettings, recording: String?, hasOwnClock: Bool, writer: RecordingWriter
  ) {
    (self.settings, wantedRecording, self.hasOwnClock) = (settings, recording, hasOwnClock)
    self.writer = writer
  }

  var losses: StreamLosses { assembler?.losses ?? StreamLosses() }
  var lostChannels: [Bool] { watch?.isLost ?? [] }

  // MARK: What comes

  /// Takes an event that came at `now`, in seconds of our clock; `wallClock` is Unix time.
  mutating func take(_ event: StreamEvent, at now: Double, wallClock: Double) {
    collect()
    switch event {
    case .connected(let name):
      isConnected = true
      tell(.connected(name))
    case .disconnected:
      isConnected = false
      deliver(assembler?.disconnect() ?? [])
      tell(.disconnected)
    case .remark(let text): tell(.remark(text))
    case .delay(let seconds):
      // A clock may say anything; what is no delay is not shown.
      sourceDelay = abs(seconds) < Self.longestDelaySeconds ? seconds : nil
    case .message(let message): take(message, at: now, wallClock: wallClock)
    }
  }

  private mutating func take(_ message: StreamMessage, at now: Double, wallClock: Double) {
    switch message {
    case .header(let header): begin(header)
    case .packet(let packet):
      guard let header = buffer?.header else { return }
      lastArrival = now
      deliver(assembler?.take(packet, at: now) ?? [])
      latency.arrive(end: buffer?.frameCount ?? 0, at: now)
      guard hasOwnClock, let source = packet.sourceSeconds else { return }
      let end =
        source + Double(packet.samples.count / header.channels.count) / header.samplingRateHz
      drift.take(source: end, received: now)
      if abs(wallClock - end) < Self.sameClockSeconds { sourceDelay = wallClock - end }
    case .end: deliver(assembler?.flush() ?? [])
    case .corrupt: assembler?.noteCorrupt()
    case .challenge, .response: break
    }
  }

  /// The same channels go on behind a gap; others begin anew, and so does the recording.
  private mutating func begin(_ header: StreamHeader) {
    if let buffer, buffer.header.channels == header.channels,
      buffer.header.samplingRateHz == header.samplingRateHz
    {
      deliver(assembler?.disconnect() ?? [])
      return
    }
    let isAnew = buffer != nil
    buffer = LiveBuffer(header, seconds: settings.keptSeconds)
    latency = Latency()
    longGapEnd = 0
    assembler = StreamAssembler(
      channelCount: header.channels.count, samplingRateHz: header.samplingRateHz)
    watch = ChannelWatch(
      channelCount: header.channels.count,
      limit: Int(settings.deadSeconds * header.samplingRateHz))
    tell(
      .begun(channels: header.channels.map(\.name), samplingRateHz: header.samplingRateHz))
    if isAnew {
      closeRecording()
      writer.beginStream()
    }
    // Who watches must not lose the picture where a recording cannot be begun anew.
    if let wantedRecording { record(to: wantedRecording, isNeeded: !isAnew) }
  }

  private mutating func deliver(_ pieces: [StreamAssembler.Piece]) {
    guard let buffer else { return }
    for piece in pieces {
      let frame = buffer.frameCount
      if isRecording { writer.take(piece, at: frame) }
      switch piece {
      case .frames(let samples):
        buffer.append(samples)
        tell(watch?.take(samples) ?? [])
      case .gap(let frames):
        buffer.appendMissing(frames)
        tell(.gap(seconds: Double(frames) / buffer.header.samplingRateHz))
        if Double(frames) > LiveAnalysis.longestGapSeconds * buffer.header.samplingRateHz {
          longGapEnd = buffer.frameCount
        }
      }
    }
  }

  // MARK: Events

  mutating func tell(_ kind: LiveEvent.Kind) {
    let frame = buffer?.frameCount ?? 0
    tell(
      LiveEvent(
        frame: frame, seconds: Double(frame) / (buffer?.header.samplingRateHz ?? 1), kind: kind))
  }

  mutating func tell(_ event: LiveEvent) {
    events.append(event)
    guard event.isLogged else { return }
    log.append(event)
    if log.count > Self.longestLog { log.removeFirst() }
  }

  private mutating func tell(_ changes: [(channel: Int, isLost: Bool)]) {
    guard let buffer else { return }
    for change in changes {
      let name = buffer.header.channels[change.channel].name
      tell(change.isLost ? .channelLost(name) : .channelBack(name))
    }
  }

  /// What the recording has to tell.
  private mutating func collect() { for kind in writer.takeTold() { tell(kind) } }

  mutating func takeEvents() -> [LiveEvent] {
    collect()
    defer { events = [] }
    return events
  }

  // MARK: Alarms

  /// Notes whether the signal is lost, or all surface leads are, by our clock.
  mutating func watch(at now: Double) {
    collect()
    let silence = lastArrival.map { now - $0 } ?? 0
    let isSilent = buffer != nil && !isOver && silence > settings.silenceSeconds
    note(.signalLost, isSilent ? "NO SIGNAL for \(Int(silence)) s" : nil)
    let (leads, lost) = (buffer?.surface ?? [], lostChannels)
    let isOff = !leads.isEmpty && leads.allSatisfy { lost[$0] }
    note(.leadsOff, isOff && !isSilent ? "LEADS OFF" : nil)
  }

  mutating func note(_ kind: LiveAlarm.Kind, _ text: String?) {
    if let told = alarms.note(kind, text) { tell(told) }
  }

  mutating func acknowledge() { if alarms.acknowledge() { tell(.acknowledged) } }

  // MARK: Recording

  /// Begins to record; a later one of the same name has a number.
  /// - Parameter isNeeded: whether nothing is to go on where it cannot be begun.
  mutating func record(to path: String, isNeeded: Bool) {
    wantedRecording = path
    guard let buffer else { return }
    recordings += 1
    let name = recordings == 1 ? path : "\(path)-r\(recordings)"
    isRecording = true
    writer.begin(name, buffer.header, at: buffer.frameCount, isNeeded: isNeeded)
  }

  /// Ends the recording because somebody says so: it is not begun again by itself.
  mutating func endRecording() {
    wantedRecording = nil
    closeRecording()
  }

  private mutating func closeRecording() {
    if isRecording { writer.end(at: buffer?.frameCount ?? 0) }
    isRecording = false
  }

  /// Sets a mark at a frame, and keeps it with the recording.
  mutating func mark(_ text: String, at frame: Int) {
    guard let buffer else { return }
    tell(
      LiveEvent(
        frame: frame, seconds: Double(frame) / buffer.header.samplingRateHz, kind: .mark(text)))
    if isRecording { writer.note(text, at: frame) }
  }
}

extension LiveEvent {
  /// Whether it stands in the list on the screen: beats and windows are too many.
  public var isLogged: Bool {
    switch kind {
    case .beat, .window: false
    default: true
    }
  }
}
