public import Annotations
public import Waveforms

/// A span of a record of which a reader has said which rhythm it is.
public struct TaughtEpisode: Sendable, Hashable {
  /// From the record's start.
  public var seconds: Range<Double>
  /// The name of its class: that of the rhythm's group where the vocabulary has one, else the name
  /// as it was typed.
  public var label: String

  public init(seconds: Range<Double>, label: String) {
    (self.seconds, self.label) = (seconds, label)
  }

  /// The spans that readers have set themselves: what a copy of a file's annotations says is
  /// nobody's word, and what a model proposed is none.
  ///
  /// A mark without an end lasts to the next mark of a rhythm, whoever set that, or to the record's
  /// end. A span outweighs what files say within it; of two spans that overlap, the later one counts
  /// from where it begins. Two that begin at one place and say different things teach nothing.
  public static func episodes(of marks: MarkIndex, in record: Record) -> [TaughtEpisode] {
    episodes(of: marks, recordSeconds: record.durationSeconds)
  }

  public static func episodes(of marks: MarkIndex, recordSeconds: Double) -> [TaughtEpisode] {
    let rhythms = marks.filter { $0.label.rhythmName != nil }
    let own = rhythms.filter { $0.provenance.reader != nil && !$0.provenance.isProposal }
    let named = own.compactMap { mark -> (mark: Mark, episode: TaughtEpisode)? in
      let next =
        mark.isInstant
        ? rhythms.first { $0.start > mark.start }.map { marks.timeLine.seconds($0.start) } : nil
      let start = max(0, marks.timeLine.seconds(mark.start))
      let last = mark.isInstant ? recordSeconds : marks.timeLine.seconds(mark.end)
      let end = min(recordSeconds, last, next ?? recordSeconds)
      guard start < end, let name = mark.label.rhythmName else { return nil }
      let label = label(name, among: marks, from: start, to: end)
      return (mark, TaughtEpisode(seconds: start..<end, label: label))
    }
    return named.indices.compactMap { place in
      let (mark, episode) = named[place]
      let rivals = named.filter { $0.mark.start == mark.start && $0.mark.id != mark.id }
      if rivals.contains(where: { $0.episode.label != episode.label }) { return nil }
      // What says the same later cuts nothing.
      let cut = named[(place + 1)...].first {
        $0.episode.label != episode.label && $0.mark.start < mark.end
          || $0.mark.start == mark.start
      }
      let end = min(
        episode.seconds.upperBound, cut?.episode.seconds.lowerBound ?? episode.seconds.upperBound)
      guard episode.seconds.lowerBound < end else { return nil }
      return TaughtEpisode(seconds: episode.seconds.lowerBound..<end, label: episode.label)
    }
  }

  /// The class of a rhythm's name; where the name says nothing of the complexes, as `N` does not,
  /// that of most beats there.
  private static func label(
    _ name: String, among marks: MarkIndex, from start: Double, to end: Double
  ) -> String {
    let groups = Vocabulary.rhythm(named: name).groups
    if groups.count == 1, let group = groups.first { return group.rawValue }
    guard !groups.isEmpty else { return className(name) }
    var counts: [RhythmGroup: Int] = [:]
    for mark in marks.marks(from: start, to: end) {
      guard case .rhythm(let group, _) = mark.label.meaning.role, groups.contains(group) else {
        continue
      }
      counts[group, default: 0] += 1
    }
    let commonest = counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
    return (commonest?.key ?? .sinus).rawValue
  }

  /// A name that a reader has typed as one that tables and files can hold: they part classes with
  /// blanks, commas and bars.
  public static func className(_ name: String) -> String {
    String(name.map { $0.isWhitespace || $0 == "," || $0 == "|" ? "-" : $0 }.prefix(24))
  }
}
