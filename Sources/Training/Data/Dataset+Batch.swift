public import ArrhythmiaModel
public import NeuralNetwork

extension Dataset {
  /// Normalised windows for the inference engine, without those that have no live channel, and what
  /// there is to go by in each.
  func batch(
    _ indices: [Int], selection: InputSelection, reduction: InputReduction?, seed: UInt64 = 0,
    crew: Crew
  ) -> (live: [Int], windows: Windows, kinds: [InputKind]) {
    let made = crew.map(indices.count) { place in
      var window = prepared(indices[place])
      selection.apply(to: &window)
      let index = UInt64(indices[place])
      var random = SplitMix64(seed: SplitMix64.mixed(seed) ^ SplitMix64.mixed(index))
      reduction?.apply(to: &window, &random)
      return window
    }
    let live = indices.indices.filter { made[$0].isLive }
    return (
      live.map { indices[$0] },
      Windows(
        samples: WindowPlan.samples, ecg: live.flatMap { made[$0].ecg },
        iegm: live.flatMap { made[$0].iegm }, ecgLive: live.flatMap { made[$0].ecgLive },
        iegmLive: live.flatMap { made[$0].iegmLive },
        context: context.isEmpty
          ? [] : live.flatMap { beatContext(indices[$0], ecgLive: made[$0].ecgLive) }),
      live.map { made[$0].kind }
    )
  }

  /// The same of all that a model reads.
  public func batch(
    _ indices: [Int], selection: InputSelection = InputSelection(modality: .both), crew: Crew
  ) -> (live: [Int], windows: Windows) {
    let made = batch(indices, selection: selection, reduction: nil, crew: crew)
    return (made.live, made.windows)
  }
}
