import Foundation

/// What a family can be split by.
public enum FamilyDifference: Sendable, Equatable {
  /// Form and timing together, as families are made.
  case distance
  /// How early beats come.
  case prematurity
  /// The form in one lead, over the whole window.
  case lead(Int)

  /// A row of numbers for each beat, in which it is to be split.
  func coordinates(_ beats: [Int], forms: BeatForms, space: BeatSpace) -> [[Float]] {
    switch self {
    case .distance: beats.map { space.point($0).numbers }
    case .prematurity: beats.map { [log(forms.timings[$0].prematurity)] }
    case .lead(let lead):
      (0..<forms.leadCount).contains(lead)
        ? beats.map { forms.form(ofBeat: $0, lead: lead) } : beats.map { _ in [] }
    }
  }
}

extension BeatPoint {
  /// The coordinates as a row.
  fileprivate var numbers: [Float] {
    [first, second, third].flatMap { vector in vector.indices.map { vector[$0] } }
  }
}
