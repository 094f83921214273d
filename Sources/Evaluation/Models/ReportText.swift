import Foundation
public import Reporting
import Waveforms

/// The figures of a report as lines for a terminal.
public enum ReportText {
  /// Alarms, which a terminal that has colours shows in red, warnings, then each split.
  public static func lines(_ report: EvaluationReport, hasColors: Bool = false) -> [String] {
    report.alarms.map { hasColors ? "\u{1B}[1;31m\($0)\u{1B}[0m" : $0 } + report.warnings
      + report.splits.flatMap(lines) + (report.faithfulness.map { [$0.method] } ?? [])
  }

  private static func lines(_ split: SplitResult) -> [String] {
    var lines = [
      "",
      "\(split.code)  \(split.name): \(split.windows.counted("window")) of "
        + "\(split.patients.counted("patient")), \(split.folds.counted("fold")), "
        + split.seeds.counted("seed"),
      "macro-F1      \(text(split.metrics.macroF1))",
      "accuracy      \(text(split.metrics.accuracy))",
      "Cohen's kappa \(text(split.metrics.cohensKappa))",
      "ECE           \(text(split.metrics.calibrationErrorBefore)) before, "
        + "\(text(split.metrics.calibrationErrorAfter)) after the temperature",
    ]
    if let flag = split.uncertainty {
      lines.append(
        "certain       \(text(flag.coverage)) of windows, accuracy \(text(flag.certainAccuracy)); "
          + "of the others \(text(flag.uncertainAccuracy))")
    }
    if let selective = split.selective { lines.append("sets          \(selective)") }
    if let unknown = split.unknownClassAUROC {
      lines.append("unknown       AUROC \(text(unknown)) for rhythms outside the classes")
    }
    lines.append("class    windows  patients  F1 (95 % over patients, ± over seeds)")
    for item in split.perClass {
      lines.append(
        item.name.padding(toLength: 8, withPad: " ", startingAt: 0) + right(item.support, 8)
          + right(item.patients, 10) + "  " + text(item.f1) + "  precision "
          + figure(item.precision.value) + "  recall " + figure(item.recall.value))
    }
    return lines
  }

  /// A figure with its interval and spread, such as `.823 (.790 to .851, ± .012)`.
  public static func text(_ estimate: Estimate) -> String {
    var parts: [String] = []
    if let low = estimate.low, let high = estimate.high {
      parts.append("\(figure(low)) to \(figure(high))")
    }
    if let spread = estimate.spread { parts.append("± \(figure(spread))") }
    return figure(estimate.value) + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
  }

  /// Three decimals, without the 0 in front; a dash for what is not defined.
  public static func figure(_ value: Double?) -> String {
    guard let value else { return "–" }
    let text = String(format: "%.3f", value)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text
  }

  private static func right(_ number: Int, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - String(number).count)) + String(number)
  }
}
