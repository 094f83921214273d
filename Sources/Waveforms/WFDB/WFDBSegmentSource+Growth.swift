extension WFDBSegmentSource {
  /// The same signals in their files as these are now. Streams of FLAC and files of differences
  /// are written whole, and do not grow.
  func grown() throws(FileError) -> (source: any SampleSource, frameCount: Int)? {
    var copy = self
    var fewest: Int?
    for index in groups.indices {
      switch groups[index].storage {
      case .mapped(let file):
        let now = try file.grown()
        if now.bytes.count > file.bytes.count { copy.statedFrames = nil }
        copy.groups[index].storage = .mapped(now)
        let count = groups[index].format.sampleCount(
          bytes: max(0, now.bytes.count - groups[index].byteOffset))
        copy.groups[index].sampleCount = count
        let lag = groups[index].members.map(\.skew).max() ?? 0
        let whole = max(0, count / groups[index].samplesPerFrame - lag)
        fewest = min(fewest ?? whole, whole)
      case .differences, .flac: return nil
      case .absent: continue
      }
    }
    return copy.statedFrames == nil ? fewest.map { (copy, $0) } : nil
  }
}
