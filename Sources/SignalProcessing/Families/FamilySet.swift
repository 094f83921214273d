/// The beats of a record sorted into families: 0 is the largest, then by size.
public struct FamilySet: Sendable, Equatable {
  /// The family of each beat.
  public let numbers: [Int]
  /// The beats of each family, ascending; none is empty.
  public let members: [[Int]]

  /// How many families there are.
  public var count: Int { members.count }

  /// What a family is called: `A` for the largest, to `Z`, then `27` and so on.
  public static func letter(of family: Int) -> String {
    family < 26 ? String(UnicodeScalar(UInt8(65 + family))) : "\(family + 1)"
  }

  /// Sorts beats by form and timing, in one call.
  public init(_ space: BeatSpace, settings: FamilySettings = FamilySettings()) {
    self.init(space, settings: settings) { _ in }
  }

  /// Sorts beats by form and timing.
  /// - Parameter progress: told the share that is done, from 0 to 1; what it throws ends the work.
  public init(
    _ space: BeatSpace, settings: FamilySettings, progress: (Double) throws -> Void
  ) rethrows {
    let cells = try BeatCells(space, most: settings.cells) { try progress(0.9 * $0) }
    let tree = FamilyTree(middles: cells.middles, counts: cells.counts)
    let families = tree.families(tree.count(beats: space.count, settings))
    self.init(labels: space.count == 0 ? [] : cells.cells.map { families[$0] })
    try progress(1)
  }

  /// Families from any numbers, one for each beat: beats of one number are one family.
  public init(labels: [Int]) {
    var found: [Int: [Int]] = [:]
    for (beat, label) in labels.enumerated() { found[label, default: []].append(beat) }
    // The largest first; of equals the one whose first beat is the earliest.
    members = found.values.sorted { (-$0.count, $0[0]) < (-$1.count, $1[0]) }
    var numbers = [Int](repeating: 0, count: labels.count)
    for (family, beats) in members.enumerated() {
      for beat in beats { numbers[beat] = family }
    }
    self.numbers = numbers
  }

  /// The families with some of them made one. Families that there are not are passed over.
  public func merging(_ families: Set<Int>) -> FamilySet {
    guard let first = families.filter(members.indices.contains).min() else { return self }
    return FamilySet(labels: numbers.map { families.contains($0) ? first : $0 })
  }

  /// The families with some beats in another one, or in one of their own where `family` is nil.
  public func moving(_ beats: Set<Int>, to family: Int?) -> FamilySet {
    var labels = numbers
    for beat in beats where labels.indices.contains(beat) { labels[beat] = family ?? count }
    return FamilySet(labels: labels)
  }

  /// The families with one of them in two; as it was where its beats do not differ in that.
  public func splitting(
    _ family: Int, by difference: FamilyDifference, forms: BeatForms, space: BeatSpace
  ) -> FamilySet {
    guard members.indices.contains(family) else { return self }
    let values = difference.coordinates(members[family], forms: forms, space: space)
    let isSecond = TwoMeans.split(values)
    var labels = numbers
    for (beat, isSecond) in zip(members[family], isSecond) where isSecond { labels[beat] = count }
    return FamilySet(labels: labels)
  }
}
