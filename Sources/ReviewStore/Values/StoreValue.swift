/// A value in a table of the store.
enum StoreValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case bytes([UInt8])
}

/// What may stand in a table of the store.
protocol StoreStorable {
  var stored: StoreValue { get }

  /// Nil where another kind of value is stored.
  init?(stored: StoreValue)
}

extension Int64: StoreStorable {
  var stored: StoreValue { .integer(self) }

  init?(stored: StoreValue) {
    guard case .integer(let value) = stored else { return nil }
    self = value
  }
}

extension Int: StoreStorable {
  var stored: StoreValue { .integer(Int64(self)) }

  init?(stored: StoreValue) {
    guard case .integer(let value) = stored else { return nil }
    self = Int(value)
  }
}

extension Double: StoreStorable {
  var stored: StoreValue { .real(self) }

  init?(stored: StoreValue) {
    switch stored {
    case .real(let value): self = value
    case .integer(let value): self = Double(value)
    case .null, .text, .bytes: return nil
    }
  }
}

extension String: StoreStorable {
  var stored: StoreValue { .text(self) }

  init?(stored: StoreValue) {
    guard case .text(let value) = stored else { return nil }
    self = value
  }
}

extension [UInt8]: StoreStorable {
  var stored: StoreValue { .bytes(self) }

  init?(stored: StoreValue) {
    guard case .bytes(let value) = stored else { return nil }
    self = value
  }
}

extension Optional: StoreStorable where Wrapped: StoreStorable {
  var stored: StoreValue { self?.stored ?? .null }

  init?(stored: StoreValue) {
    if stored == .null {
      self = .none
    } else if let value = Wrapped(stored: stored) {
      self = value
    } else {
      return nil
    }
  }
}

extension StoreValue: StoreStorable {
  var stored: StoreValue { self }

  init?(stored: StoreValue) { self = stored }
}

/// A row that a statement found.
struct StoreRow: Sendable, Equatable {
  let values: [StoreValue]

  /// A column's value. Throws `DamagedBytes` where it is of another kind.
  subscript<Value: StoreStorable>(place: Int) -> Value {
    get throws {
      guard values.indices.contains(place), let value = Value(stored: values[place]) else {
        throw ByteReader.DamagedBytes()
      }
      return value
    }
  }
}
