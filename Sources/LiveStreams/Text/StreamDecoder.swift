/// Reads a stream of either form: framed where its first bytes say so, lines of numbers otherwise.
public struct StreamDecoder: Sendable {
  private enum Form {
    case unknown([UInt8])
    case framed(FrameDecoder)
    case lines(CSVStreamDecoder)
  }

  private let source: String
  private let settings: CSVStreamDecoder.Settings
  private var form = Form.unknown([])

  public init(source: String, settings: CSVStreamDecoder.Settings = .init()) {
    (self.source, self.settings) = (source, settings)
  }

  /// What the next bytes bring. Throws where they can be no stream.
  public mutating func take(_ bytes: [UInt8]) throws(StreamError) -> [StreamMessage] {
    switch form {
    case .unknown(let before):
      let all = before + bytes
      guard all.count >= FrameForm.magic.count else {
        form = .unknown(all)
        return []
      }
      form =
        all.starts(with: FrameForm.magic)
        ? .framed(FrameDecoder(source: source))
        : .lines(CSVStreamDecoder(source: source, settings: settings))
      return try take(all)
    case .framed(var decoder):
      // Not held twice while it changes: that would copy what it holds.
      form = .unknown([])
      let messages = decoder.take(bytes)
      form = .framed(decoder)
      if decoder.header == nil, let refusal = decoder.refusal { throw refusal }
      return messages
    case .lines(var decoder):
      form = .unknown([])
      let messages = try decoder.take(bytes)
      form = .lines(decoder)
      return messages
    }
  }

  /// The bytes have ended.
  public mutating func finish() throws(StreamError) -> [StreamMessage] {
    guard case .lines(var decoder) = form else { return [] }
    let messages = try decoder.finish()
    form = .lines(decoder)
    return messages
  }
}
