import Foundation

/// Reads the beats that lie beside an ISHNE recording, in a file with the ending `ann`.
///
/// A header as that of the recording, the sample of a first beat that has no label, then for each
/// beat its label, a byte for the writer's own use, and the samples since the beat before. Source:
/// "ISHNE Annotation File Format" of the Telemetric and Holter ECG Warehouse (THEW).
enum ISHNEAnnotations {
  /// Whether a file's bytes are such annotations. Some writers give them the mark of a recording;
  /// that is believed of a file with the usual ending alone.
  static func begins(_ bytes: [UInt8], annotator: String) -> Bool {
    bytes.starts(with: ISHNEHeader.annotationMark)
      || annotator.lowercased() == "ann" && bytes.starts(with: ISHNEHeader.recordMark)
  }

  static func parse(
    _ bytes: [UInt8], annotator: String, file: String
  ) throws(WFDBError) -> AnnotationSet {
    let data = Data(bytes)
    guard let header = ISHNEHeader(data), let first = ByteReader(data).uint32(header.byteCount)
    else {
      throw .notAnnotations(
        file: file, offset: 0, expected: "an ISHNE header and the sample of the first beat",
        found: "a file of \(bytes.count) bytes")
    }
    let rate = header.samplingRateHz
    var set = AnnotationSet(
      annotator: annotator, annotations: [], timeResolutionHz: rate > 0 ? Double(rate) : nil,
      warnings: [header.checksumWarning].compactMap { $0 })
    readBeats(ByteReader(data), from: header.byteCount + 4, time: Int(first), into: &set)
    return set
  }

  private static func readBeats(
    _ reader: ByteReader, from start: Int, time first: Int, into set: inout AnnotationSet
  ) {
    var time = first
    var place = start
    while let label = reader.byte(place), let own = reader.byte(place + 1),
      let interval = reader.uint16(place + 2)
    {
      place += 4
      time += Int(interval)
      if label != timeout { set.annotations.append(annotation(label, own, time)) }
    }
    if place < reader.count {
      set.warnings.append(
        "Expected beats of 4 bytes each, found \(reader.count - place) bytes more at the end")
    }
  }

  /// Not a beat, but an interval longer than 16 bits hold: it moves the time alone.
  private static let timeout = UInt8(ascii: "!")

  private static func annotation(_ label: UInt8, _ own: UInt8, _ time: Int) -> WFDBAnnotation {
    let subtype = Int8(bitPattern: own)
    if let symbol = symbols[label], let code = WFDBAnnotationDefinition.standardCode(symbol: symbol)
    {
      return WFDBAnnotation(time: time, code: code, subtype: subtype)
    }
    let text = label == UInt8(ascii: "C") ? "calibration pulse" : FileText.field([label])
    return WFDBAnnotation(time: time, code: .note, subtype: subtype, aux: Array(text.utf8))
  }

  /// WFDB's symbols for the labels of beats. Other labels become notes.
  private static let symbols: [UInt8: String] = [
    UInt8(ascii: "N"): "N", UInt8(ascii: "V"): "V", UInt8(ascii: "S"): "S",
    UInt8(ascii: "B"): "B", UInt8(ascii: "P"): "/", UInt8(ascii: "X"): "|",
    UInt8(ascii: "R"): "r", UInt8(ascii: "J"): "J", UInt8(ascii: "F"): "F",
    UInt8(ascii: "A"): "A", UInt8(ascii: "E"): "E", UInt8(ascii: "Q"): "Q",
    UInt8(ascii: "U"): "Q",
  ]
}
