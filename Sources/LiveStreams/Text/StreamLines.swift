import Waveforms

/// Writes a stream as lines: names with units first, then a time in seconds and a frame's values.
enum StreamLines {
  static func bytes(_ message: StreamMessage, _ header: StreamHeader) -> [UInt8] {
    switch message {
    case .header(let header):
      let names = header.channels.map { "\($0.name) (\($0.calibration.unit))" }
      return line(["time (s)"] + names.map { $0.replacing(",", with: " ") })
    case .packet(let packet):
      let count = header.channels.count
      return (0..<packet.samples.count / count).flatMap { frame in
        let seconds = Double(packet.firstFrame + Int64(frame)) / header.samplingRateHz
        let values = header.channels.indices.map { index in
          let sample = packet.samples[frame * count + index]
          return sample == StreamPacket.missing
            ? "" : "\(header.channels[index].calibration.physical(sample))"
        }
        return line(["\((seconds * 1e6).rounded() / 1e6)"] + values)
      }
    case .end, .corrupt, .challenge, .response: return []
    }
  }

  private static func line(_ cells: [String]) -> [UInt8] {
    Array(cells.joined(separator: ",").utf8) + [UInt8(ascii: "\n")]
  }
}
