/// An annotation that rhythms and noise follow from, on the record's time line.
struct RhythmEvent {
  enum Kind: Equatable {
    case marker(String)
    /// `mechanism` is nil for beats outside a tachycardia.
    case beat(mechanism: String?)
    case quality(Int8)
  }

  /// Clamped to the record.
  var frame: Int
  var kind: Kind

  /// The events of an annotation set in the order of time.
  static func events(
    _ set: AnnotationSet, frameCount: Int, frameRateHz: Double
  ) -> [RhythmEvent] {
    let symbols = (0...UInt8.max).map { set.symbol(AnnotationCode(rawValue: $0)) }
    let scale = set.timeResolutionHz.map { frameRateHz / $0 } ?? 1
    let events: [RhythmEvent] = set.annotations.compactMap { annotation in
      let symbol = symbols[Int(annotation.code.rawValue)]
      guard let kind = kind(annotation, symbol: symbol) else { return nil }
      let frame = (Double(annotation.time) * scale).rounded()
      return RhythmEvent(frame: Int(max(0, min(frame, Double(frameCount)))), kind: kind)
    }
    // Equal times keep the order of the file.
    return events.enumerated()
      .sorted { ($0.element.frame, $0.offset) < ($1.element.frame, $1.offset) }
      .map(\.element)
  }

  private static func kind(_ annotation: Annotation, symbol: String) -> Kind? {
    switch symbol {
    case "+":
      let text = annotation.text
      guard text.first == "(", text.count > 1 else { return nil }
      return .marker(String(text.dropFirst()))
    case "~":
      return .quality(annotation.subtype)
    case "X":
      return .beat(mechanism: mechanism(annotation.text))
    default:
      // Only whether it is a beat matters here, and that does not depend on the text.
      return BeatGroup(symbol: symbol).isBeat ? .beat(mechanism: nil) : nil
    }
  }

  /// The mechanism of a tachycardia beat: aberrated beats and those with a block share it.
  private static func mechanism(_ aux: String) -> String? {
    let name = aux.prefix { $0 != "+" }.uppercased()
    return name.isEmpty ? nil : name
  }
}
