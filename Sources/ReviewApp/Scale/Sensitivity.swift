import Foundation

/// How high a millivolt stands: powers of two from 10 mm/mV.
public struct Sensitivity: Sendable, Equatable {
  public var step: Int

  public init(step: Int) { self.step = step }

  public static let standard = Sensitivity(step: 0)
  /// x1/64 to x64: from strong electrograms down to a His potential.
  public static let steps = -6...6

  public var millimetresPerMillivolt: Double { 10 * Foundation.pow(2, Double(step)) }

  /// The largest step up to the standard at which a lane holds a millivolt: it depends on the
  /// screen's size alone, never on the signal.
  public static func opening(laneRows: Int) -> Sensitivity {
    let dots = Double(laneRows * 4)
    var step = 0
    while step > steps.lowerBound, dots / Sensitivity(step: step).millimetresPerMillivolt < 1 {
      step -= 1
    }
    return Sensitivity(step: step)
  }

  public func moved(by change: Int) -> Sensitivity {
    Sensitivity(step: min(max(step + change, Self.steps.lowerBound), Self.steps.upperBound))
  }

  public var label: String {
    decimal(millimetresPerMillivolt, millimetresPerMillivolt >= 10 ? 0 : 2, trimmed: true)
      + " mm/mV"
  }

  /// The same for the place under a channel's name: the longest of these that fits.
  var shortLabels: [String] {
    let value = decimal(
      millimetresPerMillivolt, millimetresPerMillivolt >= 10 ? 0 : 2, trimmed: true)
    return [value + "mm/mV", value + "mm"]
  }

  public var rowLabel: String {
    decimal(4 / millimetresPerMillivolt, 2, trimmed: true) + " mV/row"
  }
}
