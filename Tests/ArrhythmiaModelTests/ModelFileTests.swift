import ArrhythmiaModel
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Model files")
struct ModelFileTests {
  let folder: ScratchFolder
  let good: DamagedFile

  init() throws {
    folder = try ScratchFolder()
    try Self.weights.write(path: folder.file("good"))
    good = try DamagedFile(folder.file("good"))
  }

  static let weights = ModelWeights(
    random: ModelFixtures.small, seed: 5, metadata: ["classes": "AF, VT ,SR,AFL", "preset": "名"])

  /// Reads damaged bytes, which have to be refused in a sentence that says `words`.
  private func expectRefusal(_ bytes: [UInt8], _ name: String, saying words: String = "") throws {
    try folder.write(bytes, "bad")
    let error = #expect(throws: (any Error).self, "\(name)") {
      try ModelWeights(path: folder.file("bad"))
    }
    let text = error.map { "\($0)" } ?? ""
    #expect(sentenceProblem(text, about: folder.file("bad")) == nil, "\(name)")
    #expect(words.isEmpty || text.contains(words), "\(name): \(text.prefix(200))")
  }

  private func expectRefusal(
    _ name: String, saying words: String = "", _ damage: (inout DamagedFile) -> Void
  ) throws {
    var file = good
    damage(&file)
    try expectRefusal(try file.bytes, name, saying: words)
  }

  @Test("What is written is read")
  func roundTrip() throws {
    let read = try ModelWeights(path: folder.file("good"))
    #expect(read.configuration == ModelFixtures.small)
    #expect(difference(read.bits, Self.weights.bits) == nil)
    #expect(read.metadata == Self.weights.metadata.merging(["heads": "2"]) { $1 })
    #expect(read.classNames == ["AF", "VT", "SR", "AFL"])
    try read.write(path: folder.file("again"))
    #expect(try folder.bytes("again") == folder.bytes("good"))
  }

  @Test(
    "Sizes of all kinds are read off the shapes",
    arguments: [
      ModelConfiguration(), .tiny(classes: 2),
      ModelConfiguration(
        classes: 1, width: 3, heads: 3, hidden: 1, layers: 3, projection: 1, tokens: 1),
      ModelConfiguration(
        classes: 2, width: 5, heads: 1, hidden: 1, layers: 0, projection: 7, tokens: 2),
    ])
  func sizes(_ sizes: ModelConfiguration) throws {
    let weights = ModelWeights(random: sizes, seed: 1)
    try weights.write(path: folder.file("sizes"))
    let read = try ModelWeights(path: folder.file("sizes"))
    #expect(read.configuration == sizes)
    #expect(difference(read.bits, weights.bits) == nil)
    let outputs = InferenceEngine(read, crew: Crew(count: 2)).run(ModelFixtures.noise(3, sizes))
    #expect(outputs.logits.count == 3 * sizes.classes)
    #expect(outputs.logits.allSatisfy { $0.isFinite })
  }

  @Test("A file cut short is refused, wherever")
  func truncated() throws {
    let whole = try folder.bytes("good")
    let header = whole.count - good.entries.values.reduce(0) { $0 + $1.data.count }
    let places =
      Array(0..<16) + stride(from: 16, to: header, by: 997) + [header - 1, header, header + 1]
      + stride(from: header, to: whole.count, by: whole.count / 23) + [whole.count - 1]
    for count in places { try expectRefusal(Array(whole[..<count]), "\(count) bytes") }
    try expectRefusal(whole + [0], "a byte more")
  }

  @Test("Each tensor has to be there, in its shape and type, with finite numbers")
  func eachTensor() throws {
    for name in good.entries.keys.sorted() {
      // The first norm tells how many blocks there are: without it, the others are one too many.
      let isFirst = name == "transformer.0.norm1.weight"
      try expectRefusal("no \(name)", saying: isFirst ? "transformer.0." : name) {
        $0.entries[name] = nil
      }
      try expectRefusal("\(name) of I32", saying: name) { $0.entries[name]?.type = "I32" }
      try expectRefusal("\(name) with one axis more", saying: name) {
        $0.entries[name]?.shape.append(1)
      }
      try expectRefusal("\(name) with a row more") {
        guard let entry = $0.entries[name] else { return }
        let row = entry.data.count / entry.shape[0]
        $0.entries[name]?.shape[0] += 1
        $0.entries[name]?.data += entry.data.prefix(row)
      }
      // Both in turn, which spares half the files.
      let bad = name.count.isMultiple(of: 2) ? Float.nan : .infinity
      try expectRefusal("\(name) with \(bad)", saying: name) { $0.set(name, 0, to: bad) }
    }
  }

  @Test("A tensor that no classifier has is refused")
  func unknownTensor() throws {
    for name in ["extra", "transformer.1.norm1.bias", "ecg.stem.bias", "\u{1B}[2J\n", ""] {
      try expectRefusal("extra \(name.debugDescription)") {
        $0.entries[name] = DamagedFile.Entry(type: "F32", shape: [1], data: Data(count: 4))
      }
    }
  }

  @Test("A running variance below zero is refused")
  func negativeVariance() throws {
    for name in good.entries.keys.sorted() where name.hasSuffix("running_var") {
      try expectRefusal("\(name)", saying: name) { $0.set(name, 1, to: -1e-6) }
    }
  }

  @Test("Heads that do not divide the width, or are no number, are refused")
  func heads() throws {
    for text in ["0", "-2", "3", "x", "", "2.0", "99999999999999999999", "2\n\u{1B}[0m"] {
      try expectRefusal("heads \(text.debugDescription)", saying: "heads") {
        $0.metadata["heads"] = text
      }
    }
  }

  @Test("Sizes beyond all belief are refused, and nothing is planned for them")
  func hugeSizes() throws {
    let empty = { (shape: [Int]) in DamagedFile.Entry(type: "F32", shape: shape, data: Data()) }
    for name in ["position", "head.weight", "projection2.weight", "transformer.0.linear1.weight"] {
      for shape in [
        [1 << 40, 0], [0, 1 << 40], [0, 0], [0], [], [1 << 40], [1 << 40, 16],
        [Int.max, Int.max], [257, 0], [1 << 20, 1 << 20, 0], Array(repeating: 0, count: 500),
        [0, 2, 2],
      ] {
        try expectRefusal("\(name) of \(shape.prefix(3))", saying: name) {
          $0.entries[name] = empty(shape)
        }
      }
    }
    let wide = DamagedFile.Entry(type: "F32", shape: [1025, 16], data: Data(count: 1025 * 64))
    try expectRefusal("1025 tokens", saying: "position") { $0.entries["position"] = wide }
  }

  @Test("Blocks beyond the most that are read are refused")
  func manyBlocks() throws {
    try expectRefusal("17 blocks") {
      for (name, entry) in good.entries where name.hasPrefix("transformer.0.") {
        for block in 1...16 {
          $0.entries["transformer.\(block)." + name.dropFirst(14)] = entry
        }
      }
    }
  }

  @Test("Classes have to agree between head, prototypes and their means")
  func classes() throws {
    for name in ["head.weight", "head.bias", "prototypes", "prototype_means"] {
      try expectRefusal("\(name) of five classes", saying: "4") {
        guard let entry = $0.entries[name] else { return }
        $0.entries[name]?.shape[0] = 5
        $0.entries[name]?.data += entry.data.prefix(entry.data.count / 4)
      }
    }
  }

  @Test("Class names that do not fit are not used")
  func classNames() {
    var weights = Self.weights
    weights.metadata["classes"] = "AF,VT"
    #expect(weights.classNames == ["class 0", "class 1", "class 2", "class 3"])
    weights.metadata["classes"] = nil
    #expect(weights.classNames.count == 4)
  }
}
