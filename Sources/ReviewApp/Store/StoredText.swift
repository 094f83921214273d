/// JSON as it stands in a file, for what this program does not know of it.
indirect enum StoredText: Codable, Sendable, Equatable {
  case null
  case truth(Bool)
  case whole(Int64)
  case number(Double)
  case text(String)
  case list([StoredText])
  case object([String: StoredText])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let truth = try? value.decode(Bool.self) {
      self = .truth(truth)
    } else if let whole = try? value.decode(Int64.self) {
      self = .whole(whole)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([StoredText].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: StoredText].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .truth(let truth): try value.encode(truth)
    case .whole(let whole): try value.encode(whole)
    case .number(let number): try value.encode(number)
    case .text(let text): try value.encode(text)
    case .list(let list): try value.encode(list)
    case .object(let object): try value.encode(object)
    }
  }

  /// What is to be written where `self` is in the file, of which the program understood `known`,
  /// and now wants `wanted` there: what it did not understand stays as it is.
  func keepingUnknown(understood known: StoredText, wanted: StoredText) -> StoredText {
    if known == wanted { return self }
    switch (self, known, wanted) {
    case (.object(let here), .object(let known), .object(var wanted)):
      for (key, value) in here {
        if let understood = known[key], let new = wanted[key] {
          wanted[key] = value.keepingUnknown(understood: understood, wanted: new)
        } else if known[key] == nil, wanted[key] == nil {
          wanted[key] = value
        }
      }
      return .object(wanted)
    case (.list(let here), .list(let known), .list(let wanted)) where here.count == known.count:
      return .list(
        wanted.enumerated().map { place, new in
          // One that is as it was, wherever it stands now, and one that has changed in its place.
          let old = known.firstIndex(of: new) ?? (wanted.count == known.count ? place : nil)
          return old.map { here[$0].keepingUnknown(understood: known[$0], wanted: new) } ?? new
        })
    default: return wanted
    }
  }

  /// Whether what is here has another form than the program reads there, in parts that it knows:
  /// a list where it wants names, or a number.
  func differsInForm(from known: StoredText) -> Bool {
    switch (self, known) {
    case (.object(let here), .object(let known)):
      known.contains { key, value in
        switch (value, here[key]) {
        case (.object, .some(.object)), (.list, .some(.list)), (_, .none): false
        case (.object, .some), (.list, .some): true
        default: false
        }
      }
    case (.list, .list): false
    default: true
    }
  }
}
