import Foundation

/// What to decode from one signal file, and where it goes.
struct DecodingPlan: Sendable {
  /// One channel's place in the file's frames and in the output.
  struct Lane: Sendable {
    /// Sample of the frame at which the channel begins.
    var offset: Int
    var samplesPerFrame: Int
    /// Frames by which the channel lags in the file.
    var skew: Int
    /// Where its first sample goes in the output; the others follow.
    var target: Int
    /// What stands for a sample that the file does not have.
    var missing: Int32
  }

  var format: WFDBSignalFormat
  var byteOffset: Int
  /// Samples of all channels in a frame of the file.
  var samplesPerFrame: Int
  /// Samples that the file holds, of all channels.
  var present: Int
  var frames: Range<Int>
  var lanes: [Lane]
}

/// A run of samples: which ones of the file, and where they go.
private struct DecodingRun {
  /// Sample of the file (all channels counted) that comes first.
  var first: Int
  /// Samples of the file from one sample of the run to the next.
  var stride: Int
  var count: Int
  /// Place in the output of the first one, and step from one to the next.
  var target: Int
  var targetStride: Int
}

/// Decodes samples of one format from the bytes of a file.
enum SignalDecoding {
  /// Samples from which on a second thread pays for itself.
  private static let parallelSamples = 1 << 21

  /// Carries out a plan. Every place of the output that the plan's lanes cover is written.
  static func decode(_ bytes: Data, _ plan: DecodingPlan, into output: inout [Int32]) {
    var plan = plan
    let held = plan.format.sampleCount(bytes: max(0, bytes.count - plan.byteOffset))
    plan.present = max(0, min(plan.present, held))
    var total = 0
    for lane in plan.lanes {
      let count = plan.frames.count * lane.samplesPerFrame
      precondition(lane.target >= 0 && lane.target + count <= output.count)
      precondition(lane.skew >= 0 && lane.offset >= 0 && plan.samplesPerFrame > 0)
      total += count
    }
    let stripes = total < parallelSamples ? 1 : 2
    unsafe bytes.withUnsafeBytes { (input: UnsafeRawBufferPointer) in
      unsafe output.withUnsafeMutableBufferPointer { output in
        guard let target = output.baseAddress else { return }
        // Without a file's bytes nothing is present, and nothing is read.
        let start = unsafe input.baseAddress ?? UnsafeRawPointer(target)
        let work = unsafe Stripes(
          base: start + (plan.present > 0 ? plan.byteOffset : 0), target: target, plan: plan,
          count: stripes)
        if stripes == 1 {
          work.decode(0)
        } else {
          DispatchQueue.concurrentPerform(iterations: stripes) { work.decode($0) }
        }
      }
    }
  }

  /// Parts of a plan that threads decode side by side: each has frames, and so places in the
  /// output, of its own.
  @safe private struct Stripes: @unchecked Sendable {
    let base: UnsafeRawPointer
    let target: UnsafeMutablePointer<Int32>
    let plan: DecodingPlan
    let count: Int

    func decode(_ stripe: Int) {
      let all = plan.frames
      let first = all.lowerBound + all.count * stripe / count
      let end = all.lowerBound + all.count * (stripe + 1) / count
      // Frames go block by block: the bytes of one block stay in the first-level cache while each
      // channel picks its samples out of them.
      let step = max(64, 16_384 / (plan.samplesPerFrame * max(1, plan.format.bits / 8)))
      for start in Swift.stride(from: first, to: end, by: step) {
        let part = start..<min(start + step, end)
        for lane in plan.lanes {
          for sample in 0..<lane.samplesPerFrame {
            let run = SignalDecoding.run(plan, lane, sample, part)
            unsafe SignalDecoding.decode(base, plan.format, run, target)
            for index in run.count..<max(run.count, part.count) {
              unsafe target[run.target + index * run.targetStride] = lane.missing
            }
          }
        }
      }
    }
  }

  /// The run of one sample of each frame, cut where the file ends.
  private static func run(
    _ plan: DecodingPlan, _ lane: DecodingPlan.Lane, _ sample: Int, _ frames: Range<Int>
  ) -> DecodingRun {
    let total = plan.samplesPerFrame
    let first = (frames.lowerBound + lane.skew) * total + lane.offset + sample
    let count =
      first >= plan.present ? 0 : min(frames.count, (plan.present - 1 - first) / total + 1)
    let place = lane.target + (frames.lowerBound - plan.frames.lowerBound) * lane.samplesPerFrame
    return DecodingRun(
      first: first, stride: total, count: count, target: place + sample,
      targetStride: lane.samplesPerFrame)
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
