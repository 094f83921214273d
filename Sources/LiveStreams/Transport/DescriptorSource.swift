/// What another program writes to this one's standard input, in the framed form or as lines.
public struct DescriptorSource: StreamSource {
  public let name: String
  private let descriptor: Descriptor
  private let settings: CSVStreamDecoder.Settings

  /// Standard input.
  public init(settings: CSVStreamDecoder.Settings = .init()) {
    name = "standard input"
    descriptor = Descriptor(0, isOwned: false)
    self.settings = settings
  }

  public func run(until stop: StopSignal, _ deliver: (StreamEvent) -> Void) throws {
    var decoder = StreamDecoder(source: name, settings: settings)
    deliver(.connected(name))
    while !stop.isStopped {
      guard !stop.wait(for: [descriptor.number], seconds: nil).isEmpty,
        let bytes = descriptor.read()
      else { continue }
      let messages = bytes.isEmpty ? try decoder.finish() : try decoder.take(bytes)
      for message in messages { deliver(.message(message)) }
      if bytes.isEmpty || messages.contains(.end) { return }
    }
  }
}
