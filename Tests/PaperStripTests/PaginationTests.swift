import Testing
import Waveforms

@testable import PaperStrip

@Suite("How the paper is cut")
struct PaginationTests {
  private func layout(_ strip: Strip) -> StripLayout { StripLayout(strip, headerHeight: 24) }

  @Test("Rows cover the time without gap or overlap", arguments: [3.0, 10, 25.5, 60])
  func rows(seconds: Double) throws {
    let strip = try Strip.all(.squares(["II"], seconds: 90), start: 4, seconds: seconds)
    let times = layout(strip).rowTimes
    #expect(times.first?.lowerBound == 4)
    #expect(abs((times.last?.upperBound ?? 0) - 4 - seconds) < 1e-9)
    for (next, last) in zip(times.dropFirst(), times) {
      #expect(abs(next.lowerBound - last.upperBound) < 1e-9)
    }
    #expect(times.count == Int((seconds / 10).rounded(.up)))
  }

  @Test("A4 pages hold all lanes of all rows, inside their bounds")
  func pages() throws {
    let strip = try Strip.all(
      .squares(Record.leads + Record.electrograms, height: 2.4, seconds: 25), seconds: 25,
      paper: .a4)
    let (height, pages) = layout(strip).pages
    #expect(height == 210)
    let rows = pages.flatMap { $0 }
    #expect(rows.flatMap(\.lanes).count == 3 * 19)
    for row in rows {
      #expect(row.top >= 24 && row.axisTop < height - StripLayout.margin)
      for (next, last) in zip(row.lanes.dropFirst(), row.lanes) {
        // Catheters stand a little apart.
        let kinds = [last, next].map { strip.lanes[$0.index].kind }
        #expect(abs(next.top - last.bottom - (kinds[0] == kinds[1] ? 0 : 2)) < 1e-9)
        #expect(next.height >= LaneForm.leastHeight - 1e-9)
      }
    }
  }

  @Test("A page of A4 that cannot hold all lanes parts surface leads from electrograms")
  func parts() throws {
    let strip = try Strip.all(
      .squares(Record.leads + Record.electrograms, height: 2.4), paper: .a4)
    let kinds = layout(strip).pages.rows.map { page in
      Set(page.flatMap(\.lanes).map { strip.lanes[$0.index].kind == .surface })
    }
    #expect(kinds.count > 1)
    #expect(kinds.allSatisfy { $0.count == 1 })
  }

  @Test("A sheet grows in height, a wide one in width")
  func growing() throws {
    var strip = try Strip.all(.squares(["II", "V1"], seconds: 60), seconds: 60)
    let sheet = try strip.pages
    #expect(sheet.count == 1 && sheet[0].width == 297 && sheet[0].traces.count == 12)
    strip.paper = .wide
    let wide = try strip.pages
    #expect(wide.count == 1 && wide[0].width > 1500 && wide[0].traces.count == 2)
    #expect(wide[0].height < sheet[0].height)
  }

  @Test("Several pages are no picture")
  func severalPages() throws {
    let strip = try Strip.all(.squares(Record.leads, seconds: 30), seconds: 30, paper: .a4)
    let pages = try strip.pages.count
    #expect(throws: StripError.severalPages(format: .png, pages: pages)) {
      try StripRenderer(format: .png).bytes(of: strip)
    }
  }

  @Test("A picture too large for memory is refused")
  func tooLarge() throws {
    let strip = try Strip.all(
      .squares(["II"], seconds: 500, rateHz: 10), seconds: 500, paper: .wide)
    #expect {
      try StripRenderer(format: .png).bytes(of: strip)
    } throws: { error in
      guard case StripError.tooLarge(.png, let width, _) = error else { return false }
      return width > 12_500
    }
  }

  @Test("What cannot be drawn is said in one sentence")
  func errors() throws {
    let record = Record.squares(["II"])
    #expect(throws: StripError.noChannels(record: "squares")) {
      try Strip(record: record, channels: [], start: 0, seconds: 10)
    }
    #expect(throws: StripError.noChannel(record: "squares", index: 4, count: 1)) {
      try Strip(record: record, channels: [4], start: 0, seconds: 10)
    }
    #expect(throws: StripError.beyondEnd(record: "squares", start: 10, duration: 10)) {
      try Strip(record: record, channels: [0], start: 10, seconds: 10)
    }
    for (seconds, speed, gain) in [(0.0, 25.0, 10.0), (10, 0, 10), (10, 25, -1), (10, .nan, 10)] {
      #expect {
        try Strip.all(
          record, seconds: seconds, speed: speed, gains: StripGains(surface: gain))
      } throws: { error in
        guard case StripError.outOfRange = error else { return false }
        return "\(error)".contains("expected") && !"\(error)".contains("\n")
      }
    }
    #expect(throws: (any Error).self) { try StripRenderer(format: .png, dotsPerInch: 10) }
  }

  @Test("A strip ends with its record")
  func end() throws {
    let strip = try Strip.all(.squares(["II"]), start: 8, seconds: 10)
    #expect(strip.seconds == 2)
  }
}
