public import Foundation
public import ReviewStore

/// What is remembered between runs.
public struct Session: Sendable, Equatable {
  public var global: GlobalSession
  /// By `SessionStore.key(of:)`.
  public var records: [String: RecordSession]
  /// What was wrong with the file, in sentences; not stored.
  public var warnings: [String]

  public init(
    global: GlobalSession = GlobalSession(), records: [String: RecordSession] = [:],
    warnings: [String] = []
  ) {
    self.global = global
    self.records = records
    self.warnings = warnings
  }
}

/// What is remembered of the program as a whole. What is nil was never chosen.
public struct GlobalSession: Sendable, Equatable {
  public var theme: String?
  /// A `GlyphSet`'s name.
  public var glyphs: String?
  public var lastFolder: String?
  /// A `RecordSort`'s name.
  public var sort: String?
  public var sortsDescending: Bool?
  /// Whether traces lie on the grid of ECG paper.
  public var showsGrid: Bool?
  /// Whether what is known of patients is not shown.
  public var hidesPatient: Bool?

  public init(
    theme: String? = nil, glyphs: String? = nil, lastFolder: String? = nil, sort: String? = nil,
    sortsDescending: Bool? = nil, showsGrid: Bool? = nil, hidesPatient: Bool? = nil
  ) {
    self.theme = theme
    self.glyphs = glyphs
    self.lastFolder = lastFolder
    self.sort = sort
    self.sortsDescending = sortsDescending
    self.showsGrid = showsGrid
    self.hidesPatient = hidesPatient
  }
}

/// A bookmark as earlier versions kept it.
public struct EarlierBookmark: Sendable, Equatable {
  /// From the record's start.
  public var seconds: Double
  public var text: String

  public init(seconds: Double, text: String = "") {
    self.seconds = seconds
    self.text = text
  }
}

/// How a record was looked at last. What is nil or empty is as the program opens it.
///
/// Channels are known by their names, so that what is remembered holds where another program has
/// changed their order.
public struct RecordSession: Sendable, Equatable {
  /// Seconds at the left edge.
  public var startSeconds: Double?
  public var cursorSeconds: Double?
  /// Of `SweepSpeed`.
  public var speedStep: Int?
  /// Of `Sensitivity`.
  public var gainStep: Int?
  /// Steps that a channel differs from the others by.
  public var channelGainSteps: [String: Int] = [:]
  /// From top to bottom, hidden ones included.
  public var channelOrder: [String] = []
  public var hiddenChannels: [String] = []
  public var montage: String?
  /// How montages were looked at last, by name.
  public var montageLooks: [String: MontageLook] = [:]
  /// Whether catheters stand with their tip on top; nil in what earlier versions kept.
  public var isDistalOnTop: Bool?
  /// The name of a preset of filters.
  public var filter: String?
  /// Names of the panes that are open.
  public var panes: [String] = []
  public var annotator: String?
  /// What earlier versions kept here of the reader's decisions; now they are in the store.
  public var bookmarks: [EarlierBookmark] = []
  public var reviewState = ReviewState.new
  /// To the second.
  public var lastOpened: Date?

  public init() {}
}

// MARK: As text

// Written by hand: a field that is absent, or that another version of the program writes in
// another form, takes its default, so that one unknown field does not cost a reader all else.

extension GlobalSession: Codable {
  private enum CodingKeys: String, CodingKey {
    case theme, glyphs, lastFolder, sort, sortsDescending, showsGrid, hidesPatient
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      theme: values.known(String.self, .theme), glyphs: values.known(String.self, .glyphs),
      lastFolder: values.known(String.self, .lastFolder), sort: values.known(String.self, .sort),
      sortsDescending: values.known(Bool.self, .sortsDescending),
      showsGrid: values.known(Bool.self, .showsGrid),
      hidesPatient: values.known(Bool.self, .hidesPatient))
  }
}

extension EarlierBookmark: Codable {
  private enum CodingKeys: String, CodingKey { case seconds, text }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    // A bookmark without its place is none.
    self.init(
      seconds: try values.decode(Double.self, forKey: .seconds),
      text: values.known(String.self, .text) ?? "")
  }
}

extension RecordSession: Codable {
  private enum CodingKeys: String, CodingKey {
    case startSeconds, cursorSeconds, speedStep, gainStep, channelGainSteps, channelOrder
    case hiddenChannels, montage, montageLooks, isDistalOnTop, filter, panes, annotator, bookmarks,
      reviewState, lastOpened
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    startSeconds = values.known(Double.self, .startSeconds)
    cursorSeconds = values.known(Double.self, .cursorSeconds)
    speedStep = values.known(Int.self, .speedStep)
    gainStep = values.known(Int.self, .gainStep)
    channelGainSteps = values.known([String: Int].self, .channelGainSteps) ?? [:]
    channelOrder = values.known([String].self, .channelOrder) ?? []
    hiddenChannels = values.known([String].self, .hiddenChannels) ?? []
    montage = values.known(String.self, .montage)
    montageLooks =
      values.known([String: Lenient<MontageLook>].self, .montageLooks)?.compactMapValues(\.value)
      ?? [:]
    isDistalOnTop = values.known(Bool.self, .isDistalOnTop)
    filter = values.known(String.self, .filter)
    panes = values.known([String].self, .panes) ?? []
    annotator = values.known(String.self, .annotator)
    bookmarks = values.known([Lenient<EarlierBookmark>].self, .bookmarks)?.compactMap(\.value) ?? []
    reviewState = values.known(ReviewState.self, .reviewState) ?? .new
    lastOpened = values.known(Date.self, .lastOpened)
  }

  /// The same without numbers that JSON cannot hold.
  var storable: RecordSession {
    var copy = self
    copy.startSeconds = startSeconds.flatMap { $0.isFinite ? $0 : nil }
    copy.cursorSeconds = cursorSeconds.flatMap { $0.isFinite ? $0 : nil }
    copy.bookmarks = bookmarks.filter(\.seconds.isFinite)
    return copy
  }
}

extension Session: Codable {
  private enum CodingKeys: String, CodingKey { case global, records }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let records = values.known([String: Lenient<RecordSession>].self, .records) ?? [:]
    self.init(
      global: values.known(GlobalSession.self, .global) ?? GlobalSession(),
      records: records.compactMapValues(\.value))
  }
}
