import Foundation

/// A number with a fixed count of decimals, `trimmed` of trailing zeros, in no locale.
func decimal(_ value: Double, _ digits: Int, trimmed: Bool = false) -> String {
  let text = String(format: "%.\(digits)f", value)
  guard trimmed, text.contains(".") else { return text }
  let cut = text.reversed().drop { $0 == "0" }.drop { $0 == "." }
  return String(cut.reversed())
}

/// `.93`, as probabilities are printed; never 1.00 for what is less.
func probabilityText(_ value: Double) -> String {
  let text = decimal(min(value, 1), 2)
  if text == "1.00" { return value >= 1 ? "1.00" : ">.99" }
  return String(text.dropFirst())
}
