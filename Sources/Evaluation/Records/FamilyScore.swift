import Annotations

/// How well families of detected beats agree with annotated kinds.
public struct FamilyScore: Sendable, Equatable {
  /// Detected beats with a family whose annotation is known.
  public private(set) var beats = 0
  /// Those whose family is mostly of their own annotated symbol, and of their own class by EC57,
  /// where supraventricular beats count as normal ones: their complexes are the same.
  public private(set) var pure = (symbol: 0, shape: 0)
  /// Ventricular beats, those of them in families that are mostly ventricular, and all beats there.
  public private(set) var ventricular = (all: 0, found: 0, called: 0)
  public private(set) var families = 0

  public static func == (first: FamilyScore, second: FamilyScore) -> Bool {
    first.beats == second.beats && first.pure == second.pure
      && first.ventricular == second.ventricular && first.families == second.families
  }

  /// EC57's tolerance for a beat, in seconds.
  private static let tolerance = 0.15

  /// No beats yet.
  public init() {}

  /// Compares the families of beats, detected at some times in seconds, with annotated ones.
  public init(times: [Double], families: [Int?], annotated: RecordBeats) {
    let symbols = annotated.symbols ?? []
    var counts: [Int: [String: Int]] = [:]
    var place = 0
    for (time, family) in zip(times, families) {
      guard let family else { continue }
      while place + 1 < annotated.times.count,
        abs(annotated.times[place + 1] - time) <= abs(annotated.times[place] - time)
      {
        place += 1
      }
      guard annotated.times.indices.contains(place),
        abs(annotated.times[place] - time) <= Self.tolerance
      else { continue }
      counts[family, default: [:]][symbols[place], default: 0] += 1
    }
    self.families = counts.count
    for family in counts.values { add(family) }
  }

  private mutating func add(_ symbols: [String: Int]) {
    let all = symbols.values.reduce(0, +)
    let shapes = symbols.reduce(into: [BeatClass: Int]()) { shapes, entry in
      shapes[Self.shape(entry.key), default: 0] += entry.value
    }
    beats += all
    pure.symbol += symbols.values.max() ?? 0
    pure.shape += shapes.values.max() ?? 0
    let own = shapes[.ventricular] ?? 0
    ventricular.all += own
    guard own == shapes.values.max() else { return }
    ventricular.found += own
    ventricular.called += all
  }

  /// The class of a symbol's complex.
  private static func shape(_ symbol: String) -> BeatClass {
    let own = Label(symbol: symbol).meaning.beatClass ?? .unclassifiable
    return own == .supraventricular ? .normal : own
  }

  /// Adds another record's.
  public mutating func add(_ other: FamilyScore) {
    beats += other.beats
    families += other.families
    pure = (pure.symbol + other.pure.symbol, pure.shape + other.pure.shape)
    ventricular = (
      ventricular.all + other.ventricular.all, ventricular.found + other.ventricular.found,
      ventricular.called + other.ventricular.called
    )
  }

  /// The head of a table of such lines.
  public static let header =
    "record      beats families  of symbol   of class  V in families of V  V of them"

  /// A line of a table for a record of a name, or for all.
  public func line(_ name: String) -> String {
    func percent(_ part: Int, _ whole: Int, _ width: Int) -> String {
      let share = (1000 * Double(part) / Double(max(1, whole))).rounded() / 10
      return PlainText.right(whole == 0 ? "–" : "\(share) %", width)
    }
    return name + PlainText.right("\(beats)", 17 - name.count) + PlainText.right("\(families)", 9)
      + percent(pure.symbol, beats, 11) + percent(pure.shape, beats, 11)
      + percent(ventricular.found, ventricular.all, 20)
      + percent(ventricular.found, ventricular.called, 11)
  }
}
