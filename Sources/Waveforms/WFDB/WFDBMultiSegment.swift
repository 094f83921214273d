import Foundation

/// A record of several segments: a fixed layout, whose segments all have the same channels, or a
/// variable one, whose first segment has length 0 and says which channels may occur.
enum WFDBMultiSegment {
  static func open(
    _ header: WFDBHeader, path: String, allowsOutside: Bool
  ) throws(WFDBError) -> Record {
    var builder = MultiSegmentBuilder(header: header, path: path, allowsOutside: allowsOutside)
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

  let allowsOutside: Bool

  init(header: WFDBHeader, path: String, allowsOutside: Bool) {
    (self.header, self.path, self.allowsOutside) = (header, path, allowsOutside)
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
    let (pieces, frame) = try pieces(lines, segments, channels, byName: layout != nil)
    try checkGaps(frame - segments.reduce(0) { $0 + ($1?.frameCount ?? 0) })
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
      channels: channels, start: header.start, comments: header.comments,
      warnings: header.warnings + warnings,
      source: WFDBMultiSegmentSource(pieces: pieces, channels: channels))
  }

  /// Where the segments that can be read stand, and how many frames there are.
  private mutating func pieces(
    _ lines: [WFDBHeader.Segment], _ segments: [Record?], _ channels: [Channel], byName: Bool
  ) throws(WFDBError) -> (pieces: [WFDBMultiSegmentSource.Piece], frameCount: Int) {
    var pieces: [WFDBMultiSegmentSource.Piece] = []
    var frame = 0
    for (line, segment) in zip(lines, segments) {
      if let segment, let map = try match(segment, channels, byName: byName, line) {
        pieces.append(
          .init(
            frames: frame..<frame + min(segment.frameCount, line.frameCount), record: segment,
            channels: map))
      }
      frame += line.frameCount
    }
    return (pieces, frame)
  }

  /// Nothing bounds what no file holds but this.
  private func checkGaps(_ frames: Int) throws(WFDBError) {
    guard frames > WFDBReader.unheldFrameLimit else { return }
    throw .noSamples(
      file: path, signalFile: "its segments",
      expected: "at most \(WFDBReader.unheldFrameLimit) frames of gaps", found: "\(frames)")
  }

  /// The layout, or the channels of all segments by name where it cannot be read.
  private mutating func layoutHeader(
    _ name: String, _ lines: [WFDBHeader.Segment]
  ) throws(WFDBError) -> WFDBHeader? {
    do throws(WFDBError) {
      let layout = try WFDBReader.header(path: WFDBReader.headerPath(folder.appendingPath(name)))
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
      let path = WFDBReader.headerPath(folder.appendingPath(line.name))
      if SegmentBuilder.isOutside(path, of: self.path), !allowsOutside {
        throw .file(
          .content(
            file: self.path, expected: "segments in the header's folder",
            found: "\(line.name); --allow-outside opens it"))
      }
      let header = try WFDBReader.header(path: path)
      if header.segments != nil { throw .segmentsNested(file: self.path, segment: line.name) }
      if abs(header.frameRateHz - self.header.frameRateHz) > 1e-6 * header.frameRateHz {
        throw .segmentDiffers(
          file: self.path, segment: line.name, expected: "\(self.header.frameRateHz) Hz",
          found: "\(header.frameRateHz) Hz")
      }
      let record = try WFDBReader.openSegment(
        header, path: path, allowsOutside: allowsOutside)
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
