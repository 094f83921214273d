/// Beats as points: how far two are apart says how unlike they are in form and timing.
///
/// The unit is the usual complex of the record. Stored as three vectors of eight numbers a beat,
/// 96 bytes, the coordinates along the principal axes of all that is compared.
public struct BeatSpace: Sendable, Equatable {
  /// Numbers of a beat.
  static let width = 8 * vectors
  static let vectors = 3
  /// [beat, vector].
  private(set) var values: [SIMD8<Float>]

  /// How many beats there are.
  public var count: Int { values.count / Self.vectors }

  /// Places beats by form and timing.
  public init(_ forms: BeatForms, settings: FamilySettings = FamilySettings()) {
    let features = BeatFeatures(forms, settings: settings)
    values = PrincipalAxes(features).projections(features)
  }

  /// How far two beats are apart.
  public func distance(_ first: Int, _ second: Int) -> Float {
    squaredDistance(first, point(second)).squareRoot()
  }

  /// The squares of how far all beats are from one, or some of them, in the order in which they are
  /// named.
  public func squaredDistances(to beat: Int, of beats: [Int]? = nil) -> [Float] {
    let own = point(beat)
    return (beats ?? Array(0..<count)).map { squaredDistance($0, own) }
  }

  /// How far a beat is from the middle of a family's members.
  public func distances(of members: [Int]) -> [Float] {
    guard !members.isEmpty else { return [] }
    let middle = mean(of: members)
    return members.map { squaredDistance($0, middle).squareRoot() }
  }

  /// "Like this": the beats nearest to one, the nearest first and itself left out; the earlier of
  /// equals first.
  /// - Parameter candidates: the beats to choose from; nil for all.
  public func nearest(
    to beat: Int, among candidates: [Int]? = nil, limit: Int = .max
  ) -> [(beat: Int, distance: Float)] {
    let own = point(beat)
    let found = (candidates ?? Array(0..<count)).filter { $0 != beat }
      .map { (beat: $0, distance: squaredDistance($0, own).squareRoot()) }
    return Array(found.sorted { ($0.distance, $0.beat) < ($1.distance, $1.beat) }.prefix(limit))
  }

  /// A beat's coordinates.
  func point(_ beat: Int) -> BeatPoint {
    let first = beat * Self.vectors
    return BeatPoint(values[first], values[first + 1], values[first + 2])
  }

  @inline(__always)
  func squaredDistance(_ beat: Int, _ other: BeatPoint) -> Float {
    let first = beat * Self.vectors
    let (a, b, c) = (
      values[first] - other.first, values[first + 1] - other.second,
      values[first + 2] - other.third
    )
    return (a * a + b * b + c * c).sum()
  }

  func mean(of members: [Int]) -> BeatPoint {
    var sum = BeatPoint()
    for member in members { sum.add(point(member)) }
    return sum.scaled(1 / Float(max(1, members.count)))
  }
}
