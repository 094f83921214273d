import Foundation

/// How many frames a data record of a file to be written holds, and how long it lasts.
///
/// The duration has 8 characters, and frames divided by it are the file's frame rate: 360 Hz are
/// 360 frames in 1 s, 1000/3 Hz are 1000 frames in 3 s.
struct EDFRecordLength {
  let frames: Int
  let duration: EDFDecimal

  /// The frame rate that readers of the file find.
  var frameRateHz: Double { Double(frames) / duration.value }

  /// Bytes that a data record had at most in EDF's definition of 1992.
  private static let byteLimit = 61_440
  /// Data records last about a second, and no longer than this where it can be helped.
  private static let longestSeconds = 60.0

  /// The choice for `frameCount` frames of `bytesPerFrame` bytes at a rate: one with exactly this
  /// rate if there is any, near to 1 s, and if it can be without padding in the last data record.
  init?(frameRateHz rate: Double, frameCount: Int, bytesPerFrame: Int) {
    let mostBytes = max(1, Self.byteLimit / max(1, bytesPerFrame))
    let mostTime = max(1, Int(min(1e5, rate * Self.longestSeconds)))
    var best: (score: (Double, Double), length: EDFRecordLength)?
    for frames in 1...max(1, min(mostBytes, mostTime, max(1, frameCount))) {
      guard let duration = EDFDecimal(nearest: Double(frames) / rate), duration.digits > 0 else {
        continue
      }
      let length = EDFRecordLength(frames: frames, duration: duration)
      let score = length.score(rate, frameCount: frameCount)
      if best.map({ score < $0.score }) ?? true { best = (score, length) }
    }
    guard let best else { return nil }
    self = best.length
  }

  private init(frames: Int, duration: EDFDecimal) {
    (self.frames, self.duration) = (frames, duration)
  }

  /// Less is better: first an error of the rate, then the distance from 1 s and padding.
  private func score(_ rate: Double, frameCount: Int) -> (Double, Double) {
    let seconds = duration.value
    let isWhole = frameCount.isMultiple(of: frames)
    let shape = abs(log(seconds)) + (isWhole ? 0 : log(2))
    return (abs(frameRateHz / rate - 1), shape)
  }
}
