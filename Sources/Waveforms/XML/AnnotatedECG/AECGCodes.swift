/// Codes of ISO/IEEE 11073-10102 ("Annotated ECG"), as the annotations of WFDB say the same.
enum AECGCodes {
  /// A beat: its type, and what the type leaves out.
  struct Beat: Equatable {
    var code: WFDBAnnotationCode
    var text = ""
  }

  /// The beat of `MDC_ECG_BEAT_...`; `name` is what follows.
  static func beat(_ name: String) -> Beat {
    switch name.uppercased() {
    case "NORMAL": standard("N")
    case "LBB_BLK_COMP": standard("L")
    case "LBB_BLK_INCOMP": standard("L", "incomplete")
    case "RBB_BLK_COMP": standard("R")
    case "RBB_BLK_INCOMP": standard("R", "incomplete")
    case "BB_BLK": standard("B")
    case "ATR_P_C": standard("A")
    case "ATR_P_C_ABERR", "ATR_P_C_ABER": standard("a")
    case "JUNC_P_C": standard("J")
    case "SV_P_C": standard("S")
    case "V_P_C": standard("V")
    case "V_P_C_RONT": standard("r")
    case "V_P_C_FUSION": standard("F")
    case "ATR_ESC": standard("e")
    case "JUNC_ESC": standard("j")
    case "SV_ESC": standard("n")
    case "V_ESC": standard("E")
    case "PACED": standard("/")
    case "PACED_FUS": standard("f")
    case "ATR_PWAVE_BLK", "ATR_PWAVE_B": standard("x")
    case "LEARN": standard("?")
    // Sinus beats over an accessory pathway, as the vocabulary knows them.
    case "PREX", "WPW_UNK", "WPW_A", "WPW_B", "LGL": standard("N", "N-Prex")
    case "UNKNOWN", "": standard("Q")
    case let other where other.hasPrefix("BLK_"): standard("B", words(other))
    case let other: standard("Q", words(other))
    }
  }

  private static func standard(_ symbol: String, _ text: String = "") -> Beat {
    Beat(code: WFDBAnnotationDefinition.standardCode(symbol: symbol) ?? .note, text: text)
  }

  /// The rhythm of `MDC_ECG_RHY_...`, as a rhythm marker of WFDB says it; `name` is what follows.
  static func rhythm(_ name: String) -> String {
    let known = [
      "SINUS_RHY": "N", "SINUS_NORMAL": "N", "NORMAL_SINUS": "N", "SINUS_BRADY": "SBR",
      "ATR_FIB": "AFIB", "ATR_FLUT": "AFL", "SV_TACHY": "SVTA", "V_TACHY": "VT", "V_FLUT": "VFL",
      "V_FIB": "VFIB", "BIGEM": "B", "V_BIGEM": "B", "TRIGEM": "T", "V_TRIGEM": "T",
      "PACED": "P", "JUNC_RHY": "NOD", "IDIOV_RHY": "IVR", "V_IDIOV": "IVR",
    ]
    return "(" + (known[name.uppercased()] ?? name)
  }

  /// A wave or part of one of `MDC_ECG_WAVC_...`: the letter that reads its peak, the number by
  /// which WFDB's programs tell brackets apart (P 0, QRS 1, T 2), and its name.
  struct Wave: Equatable {
    var peak: WFDBAnnotationCode?
    var number: Int8 = 0
    var name: String
  }

  static func wave(_ name: String) -> Wave {
    let name = name.uppercased()
    switch name {
    case "PWAVE": return Wave(peak: WFDBAnnotationCode(rawValue: 24), number: 0, name: "P")
    case "QRSWAVE": return Wave(number: 1, name: "QRS")
    case "TWAVE": return Wave(peak: WFDBAnnotationCode(rawValue: 27), number: 2, name: "T")
    case "UWAVE": return Wave(peak: WFDBAnnotationCode(rawValue: 29), number: 3, name: "U")
    case "STJ": return Wave(number: 1, name: "J point")
    case "STM": return Wave(number: 2, name: "ST measurement point")
    case "STSEG": return Wave(number: 2, name: "ST segment")
    case "PRSEG": return Wave(number: 0, name: "PR segment")
    default:
      let letters = name.hasSuffix("WAVE") ? String(name.dropLast(4)) : words(name)
      let isVentricular = ["Q", "QS", "R", "RR", "RRR", "S", "SS", "SSS", "QRST"].contains(letters)
      return Wave(number: isVentricular ? 1 : 0, name: letters)
    }
  }

  /// What follows a prefix; nil for a code without it.
  static func suffix(_ code: String, after prefix: String) -> String? {
    guard code.uppercased().hasPrefix(prefix) else { return nil }
    let rest = code.dropFirst(prefix.count)
    return String(rest.first == "_" ? rest.dropFirst() : rest)
  }

  /// A measurement's code in words: `PR interval`.
  static func measurement(_ code: String) -> String {
    if code == "MDC_ECG_HEART_RATE" { return "heart rate" }
    for (prefix, ending) in [("MDC_ECG_TIME_PD", "interval"), ("MDC_ECG_ANGLE", "axis")] {
      guard let rest = suffix(code, after: prefix) else { continue }
      let parts = rest.split(separator: "_").filter { $0 != "FRONT" && $0 != "GL" }
      return parts.joined(separator: " ") + " " + ending
    }
    return words(suffix(code, after: "MDC_ECG") ?? suffix(code, after: "MDC") ?? code)
  }

  private static func words(_ name: String) -> String {
    name.replacing("_", with: " ").lowercased()
  }
}
