import ArgumentParser
import Foundation
import LiveStreams

/// A record sent as a stream: the other end of `live`.
struct SendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Send a record as a stream to \"tawara live\".",
    discussion: """
      DESTINATION is tcp://HOST:PORT or unix:PATH, where a receiver waits, or - for standard output.
      """)

  @Argument(help: "A record.")
  var path: String

  @Argument(help: "Where it is sent.")
  var destination: String

  @OptionGroup var options: LiveSourceOptions
  @OptionGroup var input: InputOptions

  @Option(help: "How samples are sent: int16, int32, float32, or lines (of numbers).")
  var form = "int32"

  func run() throws {
    let stop = StopSignal()
    let signals = EndingSignals { stop.stop() }
    defer { signals.cancel() }
    let sender = try sender(try wantedForm(), stop)
    let frames = try sender.send(try options.replay(path, input), until: stop)
    Output.note("sent \(frames) frames to \(destination)")
  }

  private func wantedForm() throws -> StreamSender.Form {
    switch form {
    case "int16": return .framed(.int16)
    case "int32": return .framed(.int32)
    case "float32": return .framed(.float32)
    case "lines": return .lines
    default:
      throw CommandError.badOption(
        name: "--form", expected: "int16, int32, float32 or lines", found: form)
    }
  }

  private func sender(_ form: StreamSender.Form, _ stop: StopSignal) throws -> StreamSender {
    if destination == "-" { return StreamSender(form: form) }
    guard let address = StreamAddress(destination) else {
      throw CommandError.badOption(
        name: "DESTINATION", expected: "tcp://HOST:PORT, unix:PATH or -", found: destination)
    }
    return try StreamSender(to: address, form: form, secret: try options.secret(), until: stop)
  }
}
