import ArrhythmiaModel
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Window files")
struct WindowFileTests {
  static let sizes = ModelFixtures.small
  let folder: ScratchFolder
  let windows: Windows
  let good: DamagedFile

  init() throws {
    folder = try ScratchFolder()
    windows = ModelFixtures.noise(3, Self.sizes).without(ecg: [1], iegm: [2])
    try Self.write(windows, path: folder.file("good"))
    good = try DamagedFile(folder.file("good"))
  }

  private static func write(_ windows: Windows, path: String) throws {
    func tensor(_ shape: [Int], _ values: [Float]) -> SafeTensors.Value {
      .float32(Tensor(shape: [windows.count] + shape, values: values))
    }
    try SafeTensors.write(
      [
        "ecg": tensor([12, windows.samples], windows.ecg),
        "iegm": tensor([14, windows.samples], windows.iegm),
        "ecg_live": tensor([12], windows.ecgLive), "iegm_live": tensor([14], windows.iegmLive),
        "labels": .int32(windows.labels.map(Int32.init), shape: [windows.count]),
      ], path: path)
  }

  private func read(_ bytes: [UInt8]) throws -> Windows {
    try folder.write(bytes, "w")
    return try Windows(path: folder.file("w"), for: Self.sizes)
  }

  private func expectRefusal(_ bytes: [UInt8], _ name: String, saying words: String = "") {
    let error = #expect(throws: (any Error).self, "\(name)") { try read(bytes) }
    let text = error.map { "\($0)" } ?? ""
    #expect(sentenceProblem(text, about: folder.file("w")) == nil, "\(name)")
    #expect(words.isEmpty || text.contains(words), "\(name): \(text.prefix(200))")
  }

  private func expectRefusal(
    _ name: String, saying words: String, _ damage: (inout DamagedFile) -> Void
  ) throws {
    var file = good
    damage(&file)
    expectRefusal(try file.bytes, name, saying: words)
  }

  @Test("What is written is read; without labels, all are unknown")
  func roundTrip() throws {
    #expect(try read(good.bytes) == windows)
    var unlabelled = good
    unlabelled.entries["labels"] = nil
    #expect(try read(unlabelled.bytes).labels == [-1, -1, -1])
  }

  @Test("A file without windows is read, and run")
  func noWindows() throws {
    try Self.write(ModelFixtures.noise(0, Self.sizes), path: folder.file("none"))
    let none = try Windows(path: folder.file("none"), for: Self.sizes)
    #expect(none.count == 0 && none.samples == Self.sizes.samples)
    let weights = ModelWeights(random: Self.sizes, seed: 1)
    #expect(InferenceEngine(weights, crew: Crew(count: 2)).run(none).windows == 0)
    #expect(RelevanceEngine(weights, crew: Crew(count: 1)).run(none, classes: []).windows == 0)
  }

  @Test("A file cut short is refused, wherever")
  func truncated() throws {
    let whole = try folder.bytes("good")
    let places = Array(0..<12) + stride(from: 12, to: whole.count, by: 1009) + [whole.count - 1]
    for count in places { expectRefusal(Array(whole[..<count]), "\(count) bytes") }
  }

  @Test("Each tensor has to be there, in its shape and type, with finite numbers")
  func eachTensor() throws {
    for name in ["ecg", "iegm", "ecg_live", "iegm_live"] {
      try expectRefusal("no \(name)", saying: name) { $0.entries[name] = nil }
      try expectRefusal("\(name) of I32", saying: name) { $0.entries[name]?.type = "I32" }
      try expectRefusal("\(name) with an axis more", saying: name) {
        $0.entries[name]?.shape.append(1)
      }
      for bad in [Float.nan, -.infinity] {
        try expectRefusal("\(name) with \(bad)", saying: name) { $0.set(name, 5, to: bad) }
      }
    }
    try expectRefusal("labels of F32", saying: "labels") { $0.entries["labels"]?.type = "F32" }
    try expectRefusal("labels of two axes", saying: "labels") {
      $0.entries["labels"]?.shape = [3, 1]
    }
  }

  @Test("All tensors have to be of as many windows")
  func windowCounts() throws {
    for name in ["ecg", "iegm", "ecg_live", "iegm_live", "labels"] {
      try expectRefusal("\(name) of one window less", saying: "[3") {
        guard let entry = $0.entries[name] else { return }
        $0.entries[name]?.shape[0] = 2
        $0.entries[name]?.data = entry.data.prefix(entry.data.count / 3 * 2)
      }
    }
  }

  @Test("Windows of another length than the model reads are refused")
  func sampleCounts() throws {
    for samples in [64, 256] {
      var sizes = Self.sizes
      sizes.tokens = samples / 8
      try Self.write(ModelFixtures.noise(2, sizes), path: folder.file("other"))
      expectRefusal(
        try folder.bytes("other"), "\(samples) samples",
        saying: "expected windows of 128 samples, as the model reads, found \(samples)")
    }
    try expectRefusal("no samples", saying: "found 0") {
      $0.entries["ecg"] = .init(type: "F32", shape: [3, 12, 0], data: Data())
    }
    try expectRefusal("beyond all belief", saying: "found 0") {
      $0.entries["ecg"] = .init(type: "F32", shape: [1 << 40, 12, 0], data: Data())
    }
  }

  @Test("A live flag is 0 or 1")
  func flags() throws {
    for bad in [Float(0.5), -1, 2, 1.0000001] {
      try expectRefusal(
        "\(bad)", saying: "ecg_live: window 2, channel 3: expected 0 or 1, found \(bad)"
      ) { $0.set("ecg_live", 27, to: bad) }
      try expectRefusal("\(bad)", saying: "iegm_live: window 1, channel 2:") {
        $0.set("iegm_live", 16, to: bad)
      }
    }
  }

  @Test("A window without any live channel is refused")
  func deadWindow() throws {
    try Self.write(windows.without(ecg: [2]), path: folder.file("dead"))
    expectRefusal(
      try folder.bytes("dead"), "dead", saying: "window 2: expected a live channel, found none")
  }

  @Test("A label is a class of the model, or -1")
  func labels() throws {
    for bad in [Int32(-2), 4, .max, .min] {
      try expectRefusal("\(bad)", saying: "window 1: expected -1 to 3, found \(bad)") {
        $0.set("labels", 1, to: Float(bitPattern: UInt32(bitPattern: bad)))
      }
    }
    var unknown = good
    unknown.set("labels", 1, to: Float(bitPattern: UInt32.max))
    #expect(try read(unknown.bytes).labels == [0, -1, 2])
  }
}
