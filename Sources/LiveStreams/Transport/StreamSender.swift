import Waveforms

/// The other end of a socket or a pipe: sends what a source gives.
public struct StreamSender: Sendable {
  /// How it is sent.
  public enum Form: Sendable, Equatable {
    case framed(StreamSampleType)
    case lines
  }

  private let descriptor: Descriptor
  private let form: Form
  private let name: String

  /// Connects; `standardOutput` for a pipe. The receiver's challenge is answered with the secret.
  public init(
    to address: StreamAddress, form: Form, secret: [UInt8]?, until stop: StopSignal
  ) throws(StreamError) {
    name = address.description
    self.form = form
    descriptor = try StreamSocket.connect(to: address)
    if let secret { try prove(secret, stop) }
  }

  /// Writes to standard output.
  public init(form: Form) {
    name = "standard output"
    self.form = form
    descriptor = Descriptor(1, isOwned: false)
  }

  private func prove(_ secret: [UInt8], _ stop: StopSignal) throws(StreamError) {
    var decoder = FrameDecoder(source: name)
    guard !stop.wait(for: [descriptor.number], seconds: 5).isEmpty, let bytes = descriptor.read(),
      case .challenge(let challenge)? = decoder.take(bytes).first
    else {
      throw .content(
        source: name, expected: "a receiver that asks for the secret", found: "one that does not")
    }
    let response = Authentication.response(to: challenge, secret: secret)
    _ = descriptor.write(FrameEncoder.response(response), until: stop)
  }

  /// Sends all of a source; returns the frames that were sent. Throws where the receiver is gone.
  public func send(_ source: any StreamSource, until stop: StopSignal) throws -> Int {
    var header: StreamHeader?
    var frames = 0
    var isGone = false
    try source.run(until: stop) { event in
      guard case .message(let message) = event, !isGone else { return }
      if case .header(let found) = message { header = found }
      guard let header else { return }
      isGone = !descriptor.write(bytes(message, header), until: stop) && !stop.isStopped
      if case .packet(let packet) = message {
        frames += packet.samples.count / header.channels.count
      }
      if isGone { stop.stop() }
    }
    guard !isGone else {
      throw StreamError.content(
        source: name,
        expected: "a receiver that takes all (one that asks for a secret needs --secret-file)",
        found: "that it was gone after \(frames) frames")
    }
    return frames
  }

  private func bytes(_ message: StreamMessage, _ header: StreamHeader) -> [UInt8] {
    switch form {
    case .framed(let type): FrameEncoder.bytes(message, as: type, of: header)
    case .lines: StreamLines.bytes(message, header)
    }
  }
}
