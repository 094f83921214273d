/// The beginning of a file, by which its format is recognised.
enum FileHead {
  /// Bytes that are looked at.
  static let byteCount = 4096
}
