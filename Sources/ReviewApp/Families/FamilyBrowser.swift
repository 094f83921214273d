import Annotations
import ReviewSession
import SignalProcessing

/// Going through the families of a record's beats: which one, which of its beats, how they are
/// sorted.
public struct FamilyBrowser: Sendable {
  let table: FamilyTable
  /// As the reader has split, joined and sent beats about.
  private(set) var set: FamilySet
  /// How it was before each of these, the newest last.
  private var earlier: [FamilySet] = []
  /// The family that keys act on.
  private(set) var selection = 0
  /// The place among the shown members; nil while families are gone through.
  private(set) var member: Int?
  private(set) var order = MemberOrder.reading(.bothEnds)
  /// Whether members are drawn over one another, and not the spread around their mean.
  var superimposes = false
  /// Families that are to be joined.
  private(set) var joined: Set<Int> = []
  /// Beats like the one that was asked for: the nearest come first.
  private(set) var like: LikeThis?
  /// Whether naming changes beats too that were labelled by hand.
  var changesByHand = false
  /// The labels of the beats, in the order of the table; nil for a beat without a mark.
  private(set) var labels: [Label?]
  private(set) var rows: [FamilyRow] = []
  /// Of the selected family.
  private(set) var summary: FamilySummary
  /// Its members, in the order in which they are gone through.
  private(set) var shown: [Int] = []
  /// What a model of beats says of them; nil where none is open.
  let verdicts: BeatVerdicts?
  /// The labels that have keys.
  let palette: LabelPalette

  /// A beat, and how many of those like it are chosen.
  struct LikeThis: Sendable, Equatable {
    var beat: Int
    /// The nearest first.
    var nearest: [Int]
    var count: Int
  }

  /// Keys that do other things here.
  private static let keys: Set<Character> = Set("dplomxijkuqtv+-=! ")
  /// How far a mark may lie from its beat, in seconds: a detector's beats lie between a record's
  /// frames.
  static let reach = 0.01

  /// Beats that are offered as like another one.
  private static let mostLike = 2000

  init(_ table: FamilyTable, document: ReviewDocument, model: ModelState? = nil) {
    self.table = table
    verdicts = BeatVerdicts(model, of: table)
    set = table.set
    labels = Self.labels(table, document)
    palette = LabelPalette(document, reserved: Self.keys)
    summary = FamilySummary([], forms: table.forms, space: table.space)
    settle()
  }

  // MARK: What is shown

  /// Takes in what the marks say now.
  mutating func follow(_ document: ReviewDocument) {
    labels = Self.labels(table, document)
    rows = FamilyRow.rows(set, table, labels)
  }

  private static func labels(_ table: FamilyTable, _ document: ReviewDocument) -> [Label?] {
    let marks = document.marks.lazy.filter(\.isBeat)
    var place = marks.startIndex
    return table.times.map { time in
      while place < marks.endIndex, marks[place].seconds < time - reach {
        place = marks.index(after: place)
      }
      return place < marks.endIndex && marks[place].seconds <= time + reach
        ? marks[place].label : nil
    }
  }

  private mutating func settle() {
    selection = max(0, min(selection, set.count - 1))
    rows = FamilyRow.rows(set, table, labels)
    let members = set.members.indices.contains(selection) ? set.members[selection] : []
    summary = FamilySummary(members, forms: table.forms, space: table.space)
    shown = arranged(members)
    if let member { self.member = shown.isEmpty ? nil : min(member, shown.count - 1) }
  }

  private func arranged(_ members: [Int]) -> [Int] {
    switch order {
    case .reading(let order): order.arranged(members, distances: summary.distances)
    case .prematurity:
      members.sorted {
        (table.forms.timings[$0].prematurity, $0) < (table.forms.timings[$1].prematurity, $1)
      }
    case .doubt:
      members.sorted {
        (-(verdicts?.doubt(of: $0) ?? 0), $0) < (-(verdicts?.doubt(of: $1) ?? 0), $1)
      }
    }
  }

  /// The beat that keys act on; nil while whole families are gone through.
  var beat: Int? {
    if let like { return like.beat }
    return member.flatMap { shown.indices.contains($0) ? shown[$0] : nil }
  }

  /// The beats that a label is set for.
  var chosen: [Int] {
    if let like { return [like.beat] + like.nearest.prefix(like.count) }
    if let beat { return [beat] }
    return shown
  }

  /// The distance of a beat from its family's middle.
  func distance(of beat: Int) -> Float? {
    summary.members.firstIndex(of: beat).map { summary.distances[$0] }
  }

  /// Beats that follow each other, as ranges of the table.
  func runs(of beats: [Int]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for beat in beats.sorted() {
      if let last = runs.last, last.upperBound == beat {
        runs[runs.count - 1] = last.lowerBound..<beat + 1
      } else {
        runs.append(beat..<beat + 1)
      }
    }
    return runs
  }

  /// From the first beat of a run to the beat behind it, or to the record's end.
  func span(of run: Range<Int>, end: Double) -> (from: Double, to: Double) {
    let next = table.times.indices.contains(run.upperBound) ? table.times[run.upperBound] : end
    return (table.times[run.lowerBound], next)
  }

  // MARK: Moving about

  mutating func select(by step: Int) {
    guard member == nil else {
      member = max(0, min((member ?? 0) + step, shown.count - 1))
      return
    }
    selection = max(0, min(selection + step, set.count - 1))
    settle()
  }

  mutating func openMembers() { if !shown.isEmpty { member = 0 } }

  /// Returns whether there was something smaller to close than the screen.
  mutating func closeSmallest() -> Bool {
    if like != nil {
      like = nil
    } else if member != nil {
      member = nil
    } else if !joined.isEmpty {
      joined = []
    } else {
      return false
    }
    return true
  }

  mutating func nextOrder() {
    let all = MemberOrder.all(hasModel: verdicts != nil)
    order = all[((all.firstIndex(of: order) ?? 0) + 1) % all.count]
    settle()
  }

  // MARK: Sorting by hand

  private mutating func change(_ new: FamilySet) -> Bool {
    guard new != set else { return false }
    earlier.append(set)
    set = new
    joined = []
    settle()
    return true
  }

  mutating func split(by difference: FamilyDifference) -> Bool {
    change(set.splitting(selection, by: difference, forms: table.forms, space: table.space))
  }

  mutating func toggleJoined() {
    if joined.remove(selection) == nil { joined.insert(selection) }
  }

  mutating func join() -> Bool {
    let families = joined.union([selection])
    guard families.count > 1 else { return false }
    selection = families.min() ?? 0
    return change(set.merging(families))
  }

  /// Puts the chosen beats into a family of their own.
  mutating func sendOut() -> Bool {
    guard member != nil || like != nil else { return false }
    let beats = Set(chosen)
    let isChanged = change(set.moving(beats, to: nil))
    like = nil
    member = nil
    if let first = beats.min() { selection = set.numbers[first] }
    settle()
    return isChanged
  }

  mutating func undoSorting() -> Bool {
    guard let before = earlier.popLast() else { return false }
    set = before
    settle()
    return true
  }

  // MARK: Like this

  mutating func findLike() {
    guard let beat = beat ?? shown.first else { return }
    let nearest = table.space.nearest(to: beat, limit: Self.mostLike).map(\.beat)
    like = LikeThis(beat: beat, nearest: nearest, count: min(20, nearest.count))
  }

  /// More or fewer of those like the beat.
  mutating func changeLike(by factor: Double) {
    guard var like else { return }
    let wanted = Double(like.count) * factor
    let step =
      factor > 1 ? max(wanted, Double(like.count + 1)) : min(wanted, Double(like.count - 1))
    like.count = max(0, min(Int(step.rounded()), like.nearest.count))
    self.like = like
  }
}

extension FamilyBrowser: Equatable {
  /// Forms are those of the record: what is chosen of them tells two apart.
  public static func == (first: FamilyBrowser, second: FamilyBrowser) -> Bool {
    first.set == second.set && first.selection == second.selection && first.member == second.member
      && first.order == second.order && first.joined == second.joined && first.like == second.like
      && first.changesByHand == second.changesByHand && first.rows == second.rows
      && first.superimposes == second.superimposes
  }
}
