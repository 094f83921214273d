/// Makes one unbroken line of frames of packets that come late, twice, out of order or not at all.
///
/// What is lost becomes a gap of the right length, never a signal. A sender that begins to count
/// anew (because it was started again) is put where its clock says, or where the time of arrival
/// does.
public struct StreamAssembler: Sendable {
  /// A piece of the line.
  public enum Piece: Sendable, Equatable {
    /// Samples, frame by frame.
    case frames([Int32])
    /// So many frames that are missing.
    case gap(Int)
  }

  public let channelCount: Int
  public let samplingRateHz: Double
  public private(set) var losses = StreamLosses()
  /// Length of the line so far, gaps included.
  public private(set) var frameCount = 0

  /// The sender's number of the next frame; nil where it is to begin a new count.
  private var next: Int64?
  /// Packets that came before others.
  private var early: [StreamPacket] = []
  /// The sender's numbers of frames that were given up.
  private var givenUp: [Range<Int64>] = []
  /// Packets one after the other that held nothing new.
  private var staleRun = 0
  /// Where the line stood at the last packet.
  private var anchor: Anchor?

  private struct Anchor {
    /// The end of the line by the sender's clock.
    var sourceSeconds: Double?
    /// When that came, by ours.
    var received: Double
    /// The sender's number of the next frame.
    var next: Int64
  }

  /// Others are waited for so long, or for so many packets: a network that orders anew does it
  /// within.
  private static let patienceSeconds = 0.25
  private static let mostEarly = 32
  /// A step of the numbers beyond this is a fault of the sender, not a gap.
  private static let longestGapSeconds = 86_400.0
  /// So many packets that are all old come from a sender that counts anew.
  private static let staleLimit = 8
  /// A clock that steps by less within one count is only uneven.
  private static let keptGaps = 64

  public init(channelCount: Int, samplingRateHz: Double) {
    (self.channelCount, self.samplingRateHz) = (channelCount, samplingRateHz)
  }

  /// Takes a packet that came at `received`, in seconds of a clock that never steps back.
  public mutating func take(_ packet: StreamPacket, at received: Double) -> [Piece] {
    let count = packet.samples.count / max(1, channelCount)
    guard count > 0, packet.firstFrame >= 0, packet.firstFrame < Int64.max / 2 else { return [] }
    var pieces: [Piece] = []
    if next == nil { pieces += begin(packet, at: received) }
    guard let expected = next else { return pieces }
    if Double(packet.firstFrame - expected) > Self.longestGapSeconds * samplingRateHz
      || isStale(packet, count, expected)
    {
      pieces += flush()
      next = nil
      pieces += begin(packet, at: received)
    }
    hold(packet)
    pieces += ready(patience: Int64(Self.patienceSeconds * samplingRateHz))
    note(packet, at: received)
    return pieces
  }

  /// A message that could not be read.
  public mutating func noteCorrupt() { losses.corruptMessages += 1 }

  /// The connection is gone: what comes next may be counted anew.
  public mutating func disconnect() -> [Piece] {
    let pieces = flush()
    next = nil
    return pieces
  }

  /// Gives what is held, with gaps where frames did not come.
  public mutating func flush() -> [Piece] { ready(patience: -1) }

  // MARK: A new count

  /// Puts the first packet of a count where it belongs: at once behind what was there where nothing
  /// was.
  private mutating func begin(_ packet: StreamPacket, at received: Double) -> [Piece] {
    next = packet.firstFrame
    staleRun = 0
    givenUp = []
    guard let anchor else { return [] }
    let gap = gap(before: packet, at: received, anchor)
    return gap > 0 ? [lose(gap)] : []
  }

  private func gap(before packet: StreamPacket, at received: Double, _ anchor: Anchor) -> Int {
    let waited = max(0, received - anchor.received)
    var seconds = waited
    if let before = anchor.sourceSeconds, let now = packet.sourceSeconds,
      (0...Self.longestGapSeconds).contains(now - before), abs(now - before - waited) < 60
    {
      seconds = now - before
    }
    let byTime = (seconds * samplingRateHz).rounded()
    // A sender that has counted on while nobody listened knows best.
    let byNumber = Double(packet.firstFrame - anchor.next)
    if byNumber >= 0, abs(byNumber - byTime) < max(2, 0.1 * seconds) * samplingRateHz {
      return Int(byNumber)
    }
    return Int(min(byTime, Self.longestGapSeconds * samplingRateHz))
  }

  private mutating func lose(_ frames: Int) -> Piece {
    losses.gaps += 1
    losses.lostFrames += frames
    frameCount += frames
    return .gap(frames)
  }

  // MARK: Order

  /// Whether all of a packet is known, and so were those before it, so that its sender must have
  /// begun to count anew.
  private mutating func isStale(_ packet: StreamPacket, _ count: Int, _ expected: Int64) -> Bool {
    staleRun = packet.firstFrame + Int64(count) <= expected ? staleRun + 1 : 0
    return staleRun > Self.staleLimit
  }

  private mutating func hold(_ packet: StreamPacket) {
    if let last = early.last, packet.firstFrame < last.firstFrame {
      losses.reorderedFrames += packet.samples.count / channelCount
    }
    let place = early.firstIndex { $0.firstFrame > packet.firstFrame } ?? early.count
    early.insert(packet, at: place)
  }

  /// Gives what follows on the line. Frames for which others have waited for longer than `patience`
  /// frames are given up.
  private mutating func ready(patience: Int64) -> [Piece] {
    var pieces: [Piece] = []
    while let packet = early.first, let expected = next {
      let lead = packet.firstFrame - expected
      if lead > 0 {
        let span = (early.last?.firstFrame ?? expected) - expected
        guard span > patience || early.count > Self.mostEarly else { break }
        giveUp(expected..<packet.firstFrame)
        pieces.append(lose(Int(lead)))
        next = packet.firstFrame
      }
      early.removeFirst()
      if let samples = fresh(packet) { pieces.append(.frames(samples)) }
    }
    return pieces
  }

  private mutating func giveUp(_ frames: Range<Int64>) {
    givenUp.append(frames)
    if givenUp.count > Self.keptGaps { givenUp.removeFirst() }
  }

  /// What of a packet at or before the line's end is new.
  private mutating func fresh(_ packet: StreamPacket) -> [Int32]? {
    guard let expected = next else { return nil }
    let count = Int64(packet.samples.count / channelCount)
    let known = min(count, max(0, expected - packet.firstFrame))
    if known > 0 {
      let late = givenUp.reduce(0) {
        $0 + $1.clamped(to: packet.firstFrame..<packet.firstFrame + known).count
      }
      losses.lateFrames += late
      losses.doubledFrames += Int(known) - late
    }
    guard known < count else { return nil }
    next = packet.firstFrame + count
    frameCount += Int(count - known)
    let whole = packet.samples.prefix(Int(count) * channelCount)
    return known == 0 ? Array(whole) : Array(whole.dropFirst(Int(known) * channelCount))
  }

  private mutating func note(_ packet: StreamPacket, at received: Double) {
    guard let next, early.isEmpty else { return }
    let seconds = packet.sourceSeconds.map {
      $0 + Double(next - packet.firstFrame) / samplingRateHz
    }
    // What is given was sampled before it came.
    anchor = Anchor(sourceSeconds: seconds, received: received, next: next)
  }
}
