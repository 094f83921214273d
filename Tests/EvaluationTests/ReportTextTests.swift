import Evaluation
import Foundation
import Reporting
import Testing

@Suite("Figures as text")
struct ReportTextTests {
  @Test("Figures have three decimals, their interval and their spread")
  func figures() {
    #expect(ReportText.figure(0.8234) == ".823" && ReportText.figure(1) == "1.000")
    #expect(ReportText.figure(nil) == "–")
    #expect(ReportText.text(Estimate(0.5)) == ".500")
    #expect(
      ReportText.text(Estimate(0.8234, low: 0.79, high: 0.851, spread: 0.0119))
        == ".823 (.790 to .851, ± .012)")
  }

  @Test("What makes all figures worthless comes first, in red where there are colours")
  func alarms() throws {
    var report = EvaluationReport(
      title: "Test", warnings: ["Not a medical device; not for diagnosis."], classes: ["N", "S"])
    report.alarms = ["T: this model is not shown to be better than chance"]
    #expect(ReportText.lines(report).first == report.alarms[0])
    #expect(
      ReportText.lines(report, hasColors: true).first == "\u{1B}[1;31m\(report.alarms[0])\u{1B}[0m")
    let page = report.html()
    let alarm = try #require(page.range(of: "class=\"alarm\""))
    let warning = try #require(page.range(of: "class=\"warnings\""))
    #expect(alarm.lowerBound < warning.lowerBound)
  }
}
