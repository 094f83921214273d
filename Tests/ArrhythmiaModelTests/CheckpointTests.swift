import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  private func trainer(seed: UInt64 = 7, weights: UInt64 = 1, threads: Int = 1) -> Trainer {
    ModelFixtures.trainer(
      weights: weights, TrainingDeterminismTests.configuration(seed: seed), threads: threads)
  }

  private func windows(_ step: Int) -> Windows {
    ModelFixtures.noise(5, ModelFixtures.small, seed: step).without(iegm: [step % 5])
  }

  @Test("Six steps are three, a checkpoint, and three more of another trainer, bit for bit")
  func resume() throws {
    let folder = try ScratchFolder()
    let (whole, first) = (trainer(), trainer())
    let expected = try (0..<6).map { try whole.step(on: windows($0)) }
    for step in 0..<3 { try first.step(on: windows(step)) }
    try first.writeCheckpoint(path: folder.file("c"))

    let second = trainer(weights: 99, threads: 2)
    try second.resume(path: folder.file("c"))
    #expect(second.step == 3)
    #expect(difference(second.bits, first.bits) == nil)
    let found = try (3..<6).map { try second.step(on: windows($0)) }
    #expect(found == Array(expected[3...]))
    #expect(difference(second.bits, whole.bits) == nil)
  }

  @Test("A checkpoint has the same bytes each time, and writing it changes nothing")
  func sameBytes() throws {
    let folder = try ScratchFolder()
    let trainer = trainer()
    try trainer.step(on: windows(0))
    let before = trainer.bits
    try trainer.writeCheckpoint(path: folder.file("a"))
    try trainer.writeCheckpoint(path: folder.file("b"))
    #expect(difference(trainer.bits, before) == nil)
    #expect(try folder.bytes("a") == folder.bytes("b"))
  }

  /// Has a trainer resume from damaged checkpoints, and checks that each is refused in a sentence
  /// and that the trainer then goes on as one that never tried.
  private func expectRefusals(
    _ damages: [(String, (inout DamagedFile) -> Void)],
    truncations: (Int) -> [Int] = { _ in [] }
  ) throws {
    let folder = try ScratchFolder()
    let (trainer, control) = (trainer(), trainer())
    for step in 0..<2 {
      try trainer.step(on: windows(step))
      try control.step(on: windows(step))
    }
    try control.writeCheckpoint(path: folder.file("good"))
    try trainer.step(on: windows(2))
    try control.step(on: windows(2))
    let good = try DamagedFile(folder.file("good"))
    var files: [(String, [UInt8])] = []
    for (name, damage) in damages {
      var file = good
      damage(&file)
      files.append((name, try file.bytes))
    }
    let whole = try folder.bytes("good")
    for count in truncations(whole.count) {
      files.append(("\(count) bytes", Array(whole[..<count])))
    }
    for (name, bytes) in files {
      try folder.write(bytes, "bad")
      let error = #expect(throws: (any Error).self, "\(name)") {
        try trainer.resume(path: folder.file("bad"))
      }
      let problem = sentenceProblem(error.map { "\($0)" } ?? "", about: folder.file("bad"))
      #expect(problem == nil, "\(name)")
    }
    #expect(trainer.step == 3)
    #expect(difference(trainer.bits, control.bits) == nil)
    #expect(try trainer.step(on: windows(3)) == control.step(on: windows(3)))
    #expect(difference(trainer.bits, control.bits) == nil, "after one more step")
  }

  @Test("A checkpoint cut short is refused, and changes nothing")
  func truncated() throws {
    try expectRefusals([]) { size in
      [0, 1, 7, 8, 9, 100, size / 3, size / 2, size - 4, size - 1]
    }
  }

  @Test("A step that is no number of this training is refused")
  func badStep() throws {
    try expectRefusals(
      ["", "x", "-1", "7", "1.5", "99999999999999999999", "2\n", "\u{1B}[2J"].map { text in
        ("step \(text.debugDescription)", { $0.metadata["step"] = text })
      } + [("no step", { $0.metadata["step"] = nil })])
  }

  @Test("A checkpoint of another training is refused")
  func otherTraining() throws {
    try expectRefusals([
      ("no training", { $0.metadata["training"] = nil }),
      ("other training", { $0.metadata["training"]? += "s" }),
      ("long text", { $0.metadata["training"] = String(repeating: "x\u{202E}\n", count: 999) }),
    ])
    let folder = try ScratchFolder()
    try trainer(seed: 8).writeCheckpoint(path: folder.file("c"))
    #expect(throws: CheckpointError.self) { try trainer().resume(path: folder.file("c")) }
  }

  @Test("A checkpoint with a damaged tensor is refused, whichever it is")
  func damagedTensors() throws {
    let names = [
      "model.ecg.stem.weight", "model.prototype_means", "average.head.bias",
      "average.iegm.norm.running_var", "first_moment.prototypes", "second_moment.position",
    ]
    try expectRefusals(
      names.flatMap { name -> [(String, (inout DamagedFile) -> Void)] in
        [
          ("no \(name)", { $0.entries[name] = nil }),
          ("\(name) of I32", { $0.entries[name]?.type = "I32" }),
          ("\(name) with NaN", { $0.set(name, 3, to: .nan) }),
          ("\(name) of one row", { $0.entries[name]?.shape.insert(1, at: 0) }),
        ]
      })
  }

  @Test("Squares and variances below zero are refused: they would become NaN")
  func negative() throws {
    try expectRefusals(
      [
        "second_moment.head.weight", "model.ecg.norm.running_var",
        "average.iegm.block1.norm2.running_var",
      ].map { name in ("\(name) below 0", { $0.set(name, 2, to: -1e-3) }) })
  }

  @Test("A checkpoint that is not there, or a folder, is refused")
  func noFile() throws {
    let folder = try ScratchFolder()
    for path in [folder.file("none"), folder.path] {
      let error = #expect(throws: (any Error).self) { try trainer().resume(path: path) }
      #expect(sentenceProblem(error.map { "\($0)" } ?? "", about: path) == nil)
    }
  }
}
