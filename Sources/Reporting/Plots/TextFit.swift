/// How much room a label takes; without a font at hand, for the widest in common use.
enum TextFit {
  /// Width of a text in a drawing, on the safe side.
  static func width(_ text: String, size: Double = 12) -> Double {
    text.reduce(0) { $0 + ($1.isUppercase ? 0.72 : 0.62) * size }
  }

  /// The text, cut with an ellipsis where it is wider than that.
  static func cut(_ text: String, to width: Double, size: Double = 12) -> String {
    guard self.width(text, size: size) > width else { return text }
    var result = text
    while !result.isEmpty, self.width(result + "…", size: size) > width { result.removeLast() }
    return result + "…"
  }

  /// Room that a column of labels needs, within bounds.
  static func column(_ texts: [String], size: Double = 12, atMost limit: Double) -> Double {
    min(limit, texts.map { width($0, size: size) }.max() ?? 0)
  }
}
