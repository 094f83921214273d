import SignalProcessing
import Testing

@Suite("Families of beats")
struct FamilySetTests {
  private func sorted(
    _ record: SyntheticBeats, _ settings: FamilySettings = FamilySettings()
  ) -> (forms: BeatForms, space: BeatSpace, families: FamilySet) {
    let forms = BeatForms(leadsMillivolts: record.leads, beats: record.beats)
    let space = BeatSpace(forms, settings: settings)
    return (forms, space, FamilySet(space, settings: settings))
  }

  /// Beats that are of the commonest kind of their family, as a part of all.
  private func purity(_ families: FamilySet, _ kinds: [Int]) -> Double {
    let pure = families.members.reduce(0) { sum, members in
      let counts = members.reduce(into: [Int: Int]()) { $0[kinds[$1], default: 0] += 1 }
      return sum + (counts.values.max() ?? 0)
    }
    return Double(pure) / Double(kinds.count)
  }

  @Test("Two forms are never in one family")
  func twoForms() {
    let record = SyntheticBeats(
      SyntheticBeats.rhythm(600, every: 9, form: 1, interval: 200, pause: 200))
    let families = sorted(record).families
    #expect(purity(families, record.forms) == 1)
    #expect(families.count <= 8)
  }

  @Test("Early beats of the usual form are a family of their own")
  func earlyBeats() {
    let record = SyntheticBeats(
      SyntheticBeats.rhythm(600, every: 9, form: 0, interval: 130, pause: 260))
    let (forms, _, families) = sorted(record)
    let kinds = forms.timings.map { $0.prematurity < 0.8 ? 1 : 0 }
    #expect(kinds.contains(1))
    #expect(purity(families, kinds) == 1)
  }

  @Test("Slow changes of height do not mix forms")
  func drift() {
    let rhythm = SyntheticBeats.rhythm(7000, every: 9, form: 1, interval: 200, pause: 200)
    let record = SyntheticBeats(rhythm, leadCount: 1) { 1 + 0.4 * Float($0) / 7000 }
    let families = sorted(record).families
    #expect(purity(families, record.forms) == 1)
    #expect(families.count <= 25)
  }

  @Test("One strange beat spoils nothing and does not stand in the way of others")
  func outlier() {
    var rhythm = SyntheticBeats.rhythm(400, every: 9, form: 0, interval: 200, pause: 200)
    rhythm[200].form = 1
    let record = SyntheticBeats(rhythm)
    let (_, space, families) = sorted(record)
    #expect(families.numbers.count == 400)
    #expect(families.count <= 8)
    let home = families.members[families.numbers[200]]
    let distances = space.distances(of: home)
    let farthest = home.indices.max { distances[$0] < distances[$1] }
    #expect(home.count == 1 || farthest.map { home[$0] } == 200)
  }

  @Test("Records without beats or leads are sorted too", arguments: [0, 1, 2, 3, 5])
  func few(count: Int) {
    let rhythm = (0..<count).map { _ in (interval: 200, form: 0) }
    #expect(sorted(SyntheticBeats(rhythm)).families.numbers.count == count)
    #expect(sorted(SyntheticBeats(rhythm, leadCount: 0)).families.numbers.count == count)
  }

  @Test("Beats at the edges have a family")
  func edges() {
    var record = SyntheticBeats(
      SyntheticBeats.rhythm(50, every: 9, form: 1, interval: 200, pause: 200))
    record.beats = [0, 1] + record.beats + [record.leads[0].count - 1]
    let families = sorted(record).families
    #expect(families.numbers.count == 53)
    #expect(families.members.reduce(0) { $0 + $1.count } == 53)
  }

  @Test("A flat lead changes nothing")
  func flatLead() {
    var record = SyntheticBeats(
      SyntheticBeats.rhythm(300, every: 9, form: 1, interval: 200, pause: 200), leadCount: 1)
    record.leads.append([Float](repeating: 0.7, count: record.leads[0].count))
    let (forms, space, families) = sorted(record)
    #expect(forms.heights[1] == 0)
    #expect(purity(families, record.forms) == 1)
    #expect(space.distance(0, 1).isFinite)
  }

  @Test("Missing samples leave all numbers finite")
  func missing() {
    var record = SyntheticBeats(
      SyntheticBeats.rhythm(300, every: 9, form: 1, interval: 200, pause: 200))
    for place in 0..<150 { record.leads[0][place] = .nan }
    for place in 9000..<12_000 { record.leads[1][place] = .infinity }
    let (forms, space, families) = sorted(record)
    #expect(purity(families, record.forms) > 0.97)
    for members in families.members {
      let sum = FamilySummary(members, forms: forms, space: space)
      #expect((sum.mean + sum.spread).allSatisfy { $0.allSatisfy { $0.isFinite } })
      #expect(sum.distances.allSatisfy { $0.isFinite })
    }
  }

  @Test("The same beats give the same families")
  func determinism() {
    let record = SyntheticBeats(
      SyntheticBeats.rhythm(500, every: 7, form: 1, interval: 140, pause: 250))
    let (first, second) = (sorted(record), sorted(record))
    #expect(first.families == second.families)
    #expect(first.space == second.space)
    #expect(first.forms == second.forms)
  }

  @Test("Families are numbered by size and hold each beat once")
  func order() {
    let families = FamilySet(labels: [7, 3, 3, 9, 7, 3])
    #expect(families.members == [[1, 2, 5], [0, 4], [3]])
    #expect(families.numbers == [1, 0, 0, 2, 1, 0])
    #expect(FamilySet.letter(of: 0) == "A")
    #expect(FamilySet.letter(of: 26) == "27")
  }

  @Test("Work ends when progress throws")
  func cancelling() {
    let record = SyntheticBeats(
      SyntheticBeats.rhythm(50, every: 9, form: 1, interval: 200, pause: 200))
    #expect(throws: CancellationError.self) {
      _ = try BeatForms(leadsMillivolts: record.leads, beats: record.beats) { _ in
        throw CancellationError()
      }
    }
  }
}
