/// All that is decided about a file before its first byte is written.
struct EDFFilePlan {
  let record: Record
  let channels: [Int]
  let frames: Range<Int>
  let isBDF: Bool
  let length: EDFRecordLength
  private(set) var signals: [EDFSignalPlan] = []
  private(set) var warnings: [String] = []
  private let start: RecordStart?
  /// Microseconds of the start time beyond whole seconds: the onset of the first data record.
  private let originMicros: Int
  private let recordCount: Int
  private var packing: EDFAnnotationPacking

  init(
    _ record: Record, _ sets: [AnnotationSet], channels: [Int], frames: Range<Int>, isBDF: Bool,
    path: String
  ) throws {
    (self.record, self.channels, self.frames, self.isBDF) = (record, channels, frames, isBDF)
    let width = isBDF ? 3 : 2
    let perFrame = channels.reduce(0) { $0 + record.channels[$1].samplesPerFrame }
    guard
      let length = EDFRecordLength(
        frameRateHz: record.frameRateHz, frameCount: frames.count, bytesPerFrame: perFrame * width)
    else {
      throw FileError.cannotWrite(
        file: path,
        reason: "8 characters hold no duration for \(record.frameRateHz) frames a second")
    }
    self.length = length
    recordCount = (frames.count + length.frames - 1) / length.frames
    start = record.start?.advanced(bySeconds: Double(frames.lowerBound) / record.frameRateHz)
    let micros = start?.time.flatMap { RecordStart.microseconds(ofTime: $0) } ?? 0
    originMicros = micros % 1_000_000
    packing = EDFAnnotationPacking(
      [], recordCount: recordCount, seconds: length.duration.value, keepingBytes: 0, width: width)
    try planSignals(path: path)
    let clipped = sets.map { set in
      set.shifted(to: frames, isToEnd: frames.upperBound == record.frameCount, record.frameRateHz)
    }
    packing = try packed(clipped, width: width, path: path)
    noteRate()
  }

  private mutating func planSignals(path: String) throws {
    let survey = try EDFSurvey(record, channels: channels, frames: frames)
    var used = Set(channels.map { record.channels[$0].name })
    for (channel, values) in zip(channels, survey.channels) {
      let signal = try EDFSignalPlan(
        record.channels[channel], values, isBDF: isBDF, used: used, path: path)
      used.insert(signal.label)
      signals.append(signal)
      warnings += signal.warnings
    }
  }

  private mutating func noteRate() {
    let filled = recordCount * length.frames - frames.count
    if filled > 0 {
      warnings.append(
        "EDF files end with a whole data record: other programs find \(filled) frames more, which "
          + "hold the last values")
    }
    let part = abs(length.frameRateHz / record.frameRateHz - 1)
    if part > 1e-12 {
      warnings.append(
        "8 characters hold no duration for \(record.frameRateHz) frames a second: other programs find "
          + "\(length.frameRateHz), which comes to "
          + "\(EDFSignalPlan.short(part * 3_600_000)) ms in an hour")
    }
  }

  // MARK: Annotations

  private func packed(
    _ sets: [AnnotationSet], width: Int, path: String
  ) throws(FileError) -> EDFAnnotationPacking {
    var head = EDFHeadLines(
      comments: record.comments.map(Self.oneLine), sets: Self.named(sets))
    for (index, signal) in signals.enumerated() where signal.head != EDFHeadLines.Signal() {
      head.signals[index + 1] = signal.head
    }
    let first = EDFAnnotationList.onset(nanoseconds: originMicros * 1000, decimals: 6)
    var lists = head.lines.map { line in
      EDFAnnotationPacking.List(
        seconds: 0, bytes: EDFAnnotationList.bytes(onset: first, text: Self.oneLine(line)),
        isHead: true)
    }
    var marks: [EDFAnnotationPacking.List] = []
    for (place, set) in sets.enumerated() {
      let name = place == 0 ? nil : head.sets[place].annotator
      marks += try self.lists(set, name: name, path: path)
    }
    // Equal times keep their order.
    lists += marks.enumerated()
      .sorted { ($0.element.seconds, $0.offset) < ($1.element.seconds, $1.offset) }
      .map(\.element)
    return EDFAnnotationPacking(
      lists, recordCount: recordCount, seconds: length.duration.value,
      keepingBytes: keeping(recordCount - 1).count, width: width)
  }

  private func lists(
    _ set: AnnotationSet, name: String?, path: String
  ) throws(FileError) -> [EDFAnnotationPacking.List] {
    let form = EDFMarkText(symbols: set.symbols)
    let rate = set.timeResolutionHz ?? record.frameRateHz
    var result: [EDFAnnotationPacking.List] = []
    result.reserveCapacity(set.annotations.count)
    for annotation in set.annotations {
      let seconds = Double(annotation.time) / rate
      guard abs(seconds) < EDFAnnotationList.maximumSeconds else {
        throw .cannotWrite(file: path, reason: "an annotation stands at \(seconds) s")
      }
      let nanos = Int((seconds * 1e9).rounded())
      // Microseconds, unless the set's ticks are finer.
      let micros = (seconds * 1e6).rounded() / 1e6
      let isEnough = Int((micros * rate).rounded()) == annotation.time
      let onset = EDFAnnotationList.onset(
        nanoseconds: nanos + originMicros * 1000, decimals: isEnough ? 6 : 9)
      let duration = annotation.durationSeconds.flatMap {
        $0 <= EDFAnnotationList.maximumSeconds ? PlainDecimal.text($0) : nil
      }
      let bytes = EDFAnnotationList.bytes(
        onset: onset, duration: duration, text: form.text(annotation, setName: name))
      result.append(EDFAnnotationPacking.List(seconds: seconds, bytes: bytes))
    }
    return result
  }

  /// The sets without annotations, each with a name of its own that has no spaces.
  private static func named(_ sets: [AnnotationSet]) -> [AnnotationSet] {
    var used: Set<String> = []
    return sets.map { set in
      var copy = set
      copy.annotations = []
      let letters = EDFText.ascii(set.annotator).filter {
        $0.isLetter || $0.isNumber || "_-".contains($0)
      }
      let base = letters.isEmpty ? "ann" : letters
      var name = base
      var number = 2
      while used.contains(name) { (name, number) = ("\(base)\(number)", number + 1) }
      used.insert(name)
      copy.annotator = name
      return copy
    }
  }

  /// A text without the marks by which lists of annotations end.
  private static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.isUnfitForLine ? " " : $0 }))
  }

  /// The list that tells when a data record begins.
  private func keeping(_ index: Int) -> [UInt8] {
    let micros = originMicros + index * length.duration.millionths
    let onset = EDFAnnotationList.onset(nanoseconds: micros * 1000, decimals: 6)
    return EDFAnnotationList.bytes(onset: onset, text: "")
  }

  // MARK: Writing

  func write(path: String) throws {
    let file = try AtomicFile(path: path)
    try file.append(header.bytes)
    let perRecord = signals.reduce(0) { $0 + $1.samplesPerFrame } * length.frames
    let chunk = max(1, EDFSurvey.chunkSamples / max(1, perRecord))
    for first in stride(from: 0, to: recordCount, by: chunk) {
      try file.append(try bytes(records: first..<min(recordCount, first + chunk)))
    }
    try record.checkWhole()
    try file.commit()
  }

  private var header: EDFHeaderText {
    let hasExactRate = length.frameRateHz == record.frameRateHz
    let own = EDFOwnFields(
      frameCount: frames.count, framesPerRecord: length.frames,
      frameRateHz: hasExactRate ? nil : record.frameRateHz,
      hasTime: start?.time.flatMap { RecordStart.microseconds(ofTime: $0) } != nil)
    let micros = start?.time.flatMap { RecordStart.microseconds(ofTime: $0) } ?? 0
    let clock = RecordStart.time(microseconds: micros - micros % 1_000_000)
    return EDFHeaderText(
      isBDF: isBDF, patient: EDFIdentity.patient(record.comments),
      recording: EDFIdentity.recording(record.comments, date: start?.date, own: own.text),
      startDate: EDFIdentity.shortDate(start?.date),
      startTime: clock.split(separator: ":").joined(separator: "."), recordCount: recordCount,
      length: length, signals: signals, annotationSamples: packing.byteCount / (isBDF ? 3 : 2))
  }

  /// The bytes of some data records; the last one is filled up with the last values.
  private func bytes(records: Range<Int>) throws -> [UInt8] {
    let span =
      records.lowerBound * length.frames..<min(frames.count, records.upperBound * length.frames)
    let block = try record.digital(
      channels: channels,
      frames: frames.lowerBound + span.lowerBound..<frames.lowerBound + span.upperBound)
    let width = isBDF ? 3 : 2
    var bytes: [UInt8] = []
    let perFrame = signals.reduce(0) { $0 + $1.samplesPerFrame }
    bytes.reserveCapacity(
      records.count * (perFrame * length.frames * width + packing.byteCount))
    for index in records {
      for (place, signal) in signals.enumerated() {
        let count = signal.samplesPerFrame * length.frames
        let range = block.range(place)
        let first = range.lowerBound + (index - records.lowerBound) * count
        for position in first..<first + count {
          let stored = block.samples[min(position, range.upperBound - 1)]
          let value = stored == signal.missingValue ? signal.standIn : stored
          bytes.append(UInt8(truncatingIfNeeded: value))
          bytes.append(UInt8(truncatingIfNeeded: value >> 8))
          if isBDF { bytes.append(UInt8(truncatingIfNeeded: value >> 16)) }
        }
      }
      let texts = keeping(index) + packing.bytes(record: index)
      bytes += texts + [UInt8](repeating: 0, count: packing.byteCount - texts.count)
    }
    return bytes
  }
}
