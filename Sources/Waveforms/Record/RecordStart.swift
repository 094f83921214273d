/// Date and time of a record's first frame, as its file writes them.
public struct RecordStart: Sendable, Equatable {
  /// `HH:MM:SS` with or without decimals; leading parts may be absent, as WFDB allows.
  public var time: String?
  /// `DD/MM/YYYY`.
  public var date: String?
  public init(time: String?, date: String?) {
    self.time = time
    self.date = date
  }
}
