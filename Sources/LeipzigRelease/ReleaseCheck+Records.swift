import Waveforms

extension ReleaseCheck {
  /// Compares a record's header, the size of its samples and its labels.
  mutating func checkRecord(_ entry: ReleaseFacts.Entry) {
    checkHeader(entry)
    checkLabels(entry)
  }

  private mutating func checkHeader(_ entry: ReleaseFacts.Entry) {
    let file = entry.name + ".hea"
    guard names.contains(file) else { return }
    let header: WFDBHeader
    do throws(WFDBError) {
      header = try WFDBReader.header(path: folder.appendingPath(file))
    } catch {
      report(error, file: file)
      return
    }
    if header.name != entry.name {
      differ(file, "the record name \(entry.name)", quoted(header.name))
    }
    if header.segments != nil {
      differ(file, "a record of one segment", "several segments")
      return
    }
    if header.frameRateHz != facts.frameRateHz {
      differ(file, Self.plain(facts.frameRateHz) + " Hz", Self.plain(header.frameRateHz) + " Hz")
    }
    checkChannels(header.signals.map(\.name), entry, file)
    checkStorage(header.signals, entry, file)
    if let frames = checkLength(header, entry, file) { checkSize(frames, entry) }
  }

  // MARK: Channels

  private mutating func checkChannels(
    _ found: [String], _ entry: ReleaseFacts.Entry, _ file: String
  ) {
    let expected = entry.channelNames
    guard found != expected else {
      if let remark = entry.channelRemark {
        findings.append(Finding(.note, file: file, text: remark + "; the release is so"))
      }
      return
    }
    if found.count == expected.count {
      let wrong = found.indices.filter { found[$0] != expected[$0] }
      func words(_ names: [String]) -> String {
        wrong.map { "\($0 + 1) \(quoted(names[$0]))" }.joined(separator: ", ")
      }
      differ(file, "the channels " + words(expected), words(found))
    } else {
      let lost = expected.filter { !found.contains($0) }
      let strange = found.filter { !expected.contains($0) }
      differ(
        file, "\(expected.count) channels",
        "\(found.count)"
          + (lost.isEmpty ? "" : ", without " + lost.joined(separator: " "))
          + (strange.isEmpty ? "" : ", with " + quoted(strange.joined(separator: " "))))
    }
  }

  private mutating func checkStorage(
    _ signals: [WFDBHeader.Signal], _ entry: ReleaseFacts.Entry, _ file: String
  ) {
    // Copies: the closures run while the check itself is being changed.
    let (format, calibration) = (facts.format, facts.calibration)
    let dat = entry.name + ".dat"
    checkEach(signals, file, "format \(format.rawValue)") {
      $0.format == format ? nil : "format \($0.format.rawValue)"
    }
    checkEach(signals, file, "a gain of \(Self.plain(calibration.gain))") {
      if !$0.calibration.isCalibrated { return "none" }
      return $0.calibration.gain == calibration.gain ? nil : "\($0.calibration.gain)"
    }
    checkEach(signals, file, "a baseline of \(Self.plain(calibration.baseline))") {
      $0.calibration.baseline == calibration.baseline ? nil : Self.plain($0.calibration.baseline)
    }
    checkEach(signals, file, "the unit \(calibration.unit)") {
      $0.calibration.unit == calibration.unit ? nil : quoted($0.calibration.unit)
    }
    checkEach(signals, file, "samples in \(dat)", isInferred: true) {
      $0.fileName == dat ? nil : quoted($0.fileName)
    }
    checkEach(signals, file, "one sample a frame, without skew and offset", isInferred: true) {
      ($0.samplesPerFrame, $0.skew, $0.byteOffset) == (1, 0, 0)
        ? nil : "\($0.samplesPerFrame) with skew \($0.skew) and offset \($0.byteOffset)"
    }
  }

  /// Reports once what differs alike in several signals; `fault` is what is found in one.
  private mutating func checkEach(
    _ signals: [WFDBHeader.Signal], _ file: String, _ expected: String, isInferred: Bool = false,
    fault: (WFDBHeader.Signal) -> String?
  ) {
    let faults = signals.compactMap { signal in fault(signal).map { ($0, signal.name) } }
    guard !faults.isEmpty else { return }
    let kinds = Dictionary(grouping: faults, by: \.0).sorted { $0.key < $1.key }
    let words = kinds.map { kind, faults in
      let names = faults.map { quoted($0.1) }.joined(separator: " ")
      return kind + " for " + (faults.count == signals.count ? "all" : names)
    }
    differ(
      file, expected + " for every channel", words.joined(separator: ", "), isInferred: isInferred)
  }

  // MARK: Length

  /// Compares the header's length; returns it where it is the release's.
  private mutating func checkLength(
    _ header: WFDBHeader, _ entry: ReleaseFacts.Entry, _ file: String
  ) -> Int? {
    guard let frames = header.frameCount, frames > 0 else {
      differ(file, "a number of samples", "none")
      return nil
    }
    // The release's rate: a wrong one is reported by itself.
    let seconds = Double(frames) / facts.frameRateHz
    let table = entry.subject.durationSeconds
    if let known = entry.deviantFrameCount {
      guard frames == known else {
        differ(file, "\(known) samples", "\(frames)")
        return nil
      }
      findings.append(
        Finding(
          .note, file: file,
          text: "\(frames) samples are \(Self.plain(seconds)) s, where the subject table says "
            + "\(table.map(Self.plain) ?? "nothing"); the release is so"))
      return frames
    }
    if let table, abs(table - seconds) > facts.durationTolerance {
      differ(
        file, "\(Self.plain(table)) s to \(Self.plain(facts.durationTolerance)) s",
        "\(frames) samples, \(Self.plain(seconds)) s", isInferred: true)
      return nil
    }
    return frames
  }

  private mutating func checkSize(_ frames: Int, _ entry: ReleaseFacts.Entry) {
    let file = entry.name + ".dat"
    guard names.contains(file) else { return }
    let path = folder.appendingPath(file)
    guard let size = MappedFile.byteCount(of: path) else {
      report(FileError.cannotRead(file: path, reason: MappedFile.reason(path)), file: file)
      return
    }
    let channels = entry.channelNames.count
    let expected = frames * channels * facts.format.bits / 8
    guard size != expected else { return }
    differ(
      file, "\(expected) bytes, \(frames) samples of \(channels) channels", "\(size) bytes")
  }

  // MARK: Labels

  private mutating func checkLabels(_ entry: ReleaseFacts.Entry) {
    let file = entry.name + ".atr"
    guard names.contains(file) else { return }
    let set: AnnotationSet
    do throws(WFDBError) {
      set = try WFDBAnnotationReader.read(
        recordPath: folder.appendingPath(entry.name), annotator: "atr")
    } catch {
      report(error, file: file)
      return
    }
    summary.annotationCount += set.annotations.count
    for warning in set.warnings {
      let text = Self.remainder(of: warning, behind: folder.appendingPath(file))
      findings.append(Finding(file: file, text: text))
    }
    if let rate = set.timeResolutionHz, rate != facts.frameRateHz {
      differ(
        file, "times in samples of \(Self.plain(facts.frameRateHz)) Hz", Self.plain(rate) + " Hz",
        isInferred: true)
    }
    for expected in facts.definitions where set.symbol(expected.code) != expected.symbol {
      differ(
        file, "code \(expected.code.rawValue) defined as \(expected.symbol)",
        quoted(set.symbol(expected.code)), isInferred: true)
    }
    if let (expected, found) = LabelSequence(set).difference(from: entry.labels) {
      differ(file, expected, found)
    }
  }

  private mutating func differ(
    _ file: String, _ expected: String, _ found: String, isInferred: Bool = false
  ) {
    findings.append(
      Finding(file: file, expected: expected, found: found, isInferred: isInferred))
  }
}
