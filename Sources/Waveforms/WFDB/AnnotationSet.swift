/// The annotations of one annotator on one record.
public struct AnnotationSet: Sendable, Equatable {
  /// The annotator's name: the file extension, `atr` for reference annotations.
  public var annotator: String
  /// In the order of the file.
  public var annotations: [WFDBAnnotation]
  /// Types that the file itself defines, beside or instead of the standard ones.
  public var definitions: [WFDBAnnotationDefinition]
  /// Ticks per second, where the file gives them; nil means the record's frame rate.
  public var timeResolutionHz: Double?
  /// Remarks at the head of the file, such as the command that made it, as bytes. WFDB's readers
  /// take every note at time 0 that comes before all else for such a remark, not for a mark.
  public var headNotes: [[UInt8]]
  /// What is wrong with the file, where it could be read all the same.
  public var warnings: [String]

  public init(
    annotator: String, annotations: [WFDBAnnotation], definitions: [WFDBAnnotationDefinition] = [],
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
  public func symbol(_ code: WFDBAnnotationCode) -> String {
    definitions.last { $0.code == code }?.symbol
      ?? WFDBAnnotationDefinition.standard(code)?.symbol ?? "[\(code.rawValue)]"
  }

  /// Seconds from the record's start.
  public func seconds(_ annotation: WFDBAnnotation, frameRateHz: Double) -> Double {
    Double(annotation.time) / (timeResolutionHz ?? frameRateHz)
  }
}
