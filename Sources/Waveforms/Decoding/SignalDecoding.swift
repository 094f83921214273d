import Foundation

/// A run of samples to decode: which ones of the file, and where they go.
struct DecodingRun {
  /// Sample of the file (all signals counted) that comes first.
  var first: Int
  /// Samples of the file from one sample of the run to the next.
  var stride: Int
  var count: Int
  /// Place in the output of the first one, and step from one to the next.
  var target: Int
  var targetStride: Int
}

/// Decodes runs of samples of one format from the bytes of a file.
enum SignalDecoding {
  /// Decodes `runs` into `output`. The runs must lie within the bytes: the caller has clamped
  /// them to `format.sampleCount(bytes:)`.
  static func decode(
    _ bytes: Data, byteOffset: Int, format: WFDBSignalFormat, runs: [DecodingRun],
    into output: inout [Int32]
  ) {
    let available = format.sampleCount(bytes: max(0, bytes.count - byteOffset))
    for run in runs where run.count > 0 {
      precondition(run.first >= 0 && run.target >= 0 && run.stride > 0 && run.targetStride > 0)
      precondition(run.first + (run.count - 1) * run.stride < available)
      precondition(run.target + (run.count - 1) * run.targetStride < output.count)
    }
    unsafe bytes.withUnsafeBytes { input in
      guard let start = input.baseAddress else { return }
      let base = unsafe start + byteOffset
      unsafe output.withUnsafeMutableBufferPointer { output in
        guard let target = output.baseAddress else { return }
        for run in runs { unsafe decode(base, format, run, target) }
      }
    }
  }

  private static func decode(
    _ base: UnsafeRawPointer, _ format: WFDBSignalFormat, _ run: DecodingRun,
    _ target: UnsafeMutablePointer<Int32>
  ) {
    switch format {
    case .int16: unsafe loop(Int16Codec.self, base, run, target)
    case .int24: unsafe loop(Int24Codec.self, base, run, target)
    case .int32: unsafe loop(Int32Codec.self, base, run, target)
    case .int16BigEndian: unsafe loop(Int16BigEndianCodec.self, base, run, target)
    case .offset8: unsafe loop(Offset8Codec.self, base, run, target)
    case .offset16: unsafe loop(Offset16Codec.self, base, run, target)
    case .packed12: unsafe loop(Packed12Codec.self, base, run, target)
    case .packed10: unsafe loop(Packed10Codec.self, base, run, target)
    case .packed10Word: unsafe loop(Packed10WordCodec.self, base, run, target)
    case .null, .differences8, .flac8, .flac16, .flac24:
      preconditionFailure("format \(format.rawValue) has no place for a single sample")
    }
  }

  @inline(__always)
  private static func loop<Codec: SampleCodec>(
    _: Codec.Type, _ base: UnsafeRawPointer, _ run: DecodingRun,
    _ target: UnsafeMutablePointer<Int32>
  ) {
    var source = run.first
    var place = run.target
    for _ in 0..<run.count {
      unsafe target[place] = Codec.load(base, source)
      source &+= run.stride
      place &+= run.targetStride
    }
  }

  /// Encodes `samples`, in the order of the file, as one format.
  static func encode(_ samples: [Int32], format: WFDBSignalFormat) -> [UInt8] {
    // A packed format's last block is written whole while encoding and cut after it.
    let blocks = samples.count * 4 + 8
    var bytes = [UInt8](repeating: 0, count: blocks)
    unsafe bytes.withUnsafeMutableBytes { output in
      guard let base = output.baseAddress else { return }
      switch format {
      case .int16: unsafe storeAll(Int16Codec.self, samples, base)
      case .int24: unsafe storeAll(Int24Codec.self, samples, base)
      case .int32: unsafe storeAll(Int32Codec.self, samples, base)
      case .int16BigEndian: unsafe storeAll(Int16BigEndianCodec.self, samples, base)
      case .offset8: unsafe storeAll(Offset8Codec.self, samples, base)
      case .offset16: unsafe storeAll(Offset16Codec.self, samples, base)
      case .packed12: unsafe storeAll(Packed12Codec.self, samples, base)
      case .packed10: unsafe storeAll(Packed10Codec.self, samples, base)
      case .packed10Word: unsafe storeAll(Packed10WordCodec.self, samples, base)
      case .null, .differences8, .flac8, .flac16, .flac24:
        preconditionFailure("format \(format.rawValue) is not written sample by sample")
      }
    }
    bytes.removeLast(blocks - byteCount(samples: samples.count, format: format))
    return bytes
  }

  private static func storeAll<Codec: SampleCodec>(
    _: Codec.Type, _ samples: [Int32], _ base: UnsafeMutableRawPointer
  ) {
    for (index, sample) in samples.enumerated() { unsafe Codec.store(sample, base, index) }
  }

  /// The least number of bytes that hold `samples` samples.
  static func byteCount(samples: Int, format: WFDBSignalFormat) -> Int {
    switch format {
    case .packed12: samples / 2 * 3 + samples % 2 * 2
    case .packed10: samples / 3 * 4 + [0, 2, 4][samples % 3]
    case .packed10Word: samples / 3 * 4 + [0, 2, 3][samples % 3]
    default: samples * format.bits / 8
    }
  }
}
