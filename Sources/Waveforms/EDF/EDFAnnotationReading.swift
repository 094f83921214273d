import Foundation

/// What the annotation signals of a file hold, read in one pass over their bytes alone.
struct EDFAnnotationReading {
  /// Data records named one by one in warnings; the others are counted.
  private static let namedRecords = 5

  /// For each data record, its onset in seconds from the header's start time, where it tells it.
  var recordOnsets: [Double?] = []
  /// All lists, in the order of the file.
  var lists: [EDFAnnotationList] = []
  var warnings: [String] = []
  private var brokenCount = 0
  private var commaCount = 0
  private var latinCount = 0

  /// Reads the annotations of `records` data records; the last of them may be incomplete.
  init(_ data: Data, header: EDFHeader, records: Int) {
    let signals = header.annotationSignals
    guard !signals.isEmpty else { return }
    recordOnsets.reserveCapacity(records)
    for record in 0..<records {
      recordOnsets.append(nil)
      for (index, signal) in signals.enumerated() {
        let start = header.byteCount + record * header.recordBytes + signal.offset
        let end = min(start + signal.samplesPerRecord * header.sampleWidth, data.count)
        guard start < end else { continue }
        read([UInt8](data[start..<end]), record: record, tellsTime: index == 0)
      }
    }
    if brokenCount > Self.namedRecords {
      warnings.append(
        "Annotations: \(brokenCount - Self.namedRecords) more broken annotations were left out")
    }
    if commaCount > 0 {
      warnings.append(
        "Annotations: expected times with a decimal point, found a comma in \(commaCount); they are "
          + "read as if it were one")
    }
    if latinCount > 0 {
      warnings.append(
        "Annotations: expected texts in UTF-8, found \(latinCount) that are not; they are read as "
          + "ISO Latin 1")
    }
    // Without channels, nothing depends on where a data record lies.
    if header.continuity != .plain, !header.ordinary.isEmpty { reportMissingOnsets() }
  }

  private mutating func read(_ bytes: [UInt8], record: Int, tellsTime: Bool) {
    for (position, list) in EDFAnnotationList.lists(in: bytes).enumerated() {
      guard var list else {
        brokenCount += 1
        if brokenCount <= Self.namedRecords {
          warnings.append(
            "Data record \(record + 1), annotation \(position + 1): expected an onset, marks and "
              + "texts, found something else; it was left out")
        }
        continue
      }
      if list.hasComma { commaCount += 1 }
      for index in list.texts.indices
      where String(validating: list.texts[index], as: UTF8.self) == nil {
        latinCount += 1
        list.texts[index] = Array(FileText.decode(list.texts[index]).utf8)
      }
      if tellsTime, position == 0, list.tellsRecordTime { recordOnsets[record] = list.onset }
      if list.texts.contains(where: { !$0.isEmpty }) { lists.append(list) }
    }
  }

  private mutating func reportMissingOnsets() {
    let missing = recordOnsets.indices.filter { recordOnsets[$0] == nil }
    guard let first = missing.first else { return }
    warnings.append(
      "Expected the onset of each data record in its first annotation, found none in "
        + "\(missing.count) of \(recordOnsets.count), the first being data record \(first + 1); "
        + "each is taken to follow the one before it")
  }

  /// The annotations on the record's own time line, sorted by time.
  ///
  /// `origin` is the onset of the first sample, in seconds from the header's start time.
  func annotationSet(origin: Double) -> AnnotationSet {
    var annotations: [WFDBAnnotation] = []
    for list in lists {
      let time = Int(((list.onset - origin) * 1e6).rounded())
      for text in list.texts where !text.isEmpty {
        annotations.append(
          WFDBAnnotation(
            time: time, code: .note, aux: text, durationSeconds: list.durationSeconds))
      }
    }
    // Equal times keep the order of the file.
    let sorted = annotations.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
    return AnnotationSet(
      annotator: "edf", annotations: sorted, timeResolutionHz: 1_000_000, warnings: warnings)
  }

  /// The lines at the head of a file that Tawara wrote.
  var headLines: [String] {
    lists.flatMap(\.texts).map { String(decoding: $0, as: UTF8.self) }.filter(EDFHeadLines.isHead)
  }

  /// The annotations of a file that Tawara wrote, with all their fields and in the sets that they
  /// came from.
  func annotationSets(
    _ head: EDFHeadLines, origin: Double, frameRateHz: Double
  ) -> [AnnotationSet] {
    let isEmpty = lists.allSatisfy { list in
      list.texts.allSatisfy {
        $0.isEmpty || EDFHeadLines.isHead(String(decoding: $0, as: UTF8.self))
      }
    }
    if head.sets.isEmpty, isEmpty, warnings.isEmpty { return [] }
    var sets = head.sets.isEmpty ? [AnnotationSet(annotator: "edf", annotations: [])] : head.sets
    let forms = sets.map { EDFMarkText(symbols: $0.symbols) }
    let places = Dictionary(
      sets.enumerated().map { ($0.element.annotator, $0.offset) }, uniquingKeysWith: { a, _ in a })
    for list in lists {
      for text in list.texts where !text.isEmpty {
        let text = String(decoding: text, as: UTF8.self)
        guard !EDFHeadLines.isHead(text) else { continue }
        let name = forms[0].annotation(text).setName
        let place = name.flatMap { places[$0] } ?? 0
        var annotation = forms[place].annotation(text).annotation
        let rate = sets[place].timeResolutionHz ?? frameRateHz
        let ticks = ((list.onset - origin) * rate).rounded()
        annotation.time = Int(max(-0x1p50, min(0x1p50, ticks)))
        annotation.durationSeconds = list.durationSeconds
        sets[place].annotations.append(annotation)
      }
    }
    for place in sets.indices {
      let annotations = sets[place].annotations
      sets[place].annotations = annotations.indices
        .sorted { (annotations[$0].time, $0) < (annotations[$1].time, $1) }
        .map { annotations[$0] }
    }
    sets[0].warnings = warnings
    return sets
  }

  /// The end of the last annotation, in seconds after `origin`; 0 where there is none.
  func endSeconds(origin: Double) -> Double {
    lists.reduce(0) { max($0, $1.onset - origin + ($1.durationSeconds ?? 0)) }
  }
}
