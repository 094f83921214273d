import ArrhythmiaModel
import Testing

@Suite("Figures as far as they decide")
struct DecidingFiguresTests {
  @Test("a value below a threshold never reads like it")
  func pairs() {
    for (value, bound, expected) in [
      (0.9987, 0.999, (".9987", ".999")), (0.31, 0.999, (".31", ".999")),
      (0.9989996, 0.999, (".9989996", ".999")), (-3.214, -3.5, ("-3.21", "-3.50")),
      (0.5, 0.75, (".50", ".75")),
    ] {
      let found = DecidingFigures.pair(value, bound)
      #expect(found.value == expected.0 && found.bound == expected.1, "\(value)")
    }
    #expect(DecidingFigures.bound(0.999) == ".999" && DecidingFigures.bound(0.75) == ".75")
    #expect(DecidingFigures.bound(0.999_49) == ".9995" && DecidingFigures.bound(0) == ".00")
  }

  @Test("two classes that differ never read as equal; what is next to nothing or all is a bound")
  func classes() {
    for (value, expected) in [(1, ">.99"), (0.997, ">.99"), (0.93, ".93")] {
      #expect(DecidingFigures.probabilities([value]) == [expected], "\(value)")
    }
    let texts = DecidingFigures.probabilities([0.502, 0.498, 0.000_4, 0.000_1])
    #expect(texts == [".502", ".498", "<.01", "<.01"])
    #expect(DecidingFigures.probabilities([0.25, 0.25, 0.5]) == [".25", ".25", ".50"])
    let close = DecidingFigures.probabilities([0.333_33, 0.333_34, 0.333_33])
    #expect(close == [".33333", ".33334", ".33333"])
  }
}
