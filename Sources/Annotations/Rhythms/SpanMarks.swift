/// Spans of rhythms and of noise as files without spans have them: by the marks at their ends.
extension Sequence<Mark> {
  /// The same marks, where there are spans in order of time: each span of a rhythm as two marks,
  /// its own and that of the rhythm that it returns to; each span of noise as its beginning and
  /// end. What a reader said of a span outweighs markers within it.
  ///
  /// The rhythm returned to is that which is in force at the span's end without it; a record in
  /// which nothing else is said returns to `N`, as files without a marker are read.
  public func withSpansAsInstants() -> [Mark] {
    let all = Array(self)
    let isSpan = { (mark: Mark) in
      !mark.isInstant
        && (mark.label.rhythmName != nil || mark.label.symbol == Vocabulary.qualitySymbol)
    }
    guard all.contains(where: isSpan) else { return all }
    let marks = all.sorted { ($0.start, $0.rank) < ($1.start, $1.rank) }
    let rhythms = marks.filter { !$0.isInstant && $0.label.rhythmName != nil }
    let noise = marks.filter { !$0.isInstant && $0.label.symbol == Vocabulary.qualitySymbol }
    let markers = marks.filter { $0.isInstant && $0.label.rhythmName != nil }
    let rest = marks.filter { mark in
      mark.label.rhythmName == nil
        && (mark.isInstant || mark.label.symbol != Vocabulary.qualitySymbol)
    }
    let written =
      rest + RhythmMarkers(markers: markers, spans: rhythms).marks
      + noise.flatMap { NoiseEnds(span: $0, among: marks).marks }
    return written.enumerated()
      .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
      .map(\.element)
  }
}

/// Markers of rhythms that spans lie over.
private struct RhythmMarkers {
  let markers: [Mark]
  let spans: [Mark]

  /// A marker wherever the rhythm in force changes, or a marker says the same again outside of
  /// spans.
  var marks: [Mark] {
    let ends = spans.flatMap { [$0.start, $0.end] }
    let cuts = Set(ends).sorted()
    var found = markers.filter { marker in !spans.contains { covers($0, marker.start) } }
    for cut in cuts {
      let isNamed = found.contains { $0.start == cut }
      let ruling = ruling(at: cut)
      // The end of a span that another one lies over changes nothing.
      if let ruling, ruling.id == self.ruling(at: cut - 1)?.id { continue }
      guard !isNamed, let source = ruling ?? returning(to: cut) else { continue }
      found.append(source)
    }
    return found.sorted { $0.start < $1.start }
  }

  private func covers(_ span: Mark, _ tick: Int) -> Bool { span.start <= tick && tick < span.end }

  /// The span that rules at a tick, as a marker there: the one that began last.
  private func ruling(at tick: Int) -> Mark? {
    spans.last { covers($0, tick) }.map { marker(of: $0, at: tick) }
  }

  /// What a span that ends at a tick returns to.
  private func returning(to tick: Int) -> Mark? {
    guard let ended = spans.last(where: { $0.end == tick }) else { return nil }
    if let before = markers.last(where: { $0.start <= tick }) {
      return marker(of: before, at: tick)
    }
    var plain = marker(of: ended, at: tick)
    plain.label = Label(symbol: Vocabulary.rhythmSymbol, text: "(N")
    return plain
  }

  private func marker(of mark: Mark, at tick: Int) -> Mark {
    var marker = mark
    marker.ticks = tick..<tick
    return marker
  }
}

/// The two marks of a span of noise.
private struct NoiseEnds {
  let span: Mark
  let among: [Mark]

  /// Files either pair plain marks, or say by a subtype of -1 that the signal cannot be read from
  /// here on.
  var marks: [Mark] {
    let hasSubtypes = among.contains {
      $0.label.symbol == Vocabulary.qualitySymbol && ($0.fields?.subtype ?? 0) != 0
    }
    return [end(at: span.start, subtype: hasSubtypes ? -1 : 0), end(at: span.end, subtype: 0)]
  }

  private func end(at tick: Int, subtype: Int8) -> Mark {
    var mark = span
    mark.ticks = tick..<tick
    // The code of a change of signal quality.
    mark.fields = FormatFields(code: 14, subtype: subtype)
    return mark
  }
}
