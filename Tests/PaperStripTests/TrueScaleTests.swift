import Foundation
import Testing
import Waveforms

@testable import PaperStrip

@Suite("Files are true to scale")
struct TrueScaleTests {
  /// A path of an SVG file, in mm.
  private func tracePath(_ strip: Strip) throws -> [Point] {
    let bytes = try StripRenderer(format: .svg).bytes(of: strip)
    let text = String(decoding: bytes, as: UTF8.self)
    // 0.25 mm in points; the pulse has the same, and is shorter.
    let paths = try text.split(separator: "<path ").filter {
      $0.contains("stroke-width:0.708661") && !$0.contains("transform")
    }.map { path in
      let data = try #require(path.split(separator: " d=\"").last?.split(separator: "\"").first)
      let numbers = data.split(separator: " ").compactMap { Double($0) }
      return stride(from: 0, to: numbers.count - 1, by: 2).map {
        Point(x: numbers[$0] * 25.4 / 72, y: numbers[$0 + 1] * 25.4 / 72)
      }
    }
    func length(_ path: [Point]) -> Double { (path.last?.x ?? 0) - (path.first?.x ?? 0) }
    return try #require(paths.max { length($0) < length($1) })
  }

  @Test(
    "A square of 1 mV and 1 s is as high and as long as gain and speed say",
    arguments: [(25.0, 10.0), (50, 20), (12.5, 5), (100, 2.5)])
  func squareWave(speed: Double, gain: Double) throws {
    let strip = try Strip.all(
      .squares(["II"]), start: 1.5, seconds: 2, speed: speed, gains: StripGains(surface: gain))
    let points = try tracePath(strip)
    let top = try #require(points.map(\.y).min())
    let bottom = try #require(points.map(\.y).max())
    #expect(abs(bottom - top - gain) < 0.01)
    let raised = points.filter { $0.y < (top + bottom) / 2 }
    let left = try #require(raised.first?.x)
    let right = try #require(raised.last?.x)
    // 500 samples of the square are 499 intervals of 2 ms.
    #expect(abs(right - left - 0.998 * speed) < 0.01)
  }

  @Test("Every sample is in the file")
  func everySample() throws {
    // Cairo joins lines of one direction, so neighbours have to differ.
    let points = try tracePath(try Strip.all(.squares(["II"], ripple: 0.05), seconds: 3))
    // 1500 in the row, and one beyond its end.
    #expect(points.count >= 1500 && points.count <= 1503)
  }

  @Test("The calibration pulse is 1 mV high and 200 ms long")
  func pulse() throws {
    let page = try #require(try Strip.all(.squares(["II"])).pages.first)
    let pulse = try #require(
      page.strokes.first { $0.clip == nil && $0.width == 0.25 }?.paths.first)
    #expect(abs(pulse[1].y - pulse[2].y - 10) < 1e-9)
    #expect(abs(pulse[3].x - pulse[2].x - 5) < 1e-9)
  }

  @Test("The grid has a line each millimetre, and each second is on one of its thick lines")
  func grid() throws {
    let page = try #require(try Strip.all(.squares(["II"])).pages.first)
    let fine = try #require(page.strokes.first { $0.ink == .fineGrid })
    let coarse = try #require(page.strokes.first { $0.ink == .coarseGrid })
    let columns = (fine.paths + coarse.paths).filter { $0[0].x == $0[1].x }.map { $0[0].x }
      .sorted()
    for (next, last) in zip(columns.dropFirst(), columns) {
      #expect(abs(next - last - 1) < 1e-9)
    }
    let clip = try #require(page.traces.first?.clip)
    let thick = Set(coarse.paths.map { ($0[0].x * 1000).rounded() })
    for second in 0...10 {
      #expect(thick.contains(((clip.x + 25 * Double(second)) * 1000).rounded()))
    }
  }

  @Test("A PNG's dots are as large as its resolution says", arguments: [150.0, 300])
  func density(dpi: Double) throws {
    let strip = try Strip.all(.squares(["II", "V1"]))
    let bytes = try StripRenderer(format: .png, dotsPerInch: dpi).bytes(of: strip)
    func number(_ at: Int) -> Int { bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
    let width = number(16)
    let start = try #require(bytes.indices.first { bytes[$0...].starts(with: "pHYs".utf8) })
    let perMetre = number(start + 4)
    #expect(number(start + 8) == perMetre && bytes[start + 12] == 1)
    #expect(abs(Double(width) / Double(perMetre) * 1000 - 297) < 0.1)
    #expect(abs(Double(perMetre) - dpi / 0.0254) < 0.5)
    // The checksum that the PNG specification gives for an empty end chunk.
    #expect(PNGDensity.checksum(Array("IEND".utf8)) == 0xAE42_6082)
    #expect(number(start + 13) == Int(PNGDensity.checksum(Array(bytes[start..<start + 13]))))
  }

  @Test("A PDF's pages are A4, landscape, as many as the time needs")
  func mediaBox() throws {
    let strip = try Strip.all(
      .squares(Record.leads, seconds: 30), seconds: 30, paper: .a4)
    let bytes = try StripRenderer(format: .pdf).bytes(of: strip)
    let text = String(decoding: bytes, as: UTF8.self)
    let boxes = text.matches(of: #/\/MediaBox \[ ?([0-9. ]+?) ?\]/#)
    #expect(boxes.count == (try strip.pages.count))
    #expect(boxes.count > 1)
    for box in boxes {
      let numbers = box.output.1.split(separator: " ").compactMap { Double($0) }
      #expect(numbers.count == 4)
      #expect(abs(numbers[2] - 841.89) < 0.01 && abs(numbers[3] - 595.28) < 0.01)
    }
  }

  @Test("Letters have shapes, whatever fonts are there")
  func letters() throws {
    let bytes = try StripRenderer(format: .svg).bytes(of: .all(.squares(["II"])))
    let text = String(decoding: bytes, as: UTF8.self)
    let shapes = text.split(separator: "<symbol ").dropFirst().filter {
      $0.contains(" L ") || $0.contains(" C ")
    }
    #expect(shapes.count > 20)
  }
}
