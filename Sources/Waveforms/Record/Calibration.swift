/// The line between the digital samples of a channel and its physical values:
/// `physical = (digital - baseline) / gain`.
public struct Calibration: Sendable, Equatable {
  /// ADC units per physical unit; finite and not zero.
  public var gain: Double
  /// The digital value at 0 physical units. EDF allows fractions, WFDB does not.
  public var baseline: Double
  /// The physical unit, as the file spells it.
  public var unit: String
  /// False where the file gives no gain, and 200 per millivolt is the format's stand-in.
  public var isCalibrated: Bool

  public init(
    gain: Double = 200, baseline: Double = 0, unit: String = "mV", isCalibrated: Bool = true
  ) {
    self.gain = gain
    self.baseline = baseline
    self.unit = unit
    self.isCalibrated = isCalibrated
  }

  /// The physical value of a digital one.
  public func physical(_ digital: Int32) -> Double { (Double(digital) - baseline) / gain }

  /// The nearest digital value of a physical one, not limited to any format's range.
  public func digital(_ physical: Double) -> Double { (physical * gain + baseline).rounded() }
}
