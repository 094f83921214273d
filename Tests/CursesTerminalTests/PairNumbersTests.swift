import CursesTerminal
import Testing

@Suite("Numbers of colour pairs") struct PairNumbersTests {
  @Test("a pair is new once, and pairs count from 1")
  func known() {
    var numbers = PairNumbers(capacity: 63)
    for (index, background) in [1, 2, nil].enumerated() {
      let new = PairNumbers.Number.new(Int32(index + 1))
      #expect(numbers.number(foreground: 7, background: background) == new)
      numbers.keep(foreground: 7, background: background)
      numbers.keep(foreground: 7, background: background)
    }
    #expect(numbers.number(foreground: 7, background: 2) == .known(2))
    #expect(numbers.number(foreground: 7, background: nil) == .known(3))
    // The order counts, and black is not the terminal's own colour.
    #expect(numbers.number(foreground: 2, background: 7) == .new(4))
    #expect(numbers.number(foreground: 7, background: 0) == .new(4))
  }

  @Test("the terminal's own colours are pair 0 and take no place")
  func own() {
    var numbers = PairNumbers(capacity: 0)
    numbers.keep(foreground: nil, background: nil)
    #expect(numbers.number(foreground: nil, background: nil) == .known(0))
    #expect(PairNumbers(capacity: 1).number(foreground: 1, background: 1) == .new(1))
  }

  @Test("a pair that could not be defined takes no number")
  func notKept() {
    var numbers = PairNumbers(capacity: 2)
    #expect(numbers.number(foreground: 1, background: 1) == .new(1))
    #expect(numbers.number(foreground: 1, background: 2) == .new(1))
    numbers.keep(foreground: 1, background: 2)
    #expect(numbers.number(foreground: 1, background: 1) == .new(2))
  }

  @Test("where all are taken there is none, until they are forgotten", arguments: [-1, 0, 1, 255])
  func full(capacity: Int) {
    var numbers = PairNumbers(capacity: capacity)
    for color in 0..<max(0, capacity) { numbers.keep(foreground: color, background: 0) }
    #expect(numbers.number(foreground: 1000, background: 0) == nil)
    numbers.keep(foreground: 1000, background: 0)
    #expect(numbers.number(foreground: 1000, background: 0) == nil)
    if capacity > 0 { #expect(numbers.number(foreground: 0, background: 0) == .known(1)) }
    numbers.removeAll()
    let first = numbers.number(foreground: 1000, background: 0)
    #expect(first == (capacity > 0 ? .new(1) : nil))
  }
}
