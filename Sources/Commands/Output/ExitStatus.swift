/// What the shell is told beside 0 and what the command line's grammar gives.
enum ExitStatus {
  /// An input that cannot be used.
  static let badInput: Int32 = 2
}
