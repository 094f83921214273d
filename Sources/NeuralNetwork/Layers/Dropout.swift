/// Dropping of activations while training: which ones depends on nothing but the key.
public struct Dropout: Sendable {
  /// Share of the elements that are dropped, 0 to below 1.
  public let rate: Float
  private let key: UInt32

  /// A dropout for one place of the network, window and step.
  public init(rate: Float, seed: UInt64, _ step: Int, _ window: Int) {
    var hash = SplitMix64.mixed(seed ^ UInt64(bitPattern: Int64(step)))
    hash = SplitMix64.mixed(hash ^ UInt64(bitPattern: Int64(window)))
    self.init(rate: rate, key: UInt32(truncatingIfNeeded: hash >> 32))
  }

  private init(rate: Float, key: UInt32) {
    self.rate = rate
    self.key = key
  }

  /// The same dropout at another place of the network.
  public func site(_ index: Int) -> Dropout {
    let hash = SplitMix64.mixed(UInt64(key) << 32 | UInt64(index))
    return Dropout(rate: rate, key: UInt32(truncatingIfNeeded: hash))
  }

  /// Sets `y` to `base` plus what is kept of `x`, all of them rows from `firstRow` on of larger
  /// matrices.
  public func forward(_ x: Matrix, addedTo base: Matrix, into y: Matrix, firstRow: Int = 0) {
    y.setDropout(x, addedTo: base, rate: rate, key: key, firstRow: firstRow)
  }

  /// Sets `gradient` to the gradient of what was dropped from.
  public func backward(_ outputGradient: Matrix, into gradient: Matrix) {
    gradient.setDropout(outputGradient, addedTo: nil, rate: rate, key: key)
  }
}
