/// Turns the annotations of a series into those of WFDB. Those without a time become remarks.
struct AECGAnnotationReading {
  /// Ticks per second.
  static let resolutionHz = 1_000_000.0
  /// Bytes of the longest text that a WFDB file holds.
  private static let textLimit = 255

  let clock: AECGRegion.Clock
  /// The channel of each lead's code.
  let channels: [String: Int]
  private(set) var annotations: [WFDBAnnotation] = []
  /// What has no time, as lines for the record.
  private(set) var remarks: [String] = []
  private(set) var warnings: [String] = []
  private var beyondCount = 0

  init(clock: AECGRegion.Clock, codes: [String]) {
    self.clock = clock
    channels = Dictionary(zip(codes, codes.indices), uniquingKeysWith: { first, _ in first })
  }

  /// Reads all sets of annotations of a series.
  mutating func read(_ series: XMLElement) {
    for set in series.all(at: "subjectOf", "annotationSet") {
      if let author = AECGComments.author(set) { remarks.append("annotations: by \(author)") }
      for annotation in set.all(at: "component", "annotation") {
        read(annotation, within: nil)
      }
    }
    if beyondCount > 0 {
      warnings.append("left out: \(beyondCount.counted("annotation")), years away")
    }
  }

  /// The set of all that was read, by time; equal times keep the order of the file.
  var set: AnnotationSet? {
    guard !annotations.isEmpty else { return nil }
    let sorted = annotations.enumerated()
      .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    return AnnotationSet(
      annotator: "ann", annotations: sorted.map(\.element), timeResolutionHz: Self.resolutionHz)
  }

  /// Reads an annotation with those inside it. What is not a wave and has no region of its own has
  /// that of the annotation around it.
  private mutating func read(_ annotation: XMLElement, within outer: AECGRegion?) {
    let code = annotation.child("code")?["code"] ?? ""
    let value = annotation.child("value")
    // The nomenclature has a code for the kind, with the particular as its value; some programs
    // write the particular alone.
    let particular = value?["code"] ?? code
    var region = AECGRegion(annotation, clock: clock)
    if region.lead == nil { region.lead = outer?.lead }
    let inner = annotation.all(at: "component", "annotation")
    if AECGCodes.suffix(code, after: "MDC_ECG_BEAT") != nil {
      readBeat(AECGCodes.suffix(particular, after: "MDC_ECG_BEAT") ?? "", inner, region)
    } else if AECGCodes.suffix(code, after: "MDC_ECG_WAVC") != nil {
      let name = AECGCodes.suffix(particular, after: "MDC_ECG_WAVC") ?? particular
      readWave(AECGCodes.wave(name), inner, region, within: outer)
    } else {
      if region.isTimeless { region.point = outer?.time }
      readOther(code, value, region, isAlone: inner.isEmpty)
      for annotation in inner { read(annotation, within: region) }
    }
  }

  /// A beat stands where its QRS complex begins; one without has a time of its own.
  private mutating func readBeat(_ name: String, _ inner: [XMLElement], _ region: AECGRegion) {
    let beat = AECGCodes.beat(name)
    let regions = inner.map { (Self.waveName($0), AECGRegion($0, clock: clock)) }
    let complex = regions.first { $0.0 == "QRSWAVE" && !$0.1.isTimeless }
    let any = regions.first { !$0.1.isTimeless }
    let place = AECGRegion(
      point: complex?.1.time ?? region.time ?? any?.1.time, lead: region.lead)
    add(beat.code, at: place.time, beat.text, lead: region.lead)
    readMeasurements(inner.filter(Self.isMeasurement), place)
    for annotation in inner where !Self.isMeasurement(annotation) {
      read(annotation, within: place)
    }
  }

  /// The measurements of one beat in as few notes as hold them.
  private mutating func readMeasurements(_ measurements: [XMLElement], _ place: AECGRegion) {
    var note = ""
    for measurement in measurements {
      let code = measurement.child("code")?["code"] ?? ""
      let text = "\(AECGCodes.measurement(code)) \(Self.text(measurement.child("value")) ?? "")"
      if note.utf8.count + text.utf8.count + 2 > Self.textLimit {
        add(.note, at: place.time, note, lead: place.lead)
        note = ""
      }
      note += note.isEmpty ? text : ", " + text
    }
    if !note.isEmpty { add(.note, at: place.time, note, lead: place.lead) }
  }

  /// A wave's onset and offset, or the one time that it has.
  private mutating func readWave(
    _ wave: AECGCodes.Wave, _ inner: [XMLElement], _ region: AECGRegion, within outer: AECGRegion?
  ) {
    let onset = WFDBAnnotationCode(rawValue: 39)
    let offset = WFDBAnnotationCode(rawValue: 40)
    var peak = region
    for part in inner {
      let place = AECGRegion(part, clock: clock)
      let time = place.time ?? region.point
      let lead = place.lead ?? region.lead
      switch Self.waveName(part) {
      case "ONSET": add(onset, at: time, wave.name, lead: lead, number: wave.number)
      case "OFFSET": add(offset, at: time, wave.name, lead: lead, number: wave.number)
      case "PEAK": peak = AECGRegion(point: time, lead: lead)
      default: read(part, within: region.isTimeless ? outer : region)
      }
    }
    if let low = region.low, region.point == nil {
      add(onset, at: low, wave.name, lead: region.lead, number: wave.number)
    }
    if let time = peak.point {
      let isPeak = inner.contains { Self.waveName($0) == "PEAK" }
      let text = wave.peak == nil && isPeak ? wave.name + " peak" : wave.name
      add(wave.peak ?? .note, at: time, text, lead: peak.lead)
    }
    if let high = region.high {
      add(offset, at: high, wave.name, lead: region.lead, number: wave.number)
    }
    if region.isTimeless, inner.isEmpty { add(.note, at: nil, wave.name, lead: region.lead) }
  }

  private mutating func readOther(
    _ code: String, _ value: XMLElement?, _ region: AECGRegion, isAlone: Bool
  ) {
    let particular = value?["code"] ?? code
    if let name = AECGCodes.suffix(particular, after: "MDC_ECG_RHY"), !name.isEmpty {
      // A rhythm without a time is that of the whole record.
      add(.rhythm, at: region.time ?? 0, AECGCodes.rhythm(name), lead: nil)
    } else if code.uppercased() == "MDC_ECG_RHY", let text = Self.text(value) {
      add(.rhythm, at: region.time ?? 0, "(" + text, lead: nil)
    } else if AECGCodes.suffix(particular, after: "MDC_ECG_WAVP_PACE") != nil {
      add(WFDBAnnotationCode(rawValue: 26), at: region.time, "", lead: region.lead)
    } else if AECGCodes.suffix(code, after: "MDC_ECG_INTERPRETATION") != nil {
      if let text = Self.text(value) { remarks.append("interpretation: \(text)") }
    } else if let text = Self.text(value) {
      let name = AECGCodes.measurement(code)
      let lasting = region.high.flatMap { high in region.low.map { high - $0 } }
      add(.note, at: region.time, "\(name) \(text)", lead: region.lead, lasting: lasting)
    } else if isAlone {
      add(.note, at: region.time, AECGCodes.measurement(code), lead: region.lead)
    }
  }

  private mutating func add(
    _ code: WFDBAnnotationCode, at time: Double?, _ text: String, lead: String?, number: Int8 = 0,
    lasting seconds: Double? = nil
  ) {
    let channel = lead.flatMap { channels[$0] }
    let named = lead.map { text + (text.isEmpty ? "" : ", ") + "lead \(ECGLead.name(code: $0))" }
    let text = FileText.clean(named ?? text)
    guard let time else {
      remarks.append("annotation: \(text.isEmpty ? "one without a time" : text)")
      return
    }
    guard let ticks = Int(exactly: (time * Self.resolutionHz).rounded()), abs(time) < 1e8 else {
      beyondCount += 1
      return
    }
    annotations.append(
      WFDBAnnotation(
        time: ticks, code: code, channel: channel.flatMap { UInt8(exactly: $0) } ?? 0,
        number: number, aux: Self.cut(text), durationSeconds: seconds.flatMap { $0 > 0 ? $0 : nil })
    )
  }
}

// What elements say.
extension AECGAnnotationReading {
  /// What follows `MDC_ECG_WAVC_` in an annotation of a wave or of a part of one.
  private static func waveName(_ annotation: XMLElement) -> String {
    let code = annotation.child("value")?["code"] ?? annotation.child("code")?["code"] ?? ""
    return AECGCodes.suffix(code, after: "MDC_ECG_WAVC")?.uppercased() ?? ""
  }

  /// A number without a time of its own.
  private static func isMeasurement(_ annotation: XMLElement) -> Bool {
    annotation.child("value")?["value"] != nil && annotation.child("support") == nil
      && annotation.child("component") == nil
  }

  /// A value in words: text, the name of a code, or a number with its unit.
  private static func text(_ value: XMLElement?) -> String? {
    guard let value else { return nil }
    if let text = value.trimmed ?? value["displayName"] ?? value["code"] { return text }
    guard let number = value["value"] else { return nil }
    let unit = value["unit"].flatMap { $0 == "1" ? nil : " " + $0 } ?? ""
    return number + unit
  }

  /// Text as bytes, no more than a WFDB file can hold; no character is cut.
  private static func cut(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for character in text {
      guard bytes.count + character.utf8.count <= textLimit else { break }
      bytes += character.utf8
    }
    return bytes
  }
}
