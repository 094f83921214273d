import Foundation

/// Writes WFDB annotation files in the MIT format; see annot(5).
public enum WFDBAnnotationWriter {
  /// Writes annotations to a file: beside it first, then in its place at once.
  ///
  /// Annotations are sorted by time, then number, then channel, as the format asks. The duration of
  /// a note stands at the end of its text, ` [duration 10 s]`: the format has none.
  public static func write(_ set: AnnotationSet, path: String) throws(WFDBError) {
    let bytes = try encode(set)
    try WFDBError.of { () throws(FileError) in try AtomicFile.write(bytes, path: path) }
  }

  /// The content of an annotation file.
  public static func encode(_ set: AnnotationSet) throws(WFDBError) -> [UInt8] {
    var encoder = AnnotationEncoder()
    let order = set.fileOrder
    try encoder.table(set, first: order.first.map { set.annotations[$0] })
    for index in order { try encoder.add(set.annotations[index], index: index) }
    encoder.word(code: 0, data: 0)
    return encoder.bytes
  }
}

extension AnnotationSet {
  /// The numbers of the annotations in the order in which a file holds them: by time, then
  /// number, then channel, and as they are where all three are equal.
  public var fileOrder: [Int] {
    annotations.indices.sorted {
      let (a, b) = (annotations[$0], annotations[$1])
      return (a.time, a.number, a.channel, $0) < (b.time, b.number, b.channel, $1)
    }
  }
}

private struct AnnotationEncoder {
  var bytes: [UInt8] = []
  private var time = 0
  private var channel: UInt8 = 0
  private var number: Int8 = 0

  mutating func table(_ set: AnnotationSet, first: WFDBAnnotation?) throws(WFDBError) {
    if let rate = set.timeResolutionHz {
      let whole = rate == rate.rounded() && rate < 1e15
      try note("## time resolution: \(whole ? String(Int(rate)) : "\(rate)")")
    }
    if !set.definitions.isEmpty {
      try note("## annotation type definitions")
      for definition in set.definitions {
        guard (1...49).contains(definition.code.rawValue), !definition.symbol.isEmpty,
          !definition.symbol.contains(where: \.isWhitespace)
        else {
          throw .annotationNotWritable(
            index: 0, expected: "a definition with a code from 1 to 49 and a symbol without spaces",
            found: "\(definition.code.rawValue) \"\(quoted(definition.symbol))\"")
        }
        let text = "\(definition.code.rawValue) \(definition.symbol) \(definition.description)"
        try note(text.trimmingCharacters(in: .whitespaces))
      }
      try note("## end of definitions")
    }
    if !bytes.isEmpty {
      // The library ends the table with a null annotation: one tick back, one forward.
      skip(-1)
      word(code: 0, data: 1)
    }
    for text in set.headNotes {
      try add(WFDBAnnotation(time: 0, code: .note, aux: text), index: 0)
    }
    // Readers would take it for a remark of the file, and the mark would be lost.
    if let first, first.time == 0, first.code == .note, first.subtype == 0 {
      throw .annotationNotWritable(
        index: 0, expected: "a mark other than a plain note to come first at time 0",
        found: "the note \"\(quoted(first.text))\"; give it a time of 1 or a subtype")
    }
  }

  mutating func add(_ annotation: WFDBAnnotation, index: Int) throws(WFDBError) {
    guard (1...49).contains(annotation.code.rawValue) else {
      throw .annotationNotWritable(
        index: index, expected: "a code from 1 to 49", found: "\(annotation.code.rawValue)")
    }
    let aux = annotation.auxWithDuration
    guard aux.count <= 255 else { throw .annotationTooLong(index: index, bytes: aux.count) }
    guard annotation.time.magnitude <= 1 << 50 else {
      throw .annotationNotWritable(
        index: index, expected: "a time below 2^50", found: "\(annotation.time)")
    }
    var step = annotation.time - time
    while step > Int(Int32.max) || step < Int(Int32.min) {
      let part = max(Int(Int32.min), min(Int(Int32.max), step))
      skip(Int32(part))
      step -= part
    }
    if !(0...1023).contains(step) {
      skip(Int32(step))
      step = 0
    }
    word(code: annotation.code.rawValue, data: UInt16(step))
    time = annotation.time
    modifiers(annotation, aux: aux)
  }

  private mutating func modifiers(_ annotation: WFDBAnnotation, aux: [UInt8]) {
    if annotation.subtype != 0 {
      word(code: 61, data: UInt16(UInt8(bitPattern: annotation.subtype)))
    }
    if annotation.channel != channel {
      word(code: 62, data: UInt16(annotation.channel))
      channel = annotation.channel
    }
    if annotation.number != number {
      word(code: 60, data: UInt16(UInt8(bitPattern: annotation.number)))
      number = annotation.number
    }
    if !aux.isEmpty {
      word(code: 63, data: UInt16(aux.count))
      bytes += aux + (aux.count % 2 == 1 ? [0] : [])
    }
  }

  private mutating func note(_ text: String) throws(WFDBError) {
    try add(WFDBAnnotation(time: 0, code: .note, aux: Array(text.utf8)), index: 0)
  }

  mutating func word(code: UInt8, data: UInt16) {
    let word = UInt16(code) << 10 | data
    bytes += [UInt8(truncatingIfNeeded: word), UInt8(word >> 8)]
  }

  private mutating func skip(_ step: Int32) {
    word(code: 59, data: 0)
    let bits = UInt32(bitPattern: step)
    for half in [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)] {
      bytes += [UInt8(truncatingIfNeeded: half), UInt8(half >> 8)]
    }
  }
}
