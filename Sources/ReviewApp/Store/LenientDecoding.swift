import Foundation

extension KeyedDecodingContainer {
  /// The value of a key; nil where there is none of this type.
  func known<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
    // What another version means by the field cannot be known, and need not be.
    (try? decodeIfPresent(type, forKey: key)).flatMap { $0 }
  }
}

/// An element of a list or a table that is left out where it is not what was expected.
struct Lenient<Value: Codable & Sendable>: Codable, Sendable {
  var value: Value?

  init(_ value: Value) { self.value = value }

  init(from decoder: any Decoder) throws { value = try? Value(from: decoder) }

  func encode(to encoder: any Encoder) throws { try value?.encode(to: encoder) }
}
