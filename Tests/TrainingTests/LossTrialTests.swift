import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing
import Training

@Suite("The trial of the loss") struct LossTrialTests {
  private var settings: TrainingSettings {
    var settings = TrainingSettings()
    (settings.size, settings.epochs) = (.small, 1)
    (settings.batch, settings.epochWindows) = (16, 32)
    return settings
  }

  @Test(arguments: [
    "", "la@1", "views@1", "agcacl", "agcacl@", "agcacl@0", "agcacl@-1", "agcacl@1:nobody",
    "proco@1:others", "bcl@1:all:all", "nan", "bcl@nan",
  ])
  func `What is no arm is none`(_ name: String) { #expect(LossArm(name) == nil) }

  @Test func `Arms show as many rows, each a step further`() throws {
    let la = try #require(LossArm("la")).applied(to: settings)
    #expect(la.objective == .la && la.cosineScale == nil && la.views == 1)
    let cosine = try #require(LossArm("cosine")).applied(to: settings)
    #expect(cosine.cosineScale == 30 && cosine.views == 1 && cosine.contrastRatio == nil)
    let arm = try #require(LossArm("agcacl@0.3:others"))
    let agcacl = arm.applied(to: settings)
    #expect(agcacl.objective == .agcacl && agcacl.views == 2 && agcacl.epochWindows == 16)
    #expect(agcacl.contrastRatio == 0.3 && agcacl.positives == .others)
    #expect(arm.description == "agcacl@0.3:others")
    #expect(Set([la, cosine, agcacl].map(\.summary)).count == 3)
  }

  @Test func `A run is judged, and the same again`() throws {
    let folder = try ScratchFolder()
    let main = try SeparableDataset.make(in: folder, patients: 10, windows: 12)
    var rare = try SeparableDataset.make(
      in: folder, patients: 3, windows: 22, seed: 6, as: "rare.safetensors")
    for index in rare.windows.indices where rare.windows[index].plan.segment % 2 == 1 {
      rare.windows[index].plan.set = .fewShot
      (rare.windows[index].plan.group, rare.windows[index].plan.label) = ("AFL", -1)
    }
    for name in ["la", "agcacl@1:others", "proco@0.3"] {
      let arm = try #require(LossArm(name))
      let results = try [1, 2].map { threads in
        try LossTrial(main, rare: rare, settings, crew: Crew(count: threads))
          .run(arm, seed: 3, fold: 1) { _ in }
      }
      var (one, other) = (results[0], results[1])
      (one.seconds, other.seconds) = (0, 0)
      // Neither class is rare.
      #expect(one.tail_f1.isNaN && other.tail_f1.isNaN)
      (one.tail_f1, other.tail_f1) = (0, 0)
      #expect(one == other)
      #expect(one.steps == 2 && one.fold == 1 && one.seed == 3 && one.arm == name)
      let shares = [
        one.macro_f1, one.accuracy, one.new_f1_1, one.new_f1_5, one.new_f1_20, one.auroc,
        one.precision_at_10, one.neighbour_f1,
      ]
      #expect(shares.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func `What runs follow from tells windows and settings apart`() throws {
    let folder = try ScratchFolder()
    let main = try SeparableDataset.make(in: folder, patients: 5)
    let other = try SeparableDataset.make(in: folder, patients: 4, as: "other.safetensors")
    let crew = Crew(count: 1)
    let arm = try #require(LossArm("la"))
    let trials = [
      LossTrial(main, rare: other, settings, crew: crew),
      LossTrial(other, rare: main, settings, crew: crew),
      LossTrial(main, rare: main, settings, crew: crew),
    ]
    let inputs = trials.map { $0.inputs(arm, seed: 1) } + [trials[0].inputs(arm, seed: 2)]
    #expect(Set(inputs).count == 4)
  }
}
