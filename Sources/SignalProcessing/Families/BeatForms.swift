/// The forms of a record's beats, aligned and without baseline, and their times: all that sorting,
/// splitting and comparing beats needs.
///
/// Stored as whole microvolts: 166 bytes for a beat and lead, 50 MB for a day of three leads.
public struct BeatForms: Sendable, Equatable {
  /// Samples of the beats at 250 Hz, as they were given: ascending, of one stretch.
  public let beats: [Int]
  /// How many leads there are.
  public let leadCount: Int
  /// Where each form was taken: samples at 250 Hz after its beat, -10...10.
  public let shifts: [Int8]
  /// The intervals around each beat.
  public let timings: [BeatTiming]
  /// The usual height of each lead's complex in mV: the median over the beats of the root mean
  /// square. 0 where a lead is flat.
  public let heights: [Float]
  /// [beat, lead, sample] in microvolts, the mean of each complex taken away.
  let microvolts: [Int16]

  /// How many beats there are.
  public var count: Int { beats.count }

  /// Takes the forms of all beats, in one call.
  public init(leadsMillivolts: [[Float]], beats: [Int]) {
    self.init(leadsMillivolts: leadsMillivolts, beats: beats) { _ in }
  }

  /// Takes the forms of all beats.
  ///
  /// What is missing (not a number) counts as the last value before it, what lies beyond the
  /// record's ends as its first or last value, so that each beat has a form.
  /// - Parameters:
  ///   - leadsMillivolts: leads of equal length at 250 Hz without drift, as for `QRSDetector`.
  ///   - beats: samples of the main deflections, ascending.
  ///   - progress: told the share that is done, from 0 to 1; what it throws ends the work.
  public init(
    leadsMillivolts: [[Float]], beats: [Int], progress: (Double) throws -> Void
  ) rethrows {
    let leads = leadsMillivolts.filter { !$0.isEmpty }.map(MissingSamples.held)
    precondition(leads.allSatisfy { $0.count == leads[0].count }, "leads of unequal length")
    let alignment = FormAlignment(leads: leads, beats: beats)
    var stored: [Int16] = []
    stored.reserveCapacity(beats.count * leads.count * FormWindow.count)
    for (place, beat) in beats.enumerated() {
      if place % 1024 == 0 { try progress(Double(place) / Double(beats.count)) }
      for lead in leads {
        Self.append(lead, at: beat + Int(alignment.shifts[place]), to: &stored)
      }
    }
    self.beats = beats
    leadCount = leads.count
    shifts = alignment.shifts
    timings = BeatTiming.timings(beats: beats)
    heights = Self.heights(stored, leadCount: leads.count)
    microvolts = stored
    try progress(1)
  }

  /// Some of the beats alone, in the order in which they are named.
  public func selected(_ places: [Int]) -> BeatForms {
    BeatForms(
      beats: places.map { beats[$0] }, leadCount: leadCount, shifts: places.map { shifts[$0] },
      timings: places.map { timings[$0] },
      microvolts: places.flatMap { place in
        microvolts[
          range(ofBeat: place, lead: 0)
            .lowerBound..<range(ofBeat: place + 1, lead: 0)
            .lowerBound]
      })
  }

  /// Beats of several stretches of a record side by side, all of the same leads.
  public static func joined(_ parts: [BeatForms]) -> BeatForms {
    let leads = parts.first?.leadCount ?? 0
    precondition(parts.allSatisfy { $0.leadCount == leads }, "forms of other leads")
    return BeatForms(
      beats: parts.flatMap(\.beats), leadCount: leads, shifts: parts.flatMap(\.shifts),
      timings: parts.flatMap(\.timings), microvolts: parts.flatMap(\.microvolts))
  }

  private init(
    beats: [Int], leadCount: Int, shifts: [Int8], timings: [BeatTiming], microvolts: [Int16]
  ) {
    (self.beats, self.leadCount, self.shifts) = (beats, leadCount, shifts)
    (self.timings, self.microvolts) = (timings, microvolts)
    heights = Self.heights(microvolts, leadCount: leadCount)
  }

  /// The form of a beat in a lead: `FormWindow.count` values in mV.
  public func form(ofBeat beat: Int, lead: Int) -> [Float] {
    microvolts[range(ofBeat: beat, lead: lead)].map { Float($0) / 1000 }
  }

  /// Where a beat's form in a lead lies in `microvolts`.
  func range(ofBeat beat: Int, lead: Int) -> Range<Int> {
    let first = (beat * leadCount + lead) * FormWindow.count
    return first..<first + FormWindow.count
  }

  private static func append(_ lead: [Float], at beat: Int, to stored: inout [Int16]) {
    let first = beat - 2 * FormWindow.before
    let last = lead.count - 1
    let isInside = first >= 0 && first + 2 * FormWindow.count <= lead.count
    let start = stored.count
    var sum: Float = 0
    for index in 0..<FormWindow.count {
      let place = first + 2 * index
      let value =
        isInside
        ? 500 * (lead[place] + lead[place + 1])
        : 500 * (lead[min(max(place, 0), last)] + lead[min(max(place + 1, 0), last)])
      stored.append(Int16(min(max(value, -32_000), 32_000).rounded()))
      if FormWindow.complex.contains(index) { sum += Float(stored[start + index]) }
    }
    let mean = Int((sum / Float(FormWindow.complex.count)).rounded())
    for index in start..<stored.count {
      stored[index] = Int16(clamping: Int(stored[index]) - mean)
    }
  }

  private static func heights(_ stored: [Int16], leadCount: Int) -> [Float] {
    (0..<leadCount).map { lead in
      let starts = stride(
        from: lead * FormWindow.count, to: stored.count, by: leadCount * FormWindow.count)
      let heights = starts.map { start in
        let squares = FormWindow.complex.reduce(Float(0)) { sum, index in
          let value = Float(stored[start + index]) / 1000
          return sum + value * value
        }
        return (squares / Float(FormWindow.complex.count)).squareRoot()
      }
      return heights.isEmpty ? 0 : heights.sorted()[heights.count / 2]
    }
  }
}
