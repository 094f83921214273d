import ReviewSession
import Waveforms

import ArrhythmiaModel

/// What models have said of records in earlier runs, from the cache on disk.
struct ListedReadings {
  private let cache: FindingCache?
  private let models: [(name: String, digest: String)]

  init(_ services: ReviewServices) {
    cache = services.cache
    models =
      cache == nil
      ? []
      : services.models.compactMap { model in
        (try? FindingKey.modelDigest(path: model.path)).map { (model.name, $0) }
      }
  }

  /// The first model's word on a record; nil where none has read it.
  func summary(_ path: String, _ look: RecordLook) -> RecordReadingSummary? {
    guard let cache, case .document(let document) = look.survey else { return nil }
    let rate = document.record.frameRateHz
    let frames = document.beatTimes.map { Int(($0 * rate).rounded()) }
    for model in models {
      // A rhythm model was told no beats, a beat model those of the annotations.
      for beats in [nil, frames.isEmpty ? nil : frames] {
        guard
          let key = FindingKey(
            recordPath: path, model: model.digest, channels: document.record.channelMap,
            beats: beats),
          let found = cache.summary(key), found.known > 0
        else { continue }
        let top = found.shares.max { $0.share < $1.share }
        return RecordReadingSummary(
          windows: found.windows, uncertainShare: found.uncertainShare,
          model: "\(model.name) \(model.digest.prefix(6))",
          topClass: top.flatMap { $0.share > 0 ? $0.name : nil })
      }
    }
    return nil
  }
}
