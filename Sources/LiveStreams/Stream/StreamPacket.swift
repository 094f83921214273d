/// Frames that came together.
public struct StreamPacket: Sendable, Equatable {
  /// Counts the packets of a sender; for finding those that a network has lost or doubled.
  public var sequence: UInt64
  /// The number of the first frame, as the sender counts them from its start.
  public var firstFrame: Int64
  /// When the first frame was sampled by the sender's clock, in seconds since any moment; nil where
  /// the sender does not say.
  public var sourceSeconds: Double?
  /// Digital samples, frame by frame: all channels of the first one, then all of the second.
  public var samples: [Int32]

  /// What stands in for a sample that is not there.
  public static let missing = Int32.min

  public init(sequence: UInt64, firstFrame: Int64, sourceSeconds: Double?, samples: [Int32]) {
    (self.sequence, self.firstFrame) = (sequence, firstFrame)
    (self.sourceSeconds, self.samples) = (sourceSeconds, samples)
  }
}

/// What a decoder makes of the bytes of a stream.
public enum StreamMessage: Sendable, Equatable {
  /// Comes first, and again where the sender begins anew.
  case header(StreamHeader)
  case packet(StreamPacket)
  /// The sender says that nothing will follow.
  case end
  /// Bytes that are no message, or a message whose sum is wrong.
  case corrupt(bytes: Int)
  /// Asks the sender for a proof that it knows the secret: 32 random bytes.
  case challenge([UInt8])
  /// The proof: HMAC-SHA-256 of the challenge under the secret.
  case response([UInt8])
}
