/// How strongly all leads together say "QRS", sample by sample.
///
/// Each lead is reduced to the envelope of its QRS band in units of its own usual QRS, and counts
/// by its contrast, usual QRS over noise: in effect, envelopes are added in units of noise. (Like
/// diversity combining in radio: Brennan, Proc IRE 1959;47:1075; but with envelopes, whose noise
/// does not cancel, and of which one high lead alone should not make a beat.) A flat, noisy or
/// loose lead thus fades out where it is bad and only there.
struct QRSFeature {
  /// About 1 at a QRS complex, near 0 between.
  private(set) var strength: [Float]
  /// The squared deflection from the local mean, all leads together: its maximum within a complex
  /// is the main deflection.
  private(set) var deflection: [Float]
  /// Of each block, the contrast of the best lead: usual QRS over noise.
  private(set) var contrast: [Float]

  /// Levels are estimated second by second: noise changes within seconds.
  static let blockSamples = 250

  /// A QRS complex has most of its energy between 5 and 20 Hz; P and T waves lie below, muscle
  /// above. From 7 Hz up, T waves are small enough and wide paced or ventricular complexes still
  /// large enough: from 8 Hz the latter, and from 5 Hz the former, cost more than is gained.
  private static let bandHz = (low: 7.0, high: 16.0)
  /// Two means of 13 samples in a row make a bell of 100 ms, the width of a QRS: shorter, and one
  /// complex has several maxima; longer, and beats 200 ms apart run together.
  private static let smoothingReach = 6
  /// The mean from which deflections are measured spans 200 ms, twice a QRS.
  private static let baselineReach = 25

  init(leadsMillivolts leads: [[Float]], _ progress: (Double) throws -> Void) rethrows {
    let count = leads.first?.count ?? 0
    strength = [Float](repeating: 0, count: count)
    deflection = strength
    var weight = strength
    contrast = [Float](repeating: 0, count: max(1, count / Self.blockSamples))
    for (number, lead) in leads.enumerated() {
      try add(lead, &weight) { try progress((Double(number) + $0) / Double(leads.count)) }
    }
    try Pieces.forEach(of: count, size: Pieces.samples, { _ in try progress(1) }) { part in
      for index in part where weight[index] > 0 { strength[index] /= weight[index] }
    }
  }

  private mutating func add(
    _ lead: [Float], _ weight: inout [Float], _ progress: (Double) throws -> Void
  ) rethrows {
    // Pacing spikes, clicks: one or two samples wide, while the narrowest R wave has five.
    let smooth = try ZeroPhase.medianOfFive(lead) { try progress(0.1 * $0) }
    let envelope = try Self.envelope(smooth) { try progress(0.1 + 0.4 * $0) }
    let levels = try QRSLeadLevels(envelope: envelope, blockCount: contrast.count) {
      try progress(0.5 + 0.2 * $0)
    }
    for block in contrast.indices where levels.weight[block] > 0 {
      contrast[block] = max(contrast[block], levels.contrast[block])
    }
    let baseline = try ZeroPhase.mean(smooth, reach: Self.baselineReach) {
      try progress(0.7 + 0.1 * $0)
    }
    try Pieces.forEach(of: lead.count, size: Pieces.samples, { try progress(0.8 + 0.2 * $0) }) {
      for index in $0 {
        let (share, usual) = levels.at(index)
        let relative = min(envelope[index] / usual, QRSLeadLevels.greatestRelative)
        let offset = (smooth[index] - baseline[index]) / usual
        strength[index] += share * relative
        weight[index] += share
        deflection[index] += share * offset * offset
      }
    }
  }

  /// The root of the mean square in the QRS band around each sample, in millivolts.
  private static func envelope(
    _ lead: [Float], _ progress: (Double) throws -> Void
  ) rethrows -> [Float] {
    var squares = try ZeroPhase.bandPass(
      lead, lowHz: bandHz.low, highHz: bandHz.high, samplingRateHz: QRSDetector.samplingRateHz
    ) { try progress(0.4 * $0) }
    try Pieces.forEach(of: squares.count, size: Pieces.samples, { try progress(0.4 + 0.1 * $0) }) {
      for index in $0 { squares[index] *= squares[index] }
    }
    let once = try ZeroPhase.mean(squares, reach: smoothingReach) { try progress(0.5 + 0.2 * $0) }
    var envelope = try ZeroPhase.mean(once, reach: smoothingReach) { try progress(0.7 + 0.2 * $0) }
    try Pieces.forEach(of: envelope.count, size: Pieces.samples, { try progress(0.9 + 0.1 * $0) }) {
      for index in $0 { envelope[index] = max(0, envelope[index]).squareRoot() }
    }
    return envelope
  }

  /// The block of a sample; the last one takes what does not fill a block of its own.
  func block(of sample: Int) -> Int { min(contrast.count - 1, sample / Self.blockSamples) }
}

/// What one lead's QRS complexes and noise usually measure, block by block.
struct QRSLeadLevels {
  /// Envelope of the usual QRS, millivolts.
  private var usual: [Float] = []
  /// Usual QRS over noise.
  private(set) var contrast: [Float] = []
  /// What the lead counts for beside the others.
  private(set) var weight: [Float] = []

  /// Beyond this multiple of the usual QRS, more height is no more evidence: a step of an
  /// electrode must not outweigh the leads that show none.
  static let greatestRelative: Float = 1.2
  /// The envelope is this low or less in the quarter of the time that lies between the waves.
  private static let noiseQuantile: Float = 0.25
  /// One value in five gives the quantile as well as all: the envelope is smooth over 100 ms.
  private static let noiseStride = 5
  /// Noise is taken from three blocks, as it comes and goes.
  private static let noiseReach = 1
  /// The usual QRS is the median of the greatest of two seconds over eleven blocks: two seconds
  /// hold a beat at 30 a minute, and eleven outlast an artifact or a run of ectopic beats.
  private static let usualReach = 5
  /// Quantisation, 5 uV a step in many recorders, leaves about this in the band: no lead is
  /// quieter, and a quiet one must not weigh without limit.
  private static let quietestMillivolts: Float = 0.002
  /// Below this there is no QRS: an envelope of 8 uV belongs to a complex of some 30 uV from peak
  /// to peak, less than any electrode on a chest gives.
  private static let leastMillivolts: Float = 0.008
  /// Where a lead is so much larger than it is in the record as a whole, the electrode is moving.
  /// It loses weight by the fourth power of the excess, far more than it gains in contrast.
  private static let excess: Float = 1.5

  init(
    envelope: [Float], blockCount: Int, _ progress: (Double) throws -> Void
  ) rethrows {
    var peaks: [Float] = []
    var noise: [Float] = []
    try Pieces.forEach(of: blockCount, size: 1024, { try progress($0 / 2) }) { part in
      for block in part {
        let first = block * QRSFeature.blockSamples
        let end = block + 1 < blockCount ? first + QRSFeature.blockSamples : envelope.count
        peaks.append(envelope[first..<end].max() ?? 0)
        let sparse = stride(from: first, to: end, by: Self.noiseStride).lazy.map { envelope[$0] }
        noise.append(Quantiles.quantile(sparse, Self.noiseQuantile))
      }
    }
    let pairs = peaks.indices.map { max(peaks[max(0, $0 - 1)], peaks[$0]) }
    let typical = Quantiles.quantile(pairs, 0.5)
    usual = try Quantiles.sliding(pairs, reach: Self.usualReach, 0.5) { try progress(0.5 + $0 / 4) }
    noise = try Quantiles.sliding(noise, reach: Self.noiseReach, 0.5) {
      try progress(0.75 + $0 / 4)
    }
    for block in 0..<blockCount {
      contrast.append(usual[block] / max(noise[block], Self.quietestMillivolts))
      let excess = max(1, usual[block] / max(typical * Self.excess, Self.leastMillivolts))
      let square = excess * excess
      let share = contrast[block] / (square * square)
      weight.append(usual[block] < Self.leastMillivolts ? 0 : share)
      usual[block] = max(usual[block], Self.leastMillivolts)
    }
  }

  /// Weight and usual QRS at a sample, between the blocks' centres by linear interpolation.
  @inline(__always)
  func at(_ sample: Int) -> (weight: Float, usual: Float) {
    let size = QRSFeature.blockSamples
    let place = max(0, sample - size / 2)
    let block = min(place / size, usual.count - 1)
    let next = min(block + 1, usual.count - 1)
    let part = Float(place - block * size) / Float(size)
    return (
      max(0, weight[block] + part * (weight[next] - weight[block])),
      usual[block] + part * (usual[next] - usual[block])
    )
  }
}
