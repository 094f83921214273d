/// What a label means: one row of the vocabulary.
public struct LabelMeaning: Sendable, Equatable {
  public let kind: LabelKind
  /// The group that beats are shown and filtered by; `nonBeat` for all else.
  public let group: BeatGroup
  /// What a beat says of the rhythm around it; `unknown` for what is no beat.
  public let role: BeatRole
  /// Which of several labels in one place stands for all of them: the greatest. 0...6.
  public let gravity: Int
  /// A few words, for a reader.
  public let title: String

  /// The class by ANSI/AAMI EC57; nil for what is no beat. Labels of one group are of one class.
  public var beatClass: BeatClass? { group.beatClass }

  public var isBeat: Bool { kind == .beat }
}
