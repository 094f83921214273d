import Foundation
@testable import ReviewApp
import ReviewSession
import Testing
import TerminalGraphics
import Waveforms

/// From a file that another program writes to braille.
@Suite("A record that grows on the screen")
struct GrowingRecordTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("g 1 250\ng.dat 16 200/mV 16 0 0 0 0 II\n", "g.hea")
  }

  /// A triangle of 1 mV twice a second, `seconds` of it.
  private func bytes(seconds: Range<Int>) -> Data {
    Data(
      (seconds.lowerBound * 250..<seconds.upperBound * 250).flatMap { frame -> [UInt8] in
        let value = Int16(abs(frame % 125 - 62) * 3)
        return [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
      })
  }

  private func append(_ data: Data) throws {
    let path = folder.path + "/g.dat"
    guard let file = FileHandle(forWritingAtPath: path) else {
      return try data.write(to: URL(filePath: path))
    }
    try file.seekToEnd()
    try file.write(contentsOf: data)
    try file.close()
  }

  /// The columns in which a lane has dots.
  private func drawn(_ state: WaveformState) -> [Int] {
    let frame = WaveformView(state: state, theme: .builtIn).frame()
    let lane = state.layout.lanes[0].rect
    return lane.columns.filter { x in
      lane.rows.contains { (0x2801...0x28ff).contains(frame[x, $0].glyph.value) }
    }
  }

  @Test("what is appended is drawn where it belongs, near and far, and nothing is drawn twice")
  func grows() throws {
    let size = Size(width: 120, height: 30)
    try append(bytes(seconds: 0..<2))
    var document = try ReviewDocument(path: folder.path + "/g").refreshed()
    var state = WaveformState(document: document, size: size)
    state.viewport.speed = .standard
    state.gain.sensitivity = .standard
    state.settle(size)
    #expect(drawn(state).count == 25)
    for second in 2..<6 {
      try append(bytes(seconds: second..<second + 1))
      document = try document.refreshed()
      state.review.follow(document)
      state.settle(size)
      // 80 ms a column.
      #expect(abs(drawn(state).count - (second + 1) * 25 / 2) <= 1)
    }
    while document.peaks.cache.fillNext() {}
    let whole = try ReviewDocument(path: folder.path + "/g")
    while whole.peaks.cache.fillNext() {}
    #expect(whole.record.frameCount == document.record.frameCount)
    var fresh = WaveformState(document: whole, size: size)
    fresh.viewport.speed = .standard
    fresh.gain.sensitivity = .standard
    fresh.settle(size)
    #expect(
      WaveformView(state: fresh, theme: .builtIn).frame()
        == WaveformView(state: state, theme: .builtIn).frame())
  }

  @Test("a record that has not grown is the same document")
  func still() throws {
    try append(bytes(seconds: 0..<2))
    let document = try ReviewDocument(path: folder.path + "/g").refreshed()
    #expect(try document.refreshed().peaks.cache === document.peaks.cache)
  }
}
