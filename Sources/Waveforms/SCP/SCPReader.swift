/// Reads SCP-ECG files of version 1 and 2: electrocardiograms of some seconds, packed.
enum SCPReader {
  static func decode(_ mapped: MappedFile) throws(FileError) -> DecodedRecord {
    let file = try SCPFile(mapped)
    let signals = try SCPSignals(file)
    let header = SCPHeader(file.body(1))
    let measurements = SCPMeasurements(file.body(7))
    var comments = header.comments
    comments += SCPStatements.comments(file.body(8), hasKinds: false)
    comments += SCPStatements.comments(file.body(11), hasKinds: true)
    comments += measurements.comments
    var record = DecodedRecord(
      container: "SCP-ECG", frameRateHz: signals.frameRateHz, signals: signals.signals,
      start: header.start, comments: comments,
      warnings: file.warnings + signals.warnings + header.warnings,
      annotations: annotations(signals, measurements))
    record.addDerivedLeads()
    return record
  }

  /// Beats and pulses of a pacemaker, in us, which both the samples and the pulses are whole
  /// numbers of. The file tells beats of like shape apart, not what kind they are: each is an
  /// unclassified one, numbered by its shape.
  private static func annotations(
    _ signals: SCPSignals, _ measurements: SCPMeasurements
  ) -> AnnotationSet? {
    var annotations = signals.beats.beats.map { beat in
      WFDBAnnotation(
        time: (beat.fiducial - signals.origin) * signals.interval, code: .unclassifiedBeat,
        number: Int8(clamping: beat.type))
    }
    let shift = (1 - signals.origin) * signals.interval
    annotations += measurements.pulses.map { pulse in
      WFDBAnnotation(
        time: pulse.milliseconds * 1000 + shift, code: .pacemakerPulse,
        aux: Array(pulse.description.utf8))
    }
    if annotations.isEmpty { return nil }
    annotations.sort { $0.time < $1.time }
    return AnnotationSet(
      annotator: "ann", annotations: annotations, timeResolutionHz: 1_000_000)
  }
}

extension WFDBAnnotationCode {
  fileprivate static let unclassifiedBeat = WFDBAnnotationCode(rawValue: 13)
  fileprivate static let pacemakerPulse = WFDBAnnotationCode(rawValue: 26)
}
