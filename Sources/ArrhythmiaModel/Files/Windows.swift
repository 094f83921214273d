import NeuralNetwork

/// Prepared windows of recordings, as a window file holds them.
public struct Windows: Sendable, Equatable {
  /// How many.
  public let count: Int
  /// Samples of each channel.
  public let samples: Int
  /// Surface leads, `[count, 12, samples]`.
  public let ecg: [Float]
  /// Intracardiac channels, `[count, 14, samples]`.
  public let iegm: [Float]
  /// Which leads are live, `[count, 12]`, 1 or 0.
  public let ecgLive: [Float]
  /// Which intracardiac channels are live, `[count, 14]`, 1 or 0.
  public let iegmLive: [Float]
  /// What the rhythm around each is like, `[count, width]`; empty where no model asks for it.
  public let context: [Float]
  /// Class of each, -1 where unknown.
  public let labels: [Int]

  /// Puts windows together; the arrays' lengths have to fit, which is checked.
  public init(
    samples: Int, ecg: [Float], iegm: [Float], ecgLive: [Float], iegmLive: [Float],
    context: [Float] = [], labels: [Int]? = nil
  ) {
    let (leads, slots) = (ModelConfiguration.ecgChannels, ModelConfiguration.iegmChannels)
    count = ecgLive.count / leads
    precondition(
      ecgLive.count == count * leads && iegmLive.count == count * slots
        && ecg.count == count * leads * samples && iegm.count == count * slots * samples,
      "\(ecg.count), \(iegm.count), \(ecgLive.count), \(iegmLive.count) values for \(count)")
    self.labels = labels ?? [Int](repeating: -1, count: count)
    precondition(self.labels.count == count, "\(self.labels.count) labels for \(count) windows")
    (self.samples, self.ecg, self.iegm) = (samples, ecg, iegm)
    (self.ecgLive, self.iegmLive) = (ecgLive, iegmLive)
    self.context = context
  }

  /// Reads a window file for a model: `ecg`, `iegm`, `ecg_live`, `iegm_live`, and `labels` where
  /// there are any.
  public init(path: String, for configuration: ModelConfiguration) throws {
    let file = try SafeTensors(path: path)
    let (leads, slots) = (ModelConfiguration.ecgChannels, ModelConfiguration.iegmChannels)
    let ecg = try file.float32("ecg", shape: [nil, leads, nil])
    let count = ecg.shape[0]
    guard ecg.shape[2] == configuration.samples else {
      throw ModelFileError.wrongSamples(
        path: path, expected: configuration.samples, found: ecg.shape[2])
    }
    let iegm = try file.float32("iegm", shape: [count, slots, ecg.shape[2]])
    let ecgLive = try file.float32("ecg_live", shape: [count, leads])
    let iegmLive = try file.float32("iegm_live", shape: [count, slots])
    let context =
      try configuration.context.map {
        try file.float32("context", shape: [count, $0.inputs]).values
      } ?? []
    var labels: [Int]?
    if file.entries["labels"] != nil {
      labels = try file.int32("labels", shape: [count]).map(Int.init)
    }
    self.init(
      samples: ecg.shape[2], ecg: ecg.values, iegm: iegm.values, ecgLive: ecgLive.values,
      iegmLive: iegmLive.values, context: context, labels: labels)
    try check(path, classes: configuration.classes)
  }

  private func check(_ path: String, classes: Int) throws {
    for (name, flags) in [("ecg_live", ecgLive), ("iegm_live", iegmLive)] {
      if let index = flags.firstIndex(where: { $0 != 0 && $0 != 1 }) {
        let channels = flags.count / count
        throw ModelFileError.badFlag(
          path: path, name: name, window: index / channels, channel: index % channels,
          found: flags[index])
      }
    }
    for window in 0..<count {
      if !hasECG(window) && !hasIEGM(window) {
        throw ModelFileError.deadWindow(path: path, window: window)
      }
      if !(-1..<classes).contains(labels[window]) {
        throw ModelFileError.badLabel(
          path: path, window: window, classes: classes, found: labels[window])
      }
    }
  }

  func hasECG(_ window: Int) -> Bool {
    let channels = ModelConfiguration.ecgChannels
    return ecgLive[window * channels..<(window + 1) * channels].contains { $0 > 0 }
  }

  func hasIEGM(_ window: Int) -> Bool {
    let channels = ModelConfiguration.iegmChannels
    return iegmLive[window * channels..<(window + 1) * channels].contains { $0 > 0 }
  }
}
