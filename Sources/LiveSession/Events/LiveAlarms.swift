/// Alarms with limits. One that was given stands until it is acknowledged, though its cause be
/// over; one that is acknowledged while its cause goes on is silent until the cause is over.
public struct LiveAlarms: Sendable, Equatable {
  private struct Entry: Sendable, Equatable {
    var alarm: LiveAlarm
    var isActive = true
    var isAcknowledged = false
  }

  private var entries: [LiveAlarm.Kind: Entry] = [:]

  public init() {}

  /// What stands on the banner: given and not acknowledged, in order of weight.
  public var standing: [LiveAlarm] {
    Self.order.compactMap { kind in
      entries[kind].flatMap { $0.isAcknowledged ? nil : $0.alarm }
    }
  }

  private static let order: [LiveAlarm.Kind] = [
    .asystole, .signalLost, .leadsOff, .rateLow, .rateHigh,
  ]

  /// Notes whether a cause is there, with the banner's text. Returns what has to be told.
  public mutating func note(_ kind: LiveAlarm.Kind, _ text: String?) -> LiveEvent.Kind? {
    guard let text else {
      guard entries[kind]?.isActive == true else { return nil }
      entries[kind]?.isActive = false
      entries[kind]?.alarm.isOver = true
      if entries[kind]?.isAcknowledged == true { entries[kind] = nil }
      return .alarmOver(kind)
    }
    let alarm = LiveAlarm(kind: kind, text: text)
    guard let known = entries[kind] else {
      entries[kind] = Entry(alarm: alarm)
      return .alarm(alarm)
    }
    // The text follows the cause; a new cause under a banner that still stands is told again.
    entries[kind] = Entry(alarm: alarm, isAcknowledged: known.isActive && known.isAcknowledged)
    return known.isActive ? nil : .alarm(alarm)
  }

  /// Acknowledges all. Returns whether there was any.
  public mutating func acknowledge() -> Bool {
    let stood = !standing.isEmpty
    for (kind, entry) in entries {
      if entry.isActive { entries[kind]?.isAcknowledged = true } else { entries[kind] = nil }
    }
    return stood
  }
}
