/// Parts of paths. Foundation's `NSString.deletingLastPathComponent` traps on names of one
/// character on Linux, and a record may be called `f`.
extension String {
  /// The folder of a path: empty for the current one, `/` for the root.
  public var folderPath: String {
    guard let slash = lastIndex(of: "/") else { return "" }
    return slash == startIndex ? "/" : String(self[..<slash])
  }

  /// The last part of a path.
  public var fileName: String {
    lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self
  }

  /// What follows the last point of the last part; empty where there is none.
  public var fileExtension: String {
    let name = fileName
    guard let point = name.lastIndex(of: "."), point != name.startIndex else { return "" }
    return String(name[name.index(after: point)...])
  }

  /// The path without its extension.
  public var withoutExtension: String {
    fileExtension.isEmpty ? self : String(dropLast(fileExtension.count + 1))
  }

  /// The path without `.hea`, where it ends so, in small letters or capitals.
  public var withoutHeaderExtension: String {
    fileExtension.lowercased() == "hea" ? withoutExtension : self
  }

  /// The path without `.gz`, where it ends so.
  public var withoutCompression: String {
    fileExtension.lowercased() == "gz" ? withoutExtension : self
  }

  /// What the names of all files of a record begin with: its main file's path without compression
  /// and ending. What is a number, as in `1.2.840.10008`, is no ending.
  public var recordStem: String {
    let path = withoutCompression
    return path.fileExtension.allSatisfy { $0.isNumber } ? path : path.withoutExtension
  }

  /// The path of something in this folder; an empty folder is the current one.
  public func appendingPath(_ name: String) -> String {
    if isEmpty || name.hasPrefix("/") { return name }
    return hasSuffix("/") ? self + name : self + "/" + name
  }
}
