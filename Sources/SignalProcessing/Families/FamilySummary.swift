/// What a reader sees of a family.
public struct FamilySummary: Sendable, Equatable {
  /// Its beats, ascending.
  public let members: [Int]
  /// [lead, sample]: the mean form in mV, `FormWindow.count` samples at 125 Hz.
  public let mean: [[Float]]
  /// [lead, sample]: the standard deviation around it, in mV.
  public let spread: [[Float]]
  /// The median of its beats' intervals as parts of the usual ones: 1 is on time, 0.7 is early.
  public let prematurity: Float
  /// How far each member is from the family's middle, in the order of the members: `BeatSpace`.
  public let distances: [Float]

  /// Sums up the beats of a family.
  public init(_ members: [Int], forms: BeatForms, space: BeatSpace) {
    self.members = members
    let leads = (0..<forms.leadCount).map { Self.moments(members, forms, lead: $0) }
    mean = leads.map(\.mean)
    spread = leads.map(\.spread)
    let ratios = members.map { forms.timings[$0].prematurity }.sorted()
    prematurity = ratios.isEmpty ? 1 : ratios[ratios.count / 2]
    distances = space.distances(of: members)
  }

  /// The members from the most to the least typical; the earlier of equals first.
  public var byDistance: [Int] {
    members.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.map { members[$0] }
  }

  private static func moments(
    _ members: [Int], _ forms: BeatForms, lead: Int
  ) -> (mean: [Float], spread: [Float]) {
    // Whole microvolts add up exactly, in whatever order.
    var sums = [Int](repeating: 0, count: FormWindow.count)
    var squares = sums
    for member in members {
      let start = forms.range(ofBeat: member, lead: lead).lowerBound
      for index in 0..<FormWindow.count {
        let value = Int(forms.microvolts[start + index])
        sums[index] += value
        squares[index] += value * value
      }
    }
    let count = Double(max(1, members.count))
    let mean = sums.map { Double($0) / count }
    let spread = zip(squares, mean).map { square, mean in
      Float(max(0, Double(square) / count - mean * mean).squareRoot() / 1000)
    }
    return (mean.map { Float($0 / 1000) }, spread)
  }
}
