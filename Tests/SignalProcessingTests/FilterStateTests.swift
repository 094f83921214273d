import SignalProcessing
import Testing

@Suite("Filters that go on where they stopped")
struct FilterStateTests {
  private static let cascade = FilterCascade([
    .highPass(cutoffHz: 0.5, samplingRateHz: 250), .lowPass(cutoffHz: 90, samplingRateHz: 250),
    .notch(centreHz: 50, quality: 30, samplingRateHz: 250),
  ])

  @Test("Any cutting of a signal gives the bits of the pass over the whole", arguments: 1...20)
  func cuttings(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let signal = (0..<3000).map { index in
      Float(index % 250 < 20 ? 1 : 0) + Float.random(in: -0.1...0.1, using: &random) + 0.7
    }
    var whole = signal
    Self.cascade.apply(to: &whole, .causal)
    var state = FilterState(Self.cascade)
    var found: [Float] = []
    while found.count < signal.count {
      let most = [1, 7, 100, 2000][Int.random(in: 0..<4, using: &random)]
      let count = min(Int.random(in: 0...most, using: &random), signal.count - found.count)
      var piece = Array(signal[found.count..<found.count + count])
      state.apply(to: &piece)
      found += piece
    }
    #expect(found.map(\.bitPattern) == whole.map(\.bitPattern))
    #expect(found != signal)
  }

  @Test("The first sample of all is taken to have been there for ever")
  func start() {
    var state = FilterState(Self.cascade)
    var nothing: [Float] = []
    state.apply(to: &nothing)
    for _ in 0..<3 {
      var piece: [Float] = [3, 3, 3]
      state.apply(to: &piece)
      #expect(piece.allSatisfy { abs($0) < 1e-6 }, "a constant has nothing above 0.5 Hz")
    }
  }

  /// The same numbers in every run.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }
}
