import ArrhythmiaModel
import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics

/// What the screen says of the model, and what it must not seem to say.
@Suite("What the model's word looks like")
struct ModelWordsTests {
  private func reviewer(_ width: Int, _ height: Int) throws -> Reviewer {
    var reviewer = try Reviewer(size: Size(width: width, height: height))
    try reviewer.readWithModel()
    return reviewer
  }

  /// The first uncertain window of the patient, in seconds, with its reasons.
  private func uncertain() throws -> (place: Range<Double>, reasons: [UncertaintyReason]) {
    var reviewer = try reviewer(120, 36)
    reviewer.press("g")
    let model = try #require(reviewer.state.waveform?.review.model)
    let index = try #require(model.findings.firstIndex { $0?.isUncertain == true })
    return (model.places[index], model.reasons(index))
  }

  @Test("the class lane has the model's name where its pane is closed, and only there")
  func owner() throws {
    let small = try reviewer(80, 24)
    let lane = try #require(small.layout?.classRow)
    #expect(small.frame().text(row: lane).contains("g8 abcdef, not for diagnosis"))
    var large = try reviewer(120, 36)
    let row = try #require(large.layout?.classRow)
    #expect(!large.frame().text(row: row).contains("not for diagnosis"))
    #expect(large.frame().plainText.contains("not for diagnosis"))
    large.press("22")
    #expect(large.frame().plainText.contains("g8 abcdef"))
  }

  @Test("an uncertain window has its reasons in the pane and in the line that z says")
  func reasons() throws {
    let (place, reasons) = try uncertain()
    let first = try #require(reasons.first)
    var reviewer = try reviewer(120, 36)
    reviewer.press("gz")
    #expect(reviewer.state.waveform?.message?.text.contains(first.text) == true)
    #expect(reviewer.frame().plainText.contains("UNCERTAIN: do not rely on it"))
    let figures = first.text.split(separator: " ").suffix(3)
    for word in figures { #expect(reviewer.frame().plainText.contains(word)) }
    #expect(place.lowerBound >= 0)
  }

  @Test("the legend of the heat stands in the model's pane, in that of relevance and in the map's")
  func legends() throws {
    var reviewer = try reviewer(200, 60)
    #expect(reviewer.frame().plainText.contains("attention, x an even share:"))
    reviewer.press("45")
    let text = reviewer.frame().plainText
    #expect(text.contains("even share, - against") && text.contains("8x even share"))
    #expect(text.contains("4 attention by channel for "))
  }
}
