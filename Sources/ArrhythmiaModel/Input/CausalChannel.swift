import SignalProcessing

/// One channel on its way through resampling and causal filters, sample by sample as it comes.
///
/// However the input is cut, the outputs are the same bits: nothing is decided by what comes later,
/// but for the inputs that the resampler needs around each output.
struct CausalChannel: Sendable {
  let resampler: Resampler
  /// Samples that come before the first of these are not taken.
  private(set) var inputStart: Int
  /// The next output, at 250 Hz.
  private(set) var next: Int

  private let scale: Float
  private var filter: FilterState
  private var envelope: FilterState?
  private var scan: FaultScan
  /// The last value that there was, held over missing ones.
  private var held: Float = 0
  private var input: [Float] = []
  private var faults: [UInt8] = []

  /// What a stretch of outputs is.
  struct Outputs {
    var samples: [Float]
    /// Empty for a surface lead.
    var envelope: [Float]
    var faults: [UInt8]
  }

  /// A channel whose first output is `start`. `scale`: millivolts in a unit of the input.
  init(
    _ resampler: Resampler, start: Int, scale: Float, filter: FilterCascade,
    envelope: FilterCascade?
  ) {
    (self.resampler, self.scale, next) = (resampler, scale, start)
    self.filter = FilterState(filter)
    self.envelope = envelope.map { FilterState($0) }
    scan = FaultScan(samplingRateHz: resampler.inputRateHz)
    inputStart = resampler.inputs(for: start..<start + 1).lowerBound
  }

  /// The sample of the recording that is to come next.
  var nextInput: Int { max(0, inputStart + input.count) }

  /// Takes samples of the recording, the first of which has the number `first`; those that are
  /// known already, or were not asked for, are passed over.
  mutating func append(_ samples: ArraySlice<Float>, from first: Int) {
    for sample in samples.dropFirst(max(0, nextInput - first)) {
      faults.append(scan.next(sample))
      if !sample.isNaN { held = sample }
      input.append(held * scale)
      // Before the recording's first sample it is taken to have been there.
      while inputStart + input.count <= 0, let value = input.first, let fault = faults.first {
        input.insert(value, at: 0)
        faults.insert(fault, at: 0)
      }
    }
  }

  /// The recording has ended: its last sample stands for all that would follow.
  mutating func end(before output: Int) {
    guard next < output, let value = input.last, let fault = faults.last else { return }
    let missing = resampler.inputs(for: next..<output).upperBound - inputStart - input.count
    input += Array(repeating: value, count: max(0, missing))
    faults += Array(repeating: fault, count: max(0, missing))
  }

  /// The end of the outputs before `limit` for which all inputs are there.
  func computable(before limit: Int) -> Int {
    var end = next
    let inputEnd = inputStart + input.count
    while end < limit, resampler.inputs(for: end..<end + 1).upperBound <= inputEnd { end += 1 }
    return end
  }

  /// Computes the outputs from `next` to one that is computable.
  mutating func outputs(before end: Int) -> Outputs {
    guard next < end else { return Outputs(samples: [], envelope: [], faults: []) }
    var samples = resampler.resample(input, inputStart: inputStart, outputs: next..<end)
    let rate = resampler.inputRateHz / PreparationSettings.samplingRateHz
    let faults = (next..<end).map { output in
      let place = Int((Double(output) * rate).rounded()) - inputStart
      return self.faults[max(0, min(self.faults.count - 1, place))]
    }
    filter.apply(to: &samples)
    var envelope: [Float] = []
    if self.envelope != nil {
      envelope = samples.map(abs)
      self.envelope?.apply(to: &envelope)
    }
    next = end
    let used = resampler.inputs(for: next..<next + 1).lowerBound - inputStart
    // Moving what is left costs its length: not for every sample that comes.
    if used > 4096 || used > input.count { forget(min(used, input.count)) }
    return Outputs(samples: samples, envelope: envelope, faults: faults)
  }

  private mutating func forget(_ count: Int) {
    input.removeFirst(count)
    faults.removeFirst(count)
    inputStart += count
  }
}

/// Finds what is wrong with samples as they come: a run counts from where it has become long
/// enough, and an extreme is one of what has been heard so far.
struct FaultScan: Sendable {
  private let flatRun: Int
  private var value = Float.nan
  private var run = 0
  private var extremes: (low: Float, high: Float) = (.infinity, -.infinity)

  init(samplingRateHz: Double) {
    flatRun = max(2, Int(RecordPreparation.flatSeconds * samplingRateHz))
  }

  /// `PreparedSignal.Fault` bits of the next sample.
  mutating func next(_ sample: Float) -> UInt8 {
    run = sample == value ? run + 1 : 1
    value = sample
    if sample.isNaN { return PreparedSignal.Fault.clipped.rawValue }
    extremes = (min(extremes.low, sample), max(extremes.high, sample))
    var fault: PreparedSignal.Fault = []
    if run >= flatRun { fault.insert(.flat) }
    let isExtreme = sample == extremes.low || sample == extremes.high
    if isExtreme, run >= RecordPreparation.clippedRun, extremes.low < extremes.high {
      fault.insert(.clipped)
    }
    return fault.rawValue
  }
}
