import Reporting

/// Reports with made-up figures, alike in every run.
struct SampleReport {
  var classCount = 6
  var splitCount = 3
  var seeds = 3

  static let names = ["SR", "AF", "AFL", "AVNRT", "AVRT", "PREEX", "VT", "PACED"]

  private var classes: [String] { Array(Self.names.prefix(classCount)) }

  func report() -> EvaluationReport {
    EvaluationReport(
      title: "Rhythm classifier, surface ECG and electrograms",
      facts: [
        .init("Model", "models/rhythm-6.safetensors"), .init("Preset", "rhythm-6"),
        .init("Training data", "leipzig-heart-center 1.0.0, 39 records of 29 patients"),
        .init("Seeds", "1, 2, 3"),
        .init(
          "Command",
          "tawara evaluate models/rhythm-6.safetensors --preset rhythm-6 --split patient"
            + " --split blocked --split random --folds 5 --seeds 1,2,3 --report report.html"),
      ],
      warnings: [
        "Research software: not for diagnosis.",
        "AVRT and PREEX rest on fewer than five patients each; their intervals are wide.",
      ],
      classes: classes, tailClasses: Array(classes.suffix(2)), splits: splits(),
      training: training(), faithfulness: faithfulness(), ablation: ablation(),
      examples: examples())
  }

  func splits() -> [SplitResult] {
    let all: [(String, String, String, SplitResult.Role, Double)] = [
      ("P", "patient-wise", "No patient is in both training and test.", .headline, 0.742),
      (
        "B", "blocked", "Each record is cut in time; the later part is tested on.", .comparison,
        0.861
      ),
      (
        "R", "random windows",
        "Overlapping windows of the same recording are in both training and test.", .leaky, 0.978
      ),
    ]
    return all.prefix(splitCount).map { code, name, text, role, score in
      split(code, name, text, role, score)
    }
  }

  func examples() -> [ExampleWindow] {
    [
      window("Narrow-complex tachycardia, clear case", truth: "AVNRT", decision: "AVNRT", 8),
      window("Confident and wrong", truth: "PREEX", decision: "SR", 14),
    ]
  }

  private func split(
    _ code: String, _ name: String, _ text: String, _ role: SplitResult.Role, _ score: Double
  ) -> SplitResult {
    let per = classes.enumerated().map { index, name in
      let value = max(0.2, min(0.99, score + 0.12 - 0.055 * Double(index)))
      return ClassResult(
        name: name, support: 4210 / (index * index + 1), patients: 29 - 4 * (index % 7),
        precision: around(value + 0.008), recall: around(value - 0.01), f1: around(value),
        f2: around(value - 0.004))
    }
    return SplitResult(
      code: code, name: name, explanation: text, role: role, windows: 7824, patients: 29,
      folds: 5, seeds: seeds, metrics: metrics(score), perClass: per,
      confusion: confusion(score), reliabilityBefore: bins(0.13), reliabilityAfter: bins(0.03),
      riskCoverage: (1...50).map { step in
        let part = Double(step) / 50
        return .init(coverage: part, risk: (1 - score) * part * part)
      },
      uncertainty: .init(
        coverage: around(0.82), certainAccuracy: around(0.88), uncertainAccuracy: around(0.46)),
      unknownClassAUROC: around(0.71))
  }

  private func metrics(_ score: Double) -> SplitMetrics {
    SplitMetrics(
      accuracy: around(score + 0.3 * (1 - score)), macroPrecision: around(score + 0.01),
      macroRecall: around(score - 0.02), macroF1: around(score), macroF2: around(score - 0.01),
      cohensKappa: around(score - 0.03), negativeLogLikelihood: around(0.53),
      calibrationErrorBefore: Estimate(0.084, low: 0.071, high: 0.098),
      calibrationErrorAfter: Estimate(0.031, low: 0.024, high: 0.042),
      temperature: Estimate(1.42))
  }

  private func around(_ value: Double) -> Estimate {
    let half = 0.1 * (1 - min(value, 0.99)) + 0.01
    return Estimate(
      value, low: value - half, high: min(1, value + 0.8 * half),
      spread: seeds > 1 ? half / 5 : nil)
  }

  private func confusion(_ score: Double) -> [[Int]] {
    classes.indices.map { truth in
      let support = Double(4210 / (truth * truth + 1))
      return classes.indices.map { decision in
        if truth == decision { return Int(support * (score + 0.1 - 0.05 * Double(truth))) }
        let distance = Double(abs(truth - decision))
        return Int(support * (1 - score) * 0.5 / (distance * distance + 0.6))
      }
    }
  }

  private func bins(_ gap: Double) -> [ReliabilityBin] {
    (0..<10).map { index in
      guard index >= 2 else { return .init(confidence: .nan, accuracy: .nan, count: 0) }
      let confidence = (Double(index) + 0.6) / 10
      return .init(
        confidence: confidence, accuracy: max(0, confidence - gap * (1.4 - confidence)),
        count: 40 + index * index * index * index / 3)
    }
  }

  private func training() -> [TrainingCurve] {
    var chance = Chance()
    return (1...seeds).map { seed in
      TrainingCurve(
        name: "seed \(seed)",
        points: (1...40).map { epoch in
          let t = Double(epoch) / 40
          return .init(
            epoch: epoch, trainingLoss: 1.7 / (1 + 5 * t) + 0.05 * chance.next(),
            validationMacroF1: 0.76 * (1 - 1 / (1 + 9 * t)) + 0.04 * chance.next(),
            learningRate: epoch <= 4 ? 2.5e-4 * Double(epoch) : 1e-3 * (1 - t) * (1 - t))
        })
    }
  }

  private func faithfulness() -> FaithfulnessResult {
    func curve(_ order: FaithfulnessResult.Curve.Order, _ power: Double, _ isInsertion: Bool)
      -> FaithfulnessResult.Curve
    {
      .init(
        order: order,
        points: (0...20).map { step in
          let part = Double(step) / 20
          let left = 0.18 + 0.66 * (1 - part) / (1 + power * part)
          let mirrored = 0.18 + 0.66 * part / (1 + power * (1 - part))
          return .init(fraction: part, probability: isInsertion ? mirrored : left)
        })
    }
    return FaithfulnessResult(
      verdict: .notFaithful,
      method: "Slices of 50 ms are replaced by the window's mean in the order of attention.",
      shareBelowRandom: around(0.58), meanGap: Estimate(0.014, low: -0.006, high: 0.034),
      deletion: [
        curve(.model, 1.6, false), curve(.random, 1.1, false),
        curve(.randomisedWeights, 1.0, false),
      ],
      insertion: [
        curve(.model, 0.8, true), curve(.random, 1.1, true), curve(.randomisedWeights, 1.2, true),
      ])
  }

  private func ablation() -> [AblationRow] {
    let rows = [
      ("full model", 0.742), ("without electrograms", 0.655), ("without surface leads", 0.611),
      ("concatenation in place of fusion", 0.722), ("cross-entropy in place of contrast", 0.708),
    ]
    return rows.map { name, score in
      AblationRow(
        name: name, macroF1: around(score), tailF1: around(score - 0.14),
        accuracy: around(score + 0.08))
    }
  }

  private func window(_ title: String, truth: String, decision: String, _ channels: Int)
    -> ExampleWindow
  {
    let names = [
      "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V6", "HRA 1,2", "His d", "CS 1,2", "CS 9,10",
      "RVa", "ABL d",
    ]
    return ExampleWindow(
      title: title, truth: truth, decision: decision,
      probabilities: classes.map { $0 == decision ? 0.81 : 0.19 / Double(classCount - 1) },
      samplingRate: 500,
      channels: names.prefix(channels).enumerated().map { index, name in
        .init(
          name: name, samples: trace(index),
          relevance: 0.31 / Double(1 + index))
      },
      attention: (0..<250).map { step in
        let phase = Float(step % 42) / 42
        return 0.02 + 0.8 * max(0, 1 - abs(phase - 0.4) * 6) * (1 + Float(step) / 250)
      })
  }

  private func trace(_ index: Int) -> [Float] {
    var chance = Chance(state: UInt64(index) &+ 7)
    return (0..<5000).map { sample in
      let t = Float(sample % 420) / 420
      let spike = max(0, 1 - abs(t - 0.42 - Float(index % 4) * 0.02) * (index > 7 ? 160 : 55))
      let wave = max(0, 1 - abs(t - 0.72) * 11) * (index > 7 ? 0.05 : 0.6)
      let sign: Float = index == 3 ? -1 : 1
      return sign * (3.4 * spike + wave) + 0.12 * Float(chance.next())
    }
  }
}

/// Evenly spread numbers in −1...1.
struct Chance {
  var state: UInt64 = 1

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 40) / Double(1 << 23) - 1
  }
}
