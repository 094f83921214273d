public import ReviewSession
import ReviewStore
public import Waveforms

/// Opens records with what is known of their channels: what the command line says, over what the
/// reader has said of channels with the same names before.
public struct RecordOpener: Sendable {
  public var hints = RecordHints(isStrict: false)
  /// Nil where nothing is remembered.
  var store: DecisionStore?
  /// Whether annotations beside records are left alone.
  var isBlind = false

  public init() {}

  init(_ services: ReviewServices) {
    hints = services.hints.lenient
    store = services.decisions
    isBlind = services.isBlind
  }

  /// Throws what `Recording` does.
  func open(_ path: String) throws -> Recording {
    var listings = FolderListings()
    return try open(path, &listings)
  }

  /// The same for one of many records, whose folders are listed once.
  func open(_ path: String, _ listings: inout FolderListings) throws -> Recording {
    try mapped(Recording(path: path, hints: hints, listings: &listings))
  }

  /// A recording that is open, likewise. What cannot be remembered is as if it had not been said.
  func mapped(_ recording: Recording) throws -> Recording {
    var recording = recording
    if isBlind { recording.annotators = [] }
    do {
      return try store?.mapped(recording, saying: hints.channels) ?? recording
    } catch is DecisionStoreError {
      return recording
    }
  }
}

extension ReviewServices {
  /// Opens a record for review, on which what the command line says of channels must be there.
  public func document(_ path: String) throws -> ReviewDocument {
    let recording = try Recording(path: path, hints: hints)
    return try ReviewDocument(recording: RecordOpener(self).mapped(recording))
  }
}
