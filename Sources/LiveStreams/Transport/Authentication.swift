import Waveforms

/// The proof that a sender knows the secret: HMAC-SHA-256 (RFC 2104) of the receiver's challenge.
/// The secret itself is never sent; the stream that follows is not encrypted.
enum Authentication {
  /// Bytes of a challenge and of its answer.
  static let size = 32
  private static let block = 64

  static func response(to challenge: [UInt8], secret: [UInt8]) -> [UInt8] {
    var key = secret.count > block ? digest(secret) : secret
    key += Array(repeating: 0, count: block - key.count)
    return digest(key.map { $0 ^ 0x5C } + digest(key.map { $0 ^ 0x36 } + challenge))
  }

  /// Compares in a time that does not tell where the first difference is.
  static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func digest(_ bytes: [UInt8]) -> [UInt8] {
    let digest = SHA256()
    digest.update(bytes)
    return digest.bytes()
  }
}
