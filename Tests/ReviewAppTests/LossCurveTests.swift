import Testing
import Training

@testable import ReviewApp

@Suite("The loss of a training on the screen")
struct LossCurveTests {
  private func training(_ losses: [Double], of steps: Int) -> AdaptationProgress {
    var training = AdaptationProgress(steps: steps)
    training.losses = losses
    return training
  }

  /// The rows of cells, from the top, that have dots in a column.
  private func place(_ rows: [String], _ column: Int) -> [Int] {
    rows.enumerated().filter { _, row in
      Array(row.unicodeScalars)[column] != " "
    }.map(\.offset)
  }

  @Test("falls from the top to the bottom, and ends where the training is")
  func falls() throws {
    let losses = (0..<75).map { 2 - 2 * Double($0) / 74 }
    let curve = try #require(LossCurve(training(losses, of: 150)))
    #expect(curve.rows.count == 3 && curve.rows.allSatisfy { $0.unicodeScalars.count == 48 })
    #expect(place(curve.rows, 0) == [0] && place(curve.rows, 12) == [1])
    #expect(place(curve.rows, 23) == [2] && place(curve.rows, 24).isEmpty)
    // The last is the mean of eight.
    #expect(curve.words == "loss 2.0 at first, 0.09 in step 75 of 150")
  }

  @Test("a loss that is none, and steps fewer than dots, draw something")
  func ends() throws {
    #expect(LossCurve(training([], of: 150)) == nil)
    #expect(LossCurve(training([1], of: 0)) == nil)
    let none = try #require(LossCurve(training([0, 0], of: 2)))
    #expect(none.rows[2].unicodeScalars.allSatisfy { $0 != " " })
    let short = try #require(LossCurve(training([3, 1], of: 4)))
    #expect(place(short.rows, 10) == [0] && place(short.rows, 40).isEmpty)
  }
}
