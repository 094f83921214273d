import CCrypto
import Foundation

/// SHA-256 as OpenSSL's `EVP_DigestUpdate` computes it, fed piece by piece.
@safe package final class SHA256 {
  private let context: OpaquePointer?

  package init() {
    unsafe context = EVP_MD_CTX_new()
    unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  package func update(_ bytes: some Sequence<UInt8>) {
    let array = Array(bytes)
    unsafe EVP_DigestUpdate(context, array, array.count)
  }

  /// Adds samples as 32-bit little-endian integers.
  func update(_ samples: ArraySlice<Int32>) {
    unsafe samples.withUnsafeBytes {
      unsafe _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count)
    }
  }

  /// The digest's 32 bytes. Nothing can be added any more.
  package func bytes() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe EVP_DigestFinal_ex(context, &digest, nil)
    return digest
  }

  /// The digest as 64 hexadecimal digits. Nothing can be added any more.
  package func hexadecimal() -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

/// Digests of whole files, as `sha256sum` prints them.
public enum FileDigest {
  /// SHA-256 of bytes as 64 hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String {
    let digest = SHA256()
    digest.update(bytes)
    return digest.hexadecimal()
  }

  /// SHA-256 of a file's bytes as 64 hexadecimal digits; reads the file in pieces.
  public static func sha256(path: String) throws(FileError) -> String {
    let digest = SHA256()
    // An empty file cannot be mapped.
    if MappedFile.byteCount(of: path) == 0 { return digest.hexadecimal() }
    let file = try MappedFile(path: path)
    let size = file.presentByteCount
    for start in stride(from: 0, to: size, by: 1 << 20) {
      digest.update(file.bytes[start..<min(start + (1 << 20), size)])
    }
    return digest.hexadecimal()
  }
}
