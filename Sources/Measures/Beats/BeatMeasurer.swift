public import Waveforms

/// Measures the intervals of a record's beats, at the record's own sampling rate.
///
/// A beat is measured from the signals and beats around it, so that its measures are the same
/// whatever stretch is asked for. What cannot be told is nil: an interval between atria and
/// ventricles is given only where at least half of the eight beats around share it, for impulses
/// that are not conducted stand in no fixed relation to the ventricles.
///
/// Electrograms come first where there are any: a P wave is a beat's only if the atria were
/// activated at that time. Not for diagnosis.
public struct BeatMeasurer: Sendable {
  /// What is measured.
  public let record: Record
  /// The beats' times in seconds from the record's start, ascending.
  public let beats: [Double]
  let plan: ChannelPlan
  let levels: [Int: ChannelLevels]
  /// The record's stimuli, in order of time.
  public let stimuli: [Stimulus]

  /// Beats on either side with which an interval is compared.
  private static let neighbours = 4
  /// Intervals are the same within so many seconds: the AV node's ordinary variation from beat to
  /// beat and the errors of two measurements, but not what dissociated atria show by chance.
  static let tolerance = (electrogram: 0.025, surface: 0.03, qrs: 0.03)
  /// Complexes of one origin are more alike than this.
  private static let leastLikeness: Float = 0.9
  /// Fewer beats of the same shape contradict nothing.
  private static let leastAlike = 3
  /// Beyond four seconds an interval between two beats is rather a gap in the list.
  private static let longestCycle = 4.0

  /// Looks for stimuli in all of the record, and at some beats all over it, to learn how steep
  /// atrial and ventricular deflections are in each channel.
  /// - Parameter beats: the main deflections of all QRS complexes, in seconds from the record's
  ///   start, ascending.
  /// - Parameter progress: told the share that is done, from 0 to 1, every few milliseconds; what
  ///   it throws ends the work.
  public init(
    record: Record, beats: [Double], progress: (Double) throws -> Void = { _ in }
  ) throws {
    self.record = record
    self.beats = beats
    plan = ChannelPlan(record)
    let stimuli = try StimulusDetector.stimuli(of: record) { try progress($0 / 2) }
    self.stimuli = stimuli
    levels = try ElectrogramSurvey.levels(record, plan, beats: beats, stimuli) {
      try progress((1 + $0) / 2)
    }
  }

  /// The measures of the beats from one time up to, not with, another, in seconds. `progress` is
  /// told the share that is done, every few milliseconds; what it throws ends the work.
  public func measure(
    from: Double, to: Double, progress: (Double) throws -> Void = { _ in }
  ) throws -> [BeatMeasures] {
    let first = beats.firstIndex { $0 >= from } ?? beats.count
    let end = beats[first...].firstIndex { $0 >= to } ?? beats.count
    var reading = BeatReading(record, plan, beats: beats, levels: levels, stimuli: stimuli)
    return try (first..<end).map { index in
      try progress(Double(index - first) / Double(end - first))
      reading.forget(before: index - 2 * Self.neighbours)
      return try measure(index, &reading)
    }
  }

  /// What each surface lead that is measured shows by itself of a beat's waves, by channel.
  public func leads(ofBeat index: Int) throws -> [Int: Fiducials] {
    var reading = BeatReading(record, plan, beats: beats, levels: levels, stimuli: stimuli)
    guard let surface = try reading.surface(index) else { return [:] }
    return plan.leads.enumerated().reduce(into: [:]) { found, lead in
      found[lead.element] = surface.fiducials(lead: lead.offset)
    }
  }

  private func measure(_ index: Int, _ reading: inout BeatReading) throws -> BeatMeasures {
    var measures = BeatMeasures(beat: beats[index])
    if index > 0, beats[index] - beats[index - 1] < Self.longestCycle {
      measures.rr = beats[index] - beats[index - 1]
    }
    try measureStimulus(index, &reading, &measures)
    guard let surface = try reading.surface(index) else {
      measures.doubts = [.qrs: .noLeads, .qt: .noLeads, .pr: .noLeads]
      return measures
    }
    guard let qrs = surface.qrs?.notBefore(measures.stimulus) else {
      measures.doubts = [.qrs: .unclear, .qt: .unclear, .pr: .unclear]
      return measures
    }
    try measureQRS(index, qrs, surface, &reading, &measures)
    measureT(surface, qrs, &measures)
    try measureAtria(index, qrs, &reading, &measures)
    try measureP(index, qrs, &reading, &measures)
    return measures
  }

  // MARK: QRS and T

  /// What beats of the same shape contradict is not given.
  private func measureQRS(
    _ index: Int, _ qrs: QRSBounds, _ surface: BeatSurface, _ reading: inout BeatReading,
    _ measures: inout BeatMeasures
  ) throws {
    let alike = try around(index).compactMap { number -> Double? in
      guard let other = try reading.surface(number), let bounds = other.qrs,
        surface.likeness(other) >= Self.leastLikeness
      else { return nil }
      return bounds.duration
    }
    if alike.count >= Self.leastAlike,
      abs(alike.sorted()[alike.count / 2] - qrs.duration) > Self.tolerance.qrs
    {
      measures.doubts[.qrs] = .contradicted
      return
    }
    measures.fiducials.qrsOnset = max(
      surface.waves[.qrsOnset], measures.stimulus ?? -.infinity)
    measures.fiducials.qrsOffset = surface.waves[.qrsOffset]
    measures.fiducials.global.qrsOnset = qrs.onset
    measures.fiducials.global.qrsOffset = qrs.offset
    measures.qrs = qrs.duration
  }

  private func measureT(
    _ surface: BeatSurface, _ qrs: QRSBounds, _ measures: inout BeatMeasures
  ) {
    guard let end = surface.tEnd else {
      measures.doubts[.qt] = .noWave
      return
    }
    measures.fiducials.tEnd = surface.waves[.tEnd]
    measures.fiducials.global.tEnd = end
    measures.qt = end - qrs.onset
  }

  // MARK: Sharing

  private func around(_ index: Int) -> [Int] {
    (max(0, index - Self.neighbours)...min(beats.count - 1, index + Self.neighbours))
      .filter { $0 != index }
  }

  /// Whether something holds for at least half of the beats around, of two at least.
  func isShared(_ index: Int, _ holds: (Int) throws -> Bool) rethrows -> Bool {
    let others = around(index)
    let agreeing = try others.filter(holds).count
    return agreeing >= 2 && 2 * agreeing >= others.count
  }

  // MARK: P wave

  private func measureP(
    _ index: Int, _ qrs: QRSBounds, _ reading: inout BeatReading, _ measures: inout BeatMeasures
  ) throws {
    guard !reading.canTellAtria || measures.conduction == .antegrade,
      let wave = try reading.pWave(index), let surface = try reading.surface(index)
    else {
      measures.doubts[.pr] = .noWave
      return
    }
    let interval = qrs.onset - wave.onset
    let isOwn = try isShared(index) { number in
      guard let other = try reading.pWave(number), let complex = try reading.qrs(number) else {
        return false
      }
      return abs(complex.onset - other.onset - interval) <= Self.tolerance.surface
    }
    // A faint wave is one if it comes again at the same distance: fibrillation's do not.
    guard isOwn || surface.isPSure else {
      measures.doubts[.pr] = .noWave
      return
    }
    measures.fiducials.pOnset = surface.waves[.pOnset]
    measures.fiducials.pOffset = surface.waves[.pOffset]
    measures.fiducials.global.pOnset = wave.onset
    measures.fiducials.global.pOffset = wave.offset
    if isOwn { measures.pr = interval } else { measures.doubts[.pr] = .unshared }
  }
}
