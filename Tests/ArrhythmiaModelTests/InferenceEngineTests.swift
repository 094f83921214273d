import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Inference")
struct InferenceEngineTests {
  private func engine(_ weights: ModelWeights, threads: Int = 1) -> InferenceEngine {
    InferenceEngine(weights, crew: Crew(count: threads))
  }

  @Test("Two and three threads compute the bits of one", arguments: ["twin", "second"])
  func threads(_ set: String) throws {
    let (weights, windows) = try ModelFixtures.twin(set)
    let expected = engine(weights).run(windows).bits
    for threads in [2, 3] {
      let found = engine(weights, threads: threads).run(windows).bits
      #expect(difference(found, expected) == nil, "\(threads) threads")
    }
  }

  @Test("A window's bits are the same alone and among others", arguments: [1, 2, 3])
  func alone(threads: Int) throws {
    let (weights, windows) = try ModelFixtures.twin("twin")
    let engine = engine(weights, threads: threads)
    let all = engine.run(windows)
    for window in 0..<windows.count {
      let single = engine.run(windows.picking([window]))
      #expect(difference(single.bits, all.bits(of: window)) == nil, "window \(window)")
    }
  }

  @Test("Neither order nor neighbours change a bit", arguments: [1, 2, 3])
  func neighbours(threads: Int) throws {
    let (weights, windows) = try ModelFixtures.twin("twin")
    let engine = engine(weights, threads: threads)
    let all = engine.run(windows)
    for order in [[5, 3, 1, 0, 2, 4], [2, 1], [4, 4, 1, 4, 2]] {
      let shuffled = engine.run(windows.picking(order))
      for (place, window) in order.enumerated() {
        #expect(
          difference(shuffled.bits(of: place), all.bits(of: window)) == nil,
          "window \(window) in \(order)")
      }
    }
  }

  @Test("Leaving out the maps changes nothing else", arguments: [1, 2])
  func withoutMaps(threads: Int) throws {
    let (weights, windows) = try ModelFixtures.twin("twin")
    let engine = engine(weights, threads: threads)
    let full = engine.run(windows).bits
    let plain = engine.run(windows, maps: false)
    #expect(plain.tensors.keys.sorted() == ["embedding", "feature", "logits"])
    for (name, bits) in plain.bits { #expect(bits == full[name], "\(name)") }
    #expect(plain.attentionTime.isEmpty && plain.attentionCross.isEmpty)
  }

  @Test("More windows than a chunk holds are each as alone, for any sizes")
  func manyWindows() {
    let sizes = ModelFixtures.small
    let weights = ModelWeights(random: sizes, seed: 3)
    let windows = ModelFixtures.noise(70, sizes).without(ecg: [3, 66], iegm: [64, 69])
    let single = engine(weights)
    let expected = (0..<70).map { single.run(windows.picking([$0])).bits }
    for threads in [1, 2, 3] {
      let found = engine(weights, threads: threads).run(windows)
      for window in 0..<70 {
        let problem = difference(found.bits(of: window), expected[window])
        #expect(problem == nil, "window \(window) on \(threads) threads")
      }
    }
  }

  @Test("No windows have no outputs")
  func noWindows() {
    let weights = ModelWeights(random: ModelFixtures.small, seed: 3)
    let outputs = engine(weights, threads: 2).run(ModelFixtures.noise(0, ModelFixtures.small))
    #expect(outputs.windows == 0)
    #expect(outputs.tensors.values.allSatisfy { $0.values.isEmpty })
    #expect(outputs.likeliest.isEmpty)
  }

  @Test("Attention over time, over modalities and across them sums to 1")
  func sums() throws {
    let (weights, windows) = try ModelFixtures.twin("second")
    let outputs = engine(weights).run(windows)
    let tokens = weights.configuration.tokens
    for (name, values, each) in [
      ("time", outputs.attentionTime, tokens), ("modality", outputs.attentionModality, 2),
      ("cross", outputs.attentionCross, tokens),
    ] {
      let sums = stride(from: 0, to: values.count, by: each).map {
        values[$0..<$0 + each].reduce(0, +)
      }
      #expect(sums.allSatisfy { abs($0 - 1) < 1e-5 }, "\(name)")
    }
  }

  @Test("A dead channel counts for nothing, whatever it holds")
  func deadChannels() {
    let sizes = ModelFixtures.small
    let windows = ModelFixtures.noise(1, sizes)
    func outputs(lead value: Float) -> [String: [UInt32]] {
      var (ecg, live) = (windows.ecg, windows.ecgLive)
      for sample in 0..<sizes.samples { ecg[4 * sizes.samples + sample] = value }
      live[4] = 0
      let changed = Windows(
        samples: sizes.samples, ecg: ecg, iegm: windows.iegm, ecgLive: live,
        iegmLive: windows.iegmLive)
      return engine(ModelWeights(random: sizes, seed: 3)).run(changed).bits
    }
    #expect(difference(outputs(lead: 0), outputs(lead: 1e6)) == nil)
  }
}
