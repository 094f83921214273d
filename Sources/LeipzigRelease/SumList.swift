import Waveforms

/// The lines of a `SHA256SUMS.txt`, as `sha256sum` writes them.
struct SumList: Sendable {
  /// Digests in lower case by file.
  private(set) var sums: [String: String] = [:]
  /// What is wrong with lines that are left out: what was expected, and what was found.
  private(set) var faults: [(line: Int, expected: String, found: String)] = []

  init(_ text: String) {
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated() where !line.allSatisfy(\.isWhitespace)
    {
      guard let (digest, name) = Self.entry(line) else {
        faults.append((index + 1, "64 hexadecimal digits and a file's name", quoted(String(line))))
        continue
      }
      if let known = sums[name], known != digest {
        faults.append((index + 1, "one sum for \(quoted(name))", "another one"))
      } else {
        sums[name] = digest
      }
    }
  }

  private static func entry(_ line: Substring) -> (digest: String, name: String)? {
    let digest = line.prefix { $0.isHexDigit && $0.isASCII }
    let rest = line[digest.endIndex...]
    guard digest.count == 64, rest.first == " " else { return nil }
    // A star marks what sha256sum read as binary.
    var name = rest.drop { $0 == " " || $0 == "*" }
    if name.hasPrefix("./") { name = name.dropFirst(2) }
    // A name that leads out of the folder is no part of the copy.
    guard !name.isEmpty, name.first != "/", !name.split(separator: "/").contains("..") else {
      return nil
    }
    return (digest.lowercased(), String(name))
  }
}
