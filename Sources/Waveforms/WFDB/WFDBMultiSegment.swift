import Foundation

/// A record of several segments: a fixed layout, whose segments all have the same channels, or a
/// variable one, whose first segment has length 0 and says which channels may occur.
enum WFDBMultiSegment {
  static func open(_ header: WFDBHeader, path: String) throws(WFDBError) -> Record {
    var builder = MultiSegmentBuilder(header: header, path: path)
    return try builder.build()
  }
}

private struct MultiSegmentBuilder {
  let header: WFDBHeader
  let path: String
  let folder: String
  var failures: [String] = []
  /// Segments by name: a record may name one many times.
  var opened: [String: Record?] = [:]
  var warnings: [String] = []

  init(header: WFDBHeader, path: String) {
    self.header = header
    self.path = path
    folder = path.folderPath
  }

  mutating func build() throws(WFDBError) -> Record {
    var lines = header.segments ?? []
    var layout: WFDBHeader?
    if let first = lines.first, first.frameCount == 0, !first.isGap {
      lines.removeFirst()
      layout = try layoutHeader(first.name, lines)
    }
    let segments = lines.map { line in line.isGap ? nil : open(line) }
    var channels = try channels(layout, segments.compactMap { $0 })
    for index in channels.indices {
      // The first segment's promises are not the record's.
      channels[index].checksum = nil
      channels[index].initialValue = nil
    }
    var pieces: [WFDBMultiSegmentSource.Piece] = []
    var frame = 0
    for (line, segment) in zip(lines, segments) {
      if let segment, let map = try match(segment, channels, byName: layout != nil, line) {
        pieces.append(
          .init(
            frames: frame..<frame + min(segment.frameCount, line.frameCount), record: segment,
            channels: map))
      }
      frame += line.frameCount
    }
    let held = segments.reduce(0) { $0 + ($1?.frameCount ?? 0) }
    guard frame - held <= SegmentBuilder.unheldFrameLimit else {
      throw .noSamples(
        file: path, signalFile: "its segments",
        expected: "at most \(SegmentBuilder.unheldFrameLimit) frames of gaps",
        found: "\(frame - held)")
    }
    if let declared = header.frameCount, declared != frame {
      warnings.append(
        "\(path): expected \(declared) frames as the record line says, found \(frame) in its "
          + "segment lines; the segments are shown")
    }
    reportFailures(of: lines.count { !$0.isGap })
    for index in channels.indices {
      channels[index].sampleCount = frame * channels[index].samplesPerFrame
    }
    return Record(
      name: path.fileName.withoutHeaderExtension, path: path,
      container: "WFDB multi-segment", frameRateHz: header.frameRateHz, frameCount: frame,
      channels: channels, start: header.start, comments: header.comments, warnings: warnings,
      source: WFDBMultiSegmentSource(pieces: pieces, channels: channels))
  }

  /// The layout, or the channels of all segments by name where it cannot be read.
  private mutating func layoutHeader(
    _ name: String, _ lines: [WFDBHeader.Segment]
  ) throws(WFDBError) -> WFDBHeader? {
    do throws(WFDBError) {
      let layout = try WFDBReader.header(path: folder.appendingPath(name) + ".hea")
      if layout.segments == nil { return layout }
      throw .segmentsNested(file: path, segment: name)
    } catch {
      var union = WFDBHeader(name: name, frameCount: 0)
      for line in lines where !line.isGap {
        for signal in open(line)?.channels ?? []
        where !union.signals.contains(where: { $0.name == signal.name }) {
          union.signals.append(
            .init(
              fileName: "~", format: .null, samplesPerFrame: signal.samplesPerFrame,
              calibration: signal.calibration, name: signal.name))
        }
      }
      if union.signals.isEmpty { throw error }
      warnings.append("\(error); the channels of the segments are shown instead")
      return union
    }
  }

  private mutating func open(_ line: WFDBHeader.Segment) -> Record? {
    if let known = opened[line.name] { return known }
    let record = openFile(line)
    opened[line.name] = record
    return record
  }

  private mutating func openFile(_ line: WFDBHeader.Segment) -> Record? {
    do throws(WFDBError) {
      let path = folder.appendingPath(line.name) + ".hea"
      let header = try WFDBReader.header(path: path)
      if header.segments != nil { throw .segmentsNested(file: self.path, segment: line.name) }
      if abs(header.frameRateHz - self.header.frameRateHz) > 1e-6 * header.frameRateHz {
        throw .segmentDiffers(
          file: self.path, segment: line.name, expected: "\(self.header.frameRateHz) Hz",
          found: "\(header.frameRateHz) Hz")
      }
      let record = try WFDBReader.openSegment(header, path: path)
      warnings += record.warnings
      if record.frameCount != line.frameCount {
        warnings.append(
          "\(path): expected \(line.frameCount) frames as the multi-segment header says, found "
            + "\(record.frameCount)")
      }
      return record
    } catch {
      failures.append(error.description)
      return nil
    }
  }

  private mutating func reportFailures(of count: Int) {
    guard let first = failures.first else { return }
    warnings.append(
      "\(path): \(failures.count) of \(count) segments cannot be read and are shown empty, "
        + "the first because: \(first)")
  }

  /// The channels of the whole record: a layout's, as the first segment that holds each stores
  /// it, or those of the first segment.
  private func channels(
    _ layout: WFDBHeader?, _ segments: [Record]
  ) throws(WFDBError) -> [Channel] {
    guard let layout else {
      guard let first = segments.first else {
        throw failures.isEmpty
          ? .lengthUnknown(file: path)
          : .noSegment(file: path, segments: header.segments?.count ?? 0)
      }
      var channels = first.channels
      for segment in segments {
        for index in channels.indices where index < segment.channels.count {
          let other = segment.channels[index].encoding
          if other.range.lowerBound < channels[index].encoding.range.lowerBound {
            channels[index].encoding = other
          }
        }
      }
      return channels
    }
    return layout.signals.enumerated().map { index, signal in
      let stored = segments.compactMap { segment in
        Self.place(index, of: layout.signals.map(\.name), in: segment).map { segment.channels[$0] }
      }
      guard var channel = stored.first else {
        return Channel(signal, frameRateHz: header.frameRateHz, frameCount: 0)
      }
      // The widest storage: a value that one segment may hold must not look missing for another.
      for other in stored where other.encoding.range.lowerBound < channel.encoding.range.lowerBound
      {
        channel.encoding = other.encoding
      }
      return channel
    }
  }

  /// Where a channel of the record is in a segment. The second of two channels of one name is
  /// the second of that name there.
  private static func place(_ index: Int, of names: [String], in segment: Record) -> Int? {
    let turn = names[..<index].count { $0 == names[index] }
    let places = segment.channels.indices.filter { segment.channels[$0].name == names[index] }
    return turn < places.count ? places[turn] : nil
  }

  private static func isSameQuantity(_ a: Channel, _ b: Channel) -> Bool {
    a.calibration.unit == b.calibration.unit
  }

  /// For each channel of the record, its number in the segment; nil where the segment does not
  /// fit the others and must be left out.
  private mutating func match(
    _ segment: Record, _ channels: [Channel], byName: Bool, _ line: WFDBHeader.Segment
  ) throws(WFDBError) -> [Int?]? {
    var map: [Int?] = []
    for (index, channel) in channels.enumerated() {
      let place =
        byName
        ? Self.place(index, of: channels.map(\.name), in: segment)
        : (index < segment.channels.count ? index : nil)
      if let place, segment.channels[place].samplesPerFrame != channel.samplesPerFrame {
        failures.append(
          "segment \(line.name), channel \(channel.name): expected \(channel.samplesPerFrame) "
            + "samples a frame, found \(segment.channels[place].samplesPerFrame)")
        return nil
      }
      if let place, !Self.isSameQuantity(segment.channels[place], channel) {
        failures.append(
          "segment \(line.name), channel \(channel.name): expected \(channel.calibration.unit), "
            + "found \(segment.channels[place].calibration.unit)")
        map.append(nil)
      } else {
        map.append(place)
      }
    }
    if !byName && segment.channels.count != channels.count {
      failures.append(
        WFDBError.segmentDiffers(
          file: path, segment: line.name, expected: "\(channels.count) signals",
          found: "\(segment.channels.count)"
        ).description)
    }
    return map
  }
}

/// The samples of a multi-segment record: those of its segments, and gaps between them.
struct WFDBMultiSegmentSource: SampleSource {
  struct Piece: Sendable {
    /// The frames of the record that the segment fills.
    var frames: Range<Int>
    var record: Record
    /// For each channel of the record, the segment's channel.
    var channels: [Int?]
  }

  /// In order of time.
  let pieces: [Piece]
  let channels: [Channel]
  /// For each channel, whether all segments share its calibration.
  private let isUniform: [Bool]

  init(pieces: [Piece], channels: [Channel]) {
    self.pieces = pieces
    self.channels = channels
    isUniform = channels.indices.map { channel in
      pieces.allSatisfy { piece in
        piece.channels[channel].map {
          piece.record.channels[$0].calibration == channels[channel].calibration
        } ?? true
      }
    }
  }

  func unskewed() -> (any SampleSource)? {
    let sources = pieces.map { $0.record.source.unskewed() }
    if sources.allSatisfy({ $0 == nil }) { return nil }
    let plain = zip(pieces, sources).map { piece, source in
      var piece = piece
      if let source { piece.record = piece.record.replacingSource(source) }
      return piece
    }
    return WFDBMultiSegmentSource(pieces: plain, channels: channels)
  }

  func decode(
    frames: Range<Int>, channels: [Int], into block: inout ChannelBlock<Int32>
  ) throws {
    for (place, channel) in channels.enumerated() {
      for index in block.range(place) { block.samples[index] = self.channels[channel].missingValue }
    }
    for piece in pieces(in: frames) {
      let span = piece.frames.clamped(to: frames)
      let present = channels.enumerated().compactMap { place, channel in
        piece.channels[channel].map { (place: place, channel: channel, stored: $0) }
      }
      let local =
        span.lowerBound - piece.frames.lowerBound..<span.upperBound - piece.frames.lowerBound
      let decoded = try piece.record.digital(channels: present.map(\.stored), frames: local)
      for (index, item) in present.enumerated() {
        let perFrame = self.channels[item.channel].samplesPerFrame
        let target = block.starts[item.place] + (span.lowerBound - frames.lowerBound) * perFrame
        let missing = piece.record.channels[item.stored].missingValue
        for (offset, value) in decoded[index].enumerated() where value != missing {
          block.samples[target + offset] = value
        }
      }
    }
  }

  /// The files of the first thousand segments: the question is asked for every frame drawn.
  var shortenedFiles: [String] {
    pieces.prefix(1000).lazy.map(\.record.shortenedFiles).first { !$0.isEmpty } ?? []
  }

  func calibrations(channel: Int, frames: Range<Int>) -> [(frames: Range<Int>, Calibration)]? {
    if isUniform[channel] { return nil }
    return pieces(in: frames).compactMap { piece in
      let span = piece.frames.clamped(to: frames)
      return piece.channels[channel].map { (span, piece.record.channels[$0].calibration) }
    }
  }

  /// The segments that overlap a span, by binary search.
  private func pieces(in frames: Range<Int>) -> ArraySlice<Piece> {
    let first = pieces.partitioningIndex { $0.frames.upperBound > frames.lowerBound }
    let end = pieces.partitioningIndex { $0.frames.lowerBound >= frames.upperBound }
    return pieces[first..<max(first, end)]
  }
}

extension Array {
  /// The first index whose element, and all after it, satisfy the predicate.
  func partitioningIndex(where isInSecondPart: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
