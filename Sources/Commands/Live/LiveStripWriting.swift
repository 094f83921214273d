import Foundation
import LiveSession
import LiveStreams
import PaperStrip
import ReviewApp
import Waveforms

/// The strip that a key of the live screen writes: the last ten seconds as they came, unfiltered,
/// in the folder the program was started in.
enum LiveStripWriting {
  private static let seconds = 10.0

  @Sendable static func write(_ wanted: LiveStrip) throws -> String {
    let rate = wanted.buffer.header.samplingRateHz
    let first = max(wanted.buffer.kept.lowerBound, wanted.end - Int(seconds * rate))
    guard first < wanted.end else {
      throw CommandError.cannotWrite(
        path: "the strip", reason: "what is frozen is no longer kept; Space goes on")
    }
    let record = wanted.buffer.record(frames: first..<wanted.end)
    var strip = try Strip(
      record: record, channels: wanted.channels, start: 0,
      seconds: min(seconds, record.durationSeconds))
    strip.program = "tawara \(ProgramVersion.text), live, not for diagnosis"
    strip.paper = .a4
    let path = StripFile.freePath(
      record.name.replacing(" ", with: "-").replacing("/", with: "-"), at: Double(first) / rate)
    try Output.write(StripRenderer(format: .pdf).bytes(of: strip), to: path)
    return "\(URL(filePath: path).standardizedFileURL.path): written, unfiltered"
  }
}
