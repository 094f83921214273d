import Foundation

/// Files that were once read wrongly, beside a checkout, where there are any.
enum SharedBugs {
  static let folder = SharedRecords.folder.replacingOccurrences(of: "/records", with: "/bugs")

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder) }

  static let skipReason = "needs ../shared/bugs"

  static func path(_ name: String) -> String { folder + "/" + name }
}
