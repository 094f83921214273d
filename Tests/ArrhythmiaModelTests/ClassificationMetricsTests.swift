import ArrhythmiaModel
import TestSupport
import Testing

@Suite("Classification metrics")
struct ClassificationMetricsTests {
  private func golden() throws -> (Golden, ClassificationMetrics) {
    let golden = try Golden("calib_metrics")
    let logits = try golden.float("logits")
    let decisions = (0..<logits.count / 4).map { row in
      (0..<4).reduce(0) { logits[row * 4 + $1] > logits[row * 4 + $0] ? $1 : $0 }
    }
    let metrics = ClassificationMetrics(
      truth: try golden.int("y"), decisions: decisions, classCount: 4)
    return (golden, metrics)
  }

  @Test("Counts and scores are the golden ones")
  func scores() throws {
    let (golden, metrics) = try golden()
    #expect(metrics.confusion == (try golden.int("cm")))
    let scores = (0..<4).map { metrics.scores(of: $0) }
    #expect(Golden.mismatch(scores.map(\.precision), try golden.float("precision")) == nil)
    #expect(Golden.mismatch(scores.map(\.recall), try golden.float("recall")) == nil)
    #expect(Golden.mismatch(scores.map(\.f1), try golden.float("f1")) == nil)
    #expect(Golden.mismatch(scores.map(\.f2), try golden.float("f2")) == nil)
  }

  @Test("Rows are true classes")
  func rows() {
    let metrics = ClassificationMetrics(truth: [0, 0, 1], decisions: [1, 1, 2], classCount: 3)
    #expect(metrics.confusion == [0, 2, 0, 0, 0, 1, 0, 0, 0])
    #expect(metrics[truth: 0, decision: 1] == 2 && metrics[truth: 1, decision: 0] == 0)
    #expect(metrics.support(of: 0) == 2 && metrics.support(of: 2) == 0 && metrics.count == 3)
  }

  @Test("Accuracy and Cohen's kappa of a published table")
  func agreement() {
    // Cohen 1960 as commonly restated: 20 and 15 agreed of 50, expected agreement one half.
    var metrics = ClassificationMetrics(classCount: 2)
    for (truth, decision, times) in [(0, 0, 20), (0, 1, 5), (1, 0, 10), (1, 1, 15)] {
      for _ in 0..<times { metrics.add(truth: truth, decision: decision) }
    }
    #expect(abs(metrics.accuracy - 0.7) < 1e-15)
    #expect(abs(metrics.cohensKappa - 0.4) < 1e-15)
  }

  @Test("Full agreement is 1, none beyond chance 0, and what is undefined 0")
  func limits() {
    let full = ClassificationMetrics(truth: [0, 1, 2], decisions: [0, 1, 2], classCount: 3)
    #expect(full.accuracy == 1 && full.cohensKappa == 1)
    #expect(full.macroScores(over: 0..<3).f2 == 1)
    let chance = ClassificationMetrics(
      truth: [0, 0, 1, 1], decisions: [0, 1, 0, 1], classCount: 2)
    #expect(chance.accuracy == 0.5 && chance.cohensKappa == 0)
    let single = ClassificationMetrics(truth: [1, 1], decisions: [1, 1], classCount: 2)
    #expect(single.cohensKappa == 0 && single.accuracy == 1)
    let absent = single.scores(of: 0)
    #expect([absent.precision, absent.recall, absent.f1, absent.f2] == [0, 0, 0, 0])
    #expect(ClassificationMetrics(classCount: 2).accuracy == 0)
  }

  @Test("Means are over the classes given")
  func means() throws {
    let (_, metrics) = try golden()
    let (first, third) = (metrics.scores(of: 0), metrics.scores(of: 2))
    let mean = metrics.macroScores(over: [0, 2])
    #expect(abs(mean.precision - (first.precision + third.precision) / 2) < 1e-15)
    #expect(abs(mean.recall - (first.recall + third.recall) / 2) < 1e-15)
    #expect(abs(mean.f1 - (first.f1 + third.f1) / 2) < 1e-15)
    #expect(abs(mean.f2 - (first.f2 + third.f2) / 2) < 1e-15)
    #expect(mean != metrics.macroScores(over: 0..<4))
  }

  @Test("F2 counts recall for more than precision")
  func fScores() {
    let score = ClassificationMetrics.fScore(precision: 0.5, recall: 1, beta: 2)
    #expect(abs(score - 2.5 / 3) < 1e-15)
    #expect(ClassificationMetrics.fScore(precision: 1, recall: 0.5, beta: 2) < score)
  }

  @Test("Folds add up to the whole")
  func folds() {
    var random = SeededGenerator(seed: 2)
    let (truth, decisions) = (random.labels(40, 5), random.labels(40, 5))
    let whole = ClassificationMetrics(truth: truth, decisions: decisions, classCount: 5)
    var pooled = ClassificationMetrics(
      truth: Array(truth[..<13]), decisions: Array(decisions[..<13]), classCount: 5)
    pooled.add(
      ClassificationMetrics(
        truth: Array(truth[13...]), decisions: Array(decisions[13...]), classCount: 5))
    #expect(pooled == whole)
  }
}
