import ArrhythmiaModel
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Files of models that are told of the rhythm")
struct ContextFileTests {
  let folder: ScratchFolder
  let good: DamagedFile
  static let sizes = ModelFixtures.told
  static let weights = ModelWeights(random: sizes, seed: 5, metadata: ["classes": "N,V,S,F"])

  init() throws {
    folder = try ScratchFolder()
    try Self.weights.write(path: folder.file("good"))
    good = try DamagedFile(folder.file("good"))
  }

  private func refusal(_ damage: (inout DamagedFile) -> Void) throws -> String {
    var file = good
    damage(&file)
    try folder.write(try file.bytes, "bad")
    let error = #expect(throws: (any Error).self) { try ModelWeights(path: folder.file("bad")) }
    let text = error.map { "\($0)" } ?? ""
    #expect(sentenceProblem(text, about: folder.file("bad")) == nil)
    return text.replacingOccurrences(of: folder.file("bad"), with: "bad")
  }

  @Test("What is written is read, with the classes that the context tells apart")
  func roundTrip() throws {
    let read = try ModelWeights(path: folder.file("good"))
    #expect(read.configuration == Self.sizes)
    #expect(read.configuration.context == .init(inputs: 5, base: 0, target: 2))
    #expect(read.metadata["context_classes"] == "0,2")
    #expect(difference(read.bits, Self.weights.bits) == nil)
    try read.write(path: folder.file("again"))
    #expect(try folder.bytes("again") == folder.bytes("good"))
    let windows = ModelFixtures.noiseInContext(2)
    let (one, other) = (
      InferenceEngine(read, crew: Crew(count: 1)).run(windows),
      InferenceEngine(Self.weights, crew: Crew(count: 1)).run(windows)
    )
    #expect(difference(one.bits, other.bits) == nil)
  }

  @Test("Base and target are kept in their order", arguments: [(3, 1), (1, 3), (2, 0)])
  func order(_ base: Int, _ target: Int) throws {
    var sizes = Self.sizes
    sizes.context = .init(inputs: 1, base: base, target: target)
    try ModelWeights(random: sizes, seed: 5).write(path: folder.file("other"))
    #expect(try ModelWeights(path: folder.file("other")).configuration == sizes)
  }

  @Test(
    "Metadata that names no two classes of the model are refused",
    arguments: [
      "", "0", "0,0", "0,4", "-1,2", "4,0", "a,b", "0;2", "0,1,2", "0.0,2", "0, 2x", ",",
      "99999999999999999999,1", "\u{1B}[2J",
    ])
  func badClasses(_ text: String) throws {
    let sentence = try refusal { $0.metadata["context_classes"] = text }
    #expect(
      sentence
        == "bad: metadata \"context_classes\": expected two numbers of classes from 0 to 3, "
        + "found \(quoted(text))")
  }

  @Test("Metadata without the classes are refused")
  func noClasses() throws {
    let sentence = try refusal { $0.metadata["context_classes"] = nil }
    #expect(sentence.hasSuffix("expected two numbers of classes from 0 to 3, found \"\""))
  }

  @Test(
    "Each of the context's tensors has to be there, in its shape",
    arguments: ["context1.weight", "context1.bias", "context2.weight", "context2.bias"])
  func tensors(_ name: String) throws {
    let missing = try refusal { $0.entries[name] = nil }
    // Without the first, the model has no context, and the others are too many.
    #expect(missing.contains(name == "context1.weight" ? "context1.bias" : name))
    let longer = try refusal { $0.entries[name]?.shape.append(1) }
    #expect(longer.contains(name))
    let damaged = try refusal { $0.set(name, 0, to: .infinity) }
    #expect(damaged.contains(name))
  }

  @Test("More numbers of context than are believed are refused")
  func hugeContext() throws {
    let sentence = try refusal {
      $0.entries["context1.weight"] = .init(
        type: "F32", shape: [16, 257], data: Data(count: 4 * 16 * 257))
    }
    #expect(sentence.contains("context1.weight") && sentence.contains("256"))
  }

  @Test("Files of models without a context say nothing of it")
  func without() throws {
    try ModelWeights(random: ModelFixtures.small, seed: 1).write(path: folder.file("plain"))
    let read = try ModelWeights(path: folder.file("plain"))
    #expect(read.configuration.context == nil)
    #expect(read.metadata["context_classes"] == nil)
    #expect(read.metadata["cross_attention"] == nil)
  }

  // MARK: Windows

  private func write(_ windows: Windows, context: Tensor?) throws -> String {
    func tensor(_ values: [Float], _ shape: [Int]) -> SafeTensors.Value {
      .float32(Tensor(shape: shape, values: values))
    }
    let (count, samples) = (windows.count, windows.samples)
    var tensors = [
      "ecg": tensor(windows.ecg, [count, 12, samples]),
      "iegm": tensor(windows.iegm, [count, 14, samples]),
      "ecg_live": tensor(windows.ecgLive, [count, 12]),
      "iegm_live": tensor(windows.iegmLive, [count, 14]),
    ]
    tensors["context"] = context.map { .float32($0) }
    try SafeTensors.write(tensors, path: folder.file("windows"))
    return folder.file("windows")
  }

  @Test("A window file holds each window's context, for models that ask for it")
  func windows() throws {
    let windows = ModelFixtures.noiseInContext(3)
    let path = try write(windows, context: Tensor(shape: [3, 5], values: windows.context))
    #expect(try Windows(path: path, for: Self.sizes).context == windows.context)
    #expect(try Windows(path: path, for: ModelFixtures.small).context.isEmpty)
  }

  @Test("A window file without the context that a model asks for is refused")
  func windowsWithout() throws {
    let windows = ModelFixtures.noiseInContext(3)
    let path = try write(windows, context: nil)
    #expect(throws: SafeTensorsError.noTensor(file: path, tensor: "context")) {
      try Windows(path: path, for: Self.sizes)
    }
    let narrow = try write(windows, context: Tensor(shape: [5, 3], values: windows.context))
    #expect(
      throws: SafeTensorsError.wrongShape(
        file: narrow, tensor: "context", expected: [3, 5], found: [5, 3])
    ) { try Windows(path: narrow, for: Self.sizes) }
  }
}
