/// Evenly spaced samples, of which some may be missing.
///
/// JSON has no number for a missing sample: it is written as null.
public struct SampleSeries: Codable, Sendable, Equatable {
  /// The samples; missing ones are not a number.
  public let values: [Float]

  /// Samples of which those that are not finite count as missing.
  public init(_ values: [Float]) {
    self.values = values.map { $0.isFinite ? $0 : .nan }
  }

  /// Reads an array of numbers and nulls.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.singleValueContainer().decode([Float?].self)
    self.init(values.map { $0 ?? .nan })
  }

  /// Writes an array of numbers and nulls.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values.map { $0.isNaN ? nil : $0 })
  }

  /// Whether both have the same samples, and the same ones missing.
  public static func == (left: SampleSeries, right: SampleSeries) -> Bool {
    left.values.count == right.values.count
      && zip(left.values, right.values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }
}
