import Waveforms

/// Finds messages of the framed form in bytes that come in pieces of any size.
///
/// What is no message is passed over up to the next one and counted; no bytes make it hold more
/// than one message of the greatest length.
public struct FrameDecoder: Sendable {
  /// What it calls the stream in its sentences.
  public let source: String
  /// The header that came last.
  public private(set) var header: StreamHeader?
  /// Why the last header was refused.
  public private(set) var refusal: StreamError?
  private var bytes: [UInt8] = []
  private var start = 0
  private var skipped = 0

  public init(source: String) { self.source = source }

  /// What the next bytes bring.
  public mutating func take(_ more: some Collection<UInt8>) -> [StreamMessage] {
    bytes += more
    var messages: [StreamMessage] = []
    while let message = next() { messages.append(message) }
    // Moving what is left costs its length: not for every message.
    if start > 1 << 16 || start == bytes.count {
      bytes.removeFirst(start)
      start = 0
    }
    return messages
  }

  /// The next message, or bytes that are none; nil where more have to come.
  private mutating func next() -> StreamMessage? {
    while true {
      guard seek() else { return giveSkipped(atEnd: true) }
      if skipped > 0 { return giveSkipped(atEnd: false) }
      var reader = FrameReader(bytes[(start + 4)...])
      guard let word = reader.integer(UInt32.self), let length = reader.integer(UInt32.self) else {
        return nil
      }
      guard let kind = UInt8(exactly: word).flatMap(FrameForm.Kind.init(rawValue:)),
        let fits = fits(Int(length), kind, &reader)
      else {
        skip(1)
        continue
      }
      guard fits else { return nil }
      let size = FrameForm.head + Int(length) + FrameForm.tail
      guard bytes.count - start >= size else { return nil }
      let end = start + size - FrameForm.tail
      var tail = FrameReader(bytes[end...])
      guard tail.integer(UInt32.self) == CRC32C.of(bytes[start + 4..<end]) else {
        skip(1)
        continue
      }
      let payload = bytes[start + FrameForm.head..<end]
      start += size
      return message(kind, payload) ?? .corrupt(bytes: size)
    }
  }

  /// Whether a message of this kind may be so long, seen before all of it is there: a length that
  /// was spoilt must not make others wait, nor their sums be computed in vain. Nil where it may
  /// not, false where too little has come to tell.
  private func fits(
    _ length: Int, _ kind: FrameForm.Kind, _ reader: inout FrameReader
  ) -> Bool? {
    switch kind {
    case .header: return length <= FrameForm.longestHeader ? true : nil
    case .end: return length == 0 ? true : nil
    case .challenge, .response: return length == 32 ? true : nil
    case .packet:
      guard length <= FrameForm.longestPayload, length >= FrameForm.packetHead else { return nil }
      guard reader.take(24) != nil, let frames = reader.integer(UInt32.self),
        let type = reader.integer(UInt32.self)
      else { return false }
      guard let type = UInt8(exactly: type).flatMap(StreamSampleType.init(rawValue:)) else {
        return nil
      }
      let channels = max(1, header?.channels.count ?? 1)
      let samples = (length - FrameForm.packetHead) / type.bytes
      guard Int(frames) <= samples else { return nil }
      return header == nil || Int(frames) * channels == samples ? true : nil
    }
  }

  /// Goes to where a message may begin; false where none does yet.
  private mutating func seek() -> Bool {
    let magic = FrameForm.magic
    while bytes.count - start >= magic.count {
      if bytes[start] == magic[0], bytes[start + 1] == magic[1], bytes[start + 2] == magic[2],
        bytes[start + 3] == magic[3]
      {
        return true
      }
      skip(1)
    }
    return false
  }

  private mutating func skip(_ count: Int) {
    start += count
    skipped += count
  }

  /// Tells of bytes that were passed over, once a message follows or they are many.
  private mutating func giveSkipped(atEnd: Bool) -> StreamMessage? {
    guard skipped > 0, !atEnd || skipped >= 1 << 12 else { return nil }
    defer { skipped = 0 }
    return .corrupt(bytes: skipped)
  }

  // MARK: Payloads

  private mutating func message(_ kind: FrameForm.Kind, _ payload: ArraySlice<UInt8>)
    -> StreamMessage?
  {
    switch kind {
    case .header:
      guard let found = read(header: payload) else { return nil }
      header = found
      return .header(found)
    case .packet: return read(packet: payload).map(StreamMessage.packet)
    case .end: return .end
    case .challenge: return payload.count == 32 ? .challenge(Array(payload)) : nil
    case .response: return payload.count == 32 ? .response(Array(payload)) : nil
    }
  }

  private mutating func read(header payload: ArraySlice<UInt8>) -> StreamHeader? {
    var reader = FrameReader(payload)
    guard let version = reader.integer(UInt16.self), let count = reader.integer(UInt16.self),
      let rate = reader.double(), let name = reader.text()
    else { return nil }
    guard version == FrameForm.version else {
      refusal = .content(
        source: source, expected: "the framed form's version 1", found: "version \(version)")
      return nil
    }
    var channels: [StreamHeader.Channel] = []
    for _ in 0..<count {
      guard let name = reader.text(), let unit = reader.text(), let gain = reader.double(),
        let baseline = reader.double()
      else { return nil }
      // A sender of physical values need not think of steps.
      let line =
        gain == 0
        ? Calibration.fine(unit: unit)
        : Calibration(gain: gain, baseline: baseline, unit: unit)
      channels.append(StreamHeader.Channel(name: name, calibration: line))
    }
    do {
      return try StreamHeader(name: name, samplingRateHz: rate, channels: channels, source: source)
    } catch {
      refusal = error
      return nil
    }
  }

  private func read(packet payload: ArraySlice<UInt8>) -> StreamPacket? {
    var reader = FrameReader(payload)
    guard let channels = header?.channels, let sequence = reader.integer(UInt64.self),
      let first = reader.integer(Int64.self), let seconds = reader.double(),
      let frames = reader.integer(UInt32.self), let type = reader.integer(UInt32.self),
      let type = UInt8(exactly: type).flatMap(StreamSampleType.init(rawValue:)),
      reader.left == Int(frames) * channels.count * type.bytes, first >= 0
    else { return nil }
    var samples: [Int32] = []
    samples.reserveCapacity(Int(frames) * channels.count)
    for _ in 0..<Int(frames) {
      for channel in channels { samples.append(sample(type, channel, &reader)) }
    }
    return StreamPacket(
      sequence: sequence, firstFrame: first, sourceSeconds: seconds.isFinite ? seconds : nil,
      samples: samples)
  }

  private func sample(
    _ type: StreamSampleType, _ channel: StreamHeader.Channel, _ reader: inout FrameReader
  ) -> Int32 {
    switch type {
    case .int16:
      let value = reader.integer(Int16.self) ?? Int16.min
      return value == Int16.min ? StreamPacket.missing : Int32(value)
    case .int32: return reader.integer(Int32.self) ?? StreamPacket.missing
    case .float32: return channel.calibration.sample(Double(reader.float() ?? .nan))
    }
  }
}
