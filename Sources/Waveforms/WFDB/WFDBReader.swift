import Foundation

/// Opens WFDB records.
public enum WFDBReader {
  /// Opens a record, of one segment or of many. Reads the header and maps the signal files;
  /// reads no samples.
  /// - Parameters:
  ///   - path: path of the header, with or without `.hea`.
  ///   - allowsOutside: whether files are opened that a header names outside of its folder: it may
  ///     come from anywhere, and name any file of this machine.
  public static func open(
    path: String, allowsOutside: Bool = false
  ) throws(WFDBError) -> Record {
    let path = headerPath(path)
    let header = try header(path: path)
    if header.segments != nil {
      return try WFDBMultiSegment.open(header, path: path, allowsOutside: allowsOutside)
    }
    if header.isLayout { throw .layoutOnly(file: path) }
    return try openSegment(header, path: path, allowsOutside: allowsOutside)
  }

  /// Most frames that a record may have without a file that holds them: ten days at 1 kHz.
  static let unheldFrameLimit = 1 << 30

  /// The path of the header of a record that is named with its ending or without: in small letters,
  /// unless there is only one in capitals, as media that know no others give it.
  static func headerPath(_ path: String) -> String {
    if path.fileExtension.lowercased() == "hea" { return path }
    let isCapital =
      MappedFile.byteCount(of: path + ".hea") == nil
      && MappedFile.byteCount(of: path + ".HEA") != nil
    return path + (isCapital ? ".HEA" : ".hea")
  }

  /// Reads a header alone.
  public static func header(path: String) throws(WFDBError) -> WFDBHeader {
    let bytes = try MappedFile.contents(of: path, limit: WFDBHeader.byteLimit)
    return try WFDBHeader(bytes: bytes, file: path)
  }

  /// Opens a record of one segment.
  static func openSegment(
    _ header: WFDBHeader, path: String, allowsOutside: Bool
  ) throws(WFDBError) -> Record {
    var builder = SegmentBuilder(header: header, path: path, allowsOutside: allowsOutside)
    try builder.build()
    let frameCount = try builder.frameCount()
    let channels = header.signals.map { signal in
      Channel(signal, frameRateHz: header.frameRateHz, frameCount: frameCount)
    }
    return Record(
      name: path.fileName.withoutHeaderExtension, path: path,
      container: "WFDB", frameRateHz: header.frameRateHz, frameCount: frameCount,
      channels: channels, start: header.start, comments: header.comments,
      warnings: header.warnings + builder.warnings,
      source: WFDBSegmentSource(
        groups: builder.groups, missing: channels.map(\.missingValue),
        statedFrames: header.frameCount.flatMap { $0 > 0 ? $0 : nil }))
  }
}

extension Channel {
  init(_ signal: WFDBHeader.Signal, frameRateHz: Double, frameCount: Int) {
    self.init(
      name: signal.name, calibration: signal.calibration, encoding: .wfdb(signal.format),
      samplesPerFrame: signal.samplesPerFrame,
      samplingRateHz: frameRateHz * Double(signal.samplesPerFrame),
      sampleCount: frameCount * signal.samplesPerFrame, fileName: signal.fileName,
      resolutionBits: signal.resolutionBits, initialValue: signal.initialValue,
      checksum: signal.checksum)
    adcZero = signal.adcZero
  }
}

/// Finds the files of a record, and how much of what the header promises they hold.
struct SegmentBuilder {
  let header: WFDBHeader
  let path: String
  var groups: [WFDBSegmentSource.Group] = []
  var warnings: [String] = []

  private let allowsOutside: Bool

  init(header: WFDBHeader, path: String, allowsOutside: Bool) {
    (self.header, self.path, self.allowsOutside) = (header, path, allowsOutside)
  }

  mutating func build() throws(WFDBError) {
    var names: [String] = []
    var signals: [String: [Int]] = [:]
    for (index, signal) in header.signals.enumerated() {
      if signals[signal.fileName] == nil { names.append(signal.fileName) }
      signals[signal.fileName, default: []].append(index)
    }
    for name in names { groups.append(try group(name, signals[name] ?? [])) }
    let perFrame = groups.reduce(0) { $0 + $1.samplesPerFrame }
    guard perFrame <= 1 << 22 else {
      throw .noSamples(
        file: path, signalFile: "all files", expected: "at most 4194304 samples a frame",
        found: "\(perFrame)")
    }
    let files = groups.filter { $0.format != .null }
    let lost = files.filter { if case .absent = $0.storage { true } else { false } }
    if !files.isEmpty && lost.count == files.count, let name = names.first(where: { $0 != "~" }) {
      let file = Self.place(of: name, beside: path)
      throw .file(.cannotRead(file: file, reason: MappedFile.reason(file)))
    }
  }

  private mutating func group(
    _ name: String, _ channels: [Int]
  ) throws(WFDBError) -> WFDBSegmentSource.Group {
    let signals = channels.map { header.signals[$0] }
    let format = name == "~" ? .null : signals[0].format
    if let other = signals.first(where: { name != "~" && $0.format != format }) {
      throw .mixedFormats(
        file: path, signalFile: name, first: format.rawValue, second: other.format.rawValue)
    }
    var members: [WFDBSegmentSource.Member] = []
    var total = 0
    for (channel, signal) in zip(channels, signals) {
      members.append(
        .init(
          channel: channel, offset: total, samplesPerFrame: signal.samplesPerFrame,
          skew: signal.skew))
      total += signal.samplesPerFrame
    }
    guard total <= 1 << 20 else {
      throw .noSamples(
        file: path, signalFile: name, expected: "at most 1048576 samples a frame",
        found: "\(total)")
    }
    if let other = signals.first(where: { $0.byteOffset != signals[0].byteOffset }) {
      throw .noSamples(
        file: path, signalFile: name, expected: "one byte offset for all its signals",
        found: "\(signals[0].byteOffset) and \(other.byteOffset)")
    }
    var group = WFDBSegmentSource.Group(
      storage: .absent, format: format, byteOffset: signals[0].byteOffset,
      samplesPerFrame: total, sampleCount: 0, members: members)
    if format != .null { try locate(name, signals, &group) }
    return group
  }

  private mutating func locate(
    _ name: String, _ signals: [WFDBHeader.Signal], _ group: inout WFDBSegmentSource.Group
  ) throws(WFDBError) {
    let file = Self.place(of: name, beside: path)
    if Self.isOutside(file, of: path) {
      guard allowsOutside else {
        throw .file(
          .content(
            file: path, expected: "signal files in the header's folder",
            found: "\(name); --allow-outside opens it"))
      }
      warnings.append("\(file) was opened, which lies outside of the header's folder")
    }
    guard let size = MappedFile.byteCount(of: file) else {
      warnings.append(
        "cannot read \(file): \(MappedFile.reason(file)); its signals are shown empty")
      return
    }
    if group.format.isFLAC {
      try locateFLAC(file, signals, &group)
      return
    }
    group.sampleCount = group.format.sampleCount(bytes: max(0, size - group.byteOffset))
    // An empty file cannot be mapped, and holds nothing to map.
    guard size > 0 else {
      warnings.append("\(file): expected samples, found an empty file; its signals are shown empty")
      return
    }
    let mapped = try WFDBError.of { () throws(FileError) in try MappedFile(path: file) }
    guard group.format == .differences8 else {
      group.storage = .mapped(mapped)
      return
    }
    let owners = group.members.enumerated().flatMap {
      Array(repeating: $0.offset, count: $0.element.samplesPerFrame)
    }
    let initial = signals.map { Int32(truncatingIfNeeded: $0.initialValue ?? $0.adcZero) }
    group.storage = .differences(
      mapped, DifferenceIndex(initialValues: initial, owners: owners, byteOffset: group.byteOffset))
  }

  /// Where a signal file is: as the header says, or beside it where the header names a folder that
  /// it has been taken out of, or in the other case of letters where media that know one have
  /// changed it.
  static func place(of name: String, beside header: String) -> String {
    let folder = header.folderPath
    let bare = name.fileName
    let names = [name, bare, bare.uppercased(), bare.lowercased()].map(folder.appendingPath)
    return names.first { MappedFile.byteCount(of: $0) != nil } ?? names[0]
  }

  /// Whether a path leads out of a header's folder by its own words; links in the folder are its
  /// owner's affair.
  static func isOutside(_ file: String, of header: String) -> Bool {
    let folder = header.folderPath
    let below = folder.isEmpty || file.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    guard below, folder.isEmpty ? !file.hasPrefix("/") : true else { return true }
    var depth = 0
    for part in file.dropFirst(folder.utf8.count).split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return true }
    }
    return false
  }

  private mutating func locateFLAC(
    _ file: String, _ signals: [WFDBHeader.Signal], _ group: inout WFDBSegmentSource.Group
  ) throws(WFDBError) {
    let perFrame = signals[0].samplesPerFrame
    guard signals.count <= 8, signals.allSatisfy({ $0.samplesPerFrame == perFrame }) else {
      throw .file(
        .content(
          file: file, expected: "at most 8 signals of equal samples per frame",
          found: "\(signals.count) signals of \(signals.map(\.samplesPerFrame))"))
    }
    let info = try WFDBError.of { () throws(FileError) in
      try FLACDecoding.streamInfo(path: file)
    }
    guard info.channels >= signals.count, info.bitsPerSample == group.format.bits else {
      throw .file(
        .content(
          file: file, expected: "\(signals.count) channels of \(group.format.bits) bits",
          found: "\(info.channels) of \(info.bitsPerSample)"))
    }
    group.storage = .flac(path: file)
    // An encoder that did not know the length leaves 0, and a stream that was cut short or
    // damaged at its end has fewer samples than it says: then they are counted.
    let count = try WFDBError.of { () throws(FileError) in
      try FLACDecoding.heldSamples(path: file, promised: info.totalSamples)
    }
    if count != info.totalSamples {
      if info.totalSamples > 0 {
        warnings.append(
          "\(file): expected \(info.totalSamples) samples a channel as the FLAC stream says, "
            + "found \(count) that can be decoded")
      }
    }
    group.sampleCount = count * signals.count
  }

  /// Frames that the files hold, at most as many as the header says.
  mutating func frameCount() throws(WFDBError) -> Int {
    let declared = header.frameCount.flatMap { $0 > 0 ? $0 : nil }
    let files = groups.filter { $0.format != .null }
    guard let most = files.map({ wholeFrames($0, roundUp: declared != nil) }).max() else {
      if header.signals.isEmpty { return min(declared ?? 0, WFDBReader.unheldFrameLimit) }
      guard let declared else { throw .lengthUnknown(file: path) }
      // Nothing bounds what no file holds but this.
      guard declared <= WFDBReader.unheldFrameLimit else {
        throw .noSamples(
          file: path, signalFile: "~", expected: "at most \(WFDBReader.unheldFrameLimit) frames",
          found: "\(declared)")
      }
      return declared
    }
    guard let declared else {
      if most == 0 { throw noFrames(declared: nil) }
      return most
    }
    if most == 0 { throw noFrames(declared: declared) }
    for group in files {
      let present = wholeFrames(group, roundUp: false)
      // Files that are not there, or are empty, were told of when they were looked for.
      guard present < declared, group.sampleCount > 0 else { continue }
      let name = header.signals[group.members[0].channel].fileName
      warnings.append(
        "\(name): expected \(declared) frames as the header says, found \(present); "
          + "what is there is shown")
    }
    return min(declared, most)
  }

  private func noFrames(declared: Int?) -> WFDBError {
    let names = Set(header.signals.map(\.fileName)).sorted().prefix(3).joined(separator: ", ")
    return .noSamples(
      file: path, signalFile: names, expected: declared.map { "\($0) frames" } ?? "samples",
      found: "none")
  }

  private func wholeFrames(_ group: WFDBSegmentSource.Group, roundUp: Bool) -> Int {
    (group.sampleCount + (roundUp ? group.samplesPerFrame - 1 : 0)) / group.samplesPerFrame
  }
}
