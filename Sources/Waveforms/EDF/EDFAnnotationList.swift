/// A time-stamped annotation list, the unit in which EDF+ stores annotations:
/// `+onset[\u{15}duration]\u{14}text\u{14}text...\u{14}\0`.
struct EDFAnnotationList: Equatable {
  /// Onsets and durations beyond this, 30 years, are taken for damage.
  static let maximumSeconds = 1e9
  private static let textEnd: UInt8 = 0x14
  private static let durationMark: UInt8 = 0x15

  /// Seconds from the start time in the header.
  var onset: Double
  var durationSeconds: Double?
  /// As stored, UTF-8 as it should be; the first is empty where the list tells the time of its data
  /// record.
  var texts: [[UInt8]]
  /// Whether a number has a comma for its point.
  var hasComma: Bool

  /// Whether this list tells when its data record begins, if it is the first of the record.
  var tellsRecordTime: Bool { texts.first?.isEmpty ?? false }

  /// Reads one list, without the NUL byte behind it; nil where it is broken.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.last == Self.textEnd, let head = bytes.firstIndex(of: Self.textEnd) else {
      return nil
    }
    let times = bytes[..<head].split(
      separator: Self.durationMark, maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = times.first?.first, first == 0x2B || first == 0x2D,
      let onset = Self.seconds(times[0].dropFirst())
    else { return nil }
    self.onset = first == 0x2D ? -onset : onset
    hasComma = bytes[..<head].contains(0x2C)
    // A mark without a duration behind it says that there is none.
    if times.count == 2, !times[1].isEmpty {
      guard let duration = Self.seconds(times[1]) else { return nil }
      durationSeconds = duration
    }
    // What follows the last mark is the empty rest of the list, not a text.
    texts = bytes[(head + 1)...]
      .split(separator: Self.textEnd, omittingEmptySubsequences: false)
      .dropLast().map(Array.init)
  }

  private static func seconds(_ bytes: ArraySlice<UInt8>) -> Double? {
    let isNumber = bytes.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2C }
    guard !bytes.isEmpty, isNumber,
      let value = EDFText.number(String(decoding: bytes, as: UTF8.self)),
      value <= maximumSeconds
    else { return nil }
    return value
  }

  /// The lists in the bytes of one annotation signal in one data record, nil for a broken one.
  static func lists(in bytes: [UInt8]) -> [EDFAnnotationList?] {
    bytes.split(separator: 0).map { EDFAnnotationList($0) }
  }
}
