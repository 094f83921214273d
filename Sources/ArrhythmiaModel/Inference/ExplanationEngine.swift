public import NeuralNetwork

/// Ways to say where in a window the model looked.
public enum ExplanationMethod: String, Sendable, CaseIterable {
  /// Positive part of the class's logit differentiated by the fused tokens, times the tokens.
  case gradient
  /// The pooling's weights.
  case attention
  /// The pooling's weights followed back through the Transformer (Abnar and Zuidema 2020,
  /// "Quantifying attention flow in transformers").
  case rollout
}

/// Heat over time for each modality: how much of the model's decision rests on each token.
///
/// Each method gives one number a token, which the fusion's weights split between ECG and IEGM.
/// Whether that is where the decision comes from is for the faithfulness test to say. One caller at
/// a time: there is memory for one window. A second one stops the program.
public final class ExplanationEngine: Sendable {
  private let pass: GradientPass
  private let use = ExclusiveUse("ExplanationEngine")

  /// Plans for one window at a time, in evaluation.
  public init(_ weights: ModelWeights, crew: Crew) { pass = GradientPass(weights, crew: crew) }

  /// One window's heat by method: ECG tokens, then IEGM tokens, none of them negative.
  public func heat(
    _ windows: Windows, _ window: Int, class index: Int
  ) -> [ExplanationMethod: (ecg: [Float], iegm: [Float])] {
    use.hold {
      pass.run(windows, window, class: index)
      return heat()
    }
  }

  /// One window's heat and what of its signals speaks for the class, from one way there and back.
  func explanation(
    _ windows: Windows, _ window: Int, class index: Int
  ) -> (heat: [ExplanationMethod: (ecg: [Float], iegm: [Float])], relevance: Relevance) {
    use.hold {
      pass.run(windows, window, class: index)
      var relevance = Relevance(windows: 1, pass.network.classifier.configuration)
      relevance.take(pass.network, 0)
      return (heat(), relevance)
    }
  }

  /// What the last pass left behind.
  private func heat() -> [ExplanationMethod: (ecg: [Float], iegm: [Float])] {
    let graph = pass.network.graph
    let saved = graph.saved[0]
    let pooled = saved.pool.weights.values
    let gradient = (graph.relevance?.tokens(0).values ?? []).map { max(0, $0) }
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
    let heads = pass.network.classifier.configuration.heads
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
