import Foundation
import NeuralNetwork
import Testing

@Suite struct SafeTensorsWritingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let metadata = ["format": "pt", "Größe \"1\"": "a\\b\nc\u{1}\u{7F}/名😀", "": ""]

  static let tensors: [String: SafeTensors.Value] = [
    "w": .float32(
      Tensor(shape: [2, 3], values: [1, -2, 0.1, 3e38, .leastNonzeroMagnitude, -0.0])),
    "scalar": .float32(Tensor(shape: [], values: [0.5])),
    "empty": .float32(Tensor(shape: [0, 3], values: [])),
    "Zahl\t\"é😀\"": .int32([.min, -1, 0, .max], shape: [4, 1]),
    "": .int32([], shape: [0]),
  ]

  @Test func whatIsWrittenIsReadBack() throws {
    let path = folder.file("model.safetensors")
    try SafeTensors.write(Self.tensors, metadata: Self.metadata, path: path)
    let read = try SafeTensors(path: path)
    #expect(read.metadata == Self.metadata)
    #expect(read.names == Self.tensors.keys.sorted())
    for (name, value) in Self.tensors {
      let entry = try #require(read.entries[name])
      let copy: SafeTensors.Value =
        entry.type == .float32
        ? .float32(try read.float32(name)) : .int32(try read.int32(name), shape: entry.shape)
      #expect(copy == value)
    }
    #expect(try folder.contents == ["model.safetensors"])
  }

  @Test func whatIsNoFileKeepsItsName() throws {
    let pipe = folder.file("pipe")
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(throws: SafeTensorsError.self) { try SafeTensors.write(Self.tensors, path: pipe) }
    #expect(throws: SafeTensorsError.self) { try SafeTensorsWriter(path: pipe, plan: []) }
    #expect(try folder.contents == ["pipe"])
  }

  @Test func theBytesAreThoseOfTheFormat() throws {
    try SafeTensors.write(
      [
        "b": .float32(Tensor(shape: [1, 2], values: [1, -2])), "B": .int32([-2], shape: [1]),
        "é": .float32(Tensor(shape: [0], values: [])),
      ], metadata: ["z": "1", "a": "\"\n"], path: folder.file("t"))
    let header =
      #"{"B":{"data_offsets":[0,4],"dtype":"I32","shape":[1]},"#
      + #""__metadata__":{"a":"\"\u000a","z":"1"},"#
      + #""b":{"data_offsets":[4,12],"dtype":"F32","shape":[1,2]},"#
      + #""é":{"data_offsets":[12,12],"dtype":"F32","shape":[0]}}"#
    let padded = header + String(repeating: " ", count: -header.utf8.count & 7)
    let data: [UInt8] = [0xFE, 0xFF, 0xFF, 0xFF, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
    #expect(try folder.bytes("t") == SafeTensorsFiles.bytes(padded, data: data))
  }

  @Test func theSameContentGivesTheSameBytes() throws {
    let names = (0..<200).map { "layer.\($0).weight" }
    func content(_ names: [String]) -> [String: SafeTensors.Value] {
      var result: [String: SafeTensors.Value] = [:]
      for name in names { result[name] = .int32([Int32(name.utf8.count)], shape: [1]) }
      return result
    }
    let texts = Dictionary(uniqueKeysWithValues: names.map { ($0, "text") })
    try SafeTensors.write(content(names), metadata: texts, path: folder.file("a"))
    try SafeTensors.write(
      content(names.reversed()), metadata: texts.filter { _ in true }, path: folder.file("b"))
    #expect(try folder.bytes("a") == folder.bytes("b"))
    #expect(try folder.bytes("a").count % 8 == 0)
  }

  @Test func noTensorsMakeAFile() throws {
    try SafeTensors.write([:], path: folder.file("t"))
    #expect(try folder.bytes("t") == SafeTensorsFiles.bytes("{}      "))
    #expect(try SafeTensors(path: folder.file("t")).names == [])
  }

  @Test func aFileIsReplacedWhole() throws {
    try folder.write([UInt8](repeating: 7, count: 10_000))
    try folder.write([1, 2, 3], "t.part")
    try SafeTensors.write(Self.tensors, path: folder.file("t"))
    #expect(try SafeTensors(path: folder.file("t")).names.count == 5)
    #expect(try folder.contents == ["t"])
  }

  @Test func contentThatCouldNotBeReadIsNotWritten() throws {
    try folder.write([1, 2, 3])
    let path = folder.file("t")
    let values = Tensor(shape: [3], values: [1, .nan, .infinity])
    #expect(throws: SafeTensorsError.notFinite(file: path, tensor: "w", index: 1, found: "NaN")) {
      try SafeTensors.write(["w": .float32(values)], path: path)
    }
    #expect(throws: SafeTensorsError.reservedName(file: path, tensor: "__metadata__")) {
      try SafeTensors.write(["__metadata__": .int32([], shape: [0])], path: path)
    }
    let long = String(repeating: "x", count: 17 << 20)
    #expect(throws: SafeTensorsError.self) {
      try SafeTensors.write([:], metadata: ["k": long], path: path)
    }
    #expect(try folder.contents == ["t"])
    #expect(try folder.bytes("t") == [1, 2, 3])
  }

  @Test func failuresLeaveWhatWasThere() throws {
    try folder.write([1, 2, 3])
    // The disk is full.
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("t.part"), withDestinationPath: "/dev/full")
    try expectFailure(folder.file("t"), "no space left on device")
    #expect(try folder.bytes("t") == [1, 2, 3])
    #expect(try folder.contents == ["t"])

    // The target is a folder, or in one that is not there.
    try FileManager.default.createDirectory(
      atPath: folder.file("sub/inner"), withIntermediateDirectories: true)
    try expectFailure(folder.file("sub"), "is a directory")
    try expectFailure(folder.file("absent/t"), "no such file or directory")
    #expect(try folder.contents == ["sub", "t"])

    // The place of the unfinished file is taken by a folder, which must survive.
    try FileManager.default.createDirectory(
      atPath: folder.file("t.part/inner"), withIntermediateDirectories: true)
    try expectFailure(folder.file("t"), "is a directory")
    #expect(try folder.contents == ["sub", "t", "t.part"])
    #expect(FileManager.default.fileExists(atPath: folder.file("t.part/inner")))
  }

  private func expectFailure(_ path: String, _ reason: String) throws {
    let error = SafeTensorsError.cannotWrite(file: path, reason: reason)
    #expect(throws: error) { try SafeTensors.write(Self.tensors, path: path) }
    #expect("\(error)" == "cannot write \(path): \(reason)")
  }
}
