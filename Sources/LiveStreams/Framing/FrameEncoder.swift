import Waveforms

/// Writes messages in the framed form.
public enum FrameEncoder {
  /// - Parameters:
  ///   - type: how samples are sent.
  ///   - header: of the stream that a packet belongs to.
  public static func bytes(
    _ message: StreamMessage, as type: StreamSampleType, of header: StreamHeader
  ) -> [UInt8] {
    switch message {
    case .header(let header): wrapped(.header, payload(header))
    case .packet(let packet): wrapped(.packet, payload(packet, type, header))
    case .end: wrapped(.end, [])
    case .challenge(let bytes): challenge(bytes)
    case .response(let bytes): response(bytes)
    case .corrupt: []
    }
  }

  /// A message without samples.
  public static func challenge(_ bytes: [UInt8]) -> [UInt8] { wrapped(.challenge, bytes) }

  /// The answer to one.
  public static func response(_ bytes: [UInt8]) -> [UInt8] { wrapped(.response, bytes) }

  private static func wrapped(_ kind: FrameForm.Kind, _ payload: [UInt8]) -> [UInt8] {
    var writer = FrameWriter()
    writer.append([kind.rawValue, 0, 0, 0])
    writer.integer(UInt32(payload.count))
    writer.append(payload)
    var end = FrameWriter()
    end.integer(CRC32C.of(writer.bytes[...]))
    return FrameForm.magic + writer.bytes + end.bytes
  }

  private static func payload(_ header: StreamHeader) -> [UInt8] {
    var writer = FrameWriter()
    writer.integer(FrameForm.version)
    writer.integer(UInt16(header.channels.count))
    writer.double(header.samplingRateHz)
    writer.text(header.name)
    for channel in header.channels {
      writer.text(channel.name)
      writer.text(channel.calibration.unit)
      writer.double(channel.calibration.gain)
      writer.double(channel.calibration.baseline)
    }
    return writer.bytes
  }

  private static func payload(
    _ packet: StreamPacket, _ type: StreamSampleType, _ header: StreamHeader
  ) -> [UInt8] {
    let count = header.channels.count
    var writer = FrameWriter()
    writer.integer(packet.sequence)
    writer.integer(packet.firstFrame)
    writer.double(packet.sourceSeconds ?? .nan)
    writer.integer(UInt32(packet.samples.count / count))
    writer.append([type.rawValue, 0, 0, 0])
    for (index, sample) in packet.samples.enumerated() {
      let isMissing = sample == StreamPacket.missing
      switch type {
      case .int16: writer.integer(isMissing ? Int16.min : Int16(clamping: sample))
      case .int32: writer.integer(sample)
      case .float32:
        let calibration = header.channels[index % count].calibration
        writer.float(isMissing ? .nan : Float(calibration.physical(sample)))
      }
    }
    return writer.bytes
  }
}
