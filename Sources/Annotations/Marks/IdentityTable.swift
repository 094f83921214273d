/// Where the mark of each identity stands.
///
/// In parts, so that an edit copies only one of them while another copy of the table is held; a
/// dictionary would be copied whole.
struct IdentityTable: Sendable {
  private static let partCount = 256

  /// Each in order of identity.
  private var parts: [[MarkPlace]] = Array(repeating: [], count: partCount)

  subscript(id: Mark.ID) -> MarkPlace? {
    let part = parts[Self.part(id)]
    let offset = part.lowerBound { $0.id < id }
    guard offset < part.count, part[offset].id == id else { return nil }
    return part[offset]
  }

  /// Notes a place of an identity that has none.
  mutating func insert(_ place: MarkPlace) {
    let number = Self.part(place.id)
    let offset = parts[number].lowerBound { $0.id < place.id }
    parts[number].insert(place, at: offset)
  }

  /// Forgets an identity that has a place.
  mutating func remove(_ id: Mark.ID) {
    let number = Self.part(id)
    let offset = parts[number].lowerBound { $0.id < id }
    parts[number].remove(at: offset)
  }

  private static func part(_ id: Mark.ID) -> Int {
    Int(truncatingIfNeeded: id.rawValue % UInt64(partCount))
  }
}
