/// A mark that rhythms and noise follow from, on the record's frames.
struct RhythmEvent {
  enum Kind: Equatable {
    case marker(String)
    /// `mechanism` is nil for beats outside a tachycardia.
    case beat(mechanism: String?)
    case quality(subtype: Int8)
  }

  /// Clamped to the record.
  var frame: Int
  var kind: Kind

  /// The events among marks, in the order of time.
  static func events(
    _ marks: some Sequence<Mark>, timeLine: TimeLine, frames: RecordFrames
  ) -> [RhythmEvent] {
    let scale = frames.rateHz / timeLine.ticksPerSecond
    let events: [RhythmEvent] = marks.withSpansAsInstants().compactMap { mark in
      guard let kind = kind(mark) else { return nil }
      let frame = (Double(mark.start) * scale).rounded()
      return RhythmEvent(frame: Int(max(0, min(frame, Double(frames.count)))), kind: kind)
    }
    // Equal times keep the order that they came in.
    return events.enumerated()
      .sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
      .map(\.element)
  }

  private static func kind(_ mark: Mark) -> Kind? {
    switch mark.label.meaning.kind {
    case .rhythm: mark.label.rhythmName.map { .marker($0) }
    case .quality where mark.label.symbol == Vocabulary.qualitySymbol:
      .quality(subtype: mark.fields?.subtype ?? 0)
    case .beat: .beat(mechanism: mechanism(mark.label))
    case .quality, .waveformPoint, .event, .note, .unknown: nil
    }
  }

  /// The mechanism of a tachycardia's beat.
  private static func mechanism(_ label: Label) -> String? {
    guard label.symbol == Vocabulary.tachycardiaSymbol, !label.text.isEmpty else { return nil }
    return Vocabulary.rhythm(named: label.text).mechanism
  }
}
