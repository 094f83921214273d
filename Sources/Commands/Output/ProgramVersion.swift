/// The program's version, as `--version` and what it draws say it.
enum ProgramVersion {
  static let text = "0.1.0"
}
