import Foundation

extension ChannelBlock where Element == Int32 {
  /// A block whose samples are to be written by a `SampleSource`, every one of them: its memory
  /// is not touched before, which for a whole record takes as long as decoding it.
  init(unfilledFrames frames: Int, samplesPerFrame: [Int]) {
    let starts = Self.starts(frames, samplesPerFrame)
    let total = starts[starts.count - 1]
    let samples = unsafe [Int32](unsafeUninitializedCapacity: total) { buffer, count in
      unsafe askForHugePages(UnsafeMutableRawBufferPointer(buffer))
      count = total
    }
    self.init(samples: samples, starts: starts)
  }
}

/// Asks the kernel to back a large buffer by pages of 2 MB, as far as it has whole ones: handing
/// out pages of 4 KB one by one takes longer than decoding into them. Wraps `madvise`.
private func askForHugePages(_ buffer: UnsafeMutableRawBufferPointer) {
  let page = 2 << 20
  guard let start = buffer.baseAddress, buffer.count >= 8 * page else { return }
  let skip = (page - Int(bitPattern: start) % page) % page
  let length = (buffer.count - skip) / page * page
  // A refusal costs time only.
  _ = unsafe madvise(start + skip, length, MADV_HUGEPAGE)
}
