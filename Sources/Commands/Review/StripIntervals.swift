import PaperStrip
import ReviewStore
import Waveforms

extension Strip {
  /// Lays the intervals that a reader has pinned to a record onto the strip: those that reach into
  /// its time and whose channels are both drawn. `channels` are the numbers in the record of what
  /// the lanes show, from top to bottom.
  mutating func take(_ pinned: [PinnedInterval], channels: [Int], of record: Record) {
    let lanes = Dictionary(
      channels.prefix(lanes.count).enumerated().map { (record.channels[$1].name, $0) }
    ) { first, _ in first }
    intervals = pinned.compactMap { interval in
      guard let from = lanes[interval.from.channel], let to = lanes[interval.to.channel],
        interval.to.seconds >= start, interval.from.seconds <= end
      else { return nil }
      return StripInterval(
        name: interval.name, from: .init(seconds: interval.from.seconds, lane: from),
        to: .init(seconds: interval.to.seconds, lane: to))
    }
  }
}
