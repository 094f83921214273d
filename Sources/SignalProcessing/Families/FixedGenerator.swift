/// Numbers that look random and are always the same (Marsaglia's xorshift, J Stat Softw 2003;8:14).
struct FixedGenerator: Sendable {
  private var state: UInt64 = 88_172_645_463_325_252

  /// The next number, 0..<1.
  mutating func fraction() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(state >> 11) / 9_007_199_254_740_992
  }
}
