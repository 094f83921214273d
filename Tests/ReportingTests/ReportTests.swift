import Foundation
import FoundationXML
import Reporting
import Testing

@Suite("Evaluation report")
struct ReportTests {
  @Test(
    "The page is well-formed XHTML",
    arguments: [(4, 1, 1), (6, 3, 3), (8, 3, 3), (6, 2, 1)])
  func wellFormed(classes: Int, splits: Int, seeds: Int) {
    let sample = SampleReport(classCount: classes, splitCount: splits, seeds: seeds)
    let page = Page(sample.report().html())
    #expect(page.isWellFormed)
    #expect(page.count("figure") >= splits * 4)
    #expect(page.count("script") == 0 && page.count("link") == 0 && page.count("img") == 0)
  }

  @Test("A page of nothing but a title is well-formed and has the caution")
  func bare() {
    let page = Page(EvaluationReport(title: "Nothing yet", classes: []).html())
    #expect(page.isWellFormed && page.headings == ["Nothing yet"])
    #expect(page.text.contains("not for diagnosis"))
    #expect(page.count("figure") == 0 && page.count("table") == 0)
  }

  @Test("Hostile names are text, wherever they stand")
  func escapes() {
    let hostile = "</style><script>alert(\"&\")</script>\u{1B}\u{0}'--]]>"
    var report = SampleReport().report()
    report.title = hostile
    report.facts = [.init(hostile, hostile)]
    report.warnings = [hostile]
    report.classes = report.classes.map { $0 + hostile }
    report.tailClasses = [hostile]
    for index in report.splits.indices {
      report.splits[index].code = hostile
      report.splits[index].name = hostile
      report.splits[index].explanation = hostile
      for place in report.splits[index].perClass.indices {
        report.splits[index].perClass[place].name = hostile
      }
    }
    for index in report.training.indices { report.training[index].name = hostile }
    report.faithfulness?.method = hostile
    for index in report.ablation.indices { report.ablation[index].name = hostile }
    for index in report.examples.indices {
      report.examples[index].title = hostile
      report.examples[index].truth = hostile
      report.examples[index].decision = hostile
      report.examples[index].channels[0].name = hostile
    }
    let page = Page(report.html())
    #expect(page.isWellFormed && page.count("script") == 0 && page.count("style") == 1)
    #expect(page.text.contains("<script>alert(\"&\")</script>"))
  }

  @Test("The caution is added once, and only where no warning says it")
  func caution() {
    let added = Page(EvaluationReport(title: "t", warnings: ["Few patients."], classes: []).html())
    #expect(added.text.contains("Research software: not for diagnosis.Few patients."))
    let given = Page(
      EvaluationReport(title: "t", warnings: ["Not for diagnosis, ever."], classes: []).html())
    #expect(!given.text.contains("Research software"))
  }

  @Test("Undefined and infinite numbers are dashes, in the page as in its drawings")
  func notFinite() {
    let page = Page(Self.broken().html())
    #expect(page.isWellFormed && page.text.contains("–"))
    #expect(!page.text.lowercased().contains("nan"))
    #expect(page.drawn.allSatisfy { !$0.contains("nan") && !$0.contains("inf") })
  }

  @Test("A drawing of very large numbers is still made")
  func large() {
    var report = SampleReport().report()
    report.training = [
      TrainingCurve(
        name: "diverged",
        points: [0.0, 1e300, -1e308, 1e308].enumerated().map {
          .init(epoch: $0.offset * 1_000_000_000, trainingLoss: $0.element)
        })
    ]
    let page = Page(report.html())
    #expect(page.isWellFormed && page.drawn.allSatisfy { !$0.contains("inf") })
  }

  @Test("A leaky split is labelled in every figure and table that shows it")
  func leaky() throws {
    var report = SampleReport().report()
    report.splits = report.splits.filter { $0.role == .leaky }
    let page = Page(report.html())
    let section = try #require(page.sections.first { $0.contains("Not to be quoted") })
    // Section, four figures, and the tables of classes and of the flag.
    #expect(section.components(separatedBy: "leaky").count - 1 == 7)
    #expect(!page.text.contains("Macro-F1, random windows"))
    report.splits[0].role = .headline
    #expect(!Page(report.html()).text.lowercased().contains("leaky"))
  }

  @Test("Leaky splits come last, the headline first")
  func order() {
    var report = SampleReport().report()
    report.splits.reverse()
    let headings = Page(report.html()).headings.map { $0.prefix(2) }
    #expect(headings.filter { ["P ", "B ", "R "].contains($0) } == ["P ", "B ", "R "])
  }

  @Test("Parts that are left out leave no headings")
  func omitted() {
    let parts = ["Ablation", "Training", "Faithfulness of the attention", "Example windows"]
    let full = SampleReport().report()
    #expect(parts.allSatisfy(Page(full.html()).headings.contains))
    var report = full
    report.ablation = []
    report.training = []
    report.faithfulness = nil
    report.examples = []
    report.facts = []
    report.splits = full.splits.map { split in
      SplitResult(
        code: split.code, name: split.name, role: split.role, windows: 1, patients: 1, folds: 1,
        seeds: 1, metrics: .init(macroF1: split.metrics.macroF1))
    }
    let headings = Page(report.html()).headings
    #expect(
      headings == [full.title, "Macro-F1, patient-wise", "Splits", "The splits side by side"])
  }

  @Test("Attention is called no cause unless it was found faithful")
  func attention() {
    var report = SampleReport().report()
    #expect(Page(report.html()).text.contains("attention, not cause"))
    report.faithfulness?.verdict = .faithful
    #expect(!Page(report.html()).text.contains("attention, not cause"))
    report.faithfulness = nil
    #expect(Page(report.html()).text.contains("attention, not cause"))
  }

  @Test("A spike of a single sample is drawn at its full height")
  func spike() throws {
    var samples = [Float](repeating: 0, count: 100_000)
    samples[54_321] = 4
    var report = EvaluationReport(title: "t", classes: [])
    report.examples = [
      ExampleWindow(
        title: "spike", truth: "a", decision: "a", probabilities: [], samplingRate: 1000,
        channels: [.init(name: "I", samples: samples)])
    ]
    let page = Page(report.html())
    let trace = try #require(page.drawn.first { $0.hasPrefix("M") && $0.contains("v-41") })
    // A few characters for each column of the picture, not for each sample.
    #expect(trace.utf8.count < 3000)
  }

  @Test("The same value is the same bytes")
  func deterministic() {
    #expect(SampleReport().report().html() == SampleReport().report().html())
  }

  @Test("The report survives JSON, missing samples and undefined numbers included")
  func codable() throws {
    for report in [SampleReport().report(), Self.broken()] {
      let data = try JSONEncoder().encode(report)
      let read = try JSONDecoder().decode(EvaluationReport.self, from: data)
      #expect(read == report)
      #expect(read.html() == report.html())
    }
  }

  /// A report in which whatever may be undefined is.
  private static func broken() -> EvaluationReport {
    var report = SampleReport().report()
    let undefined = Estimate(.nan, low: -.infinity, high: .infinity, spread: .nan)
    for index in report.splits.indices {
      report.splits[index].metrics = SplitMetrics(accuracy: Estimate(0.5), macroF1: undefined)
      report.splits[index].perClass[0].f1 = undefined
      report.splits[index].reliabilityAfter = [.init(confidence: .nan, accuracy: 1, count: 3)]
      report.splits[index].riskCoverage.append(.init(coverage: .infinity, risk: .nan))
      report.splits[index].confusion[0] = report.classes.map { _ in 0 }
      report.splits[index].unknownClassAUROC = undefined
    }
    report.training[0].points[3] = .init(
      epoch: 4, trainingLoss: .infinity, validationMacroF1: .nan, learningRate: .nan)
    report.faithfulness?.deletion[0].points[2] = .init(fraction: .nan, probability: .nan)
    report.examples = [
      ExampleWindow(
        title: "gaps", truth: "SR", decision: "SR", probabilities: [.nan, 0.5, .infinity],
        samplingRate: .nan,
        channels: [
          .init(name: "I", samples: [0, 1, .nan, .infinity, -9, 2], relevance: .nan),
          .init(name: "II", samples: [.nan, .nan]), .init(name: "V1", samples: []),
        ], attention: [0, .nan, 0.5, .infinity])
    ]
    return report
  }
}
