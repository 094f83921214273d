import CBuild

/// The program's version.
enum ProgramVersion {
  /// As files and what is drawn say it.
  static let text = "0.1.0"

  /// With the commit that was built, as `--version` says it.
  static var withCommit: String {
    let commit = tawara_commit()
    guard commit != 0 else { return text }
    let digits = String(commit, radix: 16)
    let padded = String(repeating: "0", count: 12 - digits.count) + digits
    return "\(text) (\(padded)\(tawara_is_changed() ? ", changed" : ""))"
  }
}
