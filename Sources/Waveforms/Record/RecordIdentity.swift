/// What a record is, wherever it lies: the digest of what its files hold.
public struct RecordIdentity: Hashable, Sendable {
  /// SHA-256 in hexadecimal digits.
  public let digest: String

  public init(digest: String) { self.digest = digest }
}
