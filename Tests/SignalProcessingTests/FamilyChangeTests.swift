import SignalProcessing
import Testing

@Suite("Changing families")
struct FamilyChangeTests {
  private let record = SyntheticBeats(
    SyntheticBeats.rhythm(450, every: 9, form: 1, interval: 150, pause: 250))
  private let forms: BeatForms
  private let space: BeatSpace
  private let whole: FamilySet

  init() {
    forms = BeatForms(leadsMillivolts: record.leads, beats: record.beats)
    space = BeatSpace(forms)
    whole = FamilySet(labels: [Int](repeating: 0, count: record.beats.count))
  }

  @Test(
    "A family splits where its beats differ",
    arguments: [FamilyDifference.distance, .prematurity, .lead(0), .lead(1)])
  func splitting(by difference: FamilyDifference) {
    let two = whole.splitting(0, by: difference, forms: forms, space: space)
    #expect(two.count == 2)
    #expect(two.members[1] == record.forms.indices.filter { record.forms[$0] == 1 })
  }

  @Test("A family of beats that do not differ stays whole")
  func splittingNothing() {
    let alone = whole.moving([3], to: nil)
    #expect(alone.splitting(1, by: .distance, forms: forms, space: space) == alone)
    #expect(whole.splitting(0, by: .lead(9), forms: forms, space: space) == whole)
    #expect(whole.splitting(5, by: .distance, forms: forms, space: space) == whole)
  }

  @Test("Merging undoes splitting")
  func merging() {
    let two = whole.splitting(0, by: .distance, forms: forms, space: space)
    #expect(two.merging([0, 1]) == whole)
    #expect(two.merging([]) == two)
    #expect(two.merging([7]) == two)
  }

  @Test("Beats move to another family or to one of their own")
  func moving() {
    let two = whole.moving([1, 4], to: nil)
    #expect(two.members[1] == [1, 4])
    #expect(two.moving([1, 4, -1, 9999], to: 0) == whole)
  }

  @Test("What is like a beat comes nearest first")
  func nearest() {
    let wide = record.forms.indices.filter { record.forms[$0] == 1 }
    let found = space.nearest(to: wide[3], limit: wide.count - 1)
    #expect(Set(found.map(\.beat)) == Set(wide).subtracting([wide[3]]))
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.distance <= $1.distance })
    #expect(space.nearest(to: 0, among: [0, 1, 2]).count == 2)
  }

  @Test("A summary tells of form, spread and timing")
  func summary() {
    let wide = record.forms.indices.filter { record.forms[$0] == 1 }
    let sum = FamilySummary(wide, forms: forms, space: space)
    #expect(sum.mean.count == 2)
    #expect(sum.mean[0].count == FormWindow.count)
    let lowest = sum.mean[0].min() ?? 0
    // A gaussian of -1.5 mV, less the mean of the complex.
    #expect(lowest < -0.7 && lowest > -1.6)
    #expect(abs(sum.prematurity - 0.75) < 0.03)
    #expect(sum.spread[0].allSatisfy { $0 < 0.1 })
    #expect(sum.distances.count == wide.count)
    #expect(Set(sum.byDistance) == Set(wide))
  }

  @Test("A summary of no beats is empty")
  func emptySummary() {
    let sum = FamilySummary([], forms: forms, space: space)
    #expect(sum.distances.isEmpty)
    #expect(sum.prematurity == 1)
  }

  @Test("Members come in the order that is asked for")
  func arranging() {
    let members = Array(100..<112)
    let distances = (0..<12).map { Float(($0 * 5) % 12) }
    let typical = ReadingOrder.typicalFirst.arranged(members, distances: distances)
    #expect(typical.first == 100)
    #expect(ReadingOrder.oddFirst.arranged(members, distances: distances) == typical.reversed())
    let both = ReadingOrder.bothEnds.arranged(members, distances: distances)
    #expect(Array(both.prefix(10)) == Array(typical.prefix(10)))
    #expect(both[10] == typical[11])
    #expect(ReadingOrder.time.arranged(members, distances: distances) == members)
  }
}
