import Foundation

/// Names of the leads of the surface ECG.
enum ECGLead {
  private static let known: [String: String] = {
    let names =
      ["I", "II", "III", "aVR", "aVL", "aVF", "-aVR", "X", "Y", "Z"]
      + (1...9).map { "V\($0)" } + (3...9).map { "V\($0)R" }
    return Dictionary(uniqueKeysWithValues: names.map { ($0.uppercased(), $0) })
  }()

  /// The usual spelling of a lead's name; one that is not known as it is.
  static func name(_ name: String) -> String { known[name.uppercased()] ?? name }

  /// The name of a code of ISO/IEEE 11073-10102, `MDC_ECG_LEAD_AVR`; of a code of another kind what
  /// follows `MDC_`.
  static func name(code: String) -> String {
    let upper = code.uppercased()
    if let lead = upper.range(of: "_ECG_LEAD_") {
      let end = code.dropFirst(upper.distance(from: upper.startIndex, to: lead.upperBound))
      return end.uppercased() == "AVRNEG" ? "-aVR" : name(String(end))
    }
    return upper.hasPrefix("MDC_") ? String(code.dropFirst(4)) : code
  }

  /// Whether a code of that nomenclature names a lead.
  static func isLead(code: String) -> Bool { code.uppercased().contains("_ECG_LEAD_") }

  /// Names in which none is given twice: the second `II` is `II (2)`.
  static func unique(_ names: [String]) -> [String] {
    var counts: [String: Int] = [:]
    return names.map { name in
      counts[name, default: 0] += 1
      return counts[name, default: 1] == 1 ? name : "\(name) (\(counts[name, default: 1]))"
    }
  }
}
