import ArgumentParser
import Training

/// A part of a work that several processes share.
enum ShardOption {
  /// Of `2/8`; all of it if not given.
  static func shard(_ text: String?) throws -> Shard {
    guard let text else { return .whole }
    guard let shard = Shard(text) else {
      throw CommandError.badOption(
        name: "--shard", expected: "a part of several, as 2/8", found: text)
    }
    return shard
  }
}
