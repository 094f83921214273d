import Evaluation
import Testing

@Suite("Scoring families")
struct FamilyScoreTests {
  @Test("Purity counts beats of the commonest label")
  func purity() {
    var score = FamilyScore(
      families: [0, 0, 0, 1, 1, nil], classes: ["N", "N", "V", "V", "V", "S"],
      symbols: ["N", "L", "V", "V", "E", "A"])
    #expect(score.classPurity == 5.0 / 6)
    #expect(score.pureBySymbol == 3)
    #expect(score.families == [3])
    score.add(FamilyScore(families: [0], classes: ["N"], symbols: ["N"]))
    #expect(score.meanFamilies == 2)
    #expect(score.mostFamilies == 3)
    #expect(score.beats == 7)
  }

  @Test("A reader names a pure family with one key")
  func pureFamily() {
    let result = SimulatedReader().read(
      families: [Array(0..<100), Array(100..<110)],
      labels: [String](repeating: "N", count: 100) + [String](repeating: "V", count: 10))
    #expect(result.seconds == 6)
    #expect(result.firstPart == 1)
  }

  @Test("What a reader has not seen stays wrong until it is seen")
  func unseen() {
    var labels = [String](repeating: "N", count: 100)
    labels[5] = "V"
    labels[50] = "V"
    labels[51] = "V"
    let result = SimulatedReader().read(families: [Array(0..<100)], labels: labels)
    // The first screen, its name and a beat; the second; the third with two beats.
    #expect(result.firstSeconds == 4)
    #expect(result.firstPart == 0.98)
    #expect(result.seconds == 10)
  }

  @Test("Beat by beat each screen and each key takes its time")
  func beatByBeat() {
    let labels = [String](repeating: "N", count: 39) + ["V"]
    #expect(SimulatedReader().readBeatByBeat(labels: labels) == 5)
    #expect(SimulatedReader().readRunning(labels: ["N", "V", "N"]) == 4)
  }
}
