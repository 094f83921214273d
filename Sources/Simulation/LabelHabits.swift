/// How the labels of one record differ from what happened: those who label begin a tachycardia a beat
/// or three late, and take a run for what it resembles.
struct LabelHabits: Sendable {
  private var random: SeededGenerator
  private let isCareful: Bool

  /// Those of whoever labels a script's patient; who is careful where the script says nothing else.
  init(of script: PatientScript) {
    random = SeededGenerator(seed: script.seed, stream: 0x630)
    isCareful = !script.laboratory.contains(.labels)
  }

  /// What each beat is labelled as. Draws do not hang on the beats but on the number of runs.
  func labels(_ kinds: [BeatKind]) -> [BeatKind] {
    guard !isCareful else { return kinds }
    var random = random
    var labels = kinds
    var start = 0
    while start < kinds.count {
      let end = kinds[start...].firstIndex { $0 != kinds[start] } ?? kinds.count
      let late = 1 + random.index(weights: [4, 2, 1])
      let (isLate, isMistaken) = (random.chance(0.15), random.chance(0.03))
      let kind = kinds[start]
      if isMistaken, let other = Self.likeness(kind) {
        for beat in start..<end { labels[beat] = other }
      } else if isLate, kind.isTachycardia, start > 0, end - start > late + 2 {
        for beat in start..<start + late { labels[beat] = labels[start - 1] }
      }
      start = end
    }
    return labels
  }

  /// What a run is taken for.
  private static func likeness(_ kind: BeatKind) -> BeatKind? {
    switch kind {
    case .sinus: .preexcited
    case .preexcited: .sinus
    case .rightBundle: .sinus
    case .avrt: .avnrt
    case .avnrt: .avrt
    case .avrtAberrant, .avnrtAberrant: .vt
    case .vt: .rightBundle
    case .atrialPaced: .sinus
    case .afib: .flutter
    default: nil
    }
  }
}
