/// A socket that senders connect to, one at a time.
public struct SocketSource: StreamSource {
  public let address: StreamAddress
  private let settings: CSVStreamDecoder.Settings
  private let secret: [UInt8]?
  private let listener: Descriptor

  public var name: String { address.description }

  /// A sender has so long to prove that it knows the secret.
  private static let proofSeconds = 5.0
  /// Whoever gives a wrong proof makes all others wait for so long.
  private static let penaltySeconds = 1.0

  /// A sender that has said nothing for so long has lost its place to another.
  private static let silentSeconds = 10.0

  /// Begins to listen. Throws where that cannot be, and where others than this machine's own could
  /// send without a secret.
  public init(
    at address: StreamAddress, settings: CSVStreamDecoder.Settings = .init(), secret: [UInt8]?
  ) throws(StreamError) {
    guard address.isLocal || secret?.isEmpty == false else {
      throw .content(
        source: address.description,
        expected: "a secret (--secret-file) where other machines can send, as the stream is not "
          + "encrypted; safer: listen at 127.0.0.1 and let the sender use ssh -L",
        found: "none")
    }
    (self.address, self.settings, self.secret) = (address, settings, secret)
    StreamSocket.clear(address)
    listener = try StreamSocket.listen(at: address)
  }

  public func run(until stop: StopSignal, _ deliver: (StreamEvent) -> Void) throws {
    defer { StreamSocket.remove(address) }
    deliver(.remark("waiting for a sender at \(name)"))
    while !stop.isStopped {
      guard !stop.wait(for: [listener.number], seconds: nil).isEmpty,
        let sender = StreamSocket.accept(listener)
      else { continue }
      guard isTrusted(sender, stop) else {
        deliver(.remark("a sender with a wrong secret, or none, was turned away"))
        _ = stop.sleep(seconds: Self.penaltySeconds)
        continue
      }
      deliver(.connected(name))
      if try receive(sender, stop, deliver) { return }
      deliver(.disconnected)
    }
  }

  /// Takes a sender's stream; true where it said that it is over.
  private func receive(
    _ sender: Descriptor, _ stop: StopSignal, _ deliver: (StreamEvent) -> Void
  ) throws -> Bool {
    var decoder = StreamDecoder(source: name, settings: settings)
    var heard = ContinuousClock.now
    while !stop.isStopped {
      let ready = stop.wait(for: [sender.number, listener.number], seconds: nil)
      if ready.contains(listener.number) {
        // One that is silent gives way; the other waits at the door meanwhile.
        if heard.duration(to: .now) > .seconds(Self.silentSeconds) { return false }
        if StreamSocket.accept(listener) != nil {
          deliver(.remark("a second sender was turned away"))
        }
      }
      guard ready.contains(sender.number), let bytes = sender.read() else { continue }
      if bytes.isEmpty { return false }
      heard = .now
      do {
        let messages = try decoder.take(bytes)
        for message in messages { deliver(.message(message)) }
        if messages.contains(.end) { return true }
      } catch {
        // One bad sender is not the end: another may come.
        deliver(.remark("\(error)"))
        return false
      }
    }
    return true
  }

  private func isTrusted(_ sender: Descriptor, _ stop: StopSignal) -> Bool {
    guard let secret else { return true }
    let challenge = RandomBytes.make(Authentication.size)
    guard sender.write(FrameEncoder.challenge(challenge), until: stop) else { return false }
    let size = FrameForm.head + Authentication.size + FrameForm.tail
    let end = ContinuousClock.now + .seconds(Self.proofSeconds)
    var answer: [UInt8] = []
    while answer.count < size {
      guard ContinuousClock.now < end, !stop.isStopped else { return false }
      guard !stop.wait(for: [sender.number], seconds: 0.5).isEmpty,
        // No byte more: what follows is the stream.
        let bytes = sender.read(most: size - answer.count)
      else { continue }
      guard !bytes.isEmpty else { return false }
      answer += bytes
    }
    var decoder = FrameDecoder(source: name)
    guard case .response(let proof)? = decoder.take(answer).first else { return false }
    return Authentication.isEqual(proof, Authentication.response(to: challenge, secret: secret))
  }
}
