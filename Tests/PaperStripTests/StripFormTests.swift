import Testing
import Waveforms

@testable import PaperStrip

@Suite("Lanes that take turns")
struct StripFormTests {
  private func strip(_ form: StripForm, seconds: Double = 10, rhythm: [Int] = [1]) throws -> Strip {
    var strip = try Strip.all(.squares(Record.leads, seconds: 30), seconds: seconds, paper: .a4)
    strip.arrange(form, rhythm: rhythm)
    return strip
  }

  @Test("3x4 is four columns of a quarter of the time each, above a rhythm lead over all of it")
  func threeByFour() throws {
    let strip = try strip(.threeByFour)
    let pages = StripLayout(strip, headerHeight: 24).pages.rows
    #expect(pages.count == 1)
    let row = try #require(pages.first?.first)
    func names(_ column: Double) -> [String] {
      row.lanes.filter { $0.time == column..<column + 2.5 }.map { strip.lanes[$0.index].name }
    }
    #expect(names(0) == ["I", "II", "III"] && names(2.5) == ["aVR", "aVL", "aVF"])
    #expect(names(5) == ["V1", "V2", "V3"] && names(7.5) == ["V4", "V5", "V6"])
    let last = try #require(row.lanes.last)
    #expect(last.time == 0..<10 && strip.lanes[last.index].name == "II")
    let lines = Set(row.lanes.map(\.baseline)).sorted()
    #expect(lines.count == 4)
    for (next, line) in zip(lines.dropFirst(), lines) { #expect(abs(next - line - 42) <= 1) }
  }

  @Test("6x2 is two columns of six, and what is named has a line below")
  func sixByTwo() throws {
    let row = try #require(
      StripLayout(try strip(.sixByTwo, rhythm: [6]), headerHeight: 24).pages.rows.first?.first)
    #expect(row.lanes.map(\.index) == [0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11, 6])
    #expect(row.lanes[1].time == 5..<10 && row.lanes[12].time == 0..<10)
  }

  @Test("Each turn is drawn over its own time alone, at the place that the axis gives it")
  func turns() throws {
    let strip = try strip(.threeByFour)
    let page = try #require(try strip.pages.first)
    let traces = page.traces
    #expect(traces.count == 13)
    let clips = traces.compactMap(\.clip)
    let left = try #require(clips.first?.x)
    #expect(clips.prefix(4).map { (($0.x - left) * 10).rounded() } == [0, 625, 1250, 1875])
    #expect(clips.allSatisfy { abs($0.width - 62.5) < 1e-9 || abs($0.width - 250) < 1e-9 })
    // The pulse stands at the head of each line, not of each turn.
    #expect(page.strokes.filter { $0.clip == nil && $0.paths.first?.count == 6 }.count == 4)
    for name in Record.leads { #expect(page.texts.contains(name)) }
    #expect(page.texts.filter { $0 == "II" }.count == 2)
  }

  @Test("More time than a row holds goes on in another one, with all turns again")
  func rows() throws {
    let rows = StripLayout(try strip(.threeByFour, seconds: 25), headerHeight: 24).pages.rows
      .flatMap { $0 }
    #expect(rows.map(\.time) == [0..<10, 10..<20, 20..<25])
    // Half a row holds the first two of the turns.
    #expect(Set(rows[2].lanes.map(\.time)) == [20..<22.5, 22.5..<25, 20..<25])
  }

  @Test("A lead that the record lacks leaves its place free")
  func lacking() throws {
    var strip = try Strip.all(.squares(Record.leads.filter { $0 != "aVR" }), paper: .a4)
    strip.arrange(.threeByFour, rhythm: [1])
    let row = try #require(StripLayout(strip, headerHeight: 24).pages.rows.first?.first)
    #expect(row.lanes.prefix(3).map { strip.lanes[$0.index].name } == ["I", "V1", "V4"])
    #expect(row.lanes[1].time == 5..<7.5)
  }

  @Test("Lead names are the field's, whatever the file's letters")
  func names() throws {
    let strip = try Strip.all(.squares(["ii", "avr", "MLII"]))
    #expect(strip.lanes.map(\.name) == ["II", "aVR", "MLII"])
  }

  @Test("A study's row is as long as the paper; else a strip has ten seconds")
  func usual() throws {
    #expect(StripForm.threeByFour.usualSeconds(speed: 25) == 10)
    let seconds = StripForm.study.usualSeconds(speed: 100)
    #expect(seconds > 2 && seconds < 2.9)
    let strip = try Strip.all(
      .squares(Record.leads), seconds: seconds, speed: StripForm.study.usualSpeed)
    #expect(StripLayout(strip, headerHeight: 24).rowTimes.count == 1)
  }

  @Test("Lanes that take turns are a page of A4 where they fit on one, else a sheet")
  func paper() throws {
    let renderer = try StripRenderer(format: .svg)
    func height(_ strip: Strip, _ paper: Paper?) throws -> Double {
      let text = String(decoding: try renderer.bytes(of: strip, cutting: paper), as: UTF8.self)
      let match = try #require(text.firstMatch(of: #/height="([0-9.]+)pt"/#))
      return (Double(match.output.1) ?? 0) * 25.4 / 72
    }
    #expect(try abs(height(strip(.threeByFour), nil) - 210) < 0.1)
    #expect(try height(strip(.threeByFour, seconds: 30), nil) > 210)
    #expect(try height(strip(.threeByFour), .sheet) < 209)
  }
}
