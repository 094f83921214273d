import NeuralNetwork

extension RecordReading {
  /// One window in detail, its relevance in `bins` steps of time (at most as many as samples); nil
  /// where no channel is live. One way through the engine and one there and back, between which
  /// `progress` is told the share that is done and can end it: see `Pieces`.
  public mutating func detail(
    _ index: Int, bins: Int = 128, progress: (Double) throws -> Void = { _ in }
  ) throws -> WindowDetail? {
    guard let window = try prepared([index], progress: { try progress($0 / 3) }).first,
      window.isLive
    else { return nil }
    let batch = classifier.batch([window], context: context.isEmpty ? [] : [context[index]])
    try progress(1.0 / 3)
    let outputs = classifier.engine.run(batch)
    try progress(1.0 / 2)
    guard let finding = try classifier.findings(outputs, asked: [asked(index, window)]).first,
      let decision = finding.decision
    else { return nil }
    let engine = explanation ?? ExplanationEngine(classifier.weights, crew: classifier.crew)
    explanation = engine
    let (heat, relevance) = engine.explanation(batch, 0, class: decision)
    let start = windows[index].middle - batch.samples / 2
    return WindowDetail(
      index: index, span: Self.seconds(start..<start + batch.samples), finding: finding,
      decision: decision, heat: shares(heat), attention: outputs.attentionTime,
      channels: channels(window, relevance, bins: max(1, min(bins, batch.samples))),
      ecgWeight: stride(from: 0, to: outputs.attentionModality.count, by: 2).map {
        outputs.attentionModality[$0]
      },
      crossAttention: window.hasECG && window.hasIEGM && classifier.configuration.usesCrossAttention
        ? outputs.attentionCross : nil,
      ecg: state(.ecg, isLive: window.hasECG), iegm: state(.iegm, isLive: window.hasIEGM),
      similarities: similarities(outputs.embeddings), embedding: outputs.embeddings)
  }

  /// A modality or a channel of it, in a window.
  private func state(_ modality: ModelFit.Modality, isLive: Bool) -> ModelFit.ModalityState {
    let state = fit.state(modality)
    return state == .used && !isLive ? .dead : state
  }

  /// The model's own kind of heat, brought to the sum 1.
  private func shares(
    _ heat: [ExplanationMethod: (ecg: [Float], iegm: [Float])]
  ) -> WindowDetail.Heat {
    let properties = classifier.properties
    let method = properties.explanationMethod
    let (ecg, iegm) = heat[method] ?? ([], [])
    let sum = (ecg + iegm).reduce(0, +)
    let scale = sum > 0 ? 1 / sum : 0
    return WindowDetail.Heat(
      method: method, isFaithful: properties.isFaithful == true, ecg: ecg.map { $0 * scale },
      iegm: iegm.map { $0 * scale })
  }

  private func similarities(_ embedding: [Float]) -> [WindowDetail.Similarity] {
    let values = embedding.map(Double.init)
    let reader = classifier.reader
    return zip(reader.meanSimilarities(values), reader.prototypeSimilarities(values)).map {
      WindowDetail.Similarity(mean: $0, prototype: $1)
    }
  }

  // MARK: Channels

  private func channels(
    _ window: PreparedWindow, _ relevance: Relevance, bins: Int
  ) -> [WindowDetail.Channel] {
    let (leads, slots) = (ModelConfiguration.ecgChannels, ChannelSlots.electrograms.count)
    return fit.channels.enumerated().map { place, channel in
      let isLead = place < leads
      let rows = isLead ? [place] : [place - leads, place - leads + slots]
      let live = isLead ? window.ecgLive : window.iegmLive
      var state = state(channel.modality, isLive: rows.contains { live[$0] == 1 })
      if state == .dead && channel.recorded == nil { state = .missing }
      return WindowDetail.Channel(
        channel: channel, state: state,
        relevance: Self.binned(isLead ? relevance.ecg : relevance.iegm, rows: rows, bins: bins))
    }
  }

  /// Sums over some rows and, in each of them, over equal stretches of time.
  private static func binned(_ values: [Float], rows: [Int], bins: Int) -> [Float] {
    let channels =
      rows.count > 1 ? ModelConfiguration.iegmChannels : ModelConfiguration.ecgChannels
    let samples = values.count / channels
    return (0..<bins).map { bin in
      rows.reduce(0) { sum, row in
        let first = row * samples
        return values[first + samples * bin / bins..<first + samples * (bin + 1) / bins]
          .reduce(sum, +)
      }
    }
  }
}
