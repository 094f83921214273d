import Foundation

/// Consecutive samples of one signal in consecutive data records, and where they go.
struct EDFSampleRun {
  /// Where the signal begins in the first data record.
  var firstByte: Int
  /// From a data record to the next one.
  var recordBytes: Int
  var samplesPerRecord: Int
  /// Counted from the signal's beginning in the first data record.
  var samples: Range<Int>
  /// Index of the first decoded sample in the target.
  var target: Int

  /// Decodes 16-bit samples. What is not within `presentBytes` of `data` is left as it is.
  func decode16(_ data: Data, presentBytes: Int, into target: inout [Int32]) {
    unsafe decode(Int16Codec.self, width: 2, data, presentBytes: presentBytes, into: &target)
  }

  /// Decodes 24-bit samples. What is not within `presentBytes` of `data` is left as it is.
  func decode24(_ data: Data, presentBytes: Int, into target: inout [Int32]) {
    unsafe decode(Int24Codec.self, width: 3, data, presentBytes: presentBytes, into: &target)
  }

  @inline(__always)
  private func decode<Codec: SampleCodec>(
    _ codec: Codec.Type, width: Int, _ data: Data, presentBytes: Int, into target: inout [Int32]
  ) {
    precondition(
      self.target >= 0 && self.target + samples.count <= target.count,
      "\(samples.count) samples at \(self.target) do not fit in \(target.count)")
    let present = min(presentBytes, data.count)
    unsafe data.withUnsafeBytes { source in
      unsafe target.withUnsafeMutableBufferPointer { output in
        guard let bytes = source.baseAddress, let values = output.baseAddress else { return }
        var next = samples.lowerBound
        while next < samples.upperBound {
          let (record, place) = next.quotientAndRemainder(dividingBy: samplesPerRecord)
          let count = min(samplesPerRecord - place, samples.upperBound - next)
          let byte = firstByte + record * recordBytes + place * width
          let stored = max(0, min(count, (present - byte) / width))
          let from = unsafe bytes + byte
          let to = unsafe values + (self.target + next - samples.lowerBound)
          for index in 0..<stored {
            unsafe to[index] = Codec.load(from, index)
          }
          next += count
        }
      }
    }
  }
}
