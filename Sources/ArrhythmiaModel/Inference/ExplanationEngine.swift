public import NeuralNetwork

/// Ways to say where in a window the model looked.
public enum ExplanationMethod: String, Sendable, CaseIterable {
  /// Positive part of the class's logit differentiated by the fused tokens, times the tokens.
  case gradient
  /// The pooling's weights.
  case attention
  /// The pooling's weights followed back through the Transformer (Abnar and Zuidema 2020, "Quantifying
  /// attention flow in transformers").
  case rollout
}

/// Heat over time for each modality: how much of the model's decision rests on each token.
///
/// Each method gives one number a token, which the fusion's weights split between ECG and IEGM. Whether
/// that is where the decision comes from is for the faithfulness test to say.
public final class ExplanationEngine {
  private let network: TrainingNetwork

  /// Plans for one window at a time, in evaluation.
  public init(_ weights: ModelWeights, crew: Crew) {
    network = TrainingNetwork(
      RhythmClassifier(weights.configuration), capacity: 1, crew: crew, mode: .frozen,
      explains: true)
    network.load(weights)
  }

  /// One window's heat by method: ECG tokens, then IEGM tokens, none of them negative.
  public func heat(
    _ windows: Windows, _ window: Int, class index: Int
  ) -> [ExplanationMethod: (ecg: [Float], iegm: [Float])] {
    network.fill(0, from: windows, window)
    network.forward(windows: 1)
    network.outputs.logitsGradient.fill(0)
    network.outputs.projectedGradient.fill(0)
    network.outputs.logitsGradient[0, index] = 1
    network.backward()
    let saved = network.graph.saved[0]
    let pooled = saved.pool.weights.values
    let gradient = (network.graph.relevance?.tokens(0).values ?? []).map { max(0, $0) }
    let share = [saved.fusion.weights.row(0).values, saved.fusion.weights.row(1).values]
    func split(_ tokens: [Float]) -> (ecg: [Float], iegm: [Float]) {
      (zip(tokens, share[0]).map(*), zip(tokens, share[1]).map(*))
    }
    return [
      .gradient: split(gradient), .attention: split(pooled),
      .rollout: split(rollout(from: pooled, saved)),
    ]
  }

  /// Half of each token's weight stays with the token, half goes to what it attends to.
  private func rollout(from pooled: [Float], _ saved: Trunk.Saved) -> [Float] {
    let heads = network.classifier.configuration.heads
    return saved.blocks.reversed().reduce(pooled) { weights, block in
      var result = weights.map { $0 / 2 }
      for head in 0..<heads {
        let probabilities = block.attention.probabilities(head: head)
        for key in weights.indices {
          var sum: Float = 0
          for query in weights.indices { sum += probabilities[key, query] * weights[query] }
          result[key] += sum / Float(2 * heads)
        }
      }
      return result
    }
  }
}
