import Evaluation
import Testing
import Training

@Suite("The table of the trial of the loss")
struct LossTrialTableTests {
  private func result(
    _ arm: String, fold: Int, _ macroF1: Double, tail: Double = 0.5
  ) -> LossTrialResult {
    var result = LossTrialResult(arm: arm, seed: 1, fold: fold, inputs: "", steps: 1)
    (result.macro_f1, result.tail_f1) = (macroF1, tail)
    return result
  }

  @Test("Arms are compared in runs of the same fold alone, with Student's interval")
  func paired() throws {
    let table = LossTrialTable(
      [
        result("views", fold: 1, 0.5), result("views", fold: 2, 0.9),
        result("views", fold: 3, 0.7), result("agcacl@1", fold: 1, 0.52),
        result("agcacl@1", fold: 2, 0.96), result("agcacl@1", fold: 4, 0.1),
      ], reference: "views")
    let found = try #require(table.difference("agcacl@1", \.macro_f1))
    #expect(found.runs == 2 && abs(found.mean - 0.04) < 1e-12)
    // Differences .02 and .06: standard error .02, times 12.706.
    let interval = try #require(found.interval)
    #expect(abs(interval.upperBound - 0.04 - 0.02 * 12.706) < 1e-9)
    #expect(table.difference("la", \.macro_f1) == nil)
    #expect(table.markdown.count == 6)
  }

  @Test("What has no tail is left out of its mean, and one run has no interval")
  func partial() throws {
    let table = LossTrialTable(
      [
        result("views", fold: 1, 0.5, tail: .nan), result("views", fold: 2, 0.5, tail: 0.4),
        result("la", fold: 1, 0.4), result("la", fold: 2, 0.4, tail: 0.3),
      ], reference: "views")
    let tail = try #require(table.difference("la", \.tail_f1))
    #expect(tail.runs == 1 && tail.interval == nil)
    #expect(table.markdown[2].contains("| 0.400 |"))
    #expect(!table.markdown.joined().contains("nan"))
  }
}
