/// What a file says of a mark beside what every mark says; kept so that the file can be written
/// again as it was.
public struct FormatFields: Sendable, Hashable {
  /// The number that the file has for the mark's type.
  public var code: UInt8
  public var subtype: Int8
  public var number: Int8
  /// The text as bytes, where the label's text does not give the same ones.
  public var rawText: [UInt8]?
  /// The length in seconds as the file has it.
  public var durationSeconds: Double?

  public init(
    code: UInt8, subtype: Int8 = 0, number: Int8 = 0, rawText: [UInt8]? = nil,
    durationSeconds: Double? = nil
  ) {
    self.code = code
    self.subtype = subtype
    self.number = number
    self.rawText = rawText
    self.durationSeconds = durationSeconds
  }
}
