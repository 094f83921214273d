import Annotations
import SignalProcessing
import Waveforms

extension RecordReview {
  /// The kind of a beat that is measured.
  public func kind(of beat: Double) -> BeatKind {
    let frame = Int((beat * record.frameRateHz).rounded())
    let episode = document.rhythms?.rhythm(at: frame)
    return BeatKind(
      name: kindName(of: beat), rhythm: episode?.name, rhythmStart: episode?.frames.lowerBound)
  }

  private func kindName(of beat: Double) -> String {
    guard !isAnnotated else {
      return document.marks(from: beat, to: beat.nextUp).first(where: \.isBeat)?.symbol ?? ""
    }
    if let label = document.beatMark(near: beat, reach: BeatAlignment.windowSeconds) {
      return label.symbol
    }
    guard let families, let place = families.place(of: beat) else { return "" }
    return FamilySet.letter(of: families.set.numbers[place])
  }
}
