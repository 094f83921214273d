/// What the list of records is ordered by.
public enum RecordSort: String, Sendable, CaseIterable {
  case name, length, channels, marks, uncertainty, review, lastOpened

  /// The name on the screen.
  var title: String {
    switch self {
    case .name: "name"
    case .length: "length"
    case .channels: "channels"
    case .marks: "marks"
    case .uncertainty: "uncertainty"
    case .review: "read"
    case .lastOpened: "last opened"
    }
  }

  /// Whether the largest values are the ones looked for.
  var beginsDescending: Bool { [.marks, .uncertainty, .lastOpened].contains(self) }

  var next: RecordSort {
    let all = Self.allCases
    guard let place = all.firstIndex(of: self) else { return .name }
    return all[(place + 1) % all.count]
  }
}

/// Orders records; those of which nothing is known come last in either direction, and equal ones
/// keep the order of their names.
struct RecordOrder {
  let sort: RecordSort
  let isDescending: Bool
  let value: (Int) -> Double?

  func ordered(_ indices: [Int]) -> [Int] {
    if sort == .name { return isDescending ? indices.reversed() : indices }
    let keyed = indices.map { (index: $0, value: value($0)) }
    return keyed.sorted { precedes($0, $1) }.map(\.index)
  }

  private func precedes(
    _ first: (index: Int, value: Double?), _ second: (index: Int, value: Double?)
  ) -> Bool {
    switch (first.value, second.value) {
    case (let a?, let b?) where a != b: isDescending ? a > b : a < b
    case (_?, nil): true
    case (nil, _?): false
    default: first.index < second.index
    }
  }
}

extension RecordsState {
  /// The order, as it is remembered.
  var sorting: GlobalSession {
    GlobalSession(sort: sort.rawValue, sortsDescending: isDescending)
  }
}
