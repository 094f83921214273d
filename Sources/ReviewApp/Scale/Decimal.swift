import Foundation

/// A number with a fixed count of decimals, `trimmed` of trailing zeros, in no locale.
func decimal(_ value: Double, _ digits: Int, trimmed: Bool = false) -> String {
  let text = String(format: "%.\(digits)f", value)
  guard trimmed, text.contains(".") else { return text }
  let cut = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
  return String(cut.reversed())
}
