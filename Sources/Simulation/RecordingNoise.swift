import Foundation

/// What the amplifier records beside the heart: breathing, muscle, mains, electrodes that move.
///
/// Every block of frames can be made by itself: its white noise comes from the seed and the
/// block's number, slow waves are functions of time, and recursive filters are run in for four
/// seconds, by which time they have forgotten how they started.
struct RecordingNoise: Sendable {
  static let blockFrames = 16384
  private static let runInFrames = 4096
  private static let tailStart = blockFrames - runInFrames
  private static let smoothingFrames = 300.0

  /// Levels in millivolts.
  struct Levels: Sendable {
    var wander: Double
    var mains: Double
    var muscle: Double
    var floor: Double

    func scaled(_ factors: AmplifierFaults.Noise) -> Levels {
      Levels(
        wander: wander * factors.wander, mains: mains * factors.mains,
        muscle: muscle * factors.muscle, floor: floor * factors.floor)
    }
  }

  private let seed: UInt64
  private let respirationHz: Double
  private let surface: [Levels]
  private let catheters: [Levels]
  private let phases: [Double]
  /// Spans of moving electrodes, in frames, in order.
  private let artifacts: [Range<Int>]
  private let artifactMillivolts: Double

  /// - Parameter hasStudy: whether there are the bipoles of a study.
  init(
    seed: UInt64, respirationHz: Double, artifacts: [Range<Int>], hasStudy: Bool,
    faults: AmplifierFaults, using random: inout SeededGenerator
  ) {
    self.seed = seed
    self.respirationHz = respirationHz
    self.artifacts = artifacts
    let wander = random.uniform(0.01, 0.09)
    let mains = random.uniform(0.001, 0.012)
    let muscle = random.uniform(0.002, 0.014)
    surface = (0..<SurfaceLeads.electrodeCount).map { _ in
      Levels(
        wander: wander * random.uniform(0.4, 1.4), mains: mains * random.uniform(0.3, 1.5),
        muscle: muscle * random.uniform(0.5, 1.5), floor: random.uniform(0.0015, 0.004)
      ).scaled(faults.surface)
    }
    var own = SeededGenerator(seed: seed, stream: .max)
    let usual =
      Bipole.release.map { ($0, Self.catheterLevels(&random)) }
      + (hasStudy ? Bipole.study : []).map { ($0, Self.catheterLevels(&own)) }
    catheters = usual.map { Self.contact($1, of: $0, seed: seed).scaled(faults.catheters) }
    phases = (0..<64).map { _ in random.uniform(0, 2 * Double.pi) }
    artifactMillivolts = random.uniform(0.8, 5)
  }

  private static func catheterLevels(_ random: inout SeededGenerator) -> Levels {
    Levels(
      wander: random.uniform(0.002, 0.02), mains: random.uniform(0.002, 0.02), muscle: 0.002,
      floor: random.uniform(0.004, 0.01))
  }

  /// Bipoles differ: a bad contact is noisy and drifts, a bad plug brings mains to one channel.
  private static func contact(_ levels: Levels, of bipole: Bipole, seed: UInt64) -> Levels {
    var random = SeededGenerator(seed: seed, stream: UInt64.max - 1 - UInt64(bipole.rawValue))
    var own = levels
    own.floor *= exp(0.45 * random.normal()) * (random.chance(0.06) ? 3 : 1)
    let mains = random.uniform(0.03, 0.12)
    own.mains = random.chance(0.08) ? mains : levels.mains * 0.3
    own.wander *= exp(0.7 * random.normal()) * (random.chance(0.1) ? 4 : 1)
    return own
  }

  /// Noise of one block in millivolts: the nine surface electrodes, then the seven bipoles of the
  /// release and those of a study.
  func block(_ number: Int) -> [[Float]] {
    let levels = surface + catheters
    let envelope = muscleEnvelope(number)
    let motion = motionEnvelope(number)
    return levels.indices.map { channel in
      let isSurface = channel < SurfaceLeads.electrodeCount
      var samples = recursive(
        number, channel: channel, levels: levels[channel], envelope: envelope)
      addWaves(to: &samples, number, channel: channel, levels: levels[channel])
      if let motion {
        addMotion(
          to: &samples, number, channel: channel,
          size: Float(isSurface ? artifactMillivolts : 0.2), envelope: motion)
      }
      return samples
    }
  }

  /// The last frames of a block have a stream of their own, so that the next block can run in on
  /// them without drawing all that came before.
  private enum Part: Int {
    case white, whiteTail, motion, motionTail
  }

  private func stream(_ number: Int, _ channel: Int, _ part: Part) -> SeededGenerator {
    let stream = UInt64(bitPattern: Int64((number + 1) * 128 + channel * 4 + part.rawValue))
    return SeededGenerator(seed: seed, stream: stream)
  }

  /// White noise, muscle (white noise without its slow part) and irregular wander.
  private func recursive(
    _ number: Int, channel: Int, levels: Levels, envelope: [Float]
  ) -> [Float] {
    var earlier = stream(number - 1, channel, .whiteTail)
    var slow: Float = 0
    var drift: Float = 0
    var smoothed: Float = 0
    let drifting = Float(levels.wander * 0.06)
    for _ in 0..<Self.runInFrames {
      let white = earlier.fastNormal()
      slow += 0.15 * (white - slow)
      smoothed += 0.5 * (white - slow - smoothed)
      drift = drift * 0.997 + white * drifting
    }
    var random = stream(number, channel, .white)
    let muscle = Float(levels.muscle)
    let floor = Float(levels.floor)
    return (0..<Self.blockFrames).map { frame in
      if frame == Self.tailStart { random = stream(number, channel, .whiteTail) }
      let white = random.fastNormal()
      slow += 0.15 * (white - slow)
      drift = drift * 0.997 + white * drifting
      // A short average keeps the noise below the acquisition filter's 100 Hz.
      smoothed += 0.5 * (white - slow - smoothed)
      return smoothed * (muscle * envelope[frame] + floor) * 1.6 + drift
    }
  }

  /// Breathing and mains, as phasors that turn by one multiplication a frame.
  private func addWaves(
    to samples: inout [Float], _ number: Int, channel: Int, levels: Levels
  ) {
    let waves: [(hertz: Double, size: Double, phase: Double)] = [
      (respirationHz, levels.wander, phases[0] + 0.3 * sin(phases[channel + 1])),
      (respirationHz * 0.37, levels.wander * 0.5, phases[channel + 20]),
      (50, levels.mains, phases[1] + 0.5 * sin(phases[channel + 2])),
    ]
    for wave in waves {
      let turn = 2 * Double.pi * wave.hertz / SimulatedPatient.frameRateHz
      let start = wave.phase + turn * Double(number * Self.blockFrames)
      var (real, imaginary) = (wave.size * cos(start), wave.size * sin(start))
      let (cosine, sine) = (cos(turn), sin(turn))
      for frame in samples.indices {
        samples[frame] += Float(imaginary)
        (real, imaginary) = (real * cosine - imaginary * sine, real * sine + imaginary * cosine)
      }
    }
  }

  /// How tense the muscles are, 0.3 ... about 3, straight between values half a second apart.
  private func muscleEnvelope(_ number: Int) -> [Float] {
    let knot = 512
    let first = number * Self.blockFrames / knot
    let knots = (0...(Self.blockFrames / knot)).map { index -> Float in
      var random = SeededGenerator(seed: seed ^ 0x6D75, stream: UInt64(first + index))
      return 0.3 + Float(exp(0.9 * random.normal())) * 0.5
    }
    return (0..<Self.blockFrames).map { frame in
      let fraction = Float(frame % knot) / Float(knot)
      return knots[frame / knot] * (1 - fraction) + knots[frame / knot + 1] * fraction
    }
  }

  /// How much the electrodes move, 0 ... 1; nil for a block in which they lie still.
  private func motionEnvelope(_ number: Int) -> [Float]? {
    let block = number * Self.blockFrames..<(number + 1) * Self.blockFrames
    let spans = artifacts.filter { $0.overlaps(block) }
    guard !spans.isEmpty else { return nil }
    var envelope = [Float](repeating: 0, count: Self.blockFrames)
    for span in spans {
      for frame in span.clamped(to: block) {
        let inside = Double(min(frame - span.lowerBound, span.upperBound - 1 - frame))
        let rise = Float(min(1, inside / Self.smoothingFrames))
        envelope[frame - block.lowerBound] = rise * rise * (3 - 2 * rise)
      }
    }
    return envelope
  }

  private func addMotion(
    to samples: inout [Float], _ number: Int, channel: Int, size: Float, envelope: [Float]
  ) {
    var earlier = stream(number - 1, channel, .motionTail)
    var (position, rounded) = (Float(0), Float(0))
    for _ in 0..<Self.runInFrames { Self.move(&position, &rounded, &earlier) }
    var random = stream(number, channel, .motion)
    for frame in samples.indices {
      if frame == Self.tailStart { random = stream(number, channel, .motionTail) }
      Self.move(&position, &rounded, &random)
      samples[frame] += rounded * size * envelope[frame]
    }
  }

  /// A walk that is pulled back to 0, with a rare jolt, rounded off.
  private static func move(
    _ position: inout Float, _ rounded: inout Float, _ random: inout SeededGenerator
  ) {
    let step = random.fastNormal()
    let jolt: Float = abs(step) > 3.1 ? step * 1.2 : 0
    position = position * 0.992 + step * 0.08 + jolt
    rounded += 0.12 * (position - rounded)
  }
}
