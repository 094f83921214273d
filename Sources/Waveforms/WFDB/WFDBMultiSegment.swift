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
  var warnings: [String] = []

  init(header: WFDBHeader, path: String) {
    self.header = header
    self.path = path
    folder = (path as NSString).deletingLastPathComponent
  }

  mutating func build() throws(WFDBError) -> Record {
    var lines = header.segments ?? []
    var layout: WFDBHeader?
    if let first = lines.first, first.frameCount == 0, !first.isGap {
      layout = try WFDBReader.header(path: folder.appendingPath(first.name) + ".hea")
      lines.removeFirst()
    }
    let segments = lines.map { line in line.isGap ? nil : open(line) }
    var channels = try channels(layout, segments.compactMap { $0 })
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
    guard frame <= 1 << 40 else {
      throw .noSamples(
        file: path, signalFile: "all segments", expected: "at most 2^40 frames", found: "\(frame)")
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
      name: (path as NSString).lastPathComponent.replacing(".hea", with: ""), path: path,
      container: "WFDB multi-segment", frameRateHz: header.frameRateHz, frameCount: frame,
      channels: channels, start: header.start, comments: header.comments, warnings: warnings,
      source: WFDBMultiSegmentSource(pieces: pieces, channels: channels))
  }

  private mutating func open(_ line: WFDBHeader.Segment) -> Record? {
    do throws(WFDBError) {
      let path = folder.appendingPath(line.name) + ".hea"
      let header = try WFDBReader.header(path: path)
      if header.segments != nil { throw .segmentsNested(file: self.path, segment: line.name) }
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
      return first.channels
    }
    return layout.signals.map { signal in
      let stored = segments.lazy.flatMap(\.channels).first { $0.name == signal.name }
      return stored ?? Channel(signal, frameRateHz: header.frameRateHz, frameCount: 0)
    }
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
        ? segment.channels.firstIndex { $0.name == channel.name }
        : (index < segment.channels.count ? index : nil)
      if let place, segment.channels[place].samplesPerFrame != channel.samplesPerFrame {
        failures.append(
          "segment \(line.name), channel \(channel.name): expected \(channel.samplesPerFrame) "
            + "samples a frame, found \(segment.channels[place].samplesPerFrame)")
        return nil
      }
      map.append(place)
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
