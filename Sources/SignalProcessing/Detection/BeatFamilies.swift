/// Beats sorted into families by the shape of their QRS complexes in all leads.
///
/// A beat joins the family whose mean its complex resembles most, by the normalised correlation over
/// all leads at the best of some shifts; where it resembles none, it begins another. Means follow
/// slowly, and families whose means have come to be alike become one. The correlation says nothing of
/// height, so that breathing does not divide a family.
public struct BeatFamilies: Sendable, Equatable {
  /// The family of each beat: 0 is the largest, then by size; nil where a beat lies at the edge.
  public let numbers: [Int?]

  /// From before a beat's main deflection to after it: 80 and 120 ms at 250 Hz.
  private static let span = (before: 20, after: 30)
  /// Detectors find beats to within 16 ms of one another.
  private static let shift = 4
  /// On the 48 records of MIT-BIH, see `docs/results.md`: more than this divides beats that
  /// cardiologists call alike, less joins ventricular beats with others.
  public static let leastLikeness: Float = 0.9
  /// A mean is that of the last 16 beats or so.
  private static let memory: Float = 16
  /// Beats that resemble none of these are noise rather than a kind of their own, and join the last.
  private static let most = 40

  /// What a family is called: `A` for the largest, to `Z`, then `27` and so on.
  public static func letter(of family: Int) -> String {
    family < 26 ? String(UnicodeScalar(UInt8(65 + family))) : "\(family + 1)"
  }

  /// - Parameters:
  ///   - leadsMillivolts: leads of equal length at 250 Hz, as `QRSDetector` takes them.
  ///   - beats: samples of the main deflections, ascending.
  ///   - progress: told the share that is done, from 0 to 1; what it throws ends the work.
  public init(
    leadsMillivolts: [[Float]], beats: [Int], progress: (Double) throws -> Void = { _ in }
  ) rethrows {
    var families = Families()
    var found = [Int?](repeating: nil, count: beats.count)
    for (place, beat) in beats.enumerated() {
      if place % 256 == 0 { try progress(Double(place) / Double(beats.count)) }
      let shapes = Self.shapes(leadsMillivolts, at: beat)
      if !shapes.isEmpty { found[place] = families.place(shapes) }
    }
    let joined = families.joined()
    numbers = Self.bySize(found.map { $0.map { joined[$0] } })
    try progress(1)
  }

  /// The complex at each shift, the unshifted one in the middle; none at the leads' ends.
  private static func shapes(_ leads: [[Float]], at beat: Int) -> [Shape] {
    let first = beat - span.before - shift
    guard let count = leads.first?.count, first >= 0, beat + span.after + shift <= count else {
      return []
    }
    return (0...2 * shift).map { offset in
      var values: [Float] = []
      values.reserveCapacity(leads.count * (span.before + span.after))
      for lead in leads {
        let part = lead[first + offset..<first + offset + span.before + span.after]
        let mean = part.reduce(0, +) / Float(part.count)
        for value in part { values.append(value - mean) }
      }
      return Shape(values)
    }
  }

  /// Numbers in the order of the families' sizes.
  private static func bySize(_ found: [Int?]) -> [Int?] {
    var sizes: [Int: Int] = [:]
    for case let family? in found { sizes[family, default: 0] += 1 }
    let order = sizes.keys.sorted { (sizes[$1] ?? 0, $0) < (sizes[$0] ?? 0, $1) }
    let rank = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    return found.map { $0.flatMap { rank[$0] } }
  }

  /// A complex of all leads, lead after lead, each without its mean.
  private struct Shape {
    var values: [Float]
    var length: Float

    init(_ values: [Float]) {
      self.values = values
      length = values.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
    }

    /// From -1 to 1; 0 beside a flat one.
    func likeness(_ other: Shape) -> Float {
      guard length > 0, other.length > 0 else { return 0 }
      var sum: Float = 0
      for index in values.indices { sum += values[index] * other.values[index] }
      return sum / (length * other.length)
    }
  }

  /// The families so far, with their means.
  private struct Families {
    private var means: [Shape] = []
    private var counts: [Int] = []

    /// The family that a beat joins, or begins.
    mutating func place(_ shapes: [Shape]) -> Int {
      var best: (family: Int, shift: Int, likeness: Float) = (0, shapes.count / 2, -1)
      for family in means.indices {
        for (shift, shape) in shapes.enumerated() {
          let likeness = shape.likeness(means[family])
          if likeness > best.likeness { best = (family, shift, likeness) }
        }
      }
      guard best.likeness >= leastLikeness || means.count >= most else {
        means.append(shapes[shapes.count / 2])
        counts.append(1)
        return means.count - 1
      }
      counts[best.family] += 1
      let weight = 1 / min(Float(counts[best.family]), memory)
      let (old, new) = (means[best.family].values, shapes[best.shift].values)
      means[best.family] = Shape(zip(old, new).map { $0 + ($1 - $0) * weight })
      return best.family
    }

    /// For each family the one that it is part of: the larger one that it has come to resemble.
    func joined() -> [Int] {
      var parents = Array(means.indices)
      var kept: [Int] = []
      for family in means.indices.sorted(by: { (counts[$1], $0) < (counts[$0], $1) }) {
        if let like = kept.first(where: { means[$0].likeness(means[family]) >= leastLikeness }) {
          parents[family] = like
        } else {
          kept.append(family)
        }
      }
      return parents
    }
  }
}
