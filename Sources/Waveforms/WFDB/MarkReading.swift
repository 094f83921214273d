import Annotations

/// Turns a file's annotations into marks, one after the other.
struct MarkReading {
  private let timeLine: TimeLine
  private let annotator: String
  private let symbols: [String]
  private var identities = FileMarkIdentities()
  /// How many marks there were at each tick.
  private var ranks: [Int: Int] = [:]
  /// Labels that were met: a file says the same few things over and over.
  private var labels: [Word: Label] = [:]

  private struct Word: Hashable {
    var code: UInt8
    var aux: [UInt8]
  }

  init(_ set: AnnotationSet, timeLine: TimeLine) {
    self.timeLine = timeLine
    annotator = set.annotator
    symbols = set.symbols
  }

  mutating func mark(_ annotation: WFDBAnnotation) -> Mark {
    let label = label(annotation)
    let ticks = timeLine.ticks(from: annotation.time, lastingSeconds: annotation.durationSeconds)
    // Channel 0 is what most annotators write for all channels.
    let channels = annotation.channel == 0 ? [] : [Int(annotation.channel)]
    let fields = FormatFields(
      code: annotation.code.rawValue, subtype: annotation.subtype, number: annotation.number,
      rawText: label.text.utf8.elementsEqual(annotation.aux) ? nil : annotation.aux,
      durationSeconds: annotation.durationSeconds)
    let id = identities.next(
      ticks: ticks, label: label, channels: channels, annotator: annotator, fields: fields)
    let rank = ranks[annotation.time, default: 0]
    ranks[annotation.time] = rank + 1
    return Mark(
      id: id, ticks: ticks, rank: rank, label: label, channels: channels,
      provenance: .file(annotator: annotator), fields: fields)
  }

  private mutating func label(_ annotation: WFDBAnnotation) -> Label {
    let word = Word(code: annotation.code.rawValue, aux: annotation.aux)
    if let known = labels[word] { return known }
    let label = Label(symbol: symbols[Int(annotation.code.rawValue)], text: annotation.text)
    labels[word] = label
    return label
  }
}

extension TimeLine {
  /// The ticks from `start` on over a length in seconds; an instant where there is no length.
  func ticks(from start: Int, lastingSeconds seconds: Double?) -> Range<Int> {
    guard let seconds, let length = Int(exactly: (seconds * ticksPerSecond).rounded()), length > 0
    else { return start..<start }
    let (end, isBeyond) = start.addingReportingOverflow(length)
    return start..<(isBeyond ? Int.max : end)
  }
}
