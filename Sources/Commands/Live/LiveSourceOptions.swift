import ArgumentParser
import Foundation
import LiveStreams
import Waveforms

/// Where a stream comes from, or goes to.
struct LiveSourceOptions: ParsableArguments {
  @Option(help: "Replay so many times as fast as it was recorded.")
  var speed = 1.0

  @Flag(help: "The record is still written by another program: go on as it grows.")
  var follow = false

  @Flag(help: "Begin the record anew at its end.")
  var again = false

  @Option(help: "The unit of columns that name none, of lines of numbers.")
  var unit = "mV"

  @Option(help: "A file with the secret that the other end has to know.")
  var secretFile: String?

  /// The variable that holds the secret where no file is given.
  static let secretVariable = "TAWARA_LIVE_SECRET"

  func secret() throws -> [UInt8]? {
    let environment = ProcessInfo.processInfo.environment
    let text =
      try secretFile.map { path in
        guard let data = FileManager.default.contents(atPath: path) else {
          throw CommandError.badOption(
            name: "--secret-file", expected: "a file that can be read", found: path)
        }
        return String(decoding: data, as: UTF8.self)
      } ?? environment[Self.secretVariable]
    guard let secret = text?.trimmingCharacters(in: .whitespacesAndNewlines) else { return nil }
    guard secret.utf8.count >= 8 else {
      throw CommandError.badOption(
        name: "--secret-file", expected: "a secret of 8 bytes or more", found: "a shorter one")
    }
    return Array(secret.utf8)
  }

  /// The record at a path, as a source.
  func replay(_ path: String, _ input: InputOptions) throws -> ReplaySource {
    guard (0.01...10_000).contains(speed) else {
      throw CommandError.badOption(
        name: "--speed", expected: "a number from 0.01 to 10000", found: "\(speed)")
    }
    guard !(follow && again) else {
      throw CommandError.badOption(
        name: "--again", expected: "one of --follow and --again", found: "both")
    }
    let recording = try input.open(path)
    return try ReplaySource(
      recording.record, speed: speed, course: follow ? .following : again ? .again : .whole)
  }

  /// The source that is named.
  func source(_ name: String, _ input: InputOptions) throws -> any StreamSource {
    let settings = CSVStreamDecoder.Settings(
      samplingRateHz: try input.hints().samplingRateHz, unit: unit)
    if name == "-" { return DescriptorSource(settings: settings) }
    if name.hasPrefix("lsl:") {
      return try LSLSource(
        stream: String(name.dropFirst(4)), environment: ProcessInfo.processInfo.environment)
    }
    if let address = StreamAddress(name) {
      return try SocketSource(at: address, settings: settings, secret: try secret())
    }
    guard !name.contains("://") else {
      throw CommandError.badOption(
        name: "SOURCE", expected: "lsl:NAME, tcp://HOST:PORT, unix:PATH, - or a record", found: name
      )
    }
    return try replay(name, input)
  }
}
