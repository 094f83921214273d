import Evaluation
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
}
