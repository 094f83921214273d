/// Onset and offset of one QRS complex, in seconds from the record's start.
struct QRSBounds: Sendable, Equatable {
  let onset: Double
  let offset: Double
  var duration: Double { offset - onset }

  /// A complex does not begin before the stimulus that captured it.
  func notBefore(_ stimulus: Double?) -> QRSBounds {
    QRSBounds(onset: max(onset, stimulus ?? onset), offset: offset)
  }
}

/// A P wave that may belong to a beat, from the earliest to the latest lead, in seconds from the
/// record's start.
struct PWave: Sendable, Equatable {
  let onset: Double
  let offset: Double
}

/// What the surface leads show around one beat.
struct BeatSurface: Sendable {
  let waves: BeatWaves
  /// From the earliest to the latest lead; nil where it is not clear or cannot be.
  let qrs: QRSBounds?
  let pWave: PWave?
  /// By the latest lead.
  let tEnd: Double?
  /// The marks of each lead, [lead][mark]; nil for a lead that shows nothing.
  private let places: [[Double]?]
  /// The complexes of the leads, one after another: by which beats are compared.
  private let shape: [Float]

  /// What durations can be, in seconds: a complex of 40 ms would be an infant's.
  private static let possible = (qrs: 0.03...0.3, pr: 0.03...0.45, qt: 0.16...0.7)
  /// Log odds from which a wave is taken to be there.
  private static let leastPresence = (p: Float(-0.5), t: Float(-1))
  /// Log odds from which a P wave needs no other like it beside it.
  private static let surePresence: Float = 1
  /// How far from a beat the complexes are compared, in samples of the window.
  private static let shapeReach = 25
  /// Ends may overlap what follows by the error of both.
  private static let overlap = 0.02

  /// Nil where no lead shows anything. `duration`: the record's; what would lie outside is not there.
  init?(
    _ traces: [Trace], beat: Double, between beats: (before: Double?, after: Double?),
    duration: Double, _ scratch: DelineationNetwork.Scratch
  ) {
    let complexes = [beats.before, beat, beats.after].compactMap { $0 }.map {
      $0 - 0.09...$0 + 0.12
    }
    let windows = traces.map { LeadWindow.Lead($0, beat: beat, complexes: complexes)?.window }
    let neighbours = (beats.before.map { $0 - beat }, beats.after.map { $0 - beat })
    let readings = windows.map { window in
      window.map {
        DelineationNetwork.shared.read(LeadWindow.input($0, neighbours: neighbours), scratch)
      }
    }
    guard let waves = BeatWaves(readings.compactMap(\.self), beat: beat) else { return nil }
    self.waves = waves
    places = readings.map { $0?.places.map { BeatWaves.seconds($0, beat: beat) } }
    qrs = Self.qrs(waves)
    pWave = qrs.flatMap { Self.pWave(waves, qrs: $0, after: beats.before) }
    tEnd = qrs.flatMap { Self.tEnd(waves, qrs: $0, before: beats.after, duration) }
    shape = windows.compactMap(\.self).flatMap(Self.complex)
  }

  private static func qrs(_ waves: BeatWaves) -> QRSBounds? {
    let bounds = QRSBounds(onset: waves.global(.qrsOnset), offset: waves.global(.qrsOffset))
    let isPossible =
      possible.qrs.contains(bounds.duration)
      && possible.qrs.contains(waves[.qrsOffset] - waves[.qrsOnset])
    return isPossible ? bounds : nil
  }

  private static func pWave(_ waves: BeatWaves, qrs: QRSBounds, after previous: Double?) -> PWave? {
    let wave = PWave(onset: waves.global(.pOnset), offset: waves.global(.pOffset))
    guard waves.presence.p > leastPresence.p, possible.pr.contains(qrs.onset - wave.onset),
      wave.offset > wave.onset, wave.onset > max(0, (previous ?? -1) + 0.04)
    else { return nil }
    return wave
  }

  private static func tEnd(
    _ waves: BeatWaves, qrs: QRSBounds, before next: Double?, _ duration: Double
  ) -> Double? {
    let end = waves.global(.tEnd)
    guard waves.presence.t > leastPresence.t, waves.tSpread < waves.greatestSpread,
      possible.qt.contains(end - qrs.onset), end <= duration,
      end < (next ?? .infinity) + overlap, waves[.tEnd] > qrs.offset
    else { return nil }
    return end
  }

  /// What one lead shows of the waves that the beat has.
  func fiducials(lead: Int) -> Fiducials? {
    guard let places = places[lead] else { return nil }
    var found = Fiducials()
    if qrs != nil {
      found.qrsOnset = places[WaveMark.qrsOnset.rawValue]
      found.qrsOffset = places[WaveMark.qrsOffset.rawValue]
    }
    if pWave != nil {
      found.pOnset = places[WaveMark.pOnset.rawValue]
      found.pOffset = places[WaveMark.pOffset.rawValue]
    }
    if tEnd != nil { found.tEnd = places[WaveMark.tEnd.rawValue] }
    return found
  }

  /// Whether the P wave is clear by itself.
  var isPSure: Bool { waves.presence.p > Self.surePresence }

  // MARK: Likeness

  /// A lead's complex, less its mean.
  private static func complex(_ window: [Float]) -> [Float] {
    let beat = LeadWindow.beatSample
    let samples = window[beat - shapeReach...beat + shapeReach]
    let mean = samples.reduce(0, +) / Float(samples.count)
    return samples.map { $0 - mean }
  }

  /// How alike two complexes are in all leads, -1...1, at the shift at which they are most alike.
  func likeness(_ other: BeatSurface) -> Float {
    guard shape.count == other.shape.count else { return 0 }
    return stride(from: -4, through: 4, by: 1).reduce(-1) { best, shift in
      max(best, correlation(other, shift: shift))
    }
  }

  private func correlation(_ other: BeatSurface, shift: Int) -> Float {
    let first = max(0, shift)
    let last = min(shape.count, shape.count + shift)
    var (both, own, others) = (Float(0), Float(0), Float(0))
    for index in first..<last {
      let (a, b) = (shape[index], other.shape[index - shift])
      both += a * b
      own += a * a
      others += b * b
    }
    return own > 0 && others > 0 ? both / (own * others).squareRoot() : 0
  }
}
