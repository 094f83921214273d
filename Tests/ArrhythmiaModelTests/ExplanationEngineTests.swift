import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Heat over time")
struct ExplanationEngineTests {
  typealias Heat = [ExplanationMethod: (ecg: [Float], iegm: [Float])]

  private func engine(_ weights: ModelWeights, threads: Int = 1) -> ExplanationEngine {
    ExplanationEngine(weights, crew: Crew(count: threads))
  }

  private func sum(_ heat: (ecg: [Float], iegm: [Float])) -> Double {
    (heat.ecg + heat.iegm).reduce(0) { $0 + Double($1) }
  }

  private func bits(_ heat: Heat) -> [String: [UInt32]] {
    Dictionary(
      uniqueKeysWithValues: heat.map {
        ($0.key.rawValue, ($0.value.ecg + $0.value.iegm).map(\.bitPattern))
      })
  }

  @Test(
    "Every method gives a number a token and modality, none of them negative",
    arguments: ["twin", "second"])
  func shapes(_ set: String) throws {
    let (weights, windows) = try ModelFixtures.twin(set)
    let engine = engine(weights)
    for window in 0..<windows.count {
      let heat = engine.heat(windows, window, class: window % weights.configuration.classes)
      #expect(Set(heat.keys) == Set(ExplanationMethod.allCases))
      for (method, tokens) in heat {
        #expect(tokens.ecg.count == weights.configuration.tokens, "\(method)")
        #expect(tokens.iegm.count == weights.configuration.tokens, "\(method)")
        #expect((tokens.ecg + tokens.iegm).allSatisfy { $0 >= 0 && $0.isFinite }, "\(method)")
        // Nothing may speak for a class.
        let isWarm = (tokens.ecg + tokens.iegm).contains { $0 > 0 }
        #expect(isWarm || method == .gradient, "\(method)")
      }
    }
  }

  @Test("Attention and rollout share out 1", arguments: ["twin", "second"])
  func sums(_ set: String) throws {
    let (weights, windows) = try ModelFixtures.twin(set)
    let engine = engine(weights)
    for window in 0..<windows.count {
      let heat = engine.heat(windows, window, class: 0)
      for method in [ExplanationMethod.attention, .rollout] {
        let tokens = try #require(heat[method])
        #expect(abs(sum(tokens) - 1) < 1e-4, "\(method) of window \(window)")
      }
    }
  }

  @Test("Attention is the pooling's, split by the fusion's weights")
  func attention() throws {
    let (weights, windows) = try ModelFixtures.twin("second")
    let outputs = InferenceEngine(weights, crew: Crew(count: 1)).run(windows)
    let (engine, tokens) = (engine(weights), weights.configuration.tokens)
    for window in 0..<windows.count {
      let heat = try #require(engine.heat(windows, window, class: 0)[.attention])
      for token in 0..<tokens {
        let place = window * tokens + token
        let time = outputs.attentionTime[place]
        #expect(abs(heat.ecg[token] + heat.iegm[token] - time) < 1e-5)
        #expect(abs(heat.ecg[token] - time * outputs.attentionModality[2 * place]) < 1e-5)
        #expect(abs(heat.iegm[token] - time * outputs.attentionModality[2 * place + 1]) < 1e-5)
      }
    }
  }

  @Test("The gradient's heat is what of the tokens speaks for the class")
  func gradient() throws {
    let (weights, windows) = try ModelFixtures.twin("twin")
    let engine = engine(weights)
    var (speaksFor, speaksAgainst) = (false, false)
    for index in 0..<weights.configuration.classes {
      let heat = try #require(engine.heat(windows, 2, class: index)[.gradient])
      let relevance = RelevanceEngine(weights, crew: Crew(count: 1))
        .run(windows.picking([2]), classes: [index]).tokens
      let found = zip(heat.ecg, heat.iegm).map { Double($0 + $1) }
      let expected = relevance.map { Double(max(0, $0)) }
      #expect(
        Golden.mismatch(found, expected, relative: 1e-4, absolute: 1e-6) == nil, "class \(index)")
      speaksFor = speaksFor || relevance.contains { $0 > 0 }
      speaksAgainst = speaksAgainst || relevance.contains { $0 < 0 }
    }
    #expect(speaksFor && speaksAgainst, "there is something to leave out, and something to keep")
  }

  @Test("Only the gradient's heat depends on the class")
  func classes() throws {
    let (weights, windows) = try ModelFixtures.twin("twin")
    let engine = engine(weights)
    let (one, other) = (
      bits(engine.heat(windows, 0, class: 0)), bits(engine.heat(windows, 0, class: 1))
    )
    #expect(one["gradient"] != other["gradient"])
    #expect(one["attention"] == other["attention"] && one["rollout"] == other["rollout"])
    #expect(one["attention"] != one["rollout"])
  }

  @Test("Where all tokens attend to all alike, rollout keeps half and spreads half")
  func uniform() throws {
    let sizes = ModelFixtures.small
    var weights = ModelWeights(random: sizes, seed: 6)
    let names = weights.tensors.keys.filter {
      $0.hasPrefix("transformer.0.") && $0.contains("in_proj")
    }
    #expect(names.count == 2)
    for name in names {
      var tensor = try #require(weights.tensors[name])
      tensor.values = tensor.values.map { _ in 0 }
      weights.tensors[name] = tensor
    }
    let heat = engine(weights).heat(ModelFixtures.noise(1, sizes), 0, class: 0)
    let (attention, rollout) = (try #require(heat[.attention]), try #require(heat[.rollout]))
    for token in 0..<sizes.tokens {
      let time = attention.ecg[token] + attention.iegm[token]
      let expected = time / 2 + 1 / Float(2 * sizes.tokens)
      #expect(abs(rollout.ecg[token] + rollout.iegm[token] - expected) < 1e-6)
    }
  }

  @Test("Without a Transformer there is nothing to roll out")
  func noBlocks() throws {
    var sizes = ModelFixtures.small
    sizes.layers = 0
    let heat = engine(ModelWeights(random: sizes, seed: 6)).heat(
      ModelFixtures.noise(1, sizes), 0, class: 0)
    let (attention, rollout) = (try #require(heat[.attention]), try #require(heat[.rollout]))
    #expect(attention.ecg == rollout.ecg && attention.iegm == rollout.iegm)
    #expect(abs(sum(rollout) - 1) < 1e-4)
  }

  @Test("A missing modality stays cold, the other has it all")
  func missing() throws {
    let weights = ModelWeights(random: ModelFixtures.small, seed: 6)
    let windows = ModelFixtures.noise(2, ModelFixtures.small).without(ecg: [0], iegm: [1])
    let engine = engine(weights)
    var warm: [Set<ExplanationMethod>] = [[], []]
    for index in 0..<4 {
      for (method, tokens) in engine.heat(windows, 0, class: index) {
        #expect(tokens.ecg.allSatisfy { $0 == 0 }, "\(method)")
        if tokens.iegm.contains(where: { $0 > 0 }) { warm[0].insert(method) }
      }
      for (method, tokens) in engine.heat(windows, 1, class: index) {
        #expect(tokens.iegm.allSatisfy { $0 == 0 }, "\(method)")
        if tokens.ecg.contains(where: { $0 > 0 }) { warm[1].insert(method) }
      }
    }
    // By the gradient nothing may speak for a class.
    #expect(warm.allSatisfy { $0.isSuperset(of: [.attention, .rollout]) })
    #expect(warm[0].contains(.gradient))
  }

  @Test("A window's heat depends neither on the one before nor on the threads")
  func independence() throws {
    let (weights, windows) = try ModelFixtures.twin("second")
    let used = engine(weights)
    for window in 0..<windows.count { _ = used.heat(windows, window, class: 1) }
    let expected = bits(engine(weights).heat(windows, 1, class: 2))
    #expect(difference(bits(used.heat(windows, 1, class: 2)), expected) == nil)
    let many = engine(weights, threads: 3).heat(windows, 1, class: 2)
    #expect(difference(bits(many), expected) == nil)
  }

  @Test("Models that are told of the rhythm are explained, too")
  func context() throws {
    let weights = ModelWeights(random: ModelFixtures.told, seed: 6)
    let windows = ModelFixtures.noiseInContext(2)
    let engine = engine(weights)
    let heat = engine.heat(windows, 1, class: 2)
    #expect(abs(sum(try #require(heat[.rollout])) - 1) < 1e-4)
    // What the window says of the target is what it says of the base.
    let base = bits(engine.heat(windows, 1, class: 0))
    #expect(difference(bits(heat), base) == nil)
    #expect(bits(engine.heat(windows, 1, class: 1))["gradient"] != base["gradient"])
  }
}
