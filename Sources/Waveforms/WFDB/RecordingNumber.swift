import Foundation

/// The number that a recording is given when it begins, as a remark in its header: what its files
/// hold tells it from no other before it is over.
struct RecordingNumber: Equatable {
  private static let prefix = "tawara recording "

  /// The header's remark.
  let remark: String

  /// A new one.
  init() { remark = Self.prefix + UUID().uuidString.lowercased() }

  /// The number among a header's remarks; nil where there is none.
  init?(among remarks: [String]) {
    guard let remark = remarks.first(where: { $0.hasPrefix(Self.prefix) }) else { return nil }
    self.remark = remark
  }

  /// The remarks without a number: for whatever is made from a recording, and is not it.
  static func without(_ remarks: [String]) -> [String] {
    remarks.filter { !$0.hasPrefix(prefix) }
  }
}
