import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Semantic fusion")
struct SemanticFusionTests {
  /// Names of the golden file by those of the layer.
  static let goldenNames = [
    "ecg_norm.weight": "ln_e_g", "ecg_norm.bias": "ln_e_b", "iegm_norm.weight": "ln_g_g",
    "iegm_norm.bias": "ln_g_b", "ecg_from_iegm.in_proj_weight": "xe_in_w",
    "ecg_from_iegm.in_proj_bias": "xe_in_b", "ecg_from_iegm.out_proj.weight": "xe_out_w",
    "ecg_from_iegm.out_proj.bias": "xe_out_b", "iegm_from_ecg.in_proj_weight": "xg_in_w",
    "iegm_from_ecg.in_proj_bias": "xg_in_b", "iegm_from_ecg.out_proj.weight": "xg_out_w",
    "iegm_from_ecg.out_proj.bias": "xg_out_b", "ecg_gate.weight": "gate_e_w",
    "ecg_gate.bias": "gate_e_b", "iegm_gate.weight": "gate_g_w", "iegm_gate.bias": "gate_g_b",
    "ecg_value.weight": "val_e_w", "ecg_value.bias": "val_e_b", "iegm_value.weight": "val_g_w",
    "iegm_value.bias": "val_g_b", "score.weight": "sem_w", "score.bias": "sem_b",
    "query.weight": "sem_q",
  ]

  private func goldenName(_ parameter: Parameter) throws -> String {
    try #require(Self.goldenNames[String(parameter.name.dropFirst("fusion.".count))])
  }

  @Test("Outputs, weights and all gradients are PyTorch's", arguments: ["c0", "c1"])
  func golden(_ name: String) throws {
    let golden = try Golden("semantic_fusion")
    let shape = try golden.shape("\(name).he")
    let (windows, tokens, width) = (shape[0], shape[1], shape[2])
    let test = SemanticFusionCase(
      tokens: tokens, width: width, heads: try golden.int("\(name).cfg")[0])
    func floats(_ tensor: String) throws -> [Float] {
      try golden.float("\(name).\(tensor)").map { Float($0) }
    }
    for parameter in test.parameters.layout.parameters {
      test.parameters.set(parameter, to: try floats(goldenName(parameter)))
    }
    var found: [String: [Float]] = [:]
    for window in 0..<windows {
      let has = SemanticFusion.Presence(
        ecg: try floats("me")[window] > 0, iegm: try floats("mg")[window] > 0)
      let first = window * tokens * width
      test.ecg.copy(from: try floats("he"), at: first)
      test.iegm.copy(from: try floats("hg"), at: first)
      test.fusedGradient.copy(from: try floats("gy"), at: first)
      test.forward(has)
      found["y", default: []] += test.fused.values
      let weights = test.saved.weights
      found["beta", default: []] += (0..<tokens).flatMap { [weights[0, $0], weights[1, $0]] }
      test.backward(has)
      found["ghe", default: []] += test.ecgGradient.values
      found["ghg", default: []] += test.iegmGradient.values
    }
    for parameter in test.gradients.layout.parameters {
      found["g_" + (try goldenName(parameter))] = test.gradients.fileValues(parameter)
    }
    #expect(found.count == 4 + 23)
    for (tensor, values) in found {
      let mismatch = Golden.mismatch(
        values.map(Double.init), try golden.float("\(name).\(tensor)"))
      #expect(mismatch == nil, "\(tensor)")
    }
  }

  static let presences = [
    SemanticFusion.Presence(ecg: true, iegm: true),
    SemanticFusion.Presence(ecg: true, iegm: false),
    SemanticFusion.Presence(ecg: false, iegm: true),
  ]

  @Test("Gradients are the outputs' slopes", arguments: presences)
  func finiteDifferences(_ has: SemanticFusion.Presence) {
    let test = SemanticFusionCase(tokens: 5, width: 6, heads: 2)
    test.randomize(seed: 4)
    test.forward(has)
    test.backward(has)
    for (name, matrix, gradient) in [
      ("ECG tokens", test.ecg, test.ecgGradient), ("IEGM tokens", test.iegm, test.iegmGradient),
    ] {
      let point = matrix.values.map(Double.init)
      let slopes = gradient.values.map(Double.init)
      let distance = GradientCheck.disagreement(point, slopes, step: 0.01) {
        matrix.copy(from: $0.map(Float.init))
        return test.loss(has)
      }
      matrix.copy(from: point.map(Float.init))
      #expect(distance < 2e-3, "\(name)")
    }
    for parameter in test.parameters.layout.parameters {
      let point = test.parameters.fileValues(parameter).map(Double.init)
      let slopes = test.gradients.fileValues(parameter).map(Double.init)
      let distance = GradientCheck.disagreement(point, slopes, step: 0.01) {
        test.parameters.set(parameter, to: $0.map(Float.init))
        return test.loss(has)
      }
      test.parameters.set(parameter, to: point.map(Float.init))
      #expect(distance < 2e-3, "\(parameter.name)")
    }
  }

  @Test("A missing modality has the weight 0, changes no bit and gets no gradient")
  func missing() {
    for (has, isECGMissing) in [(Self.presences[1], false), (Self.presences[2], true)] {
      let test = SemanticFusionCase(tokens: 5, width: 6, heads: 3)
      test.randomize(seed: 5)
      let (missing, missingGradient) =
        isECGMissing
        ? (test.ecg, test.ecgGradient) : (test.iegm, test.iegmGradient)
      // The window before had both: what it left behind must not show.
      test.forward(Self.presences[0])
      var seen: [[UInt32]] = []
      for value in [Float(0), 1, -1e3, 1e18] {
        missing.fill(value)
        test.gradients.values.fill(0)
        test.forward(has)
        test.backward(has)
        #expect(test.saved.weights.row(isECGMissing ? 0 : 1).values.allSatisfy { $0 == 0 })
        #expect(test.saved.weights.row(isECGMissing ? 1 : 0).values.allSatisfy { $0 == 1 })
        #expect(missingGradient.values.allSatisfy { $0 == 0 })
        let gradients = isECGMissing ? test.iegmGradient : test.ecgGradient
        seen.append((test.fused.values + gradients.values).map(\.bitPattern))
      }
      #expect(seen.allSatisfy { $0 == seen[0] })
    }
  }

  @Test("Where one is missing, the alignment, gates and the other's value learn nothing")
  func missingGradients() {
    let test = SemanticFusionCase(tokens: 4, width: 6, heads: 2)
    test.randomize(seed: 6)
    test.forward(Self.presences[1])
    test.backward(Self.presences[1])
    let learning = test.gradients.layout.parameters.filter {
      test.gradients.fileValues($0).contains { $0 != 0 }
    }
    #expect(learning.map(\.name) == ["fusion.ecg_value.weight", "fusion.ecg_value.bias"])
  }
}
