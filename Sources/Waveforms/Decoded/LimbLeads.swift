/// Limb leads that follow from leads I and II (Einthoven, Goldberger).
///
/// `III = II - I`, `aVR = -(I + II) / 2`, `aVL = I - II / 2`, `aVF = II - I / 2`. Their digital
/// values are twice as fine as those of I and II, so that the halves are whole numbers.
enum LimbLeads {
  /// The signals in the usual order with those computed that are missing, and the names of these;
  /// as they are where I or II is missing or the two are on different scales.
  static func completed(
    _ signals: [DecodedRecord.Signal]
  ) -> (signals: [DecodedRecord.Signal], computed: [String]) {
    guard let one = signals.first(where: { $0.name == "I" }),
      let two = signals.first(where: { $0.name == "II" }),
      one.calibration == two.calibration, one.calibration.baseline == 0,
      one.samplesPerFrame == two.samplesPerFrame
    else { return (signals, []) }
    let names = Set(signals.map(\.name))
    let computed = formulas.filter { !names.contains($0.name) }.map { formula in
      var signal = one
      signal.name = formula.name
      signal.resolutionBits = nil
      signal.calibration.gain *= 2
      signal.samples = zip(one.samples, two.samples).map { one, two in
        value(Int(one), Int(two), formula)
      }
      return signal
    }
    let all = signals + computed
    let ordered = order.flatMap { name in all.filter { $0.name == name } }
    let others = all.filter { !order.contains($0.name) }
    return (ordered + others, computed.map(\.name))
  }

  private static let order =
    ["I", "II", "III", "aVR", "aVL", "aVF"] + (1...6).map { "V\($0)" }

  /// Twice the lead, as so many times I and II.
  private static let formulas: [(name: String, one: Int, two: Int)] = [
    ("III", -2, 2), ("aVR", -1, -1), ("aVL", 2, -1), ("aVF", -1, 2),
  ]

  private static func value(
    _ one: Int, _ two: Int, _ formula: (name: String, one: Int, two: Int)
  ) -> Int32 {
    let missing = Int(DecodedRecord.missing)
    guard one != missing, two != missing else { return DecodedRecord.missing }
    return Int32(exactly: formula.one * one + formula.two * two) ?? DecodedRecord.missing
  }
}
