/// Reads annotated ECGs of HL7 version 3, as the FDA receives them from drug trials.
///
/// Sources: "HL7 aECG Implementation Guide", final, 21 March 2005; ISO/IEEE 11073-10102 for codes.
enum AECGDecoding {
  static let rootName = "AnnotatedECG"

  static func decode(_ file: MappedFile) throws(FileError) -> DecodedRecord {
    let root = try XMLFile.root(file.bytes, file: file.path)
    guard root.name == rootName else {
      throw .content(
        file: file.path, expected: "the element \(rootName)", found: "<\(root.name.fitForLine)>")
    }
    let chosen = try chosen(root, file: file.path)
    let series = chosen.series
    let signals = try series.signals(file: file.path)
    guard signals.signals.reduce(0, { $0 + $1.samples.count }) <= DecodedRecord.sampleLimit else {
      throw .content(
        file: file.path, expected: "at most \(DecodedRecord.sampleLimit) samples", found: "more")
    }
    let clock = AECGRegion.Clock(zero: series.zero, relativeZero: series.relativeZero)
    var reading = AECGAnnotationReading(clock: clock, codes: signals.codes)
    reading.read(series.element)
    let beats = leftOut(derived(series.element), clock: clock)
    return DecodedRecord(
      container: "HL7 aECG", frameRateHz: signals.frameRateHz, signals: signals.signals,
      start: series.zero?.start ?? AECGSeries.effectiveTime(root)?.start,
      comments: AECGComments.lines(root, series: series.element) + reading.remarks + beats.remarks,
      warnings: chosen.warnings + series.warnings + signals.warnings + beats.warnings
        + reading.warnings,
      annotations: reading.set)
  }

  /// The series that is the record: the first of rhythm waveforms that has leads, else the first of
  /// all with leads.
  private static func chosen(
    _ root: XMLElement, file: String
  ) throws(FileError) -> (series: AECGSeries, warnings: [String]) {
    let all = root.all(at: "component", "series")
    let rhythms = all.filter { !isBeat($0) }
    let beats = all.filter(isBeat)
    for element in rhythms {
      let series = try AECGSeries(element, file: file)
      if series.strips.isEmpty { continue }
      var warnings = beats.map { "A representative beat of \(leads($0)) is left out" }
      if rhythms.count > 1 {
        warnings.append(
          "The file has \(rhythms.count) series of rhythm waveforms: the first with leads is read, "
            + "\(extent(series)); the others are left out")
      }
      return (series, warnings)
    }
    for element in beats + all.flatMap(derived) {
      let series = try AECGSeries(element, file: file)
      if series.strips.isEmpty { continue }
      return (series, ["The file has no rhythm waveforms: this is a representative beat"])
    }
    throw .content(file: file, expected: "a series with leads", found: "none")
  }

  private static func derived(_ series: XMLElement) -> [XMLElement] {
    series.all(at: "derivation", "derivedSeries")
  }

  private static func isBeat(_ series: XMLElement) -> Bool {
    series.child("code")?["code"]?.uppercased().contains("BEAT") ?? false
  }

  /// What is not read of series that were computed from the record. Measurements without a time
  /// hold for the record as well.
  private static func leftOut(
    _ derived: [XMLElement], clock: AECGRegion.Clock
  ) -> (remarks: [String], warnings: [String]) {
    var remarks: [String] = []
    var warnings: [String] = []
    for element in derived {
      var reading = AECGAnnotationReading(clock: clock, codes: [])
      reading.read(element)
      remarks += reading.remarks
      let count = reading.annotations.count
      warnings.append(
        "A representative beat of \(leads(element)) is left out"
          + (count > 0 ? ", with \(count.counted("annotation")) on its own time" : ""))
    }
    return (remarks, warnings)
  }

  /// How many leads a series has, in words.
  private static func leads(_ series: XMLElement) -> String {
    let sequences = series.all(at: "component", "sequenceSet", "component", "sequence")
    let count = sequences.count { ECGLead.isLead(code: $0.child("code")?["code"] ?? "") }
    return count.counted("lead")
  }

  /// How long a series is and when it begins, in words.
  private static func extent(_ series: AECGSeries) -> String {
    let seconds = series.strips.map { Double($0.samples.count) / $0.rateHz }.max() ?? 0
    let start = [series.zero?.start.date, series.zero?.start.time].compactMap { $0 }
    return "\(leads(series.element)) of \((seconds * 1000).rounded() / 1000) s"
      + (start.isEmpty ? "" : " from \(start.joined(separator: " "))")
  }
}
