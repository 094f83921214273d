public import Waveforms

/// What readers have said that channels are, for all records whose channels have the same names in
/// the same order: those of one laboratory or database.
extension DecisionStore {
  /// What was said of channels with these names; nil where nothing was.
  public func channelMap(names: [String]) throws(DecisionStoreError) -> ChannelMap? {
    let text = try read { database in
      try
        (database.value("SELECT map FROM channelMap WHERE names = ?", [Self.key(names)]) as String?)
    }
    return text.map { ChannelMap(readable: $0) }
  }

  /// A recording with what readers have said of its channels, and over it what is said now, of
  /// which all need not be there.
  public func mapped(_ recording: Recording, saying now: ChannelMap) throws -> Recording {
    guard let known = try channelMap(names: recording.record.channels.map(\.name)) else {
      return recording
    }
    return try recording.mapped(by: known.overlaid(by: now))
  }

  /// Keeps what is said of channels with these names; an empty map forgets it.
  public func set(_ map: ChannelMap, names: [String]) throws(DecisionStoreError) {
    try write { database in
      guard !map.isEmpty else {
        try database.run("DELETE FROM channelMap WHERE names = ?", [Self.key(names)])
        return
      }
      try database.run(
        """
        INSERT INTO channelMap (names, map) VALUES (?, ?)
        ON CONFLICT (names) DO UPDATE SET map = excluded.map
        """, [Self.key(names), map.text])
    }
  }

  /// Names hold no control characters but what damage puts there.
  private static func key(_ names: [String]) -> String { names.joined(separator: "\u{1F}") }
}
