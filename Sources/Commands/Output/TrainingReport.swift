import Foundation
import Training

/// A training's progress: a line that moves, and one that stays for each epoch.
struct TrainingReport {
  private var line: ProgressLine
  private var shown = 0
  /// Why what was to be said cannot be written; the training goes on, for its model is what counts.
  private var failure: (any Error)?

  init(_ title: String) { line = ProgressLine(title) }

  mutating func show(_ progress: TrainingRun.Progress) {
    while shown < progress.epochs.count {
      line.clear()
      do {
        try Output.lines([Self.text(progress.epochs[shown])])
      } catch {
        failure = failure ?? error
      }
      shown += 1
    }
    line.show(
      Double(progress.step) / Double(progress.steps), "loss \(Self.short(progress.loss))")
  }

  /// Throws where something could not be said.
  func finish() throws {
    line.clear()
    if let failure { throw failure }
  }

  private static func text(_ epoch: TrainingRun.Epoch) -> String {
    "epoch \(epoch.number): loss \(short(epoch.loss))"
      + (epoch.validation.map { ", validation macro-F1 \(short($0))" } ?? "")
      + (epoch.contrastShare > 0 ? ", contrast's share \(short(epoch.contrastShare))" : "")
  }

  static func short(_ value: Double) -> String {
    let scaled = Int((value * 10_000).rounded())
    let digits = String(abs(scaled) % 10_000)
    return (scaled < 0 ? "-" : "") + "\(abs(scaled) / 10_000)."
      + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
