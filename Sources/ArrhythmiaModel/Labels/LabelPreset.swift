public import Annotations

/// A set of classes, and what of a recording belongs to each.
public enum LabelPreset: String, Sendable, CaseIterable {
  /// Eight rhythms.
  case g8
  /// Six rhythms, of which each child may have any.
  case g6
  /// All rhythms that beats are grouped into, the rare ones too.
  case g11
  /// Atrial fibrillation and flutter as one, against sinus rhythm.
  case af
  /// Beats by ANSI/AAMI EC57.
  case aami

  /// The classes' names, in the order of the model's outputs.
  public var classes: [String] {
    switch self {
    case .g8: Self.eight.map(\.rawValue)
    case .g6: Self.six.map(\.rawValue)
    case .g11: RhythmGroup.allCases.map(\.rawValue)
    case .af: ["SINUS", "AF"]
    case .aami: BeatClass.allCases.map(\.rawValue)
    }
  }

  /// Whether windows are centred on a beat, and their class is the beat's.
  public var isBeatCentred: Bool { self == .aami }

  /// The number of a rhythm's class; nil for rhythms outside the set, which can only be unknown.
  public func label(of group: RhythmGroup) -> Int? {
    switch self {
    case .g8: Self.eight.firstIndex(of: group)
    case .g6: Self.six.firstIndex(of: group)
    case .g11: RhythmGroup.allCases.firstIndex(of: group)
    case .af:
      switch group {
      case .sinus: 0
      case .afib, .flutter: 1
      default: nil
      }
    case .aami: nil
    }
  }

  private static let eight: [RhythmGroup] = [
    .sinus, .preexcited, .rightBundle, .avrt, .avnrt, .vt, .afib, .paced,
  ]
  private static let six: [RhythmGroup] = [.sinus, .preexcited, .avrt, .avnrt, .vt, .paced]
}
