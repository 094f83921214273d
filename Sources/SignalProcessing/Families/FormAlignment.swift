/// Brings beats into one place, wherever in their complexes they were marked.
///
/// The place is the centre of steepness, the sum over all leads of the differences from sample to
/// sample, squared. It needs no model form, so that no kind of beat is favoured.
struct FormAlignment: Sendable, Equatable {
  /// Samples at 250 Hz from each beat to its place, -10...10.
  let shifts: [Int8]

  private static let reach = 10
  private static let (before, after) = (35, 45)

  init(leads: [[Float]], beats: [Int]) {
    let centres = beats.map { Self.centre(leads, $0) }
    let usual = centres.isEmpty ? 0 : centres.sorted()[centres.count / 2]
    shifts = centres.map {
      Int8(min(max(($0 - usual).rounded(), Float(-Self.reach)), Float(Self.reach)))
    }
  }

  /// The centre of steepness in samples from the beat; 0 where the leads are flat.
  private static func centre(_ leads: [[Float]], _ beat: Int) -> Float {
    guard let count = leads.first?.count else { return 0 }
    let places = max(0, beat - before)..<max(0, min(count - 1, beat + after))
    guard !places.isEmpty else { return 0 }
    var (sum, moment): (Float, Float) = (0, 0)
    for place in places {
      var slope: Float = 0
      for lead in leads { slope += abs(lead[place + 1] - lead[place]) }
      sum += slope * slope
      moment += slope * slope * Float(place - beat)
    }
    return sum > 0 ? moment / sum : 0
  }
}
