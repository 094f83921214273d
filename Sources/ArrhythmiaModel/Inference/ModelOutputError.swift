/// A model that gives no numbers for a window: one weight that is too large is enough.
public struct ModelOutputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What the window is about, in seconds from where reading began.
  public let span: ClosedRange<Double>

  /// - Parameter place: samples at 250 Hz.
  init(place: Range<Int>) {
    let rate = PreparationSettings.samplingRateHz
    span = Double(place.lowerBound) / rate...Double(place.upperBound) / rate
  }

  public var description: String {
    func text(_ seconds: Double) -> String { "\((seconds * 100).rounded() / 100)" }
    return "the model's answer at \(text(span.lowerBound)) to \(text(span.upperBound)) s: expected "
      + "numbers, found none: its file is damaged, or was not trained to an end; take another model"
  }
}
