import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Training beside PyTorch")
struct TrainingGoldenTests {
  let golden: Golden
  let weights: ModelWeights
  let windows: Windows

  init() throws {
    golden = try Golden("training")
    (weights, windows) = try ModelFixtures.twin("twin")
  }

  /// As Golden/training.py has it.
  private func trainer(threads: Int = 2) throws -> Trainer {
    let prior = try golden.float("prior")
    let terms = AdaptiveContrastiveLoss.Configuration(
      tau: 0.2, tauHard: 0.25, kappa: 0.5, margin: 0.05, eta: 0.5, lambdaPrototype: 1, rho: 1,
      lambda: 0.1, classWeights: try golden.float("weights"), prior: prior)
    return Trainer(
      weights,
      TrainingConfiguration(
        loss: LossConfiguration(prior: prior, contrast: .adaptive(terms)),
        schedule: LearningRateSchedule(peak: 2e-3, floor: 4e-5, warmupSteps: 1, totalSteps: 20),
        optimizer: AdamW.Configuration(
          beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.02),
        clipNorm: 2, dropout: 0),
      capacity: windows.count, crew: Crew(count: threads))
  }

  /// A trainer after one step with λ and κ at their full strength, which they have from step 6 of
  /// 20 on: a checkpoint of the beginning is passed off as one of step 8.
  private func probe() throws -> (trainer: Trainer, report: Trainer.StepReport) {
    let (folder, trainer) = (try ScratchFolder(), try trainer())
    try trainer.writeCheckpoint(path: folder.file("c"))
    var file = try DamagedFile(folder.file("c"))
    file.metadata["step"] = "8"
    try folder.write(file.bytes, "c")
    try trainer.resume(path: folder.file("c"))
    return (trainer, try trainer.step(on: windows))
  }

  private func mismatch(
    _ found: [Float], _ name: String, ofLargest: Double, absolute: Double = 0
  ) throws -> String? {
    let expected = try golden.float(name)
    let largest = expected.reduce(0) { max($0, abs($1)) }
    return Golden.mismatch(
      found.map(Double.init), expected, relative: 0, absolute: ofLargest * largest + absolute)
  }

  @Test("The class weights are those of the effective numbers")
  func classWeights() throws {
    let found = EffectiveNumber.weights(counts: try golden.int("counts"))
    #expect(Golden.mismatch(found, try golden.float("weights"), relative: 1e-6) == nil)
  }

  @Test("Loss and outputs of a batch in training")
  func outputs() throws {
    let (trainer, report) = try probe()
    defer { withExtendedLifetime(trainer) {} }
    #expect(report.lambda == 0.1 && report.kappa == 0.5)
    #expect(abs(report.loss - (try golden.scalar("probe.loss"))) < 2e-5)
    let outputs = trainer.network.outputs
    #expect(try mismatch(outputs.logits.values, "probe.logits", ofLargest: 2e-5) == nil)
    var units = UnitNormalization(
      width: weights.configuration.projection, rowCapacity: windows.count)
    units.forward(outputs.projected.values.map(Double.init), count: windows.count)
    let embedding = units.output.map { Float($0) }
    #expect(try mismatch(embedding, "probe.embedding", ofLargest: 2e-5) == nil)
  }

  @Test("The gradients of all parameters")
  func gradients() throws {
    let trainer = try probe().trainer
    // Matrices do not keep their memory.
    defer { withExtendedLifetime(trainer) {} }
    let gradients = trainer.network.gradients
    let prefix = "probe.gradient."
    #expect(
      golden.names.filter { $0.hasPrefix(prefix) }
        == gradients.layout.parameters.map { prefix + $0.name }.sorted())
    for parameter in gradients.layout.parameters {
      let problem = try mismatch(
        gradients.fileValues(parameter), prefix + parameter.name, ofLargest: 2e-5,
        absolute: 1e-8)
      #expect(problem == nil, "\(parameter.name)")
    }
  }

  @Test("The running statistics that a batch leaves")
  func runningStatistics() throws {
    let trainer = try probe().trainer
    let prefix = "probe.running."
    let names = golden.names.filter { $0.hasPrefix(prefix) }
    #expect(names.count == 28)
    for name in names {
      let found = try #require(trainer.network.values(String(name.dropFirst(prefix.count))))
      #expect(try mismatch(found, name, ofLargest: 2e-6) == nil, "\(name)")
    }
  }

  @Test("Ten steps: losses, norms, rates and the weights they lead to")
  func tenSteps() throws {
    let trainer = try trainer()
    let reports = try (0..<10).map { _ in try trainer.step(on: windows) }
    #expect(reports.map(\.step) == Array(0..<10))
    for (name, found) in [
      ("loss", reports.map(\.loss)), ("cross_entropy", reports.map(\.classification)),
      ("agc", reports.map(\.contrast)), ("gradient_norm", reports.map(\.gradientNorm)),
      ("rate", reports.map(\.rate)), ("lambda", reports.map(\.lambda)),
      ("kappa", reports.map(\.kappa)),
    ] {
      let mismatch = Golden.mismatch(
        found, try golden.float(name), relative: 2e-5, absolute: 1e-9)
      #expect(mismatch == nil, "\(name)")
    }
    let trained = trainer.weights(averaged: false)
    let means = try #require(trained.tensors["prototype_means"])
    #expect(try mismatch(means.values, "final.prototype_means", ofLargest: 2e-5) == nil)
    let outputs = InferenceEngine(trained, crew: Crew(count: 1)).run(windows, maps: false)
    #expect(
      try mismatch(outputs.logits, "final.logits", ofLargest: 0, absolute: 5e-4) == nil)
  }
}
