import Foundation

/// Where a strip that is written by a key goes.
enum StripFile {
  /// A name that no file has: nothing is written over.
  static func freePath(_ name: String, at seconds: Double) -> String {
    let stem = "\(name)-\(Int(seconds.rounded()))s"
    var path = stem + ".pdf"
    var count = 2
    while FileManager.default.fileExists(atPath: path) {
      path = "\(stem)-\(count).pdf"
      count += 1
    }
    return path
  }
}
