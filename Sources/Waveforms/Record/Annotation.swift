/// What an annotation says, as the number that WFDB files store: 1...49 are in use.
public struct AnnotationCode: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let normalBeat = AnnotationCode(rawValue: 1)
  public static let signalQuality = AnnotationCode(rawValue: 14)
  public static let note = AnnotationCode(rawValue: 22)
  public static let rhythm = AnnotationCode(rawValue: 28)
}

/// One mark on a record's time line.
public struct Annotation: Sendable, Equatable {
  /// Position in ticks of the annotation file: frames of the record, unless the file gives a
  /// resolution of its own. May be negative after a backward skip.
  public var time: Int
  public var code: AnnotationCode
  public var subtype: Int8
  /// The channel that it belongs to, where the annotator says so; 0 otherwise.
  public var channel: UInt8
  public var number: Int8
  /// The auxiliary text, as bytes: files hold other encodings than UTF-8.
  public var aux: [UInt8]
  /// Length in seconds; EDF+ only.
  public var durationSeconds: Double?

  public init(
    time: Int, code: AnnotationCode, subtype: Int8 = 0, channel: UInt8 = 0, number: Int8 = 0,
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

  /// The auxiliary text without trailing NUL bytes; bytes that are not UTF-8 are replaced.
  public var text: String {
    let end = aux.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    return String(decoding: aux[..<end], as: UTF8.self)
  }
}

/// The annotations of one annotator on one record.
public struct AnnotationSet: Sendable, Equatable {
  /// The annotator's name: the file extension, `atr` for reference annotations.
  public var annotator: String
  /// In the order of the file.
  public var annotations: [Annotation]
  /// Types that the file itself defines, beside or instead of the standard ones.
  public var definitions: [AnnotationDefinition]
  /// Ticks per second, where the file gives them; nil means the record's frame rate.
  public var timeResolutionHz: Double?
  /// Remarks at the head of the file, such as the command that made it, as bytes. WFDB's readers
  /// take every note at time 0 that comes before all else for such a remark, not for a mark.
  public var headNotes: [[UInt8]]
  /// What is wrong with the file, where it could be read all the same.
  public var warnings: [String]

  public init(
    annotator: String, annotations: [Annotation], definitions: [AnnotationDefinition] = [],
    timeResolutionHz: Double? = nil, headNotes: [[UInt8]] = [], warnings: [String] = []
  ) {
    self.annotator = annotator
    self.annotations = annotations
    self.definitions = definitions
    self.timeResolutionHz = timeResolutionHz
    self.headNotes = headNotes
    self.warnings = warnings
  }

  /// The mnemonic of a type: `N`, `V`, `+`, or what the file defines.
  public func symbol(_ code: AnnotationCode) -> String {
    definitions.last { $0.code == code }?.symbol
      ?? AnnotationDefinition.standard(code)?.symbol ?? "[\(code.rawValue)]"
  }

  /// Seconds from the record's start.
  public func seconds(_ annotation: Annotation, frameRateHz: Double) -> Double {
    Double(annotation.time) / (timeResolutionHz ?? frameRateHz)
  }
}

/// The meaning of an annotation code.
public struct AnnotationDefinition: Sendable, Equatable {
  public var code: AnnotationCode
  /// The mnemonic, at most a few characters.
  public var symbol: String
  public var description: String
  public init(code: AnnotationCode, symbol: String, description: String) {
    self.code = code
    self.symbol = symbol
    self.description = description
  }
}
