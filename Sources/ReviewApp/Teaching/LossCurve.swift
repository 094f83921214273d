import TerminalGraphics
import Training

/// The loss of a training over its steps, in braille: all steps that it is to have are its width,
/// and its height is from 0 to the highest.
struct LossCurve {
  private let losses: [Double]
  private let steps: Int

  private static let size = Size(width: 48, height: 3)
  /// Steps whose mean a point is: single batches jump.
  private static let span = 8

  /// Nil before the first step, and where the head alone is fitted.
  init?(_ training: AdaptationProgress) {
    guard !training.losses.isEmpty, training.steps > 0 else { return nil }
    steps = training.steps
    losses = training.losses.indices.map { step in
      let recent = training.losses[max(0, step - Self.span + 1)...step]
      return recent.reduce(0, +) / Double(recent.count)
    }
  }

  var words: String {
    func text(_ loss: Double) -> String { "\((loss * 100).rounded() / 100)" }
    return "loss \(text(losses[0])) at first, \(text(losses[losses.count - 1])) in step "
      + "\(losses.count) of \(steps)"
  }

  /// Of 48 cells each, from top to bottom.
  var rows: [String] {
    var canvas = BrailleCanvas(size: Self.size)
    let highest = max(losses.max() ?? 0, 1e-9)
    func row(_ loss: Double) -> Int {
      Int(((1 - loss / highest) * Double(canvas.dotRows - 1)).rounded())
    }
    var before = row(losses[0])
    for column in 0..<canvas.dotColumns {
      let step = column * steps / canvas.dotColumns
      guard step < losses.count else { break }
      let now = row(losses[step])
      canvas.fillColumn(column, from: before, to: now)
      before = now
    }
    return (0..<Self.size.height).map { y in
      (0..<Self.size.width).reduce(into: "") { text, x in
        text.unicodeScalars.append(canvas.glyph(x: x, y: y) ?? " ")
      }
    }
  }
}
