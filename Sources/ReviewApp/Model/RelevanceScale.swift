/// How strongly a stretch of a channel's relevance is shown.
struct RelevanceScale {
  /// The window's greatest relevance of a single bin, without sign.
  let peak: Float

  /// A stretch whose mean is this share of the peak is shown as strongly as can be: a mean over bins of both
  /// signs hardly ever comes nearer.
  static let fullShare: Float = 0.6
  /// Relevance against the class is shown from this strength on.
  static let leastAgainst = 0.35

  /// What a stretch says.
  struct Word: Equatable {
    /// 0...1; above 1 where the mean is beyond the full share.
    var strength: Double
    /// Whether it speaks against the model's class.
    var isAgainst: Bool
  }

  /// The word of some bins. The root lets weak relevance be seen beside strong.
  func word(_ bins: ArraySlice<Float>) -> Word {
    guard !bins.isEmpty, peak > 0 else { return Word(strength: 0, isAgainst: false) }
    let mean = bins.reduce(0, +) / Float(bins.count)
    return Word(
      strength: Double(abs(mean) / (peak * Self.fullShare)).squareRoot(), isAgainst: mean < 0)
  }
}
