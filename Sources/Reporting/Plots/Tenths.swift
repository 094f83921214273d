/// A length in whole tenths, as short as SVG lets it be written.
struct Tenths {
  let count: Int

  /// The nearest length in tenths; 0 for one that is not finite.
  init(_ value: Double) {
    // Beyond this no drawing reaches, and conversion to an integer would trap at last.
    let limited = max(-1e8, min(1e8, value))
    count = limited.isNaN ? 0 : Int((limited * 10).rounded())
  }

  init(count: Int) { self.count = count }

  var text: String {
    let whole = count.magnitude / 10, rest = count.magnitude % 10
    let sign = count < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return whole == 0 ? "\(sign).\(rest)" : "\(sign)\(whole).\(rest)"
  }
}
