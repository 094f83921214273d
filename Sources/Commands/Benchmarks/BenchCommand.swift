import ArgumentParser
import Foundation
import ReviewApp
import ReviewSession
import TerminalGraphics
import Waveforms

/// Measurements of the program by itself; `Benchmarks/run` sets them beside a peer's.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure the program on this machine.",
    subcommands: [
      BenchSignalsCommand.self, BenchNetworkCommand.self, BenchMeasuresCommand.self,
      BenchMarksCommand.self, BenchDelineationCommand.self,
      BenchFamiliesCommand.self, BenchLabelsCommand.self, BenchAdaptCommand.self,
      BenchFewShotCommand.self, BenchLossCommand.self,
    ])
}

/// Opening, decoding and drawing one record.
struct BenchSignalsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signals", abstract: "Time opening, decoding and drawing a record.",
    discussion: """
      Prints JSON: medians of five runs in milliseconds, each frame's time over every sweep speed
      and places all over the record, and memory beyond the mapped file.
      """)

  @Argument(help: "A record.")
  var path: String

  @Option(help: "Columns and lines of the frames.")
  var size = "200x60"

  @Flag(help: "Leave out decoding the whole record into memory.")
  var skipDecoding = false

  private struct Report: Encodable {
    var record: String
    var channels: Int
    var samples: Int
    var file_bytes: Int
    /// Opening the record and its annotations.
    var open_ms: Double
    /// Opening and drawing the first frame.
    var first_frame_ms: Double
    /// Reading the whole record for the peaks of every zoom, in the background.
    var peaks_ms: Double
    var frames: Int
    var frame_p50_ms: Double
    var frame_p95_ms: Double
    var frame_max_ms: Double
    /// Anonymous memory of the process with peaks and frames, in MB.
    var memory_mb: Double
    /// All samples of all channels into memory, one thread.
    var decode_ms: Double?
    /// The file's bytes copied from the mapped pages into memory.
    var copy_ms: Double?
  }

  func run() throws {
    let parts = size.split(separator: "x").compactMap { Int($0) }
    guard parts.count == 2 else {
      throw CommandError.badOption(name: "--size", expected: "such as 200x60", found: size)
    }
    let size = Size(width: parts[0], height: parts[1])
    let theme = Theme.builtIn
    let open = try median { _ = try ReviewDocument(path: path) }
    let first = try median {
      let document = try ReviewDocument(path: path)
      _ = WaveformView(
        state: WaveformState(document: document, size: size), theme: theme
      ).frame()
    }
    let document = try ReviewDocument(path: path)
    let peaks = milliseconds { while document.peaks.cache.fillNext() {} }
    let frames = drawing(document, size, theme)
    let memory = ProcessMemory.megabytes("RssAnon")
    let record = document.record
    var report = Report(
      record: record.name, channels: record.channels.count,
      samples: record.channels.reduce(0) { $0 + $1.sampleCount }, file_bytes: try fileBytes(record),
      open_ms: open, first_frame_ms: first, peaks_ms: peaks, frames: frames.count,
      frame_p50_ms: frames[frames.count / 2], frame_p95_ms: frames[frames.count * 95 / 100],
      frame_max_ms: frames[frames.count - 1], memory_mb: memory)
    if !skipDecoding {
      let all = Array(record.channels.indices)
      report.decode_ms = try median {
        _ = try record.digital(channels: all, frames: 0..<record.frameCount)
      }
      report.copy_ms = try median { try copy(record) }
    }
    try Output.json(report)
  }

  /// Times of frames at every speed, each at places all over the record.
  private func drawing(_ document: ReviewDocument, _ size: Size, _ theme: Theme) -> [Double] {
    var times: [Double] = []
    var state = WaveformState(document: document, size: size)
    let dots = state.layout.dots
    let slowest = SweepSpeed.slowest(duration: document.record.durationSeconds, dots: dots)
    for step in stride(from: SweepSpeed.fastestStep, through: min(slowest.step, 0), by: -1) {
      state.viewport.speed = SweepSpeed(step: step)
      let room = max(0, document.record.durationSeconds - state.viewport.seconds(dots: dots))
      for place in 0..<16 {
        state.viewport.start = room * Double(place) / 15
        times.append(
          milliseconds {
            state.settle(size)
            _ = WaveformView(state: state, theme: theme).frame()
          })
      }
    }
    return times.sorted()
  }

  private func fileBytes(_ record: Record) throws -> Int {
    try signalFiles(record).reduce(0) { sum, path in
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      return sum + ((attributes[.size] as? Int) ?? 0)
    }
  }

  private func signalFiles(_ record: Record) -> [String] {
    let folder = record.path.folderPath
    let names = Set(record.channels.map(\.fileName)).filter { !$0.isEmpty && $0 != "~" }
    return names.sorted().map { folder.isEmpty ? $0 : folder + "/" + $0 }
  }

  private func copy(_ record: Record) throws {
    for path in signalFiles(record) {
      let mapped = try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
      let bytes = [UInt8](mapped)
      precondition(bytes.count == mapped.count)
    }
  }

  private func median(_ body: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<5 {
      let clock = ContinuousClock()
      let start = clock.now
      try body()
      times.append((clock.now - start) / .milliseconds(1))
    }
    return times.sorted()[2]
  }

  private func milliseconds(_ body: () -> Void) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    body()
    return (clock.now - start) / .milliseconds(1)
  }
}
