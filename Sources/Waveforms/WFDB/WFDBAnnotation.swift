/// What an annotation says, as the number that WFDB files store: 1...49 are in use.
public struct WFDBAnnotationCode: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let normalBeat = WFDBAnnotationCode(rawValue: 1)
  public static let signalQuality = WFDBAnnotationCode(rawValue: 14)
  public static let note = WFDBAnnotationCode(rawValue: 22)
  public static let rhythm = WFDBAnnotationCode(rawValue: 28)
}

/// One annotation as files hold it, WFDB and EDF+ alike. A `Mark` is what it is made into.
public struct WFDBAnnotation: Sendable, Equatable {
  /// Position in ticks of the annotation file: frames of the record, unless the file gives a
  /// resolution of its own. May be negative after a backward skip.
  public var time: Int
  public var code: WFDBAnnotationCode
  public var subtype: Int8
  /// The channel that it belongs to, where the annotator says so; 0 otherwise.
  public var channel: UInt8
  public var number: Int8
  /// The auxiliary text, as bytes: files hold other encodings than UTF-8.
  public var aux: [UInt8]
  /// Length in seconds. In WFDB files, which have none, a note's text ends with it.
  public var durationSeconds: Double?

  public init(
    time: Int, code: WFDBAnnotationCode, subtype: Int8 = 0, channel: UInt8 = 0, number: Int8 = 0,
    aux: [UInt8] = [], durationSeconds: Double? = nil
  ) {
    self.time = time
    self.code = code
    self.subtype = subtype
    self.channel = channel
    self.number = number
    self.aux = aux
    self.durationSeconds = durationSeconds
  }

  /// The auxiliary text without trailing NUL bytes; what is not UTF-8 is read as ISO Latin 1.
  public var text: String { Self.text(aux) }

  static func text(_ aux: [UInt8]) -> String {
    let end = aux.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    return FileText.decode(aux[..<end])
  }
}

/// The meaning of an annotation code.
public struct WFDBAnnotationDefinition: Sendable, Equatable {
  public var code: WFDBAnnotationCode
  /// The mnemonic, at most a few characters.
  public var symbol: String
  public var description: String
  public init(code: WFDBAnnotationCode, symbol: String, description: String) {
    self.code = code
    self.symbol = symbol
    self.description = description
  }
}
