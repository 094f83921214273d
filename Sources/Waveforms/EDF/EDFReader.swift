import Foundation

/// Reads EDF, EDF+, BDF and BDF+ files.
public enum EDFReader {
  /// Opens a file without reading its samples.
  ///
  /// Only the header and the bytes of annotation signals are touched. `annotations` is nil where
  /// the file has no annotation signals; otherwise it is sorted by time, in microseconds after
  /// the first sample. Throws where the file is not EDF or BDF, or where a header field that the
  /// samples depend on is damaged; other faults are warnings of the record and the annotations.
  public static func open(
    path: String
  ) throws(EDFError) -> (record: Record, annotations: AnnotationSet?) {
    let (record, sets) = try openWithAllSets(path: path)
    return (record, sets.first)
  }

  /// The same with all sets of annotations: files that Tawara wrote may have several.
  static func openWithAllSets(
    path: String
  ) throws(EDFError) -> (record: Record, sets: [AnnotationSet]) {
    let file: MappedFile
    do throws(FileError) {
      file = try MappedFile(path: path)
    } catch .cannotRead {
      throw .unreadable(file: path, reason: MappedFile.reason(path))
    } catch {
      throw .file(error)
    }
    let header = try EDFHeader(file.bytes, file: path)
    var timeLine = EDFTimeLine(header)
    let layout = EDFDataLayout(
      header, fileBytes: file.bytes.count, framesPerRecord: timeLine.framesPerRecord)
    let reading = EDFAnnotationReading(file.bytes, header: header, records: layout.records)
    let origin = reading.recordOnsets.first.flatMap { $0 } ?? 0
    var warnings = header.warnings + layout.warnings
    if header.continuity == .discontinuous, !reading.recordOnsets.isEmpty {
      let onsets = reading.recordOnsets.map { onset in onset.map { $0 - origin } }
      try timeLine.addDiscontinuous(onsets: onsets, dataFrames: layout.frames, file: path)
    } else {
      timeLine.addContinuous(dataFrames: header.ownFrameCount(layout) ?? layout.frames)
      warnings += unexpectedGap(header, reading, origin: origin, timeLine)
    }
    if header.continuity != .plain, header.annotationSignals.isEmpty {
      warnings.append("Expected an annotation signal in an \(header.container) file, found none")
    }
    let head = header.own.map { _ in EDFHeadLines(reading.headLines) } ?? EDFHeadLines()
    let record = record(
      EDFSource(
        file: file, header: header, timeLine: timeLine, signals: header.ordinary,
        standIns: header.ordinary.indices.map { head.signals[$0 + 1]?.missing }),
      reading, head, origin: origin, records: layout.records,
      warnings: warnings + timeLine.warnings)
    if header.annotationSignals.isEmpty { return (record, []) }
    if header.own == nil { return (record, [reading.annotationSet(origin: origin)]) }
    return (record, reading.annotationSets(head, origin: origin, frameRateHz: record.frameRateHz))
  }

  private static func record(
    _ source: EDFSource, _ reading: EDFAnnotationReading, _ head: EDFHeadLines, origin: Double,
    records: Int, warnings: [String]
  ) -> Record {
    let header = source.header
    let url = URL(filePath: source.file.path)
    var warnings = warnings
    let start = EDFStartTime.start(header, originSeconds: origin, warnings: &warnings)
    var frameCount = source.timeLine.frameCount
    if source.signals.isEmpty {
      // Annotations alone: a frame is a second, and the record ends with the last of them.
      let covered = Double(records) * header.recordDurationSeconds
      let end = max(reading.endSeconds(origin: origin), min(covered, 1e9))
      frameCount = Int(end.rounded(.up))
    }
    let channels = source.signals.indices.map { index in
      channel(
        index, source, frameCount: frameCount, head.signals[index + 1],
        fileName: url.lastPathComponent)
    }
    let fields = [("patient", header.patient), ("recording", header.recording)]
      .filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
    return Record(
      name: source.file.path.recordStem.fileName, path: source.file.path,
      container: header.container, frameRateHz: source.timeLine.frameRateHz,
      frameCount: frameCount, channels: channels, start: start,
      comments: header.own == nil ? fields : head.comments, warnings: warnings, source: source)
  }

  private static func channel(
    _ index: Int, _ source: EDFSource, frameCount: Int, _ head: EDFHeadLines.Signal?,
    fileName: String
  ) -> Channel {
    let signal = source.signals[index]
    let perFrame = signal.samplesPerRecord / source.timeLine.framesPerRecord
    var calibration =
      signal.calibration ?? Calibration(gain: 1, unit: "", isCalibrated: false)
    if let head {
      calibration.unit = head.unit ?? calibration.unit
      calibration.gain = head.gain ?? calibration.gain
      calibration.baseline = head.baseline ?? calibration.baseline
      if head.isUncalibrated { calibration.isCalibrated = false }
    }
    return Channel(
      name: head?.name ?? signal.label, calibration: calibration,
      encoding: source.header.isBDF ? .bdf : .edf, samplesPerFrame: perFrame,
      samplingRateHz: source.timeLine.frameRateHz * Double(perFrame),
      sampleCount: frameCount * perFrame, fileName: fileName)
  }

  /// A warning where the annotations of a continuous file tell of a gap.
  private static func unexpectedGap(
    _ header: EDFHeader, _ reading: EDFAnnotationReading, origin: Double, _ timeLine: EDFTimeLine
  ) -> [String] {
    let odd = reading.recordOnsets.enumerated().first { record, onset in
      guard let onset, !header.ordinary.isEmpty else { return false }
      let expected = origin + Double(record) * header.recordDurationSeconds
      return abs(onset - expected) * timeLine.frameRateHz > 0.5
    }
    guard let odd, let onset = odd.element else { return [] }
    let expected = origin + Double(odd.offset) * header.recordDurationSeconds
    return [
      "Expected data record \(odd.offset + 1) of a continuous file at \(expected) s, found that "
        + "its annotation says \(onset) s; the samples are shown without a gap"
    ]
  }
}
