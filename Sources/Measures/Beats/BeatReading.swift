import Waveforms

/// What the signals around single beats say, read when asked for and kept.
///
/// Everything here follows from the record, the list of beats and the beat's number: in which order
/// beats are asked for changes nothing.
struct BeatReading {
  let record: Record
  let plan: ChannelPlan
  let beats: [Double]
  let levels: [Int: ChannelLevels]
  private var surfaces: [Int: Surface] = [:]
  var activations: [Int: [Int: [Deflection]]] = [:]
  private var waveEnds: [Int: Double?] = [:]
  var conductions: [Int: (antegrade: AtrialWave?, retrograde: AtrialWave?)] = [:]
  private var waves: [Int: PWave?] = [:]

  /// A beat's surface leads and its complex.
  private struct Surface {
    var leads: LeadGroup?
    var qrs: QRSBounds?
  }

  /// What is read around a beat, in seconds: before it the longest PR and the T wave's end, after
  /// it the longest QT, or the next complex down to a rate of 57.
  private static let span = (before: 0.62, after: 1.05)

  init(
    _ record: Record, _ plan: ChannelPlan, beats: [Double], levels: [Int: ChannelLevels] = [:]
  ) {
    (self.record, self.plan, self.beats, self.levels) = (record, plan, beats, levels)
  }

  func neighbour(_ index: Int) -> Double? {
    beats.indices.contains(index) ? beats[index] : nil
  }

  func span(_ index: Int) -> (from: Double, to: Double) {
    (beats[index] - Self.span.before, beats[index] + Self.span.after)
  }

  // MARK: Surface

  private mutating func surface(_ index: Int) throws -> Surface? {
    guard beats.indices.contains(index) else { return nil }
    if let known = surfaces[index] { return known }
    let span = span(index)
    let traces = try plan.traces(plan.leads, of: record, from: span.from, to: span.to)
    let complexes = [index - 1, index, index + 1].compactMap(neighbour).map {
      $0 - 0.09...$0 + 0.12
    }
    let leads = LeadGroup(traces, complexes: complexes)
    let qrs = leads.flatMap {
      QRSDelineation.bounds(
        $0, beat: beats[index], between: (neighbour(index - 1), neighbour(index + 1)))
    }
    let surface = Surface(leads: leads, qrs: qrs)
    surfaces[index] = surface
    return surface
  }

  mutating func qrs(_ index: Int) throws -> QRSBounds? { try surface(index)?.qrs }

  mutating func tEnd(_ index: Int) throws -> Double? {
    if let known = waveEnds[index] { return known }
    guard let surface = try surface(index), let leads = surface.leads, let qrs = surface.qrs else {
      return nil
    }
    // Where the next complex is not delineated, the wave has to end well before its beat.
    let next = try qrsOnset(index + 1)
    let cycles = [index, index + 1].compactMap { number in
      neighbour(number).flatMap { beat in neighbour(number - 1).map { beat - $0 } }
    }
    let end = TWaveEnd.find(
      leads.smoothed(TWaveEnd.smoothingSeconds), qrs: qrs, nextOnset: next,
      cycle: cycles.max() ?? 1)
    waveEnds[index] = .some(end)
    return end
  }

  /// The onset of a complex; a twelfth of a second before its beat where it cannot be told.
  mutating func qrsOnset(_ index: Int) throws -> Double? {
    guard let beat = neighbour(index) else { return nil }
    return try qrs(index)?.onset ?? beat - 0.08
  }

  /// The P wave before a beat, whether or not it is the beat's.
  mutating func pWave(_ index: Int) throws -> PWave? {
    if let known = waves[index] { return known }
    guard let surface = try surface(index), let leads = surface.leads, let qrs = surface.qrs else {
      return nil
    }
    let atrial = try atrialWaves(index)?.antegrade?.time
    let wave: PWave?
    if canTellAtria && atrial == nil {
      wave = nil
    } else {
      wave = PWaveSearch.find(
        leads.smoothed(PWaveSearch.smoothingSeconds), qrsOnset: qrs.onset,
        start: try quietStart(before: index, onset: qrs.onset), atrial: atrial)
    }
    waves[index] = .some(wave)
    return wave
  }

  /// From when on a P wave stands clear of what came before.
  private mutating func quietStart(before index: Int, onset: Double) throws -> Double {
    let longest = onset - 0.42
    guard let previous = neighbour(index - 1) else { return longest }
    if let end = try tEnd(index - 1) { return max(longest, end + 0.005) }
    let offset = try qrs(index - 1)?.offset ?? previous + 0.06
    return max(longest, offset + 0.1, onset - 0.24)
  }
}
