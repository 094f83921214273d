/// What a reader says that channels are, for the records of one laboratory or database: `ECG1` is
/// lead II, `ch7` is CS 1-2 and upside down.
public struct ChannelMap: Sendable, Equatable {
  /// What is said of one channel.
  public struct Entry: Sendable, Equatable {
    /// Which channel: its name, or `#2`, counted from 1, where names are equal or awkward.
    public var channel: String
    /// What it is; nil for what its name says.
    public var identity: ChannelIdentity?
    /// Whether it is to be turned upside down.
    public var isInverted: Bool

    public init(channel: String, identity: ChannelIdentity?, isInverted: Bool = false) {
      self.channel = channel
      self.identity = identity
      self.isInverted = isInverted
    }

    /// Reads `NAME=WHAT`: a lead, a catheter with its electrodes, `ART`, `STIM`, or `none` for what
    /// is not to be used; with a minus sign before it where the channel is upside down, `-` alone
    /// where it is that and no more.
    public init(_ text: some StringProtocol) throws(ChannelMapError) {
      // The last sign: names may hold one.
      guard let mark = text.lastIndex(of: "="), mark != text.startIndex else {
        throw .noPair(found: String(text))
      }
      let channel = text[..<mark].trimmed
      try self.init(channel: channel, what: text[text.index(after: mark)...])
    }

    public init(channel: String, what text: some StringProtocol) throws(ChannelMapError) {
      let isInverted = text.trimmed.hasPrefix("-")
      let what = isInverted ? String(text.trimmed.dropFirst()).trimmed : text.trimmed
      self.init(
        channel: channel, identity: what.isEmpty && isInverted ? nil : try Self.identity(what),
        isInverted: isInverted)
    }

    private static func identity(_ what: String) throws(ChannelMapError) -> ChannelIdentity {
      var identity = ChannelIdentity(name: what, unit: "")
      if ["none", "other"].contains(what.lowercased()) { identity = ChannelIdentity(kind: .other) }
      // That it is some ECG is no answer: which lead is the question.
      let isLead = identity.kind != .surface || identity.lead != nil
      guard identity.kind != .unknown, isLead else { throw .unknown(what: what) }
      identity.certainty = .told
      return identity
    }

    /// What stands behind the `=`.
    public var what: String {
      let name = identity.map { $0.title ?? Self.words[$0.kind] ?? "none" } ?? ""
      return (isInverted ? "-" : "") + name
    }

    private static let words: [ChannelKind: String] = [
      .pressure: "ART", .stimulus: "STIM", .other: "none",
    ]
  }

  public var entries: [Entry]

  public init(_ entries: [Entry] = []) { self.entries = entries }

  public var isEmpty: Bool { entries.isEmpty }

  /// This map with another laid over it: what that says counts.
  public func overlaid(by other: ChannelMap) -> ChannelMap { ChannelMap(entries + other.entries) }

  /// Reads `ECG1=II,ECG2=V1,ch7=CS12`.
  public init(list text: String) throws(ChannelMapError) {
    var entries: [Entry] = []
    for part in Self.parts(of: text) { entries.append(try Entry(part)) }
    self.init(entries)
  }

  /// Commas stand between entries, and within names: `CS 1,2=CS12`. A piece without an `=` belongs
  /// to the one behind it; at the end, to the one before it.
  private static func parts(of text: String) -> [String] {
    var parts: [String] = []
    var begun = ""
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      begun += begun.isEmpty ? String(piece) : "," + piece
      if piece.contains("=") {
        parts.append(begun)
        begun = ""
      }
    }
    if !begun.isEmpty {
      if parts.isEmpty { return [begun] }
      parts[parts.count - 1] += "," + begun
    }
    return parts
  }

  // MARK: Files

  /// Reads a file of a laboratory: an entry a line, what begins with a `#` and a blank is a remark.
  public init(path: String) throws {
    let bytes = try MappedFile.bytes(of: path, limit: Self.byteLimit)
    try self.init(text: FileText.decode(bytes), path: path)
  }

  /// Reads the text of such a file.
  public init(text: String, path: String = "the map of channels") throws(ChannelMapError) {
    var entries: [Entry] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      let text = line.trimmed
      if text.isEmpty || text == "#" || text.hasPrefix("# ") { continue }
      do throws(ChannelMapError) { entries.append(try Entry(text)) } catch {
        throw .inFile(path: path, line: number + 1, reason: error.description)
      }
    }
    self.init(entries)
  }

  private static let byteLimit = 1 << 20

  /// Reads what of a text can be read: what was kept by another version must not be lost for a
  /// line.
  public init(readable text: String) {
    self.init(text.split(whereSeparator: \.isNewline).compactMap { try? Entry($0) })
  }

  /// What is left when what another map says as well is taken away.
  public func without(_ other: ChannelMap) -> ChannelMap {
    let known = Set(other.entries.map { "\($0.channel.lowercased())=\($0.what)" })
    return ChannelMap(entries.filter { !known.contains("\($0.channel.lowercased())=\($0.what)") })
  }

  /// The entries whose channels a record has.
  public func entries(in record: Record) -> [Entry] {
    entries.filter { Self.place(of: $0.channel, in: record.channels) != nil }
  }

  /// The text of such a file.
  public var text: String {
    (["# What channels are: NAME=WHAT, - before WHAT where it is upside down."]
      + entries.map { "\($0.channel)=\($0.what)" }).joined(separator: "\n") + "\n"
  }

  // MARK: Records

  /// The place of the channel that a name or `#2` means; nil where there is none.
  public static func place(of channel: String, in channels: [Channel]) -> Int? {
    if channel.first == "#", let number = Int(channel.dropFirst()),
      channels.indices.contains(number - 1)
    {
      return number - 1
    }
    return channels.firstIndex { $0.name == channel }
      ?? channels.firstIndex { $0.name.lowercased() == channel.lowercased() }
  }

  /// How a channel is named so that no other is meant.
  public static func selector(of index: Int, in channels: [Channel]) -> String {
    let name = channels[index].name
    let isPlain = !name.isEmpty && name.first != "#" && !name.contains("=") && name == name.trimmed
    return isPlain && place(of: name, in: channels) == index ? name : "#\(index + 1)"
  }
}

/// Why something is no map of channels.
public enum ChannelMapError: Error, Sendable, Equatable, CustomStringConvertible {
  case noPair(found: String)
  case unknown(what: String)
  case noChannel(channel: String, record: String, found: [String])
  case inFile(path: String, line: Int, reason: String)

  public var description: String {
    switch self {
    case .noPair(let found):
      "expected CHANNEL=WHAT, such as ECG1=II or ch7=CS12, found \"\(quoted(found))\""
    case .unknown(let what):
      "expected a lead (II, aVR, V1), electrodes (CS12, HIS d, RVA, ABL 1-2, HRA), ART, STIM or none, "
        + "found \"\(quoted(what))\""
    case .noChannel(let channel, let record, let found):
      "\(record): expected a channel \(quoted(channel)), found "
        + (found.isEmpty ? "no channels" : found.map(quoted).joined(separator: ", "))
    case .inFile(let path, let line, let reason): "\(path), line \(line): \(reason)"
    }
  }
}

extension Record {
  /// The record with its channels as a reader says that they are; what was said before counts no
  /// more.
  /// - Parameter isStrict: whether a channel that the record does not have is an error.
  public func mapped(by map: ChannelMap, isStrict: Bool = true) throws(ChannelMapError) -> Record {
    var channels = channels
    for index in channels.indices {
      channels[index].identity = .unknown
      if channels[index].isInverted { channels[index].invert() }
    }
    for entry in map.entries {
      guard let index = ChannelMap.place(of: entry.channel, in: channels) else {
        if !isStrict { continue }
        throw .noChannel(channel: entry.channel, record: name, found: channels.map(\.name))
      }
      if let identity = entry.identity { channels[index].identity = identity }
      if channels[index].isInverted != entry.isInverted { channels[index].invert() }
    }
    var record = self
    record.channels = ChannelAssumptions.identified(channels)
    return record
  }

  /// Names channels as a reader has said that they are: what is written is to say it too.
  public mutating func takeToldNames() {
    for index in channels.indices where channels[index].identity.certainty == .told {
      channels[index].name = channels[index].identity.title ?? channels[index].name
    }
  }

  /// What readers have said of the record's channels.
  public var channelMap: ChannelMap {
    ChannelMap(
      channels.enumerated().compactMap { index, channel in
        let told = channel.identity.certainty == .told ? channel.identity : nil
        guard told != nil || channel.isInverted else { return nil }
        return ChannelMap.Entry(
          channel: ChannelMap.selector(of: index, in: channels), identity: told,
          isInverted: channel.isInverted)
      })
  }

  /// What was assumed of channels that do not say which lead they are, in a sentence; nil where
  /// nothing was.
  public var leadAssumption: String? {
    let assumed = channels.enumerated().filter { channel in
      channel.element.identity.certainty == .assumed && channel.element.identity.lead != nil
    }
    guard let first = assumed.first else { return nil }
    let guesses = assumed.map { index, channel in
      "\(channel.name.isEmpty ? "#\(index + 1)" : quoted(channel.name)) as "
        + (channel.identity.lead ?? "a lead")
    }
    let example = ChannelMap.selector(of: first.offset, in: channels)
    return
      "leads are assumed: \(guesses.joined(separator: ", ")); --map \(quoted(example))=LEAD says "
      + "otherwise"
  }
}

extension StringProtocol {
  /// Without white space around it.
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    let end = start.lastIndex { !$0.isWhitespace }
    return end.map { String(start[...$0]) } ?? ""
  }
}
