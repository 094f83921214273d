/// The leads of a recording, put together from sections 2 to 6.
struct SCPSignals {
  var frameRateHz: Double
  /// Between two frames, in us.
  var interval: Int
  var signals: [DecodedRecord.Signal]
  var beats: SCPBeats
  /// Sample on the time line, counted from 1, that is frame 0.
  var origin: Int
  var warnings: [String] = []

  /// Most samples of all leads together.
  private static let sampleLimit = 16_777_216

  init(_ file: SCPFile) throws(FileError) {
    let (leads, isSubtracted) = try SCPLead.read(file.body(3), file: file.path)
    beats = SCPBeats(file.body(4))
    guard let body = file.body(6) else { throw Self.noRhythm(file) }
    let huffman: SCPHuffman?
    if let tables = file.body(2) {
      huffman = try SCPHuffman(tables, file: file.path)
    } else {
      huffman = nil
    }
    try Self.refuseThinned(file, body)
    try Self.refuseAbsurd(leads.map(\.samples.count).reduce(0, +), file.path)
    var rhythm = try SCPSamples.read(
      body, section: 6, counts: leads.map(\.samples.count), huffman: huffman, file: file.path)
    if isSubtracted {
      try rhythm.restoreBeats(file, leads, beats, huffman)
    }
    interval = rhythm.interval
    frameRateHz = 1e6 / Double(rhythm.interval)
    origin = 1
    signals = []
    try place(rhythm, leads, file.path)
  }

  /// A sample may be a single bit, so few bytes can ask for much memory.
  fileprivate static func refuseAbsurd(_ samples: Int, _ path: String) throws(FileError) {
    if samples > sampleLimit {
      throw .content(
        file: path, expected: "at most \(sampleLimit) samples of all leads", found: "\(samples)")
    }
  }

  private static func noRhythm(_ file: SCPFile) -> FileError {
    file.body(12) == nil
      ? .content(file: file.path, expected: "rhythm data in section 6", found: "none")
      : .content(
        file: file.path, expected: "rhythm data in section 6",
        found: "long-term data of version 3 in section 12 alone, which is not read; export it as "
          + "version 2 or as EDF")
  }

  /// Bimodal compression filters and thins out the samples between the beats. What was there cannot
  /// be had back, and how to fill up is not told alike by all: it is refused rather than guessed.
  /// With the interval of the reference beat, the samples were not thinned out.
  private static func refuseThinned(_ file: SCPFile, _ body: ByteReader) throws(FileError) {
    guard file.protocolVersion < 30, let rhythm = SCPSamples.header(body), rhythm.mode != 0 else {
      return
    }
    let beat = file.body(5).flatMap(SCPSamples.header)
    if beat?.interval == rhythm.interval { return }
    throw .content(
      file: file.path, expected: "rhythm data with all samples",
      found: "bimodal compression, which leaves out samples between the beats and is not read; "
        + "export it without compression")
  }

  /// Puts each lead where it lies on the time line; leads that were taken one after the other are
  /// missing before and after.
  private mutating func place(
    _ rhythm: SCPSamples, _ leads: [SCPLead], _ path: String
  ) throws(FileError) {
    let first = leads.map(\.samples.lowerBound).min() ?? 1
    let last = leads.map(\.samples.upperBound).max() ?? 1
    // A start that the leads' own lengths do not explain is left out, and bounds memory.
    if last > leads.map(\.samples.count).reduce(0, +) {
      origin = first
      warnings.append(
        "Expected leads from sample 1 on, found the first at sample \(first), which is shown at 0 s"
      )
    }
    let span = last - origin + 1
    if span > Self.sampleLimit / leads.count {
      throw .content(
        file: path, expected: "leads that follow one another",
        found: "\(leads.count) leads over \(span) samples")
    }
    if rhythm.multiplier == 0 {
      warnings.append("Expected the amplitude of a unit in nV in section 6, found 0")
    }
    let calibration =
      rhythm.multiplier == 0
      ? Calibration(isCalibrated: false)
      : Calibration(gain: 1e6 / Double(rhythm.multiplier), unit: "mV")
    signals = zip(leads, rhythm.leads).map { lead, samples in
      let gap = [Int32](
        repeating: DecodedRecord.missing, count: lead.samples.lowerBound - origin)
      return DecodedRecord.Signal(
        name: lead.name, calibration: calibration, samples: gap.isEmpty ? samples : gap + samples)
    }
  }
}

extension SCPSamples {
  /// Adds the reference beat where it was subtracted. Sections 5 and 6 may count in different units
  /// of amplitude; both are brought to the greatest that divides them, so nothing is rounded.
  fileprivate mutating func restoreBeats(
    _ file: SCPFile, _ leads: [SCPLead], _ beats: SCPBeats, _ huffman: SCPHuffman?
  ) throws(FileError) {
    guard let body = file.body(5), let header = Self.header(body), !beats.isCut,
      beats.referenceMilliseconds > 0, header.interval == interval, header.multiplier > 0,
      multiplier > 0
    else {
      throw .content(
        file: file.path,
        expected:
          "the reference beat that was subtracted from the rhythm data, in sections 4 and 5, "
          + "with the same sample interval", found: "none")
    }
    let microseconds = beats.referenceMilliseconds * 1000
    let count = (microseconds + interval / 2) / interval
    try SCPSignals.refuseAbsurd(count * leads.count, file.path)
    let reference = try Self.read(
      body, section: 5, counts: [Int](repeating: count, count: leads.count), huffman: huffman,
      file: file.path)
    let common = greatestCommonDivisor(multiplier, reference.multiplier)
    for (index, lead) in leads.enumerated() {
      let scale = Int32(multiplier / common)
      self.leads[index] = self.leads[index].map { $0 &* scale }
      let beat = reference.leads[index].map { $0 &* Int32(reference.multiplier / common) }
      // Zones do not overlap, so they hold no more samples than the lead.
      var left = lead.samples.count
      for place in beats.beats where place.type == 0 {
        left -= add(beat, at: place, beats.referenceFiducial, to: index, lead.samples)
        if left < 0 {
          throw .content(
            file: file.path, expected: "zones in section 4 that lie apart",
            found: "some that overlap")
        }
      }
    }
    multiplier = common
  }

  /// Sample `s` of the recording lies upon sample `referenceFiducial + s - fiducial` of the beat.
  /// Returns how many samples were changed.
  private mutating func add(
    _ beat: [Int32], at place: SCPBeats.Beat, _ referenceFiducial: Int, to lead: Int,
    _ samples: ClosedRange<Int>
  ) -> Int {
    guard let zone = place.zone else { return 0 }
    let shift = referenceFiducial - place.fiducial
    let first = max(zone.lowerBound, samples.lowerBound, 1 - shift)
    let last = min(zone.upperBound, samples.upperBound, beat.count - shift)
    guard first <= last else { return 0 }
    for sample in first...last {
      leads[lead][sample - samples.lowerBound] &+= beat[sample + shift - 1]
    }
    return last - first + 1
  }

}
