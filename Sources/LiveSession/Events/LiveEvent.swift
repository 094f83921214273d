/// Something that happened to a stream, or in it, at a moment of it.
public struct LiveEvent: Sendable, Equatable {
  /// What happened.
  public enum Kind: Sendable, Equatable {
    case connected(String)
    case disconnected
    case remark(String)
    /// So many seconds are missing.
    case gap(seconds: Double)
    /// Other channels or another rate: all begins anew.
    case begun(channels: [String], samplingRateHz: Double)
    case channelLost(String)
    case channelBack(String)
    case beat(LiveBeat)
    /// A model's window, with its class where that is sure.
    case window(LiveWindow)
    /// A class that has held long enough; nil where the model is unsure.
    case shown(String?)
    case alarm(LiveAlarm)
    case alarmOver(LiveAlarm.Kind)
    case acknowledged
    case mark(String)
    case recording(String)
    case recordingEnded(String)
    case recordingFailed(String)
    /// The analysis could not follow and left so much out.
    case skipped(seconds: Double)
  }

  /// Frames from the stream's beginning.
  public var frame: Int
  /// The same in seconds.
  public var seconds: Double
  public var kind: Kind

  public init(frame: Int, seconds: Double, kind: Kind) {
    (self.frame, self.seconds, self.kind) = (frame, seconds, kind)
  }
}

/// A beat, and what a model makes of it.
public struct LiveBeat: Sendable, Equatable {
  /// Seconds from the stream's beginning.
  public var seconds: Double
  /// The best guess; nil without a model of beats.
  public var name: String?
  public var isSure: Bool

  public init(seconds: Double, name: String?, isSure: Bool) {
    (self.seconds, self.name, self.isSure) = (seconds, name, isSure)
  }
}

/// What a model says of a window.
public struct LiveWindow: Sendable, Equatable {
  /// What the model saw, in seconds from the stream's beginning.
  public var span: ClosedRange<Double>
  /// The best guess; nil without a live channel.
  public var name: String?
  /// Its probability.
  public var probability: Double
  /// Why it is not to be relied on, in a few words; nil where it is.
  public var reason: String?
}

/// A limit that is crossed.
public struct LiveAlarm: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    case rateLow, rateHigh, asystole, leadsOff, signalLost
  }
  public var kind: Kind
  /// What stands on the banner: `RATE 152, limit 150`.
  public var text: String
  /// Whether its cause is over: it stands until it is acknowledged all the same.
  public var isOver = false

  public init(kind: Kind, text: String) { (self.kind, self.text) = (kind, text) }
}
