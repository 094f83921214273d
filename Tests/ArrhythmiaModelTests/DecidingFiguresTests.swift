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

  @Test("a probability reads on the side of the threshold that it is on")
  func sides() {
    for (value, bound, expected) in [
      (0.9987, 0.999, ".9987"), (0.99951, 0.999, ">.999"), (0.999_999_9, 0.999, ">.999"),
      (1, 0.999, ">.999"), (1, 0.5, ">.99"), (0.997, 0.5, ">.99"), (0.93, 0.5, ".93"),
      (0.749, 0.75, ".749"), (0.75, 0.75, ".75"), (0.998_96, 0.999, ".99896"),
    ] {
      #expect(DecidingFigures.probabilities([value], bounds: [bound]) == [expected], "\(value)")
    }
  }

  @Test("two classes that differ never read as equal; what is next to nothing is a bound")
  func classes() {
    let texts = DecidingFigures.probabilities(
      [0.502, 0.498, 0.000_4, 0.000_1], bounds: [0.75, 0.75, 0.75, 0.75])
    #expect(texts == [".502", ".498", "<.01", "<.01"])
    #expect(DecidingFigures.probabilities([0.25, 0.25, 0.5]) == [".25", ".25", ".50"])
    let close = DecidingFigures.probabilities(
      [0.333_33, 0.333_34, 0.333_33], bounds: [0.75, 0.75, 0.75])
    #expect(close == [".33333", ".33334", ".33333"])
  }
}
