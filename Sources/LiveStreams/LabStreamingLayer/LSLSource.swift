import Foundation
import Waveforms

/// A stream of the Lab Streaming Layer (Kothe et al., Imaging Neuroscience 2025), by its name.
///
/// A sender that was killed is looked for until it is there again. This machine alone is asked, as
/// another room may have a stream of the same name, unless the library's own configuration says
/// otherwise: `lsl_api.cfg`, or the file that `LSLAPICFG` names.
public struct LSLSource: StreamSource {
  public let name: String
  private let stream: String
  private let library: LSLLibrary

  /// Times may be uneven by so much within one connection: what is really lost is lost with it.
  private static let toleranceSeconds = 0.5
  private static let waitSeconds = 0.02

  /// Throws where there is no library.
  public init(stream: String, environment: [String: String]) throws(StreamError) {
    (self.stream, name) = (stream, "lsl:\(stream)")
    library = try LSLLibrary(environment: environment)
  }

  /// Why the library cannot be used here, and how to get it; nil where it can.
  public static func problem(environment: [String: String]) -> String? {
    do {
      _ = try LSLLibrary(environment: environment)
      return nil
    } catch {
      return "\(error)"
    }
  }

  public func run(until stop: StopSignal, _ deliver: (StreamEvent) -> Void) throws {
    deliver(.remark("looking for the stream \(stream.debugDescription)"))
    while !stop.isStopped {
      guard let inlet = LSLLibrary.Inlet(library, stream: stream) else { continue }
      let header = try Self.header(inlet.info, source: name)
      deliver(.connected(name))
      deliver(.message(.header(header)))
      receive(inlet, header, stop, deliver)
      deliver(.disconnected)
    }
  }

  /// Takes a stream until it is lost.
  private func receive(
    _ inlet: LSLLibrary.Inlet, _ header: StreamHeader, _ stop: StopSignal,
    _ deliver: (StreamEvent) -> Void
  ) {
    var clock = SampleClock(
      samplingRateHz: header.samplingRateHz, toleranceSeconds: Self.toleranceSeconds)
    var sequence: UInt64 = 0
    let count = header.channels.count
    while !stop.isStopped, let (values, times) = inlet.take(waiting: Self.waitSeconds) {
      guard let first = times.first else { continue }
      let samples = values.enumerated().map { index, value in
        header.channels[index % count].calibration.sample(value)
      }
      let frame = clock.frame(of: first, count: times.count)
      deliver(
        .message(
          .packet(
            StreamPacket(
              sequence: sequence, firstFrame: frame, sourceSeconds: first, samples: samples))))
      sequence += 1
      if let now = inlet.now, let last = times.last { deliver(.delay(seconds: now - last)) }
    }
  }

  /// The header of a stream as it describes itself. Numbers that are whole are kept as they are.
  static func header(_ info: LSLLibrary.Info, source: String) throws(StreamError) -> StreamHeader {
    guard info.format != 3 else {
      throw .content(source: source, expected: "a stream of numbers", found: "one of text")
    }
    guard StreamHeader.channelCounts.contains(info.channelCount) else {
      throw .content(
        source: source, expected: "1 to 256 channels", found: "\(info.channelCount)")
    }
    let channels = (0..<info.channelCount).map { index in
      let label = info.labels.indices.contains(index) ? info.labels[index] : ""
      let unit = unit(info.units.indices.contains(index) ? info.units[index] : "")
      let isWhole = info.format > 3
      return StreamHeader.Channel(
        name: label,
        calibration: isWhole ? Calibration(gain: 1, unit: unit) : Calibration.fine(unit: unit))
    }
    return try StreamHeader(
      name: info.name, samplingRateHz: info.rateHz, channels: channels, source: source)
  }

  /// XDF writes units out: `microvolts`. Without any, a voltage in millivolts is taken.
  private static func unit(_ text: String) -> String {
    switch text.lowercased() {
    case "microvolts", "microvolt", "uv", "µv", "μv": "uV"
    case "millivolts", "millivolt", "mv", "": "mV"
    case "volts", "volt", "v": "V"
    case "nanovolts", "nanovolt", "nv": "nV"
    default: text
    }
  }
}
