import Annotations
import SignalProcessing

/// What a measured beat is one of: medians are of beats of one kind in one rhythm.
public struct MeasureKind: Sendable, Hashable {
  /// Its label; for a detected beat a letter for the shape of its complex, `A` for the commonest.
  public var name: String
  /// The name of the rhythm that is marked; nil where none is.
  public var rhythm: String?

  /// A kind.
  public init(name: String, rhythm: String? = nil) { (self.name, self.rhythm) = (name, rhythm) }

  /// `38 N, Sinus rhythm`
  public func title(count: Int) -> String {
    let beats = "\(count) " + (!name.isEmpty ? name : count == 1 ? "beat" : "beats")
    return rhythm.map { "\(beats), \(Vocabulary.rhythm(named: $0).title)" } ?? beats
  }
}

extension RecordBeats {
  /// The kind of a beat by its number.
  public func kind(_ index: Int, frameRateHz: Double) -> MeasureKind {
    let rhythm = rhythms?.rhythm(at: Int((times[index] * frameRateHz).rounded()))?.name
    if let symbols { return MeasureKind(name: symbols[index], rhythm: rhythm) }
    let family = families.indices.contains(index) ? families[index] : nil
    return MeasureKind(name: family.map(FamilySet.letter) ?? "", rhythm: rhythm)
  }
}
