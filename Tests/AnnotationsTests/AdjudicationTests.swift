import Annotations
import TestSupport
import Testing

@Suite("Deciding between two readers") struct AdjudicationTests {
  private let timeLine = TimeLine(ticksPerSecond: 1000)
  private let frames = RecordFrames(count: 60_000, rateHz: 1000)

  private func mark(_ ticks: Range<Int>, _ symbol: String, _ text: String = "", by reader: String)
    -> Mark
  {
    Mark(
      id: .random(), ticks: ticks, label: Label(symbol: symbol, text: text),
      provenance: .reader(reader))
  }

  private func beats(_ beats: [(Int, String)], by reader: String) -> [Mark] {
    beats.map { mark($0.0..<$0.0, $0.1, by: reader) }
  }

  private func compare(_ first: [Mark], _ second: [Mark]) throws -> SetComparison {
    SetComparison(
      try MarkIndex(first, timeLine: timeLine), try MarkIndex(second, timeLine: timeLine),
      frames: frames)
  }

  private func beginning(_ comparison: SetComparison) throws -> SetBeginning {
    try Adjudication.beginning(comparison, of: ["ann", "bob"], definitions: [])
  }

  @Test("beats within 150 ms of one label are agreed on; another label, or none, is a dispute")
  func beats() throws {
    let comparison = try compare(
      beats([(1000, "N"), (2000, "V"), (3000, "N")], by: "ann"),
      beats([(1140, "N"), (2010, "A"), (4000, "N")], by: "bob"))
    #expect(comparison.agreed.map(\.start) == [1000])
    #expect(comparison.disagreements.map { $0.first?.label.symbol } == ["V", "N", nil])
    #expect(comparison.disagreements.map { $0.second?.label.symbol } == ["A", nil, "N"])
    let begun = try beginning(comparison)
    #expect(begun.source == "ann+bob")
    #expect(Adjudication.names(source: begun.source) == ["ann", "bob"])
    let disputes = begun.marks.disputes
    #expect(disputes.map(\.number) == [1, 2, 3])
    #expect(disputes.map { $0.mark(of: "ann")?.start } == [2000, 3000, nil])
    #expect(disputes.map { $0.mark(of: "bob")?.start } == [2010, nil, 4000])
    #expect(begun.marks.count { !$0.provenance.isProposal } == 1)
  }

  @Test("rhythms are compared stretch by stretch; the same marks of both stay as they are")
  func rhythms() throws {
    let same = [mark(0..<0, "+", "(N", by: "ann"), mark(9000..<9000, "+", "(AFIB", by: "ann")]
    #expect(try compare(same, same).agreed.map(\.ticks) == same.map(\.ticks))
    #expect(try compare(same, same).disagreements.isEmpty)
    let other = [mark(0..<0, "+", "(N", by: "bob"), mark(12_000..<12_000, "+", "(AFIB", by: "bob")]
    let comparison = try compare(same, other)
    #expect(comparison.agreed.map(\.ticks) == [0..<9000, 12_000..<60_000])
    #expect(comparison.disagreements.map(\.ticks) == [9000..<12_000])
    #expect(comparison.disagreements[0].first?.label.text == "(AFIB")
    #expect(comparison.disagreements[0].second?.label.text == "(N")
  }

  @Test("remarks of both are kept, once where they are the same; noise has to be of both")
  func others() throws {
    let comparison = try compare(
      [mark(5..<5, "\"", "see", by: "ann"), mark(100..<900, "~", by: "ann")],
      [
        mark(5..<5, "\"", "see", by: "bob"), mark(7..<7, "\"", "too", by: "bob"),
        mark(150..<950, "~", by: "bob"), mark(5000..<6000, "~", by: "bob"),
      ])
    #expect(comparison.agreed.map(\.label.text) == ["see", "too", ""])
    #expect(comparison.disagreements.map(\.ticks) == [5000..<6000])
  }

  @Test("proposals that nobody has accepted count for nobody")
  func proposals() throws {
    let proposed = Mark(
      id: .random(), ticks: 10..<10, label: Label(symbol: "N"), provenance: .detector)
    let comparison = try compare([proposed], beats([(10, "N")], by: "bob"))
    #expect(comparison.agreed.isEmpty)
    #expect(comparison.disagreements.map { $0.first == nil } == [true])
  }

  @Test("sets on other time lines meet at the finer one")
  func timeLines() throws {
    let coarse = try MarkIndex(
      beats([(100, "N"), (200, "V")], by: "ann"), timeLine: TimeLine(ticksPerSecond: 100))
    let fine = try MarkIndex(beats([(1010, "N"), (2000, "N")], by: "bob"), timeLine: timeLine)
    let comparison = SetComparison(coarse, fine, frames: frames)
    #expect(comparison.timeLine == timeLine)
    #expect(comparison.agreed.map(\.start) == [1000])
    #expect(comparison.disagreements.map(\.ticks) == [2000..<2000])
  }

  /// Whatever two readers say: what is agreed and what is disputed is all that each has said, and nothing else.
  @Test("nothing that a reader said is lost or invented", arguments: 1...20)
  func complete(_ seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    func reader(_ name: String) -> [Mark] {
      var tick = 0
      return (0..<200).map { _ in
        tick += Int.random(in: 100..<900, using: &random)
        return mark(tick..<tick, ["N", "V", "A"].randomElement(using: &random) ?? "N", by: name)
      }
    }
    let sets = [reader("ann"), reader("bob")]
    let comparison = try compare(sets[0], sets[1])
    let firsts = comparison.agreed + comparison.disagreements.compactMap(\.first)
    #expect(Set(firsts) == Set(sets[0]))
    #expect(
      comparison.agreed.count + comparison.disagreements.compactMap(\.second).count
        == sets[1].count)
    let begun = try beginning(comparison)
    #expect(begun.marks.disputes.count == comparison.disagreements.count)
  }
}
