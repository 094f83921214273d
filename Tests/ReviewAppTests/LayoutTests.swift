@testable import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics

@Suite("Layouts")
struct LayoutTests {
  /// One key, one layout at most: what a command says of the screen it knows from the layout before it.
  @Test("the screen is laid out at most once for a key", arguments: CommandCase.review)
  func once(_ item: CommandCase) throws {
    var reviewer = try Reviewer()
    try reviewer.readWithModel()
    reviewer.press(item.before)
    let key = try #require(Keymap.binding(of: item.command)?.keys.first)
    let before = reviewer.state.waveform?.placement.count ?? 0
    _ = reviewer.state.update(.terminal(.key(key)))
    guard let after = reviewer.state.waveform?.placement.count else { return }
    #expect(after - before <= 1)
  }

  @Test("drawing makes no layout, and what the layout does not depend on makes none")
  func none() throws {
    var reviewer = try Reviewer()
    try reviewer.readWithModel()
    let before = reviewer.state.waveform?.placement.count
    _ = reviewer.frame()
    reviewer.press(">")
    _ = reviewer.state.update(.said("nothing", isProblem: false))
    #expect(reviewer.state.waveform?.placement.count == before)
  }

  /// A view on the grid of dots slipped by a dot whenever it was clamped again.
  @Test("a view stays where it is, however often the screen is laid out")
  func still() throws {
    var state = try Patients.state("x001", size: Size(width: 160, height: 50))
    for dots in 1...1500 {
      state.viewport.start = Double(dots) * state.viewport.speed.secondsPerDot
      state.settle(state.size)
      let start = state.viewport.start
      for height in [49, 50] { state.settle(Size(width: 160, height: height)) }
      #expect(state.viewport.start == start)
      #expect(abs(start - Double(dots) * state.viewport.speed.secondsPerDot) < 1e-9)
    }
  }
}

@Suite("Layers of keys")
struct KeyLayersTests {
  private struct Board {
    var log: [String] = []
  }

  private func layer(_ name: String, takes key: KeyPress) -> KeyLayers<Board, Int>.Layer {
    { board, pressed in
      board.log.append(name)
      return pressed == key ? .consumed([board.log.count]) : .ignored
    }
  }

  @Test("a key goes down to the first layer that takes it, and no further")
  func downwards() {
    let layers = KeyLayers(layers: [
      layer("palette", takes: .escape), layer("panel", takes: .enter), layer("map", takes: .up),
    ])
    var board = Board()
    #expect(layers.answer(.enter, &board) == [2])
    #expect(board.log == ["palette", "panel"])
    board = Board()
    #expect(layers.answer(.down, &board).isEmpty)
    #expect(board.log == ["palette", "panel", "map"])
  }

  @Test("help over a focused pane takes the key that the pane would take")
  func covered() throws {
    var reviewer = try Reviewer()
    try reviewer.readWithModel()
    reviewer.press("2?j")
    #expect(reviewer.state.waveform?.modelFocus.chosenClass == nil)
    reviewer.press("qj")
    #expect(reviewer.state.waveform?.modelFocus.chosenClass == 0)
  }
}

@Suite("Relevance and attention on the screen")
struct HeatScaleTests {
  /// The fault: sums over n bins were divided by n - 1.
  @Test("bins of one value are as strong as one of them", arguments: 1...6)
  func evenBins(count: Int) {
    let bins = [Float](repeating: 0.75, count: count)
    let word = RelevanceWord(bins[...], even: 0.3)
    #expect(word.step == 2 && !word.isAgainst)
  }

  @Test("the sign of the mean says whether it speaks against")
  func signs() {
    #expect(RelevanceWord([-0.5, 0.1][...], even: 0.1).isAgainst)
    #expect(!RelevanceWord([-0.1, 0.5][...], even: 0.1).isAgainst)
    #expect(RelevanceWord([][...], even: 1).step == 0)
    #expect(RelevanceWord([1, 2][...], even: 0).step == 0)
  }

  @Test("up to 1.4 times an even share is one quiet colour, and each step has half as much again")
  func steps() {
    for times in [0, 0.25, 0.9, 1, 1.41, -3, .nan] { #expect(HeatScale.step(times) == 0) }
    for (times, step) in [(1.42, 1), (2, 2), (2.9, 3), (4, 4), (5.7, 5), (8, 6), (100, 6)] {
      #expect(HeatScale.step(times) == step, "\(times)")
    }
    // Of 128 tokens each has .78 % where all have as much: .7 to 1.3 % are the quiet colour and the next.
    #expect(HeatScale.step(0.007 * 128) == 0 && HeatScale.step(0.013 * 128) == 1)
    for (step, words) in HeatScale.legend where step > 0 {
      #expect(HeatScale.step(Double(words.filter(\.isNumber)) ?? 0) == step)
    }
  }
}
