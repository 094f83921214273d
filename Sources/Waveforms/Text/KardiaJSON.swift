import Foundation

/// Recordings of one or six leads as the Kardia API (AliveCor) gives them: JSON with ADC units in
/// `data.raw`, so many nanovolts each, and the same filtered in `data.enhanced`.
///
/// Source: "Kardia API" (developers.kardia.com), as the reader of ecgdatakit describes it.
/// Recordings of twelve leads, `data12L`, have another form and no documented scale.
enum KardiaJSON {
  /// Bytes of the largest file; five minutes of six leads, raw and filtered, have 5 MB.
  private static let byteLimit = 64 << 20

  static func recognizes(_ head: [UInt8]) -> Bool {
    let text = FileText.clean(FileText.decode(head))
    guard text.hasPrefix("{") else { return false }
    let keys = [
      "recordedAt", "amplitudeResolution", "mainsFrequency", "algorithmDetermination", "patientID",
      "data12L",
    ].map { text.contains("\"\($0)\"") }
    return keys.prefix(3).contains(true) && keys.count { $0 } >= 2
  }

  static func decode(_ file: MappedFile) throws(FileError) -> DecodedRecord {
    guard file.bytes.count <= byteLimit else {
      throw .tooLarge(file: file.path, bytes: file.bytes.count, limit: byteLimit)
    }
    let recording: KardiaRecording
    do {
      recording = try JSONDecoder().decode(KardiaRecording.self, from: file.bytes)
    } catch {
      throw .content(
        file: file.path, expected: "a Kardia recording in JSON", found: words(error))
    }
    if recording.has12Leads {
      throw .content(
        file: file.path, expected: "a Kardia recording of one or six leads",
        found: "one of twelve, whose scale is not documented; export it in another format")
    }
    guard let block = recording.raw ?? recording.enhanced, let rateHz = block.frequency,
      TimeAxis.rates.contains(rateHz), let samples = block.samples,
      samples.contains(where: { !$0.value.isEmpty })
    else {
      throw .content(
        file: file.path, expected: "samples and their frequency in data.raw", found: "none")
    }
    var record = DecodedRecord(container: "Kardia JSON", frameRateHz: rateHz, signals: [])
    record.start = recording.start
    record.comments = recording.comments
    record.warnings = warnings(recording, block)
    record.signals = signals(block, samples)
    return record
  }

  private static func warnings(_ recording: KardiaRecording, _ block: KardiaBlock) -> [String] {
    var warnings: [String] = []
    if recording.raw == nil {
      warnings.append("The file has no raw samples: those that AliveCor filtered are read")
    }
    if block.nanovolts == nil {
      warnings.append("The file gives no amplitude resolution: the scale is not known")
    }
    let counts = Set((block.samples ?? [:]).values.map(\.count))
    if counts.count > 1 { warnings.append("The leads have unequal numbers of samples") }
    return warnings
  }

  private static let leads = [
    "leadI": "I", "leadII": "II", "leadIII": "III", "AVR": "aVR", "AVL": "aVL", "AVF": "aVF",
  ]
  private static let order = ["leadI", "leadII", "leadIII", "AVR", "AVL", "AVF"]

  private static func signals(
    _ block: KardiaBlock, _ samples: [String: [Double?]]
  ) -> [DecodedRecord.Signal] {
    let known = order.filter { samples[$0] != nil }
    let others = samples.keys.filter { !order.contains($0) }.sorted()
    return (known + others).map { key in
      let values = (samples[key] ?? []).map { $0 ?? .nan }
      let units =
        TextSamples.whole(values).map { ($0, Calibration(gain: 1, unit: "uV")) }
        ?? TextSamples.physical(values, unit: "uV")
      var calibration = units.1
      if let nanovolts = block.nanovolts {
        calibration.gain *= 1000 / nanovolts
      } else {
        calibration = Calibration(baseline: calibration.baseline, isCalibrated: false)
      }
      return DecodedRecord.Signal(
        name: leads[key] ?? FileText.clean(key), calibration: calibration, samples: units.0)
    }
  }

  /// What Foundation says of a fault, in a few words.
  private static func words(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "something else" }
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context):
      let path = context.codingPath.prefix(5).map(\.stringValue).joined(separator: ".")
      return "something else in \(quoted(path.isEmpty ? "it" : path))"
    case .dataCorrupted: return "no JSON, or one that is damaged"
    @unknown default: return "something else"
    }
  }
}
