import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Relevance")
struct RelevanceTests {
  /// Part of a window's input.
  struct Part: CustomTestStringConvertible {
    let isECG: Bool
    let channels: Range<Int>
    let samples: Range<Int>

    var testDescription: String {
      "\(isECG ? "ECG" : "IEGM") \(channels), samples \(samples)"
    }

    /// The places of one window's part in an array of that window's signals.
    func places(_ length: Int) -> [Int] {
      channels.flatMap { channel in samples.map { channel * length + $0 } }
    }

    /// One window with this part times a factor.
    func scaled(_ windows: Windows, by factor: Float) -> Windows {
      var (ecg, iegm) = (windows.ecg, windows.iegm)
      for place in places(windows.samples) {
        if isECG { ecg[place] *= factor } else { iegm[place] *= factor }
      }
      return Windows(
        samples: windows.samples, ecg: ecg, iegm: iegm, ecgLive: windows.ecgLive,
        iegmLive: windows.iegmLive)
    }
  }

  @Test(
    "A part's relevance is the logit's slope by its amplitude",
    arguments: [
      Part(isECG: true, channels: 0..<12, samples: 0..<1024),
      Part(isECG: false, channels: 0..<14, samples: 0..<1024),
      Part(isECG: true, channels: 1..<2, samples: 0..<1024),
      Part(isECG: false, channels: 5..<9, samples: 300..<700),
    ])
  func slope(_ part: Part) throws {
    let (weights, windows) = try ModelFixtures.twin("second")
    let (window, chosen) = (windows.picking([4]), 5)
    let found = RelevanceEngine(weights, crew: Crew(count: 1)).run(window, classes: [chosen])
    let relevance = part.isECG ? found.ecg : found.iegm
    let sum = part.places(window.samples).reduce(0.0) { $0 + Double(relevance[$1]) }
    let engine = InferenceEngine(weights, crew: Crew(count: 1))
    let distance = GradientCheck.disagreement([1], [sum], step: 0.01) { factor in
      let outputs = engine.run(part.scaled(window, by: Float(factor[0])), maps: false)
      return Double(outputs.logits[chosen])
    }
    #expect(distance < 0.01, "relevance \(sum)")
  }

  @Test("One thread and three explain with the same bits")
  func threads() throws {
    let (weights, windows) = try ModelFixtures.twin("twin")
    let pair = windows.picking([0, 2])
    let one = RelevanceEngine(weights, crew: Crew(count: 1)).run(pair, classes: [3, 1])
    let three = RelevanceEngine(weights, crew: Crew(count: 3)).run(pair, classes: [3, 1])
    #expect(difference(one.tensors.mapValues(\.bits), three.tensors.mapValues(\.bits)) == nil)
  }

  @Test("A window's relevance does not depend on the one explained before")
  func neighbours() throws {
    let (weights, windows) = try ModelFixtures.twin("twin")
    let engine = RelevanceEngine(weights, crew: Crew(count: 1))
    let alone = engine.run(windows.picking([1]), classes: [2])
    let after = engine.run(windows.picking([0, 1]), classes: [2, 2])
    for (name, tensor) in alone.tensors {
      let both = try #require(after.tensors[name]).values
      let isSame = tensor.values.elementsEqual(both[(both.count / 2)...])
      #expect(isSame, "\(name)")
    }
    #expect(alone.iegm.allSatisfy { $0 == 0 }, "window 1 has no intracardiac channel")
  }

  @Test("Dead channels have no relevance, whatever they hold and whatever came before")
  func deadChannels() {
    let sizes = ModelFixtures.small
    let noise = ModelFixtures.noise(2, sizes)
    let silent = noise.without(ecg: [1])
    // The second window's leads are all dead, and yet hold samples.
    let windows = Windows(
      samples: sizes.samples, ecg: noise.ecg, iegm: noise.iegm, ecgLive: silent.ecgLive,
      iegmLive: silent.iegmLive)
    let engine = RelevanceEngine(ModelWeights(random: sizes, seed: 2), crew: Crew(count: 1))
    let ecg = engine.run(windows, classes: [0, 0]).ecg
    #expect(ecg[..<(ecg.count / 2)].contains { $0 != 0 })
    #expect(ecg[(ecg.count / 2)...].allSatisfy { $0 == 0 })
  }
}
