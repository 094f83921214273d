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
