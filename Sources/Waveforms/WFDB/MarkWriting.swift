import Annotations

/// Turns marks into a file's annotations, one after the other.
struct MarkWriting {
  /// The set so far.
  private(set) var set: AnnotationSet
  private let timeLine: TimeLine
  private var symbols: [String]
  private var codes: [String: UInt8] = [:]

  /// `model` gives name, head and definitions; its annotations are left out.
  init(_ model: AnnotationSet, timeLine: TimeLine) {
    set = model
    set.annotations = []
    self.timeLine = timeLine
    symbols = model.symbols
    for code in (1...49).reversed() { codes[symbols[code]] = UInt8(code) }
  }

  mutating func add(_ mark: Mark) throws(WFDBError) {
    let fields = mark.fields
    set.annotations.append(
      WFDBAnnotation(
        time: mark.start, code: WFDBAnnotationCode(rawValue: try code(mark)),
        subtype: fields?.subtype ?? 0, channel: try channel(mark), number: fields?.number ?? 0,
        aux: aux(mark), durationSeconds: duration(mark)))
  }

  /// The code that the file had, if it still means the mark's symbol, else one that does.
  private mutating func code(_ mark: Mark) throws(WFDBError) -> UInt8 {
    let symbol = mark.label.symbol
    if let code = mark.fields?.code, symbols[Int(code)] == symbol { return code }
    if let code = codes[symbol] { return code }
    let used = Swift.Set(set.definitions.map(\.code.rawValue))
    guard let free = WFDBAnnotationDefinition.userCodes.first(where: { !used.contains($0) }) else {
      throw .annotationNotWritable(
        index: set.annotations.count,
        expected: "a symbol that the file defines, or one of 8 that it may define itself",
        found: "\"\(quoted(symbol))\"")
    }
    set.definitions.append(
      WFDBAnnotationDefinition(
        code: WFDBAnnotationCode(rawValue: free), symbol: symbol,
        description: mark.label.meaning.title))
    symbols[Int(free)] = symbol
    codes[symbol] = free
    return free
  }

  private func channel(_ mark: Mark) throws(WFDBError) -> UInt8 {
    guard let first = mark.channels.first else { return 0 }
    guard mark.channels.count == 1, let channel = UInt8(exactly: first) else {
      throw .annotationNotWritable(
        index: set.annotations.count, expected: "a mark of all channels, or of one from 0 to 255",
        found: "one of \(mark.channels.map(String.init).joined(separator: ", "))")
    }
    return channel
  }

  /// The file's own bytes, if they still read as the mark's text.
  private func aux(_ mark: Mark) -> [UInt8] {
    if let raw = mark.fields?.rawText, WFDBAnnotation.text(raw) == mark.label.text { return raw }
    return Array(mark.label.text.utf8)
  }

  /// The file's own length, if it still is the mark's.
  private func duration(_ mark: Mark) -> Double? {
    let known = mark.fields?.durationSeconds
    if timeLine.ticks(from: mark.start, lastingSeconds: known) == mark.ticks { return known }
    return mark.isInstant
      ? nil : (Double(mark.end) - Double(mark.start)) / timeLine.ticksPerSecond
  }
}
