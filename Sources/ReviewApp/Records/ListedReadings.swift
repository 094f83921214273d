import ArrhythmiaModel
import ReviewSession
import Waveforms

/// What models have said of records in earlier runs, from the cache on disk.
struct ListedReadings {
  private let cache: FindingCache?
  private let models: [Model]

  private struct Model {
    let name: String
    let digest: String
    let properties: ModelProperties
  }

  init(_ services: ReviewServices) {
    cache = services.cache
    models =
      cache == nil
      ? []
      : services.models().compactMap { model in
        guard let digest = try? FindingKey.modelDigest(path: model.path),
          let properties = try? ModelWeights(path: model.path).properties
        else { return nil }
        return Model(name: model.name, digest: digest, properties: properties)
      }
  }

  /// The word on a record of the model that suits it best among those that have read it; nil where
  /// none has.
  func summary(_ path: String, _ look: RecordLook) -> RecordReadingSummary? {
    guard let cache, case .document(let document) = look.survey else { return nil }
    let rate = document.record.frameRateHz
    let frames = document.beatTimes.map { Int(($0 * rate).rounded()) }
    for model in inOrder(for: document.record) {
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

  /// Those that suit a record first; of these those that are preferred.
  private func inOrder(for record: Record) -> [Model] {
    let wish = ModelWish(record)
    let misses = models.map { wish.misses($0.properties) }
    return models.indices.sorted { (misses[$0], $0) < (misses[$1], $1) }.map { models[$0] }
  }
}
