import Foundation
import NeuralNetwork
import Testing

@Suite struct SafeTensorsWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let floats: [Float] = [1, -2, 0.1, 3e38, .leastNonzeroMagnitude, -0.0]
  static let integers: [Int32] = [.min, -1, 0, .max]
  static let plan = [
    SafeTensorsWriter.Plan("Größe \"1\"", .int32, shape: [4, 1]),
    SafeTensorsWriter.Plan("empty", .float32, shape: [0, 3]),
    SafeTensorsWriter.Plan("scalar", .float32, shape: []),
    SafeTensorsWriter.Plan("w", .float32, shape: [2, 3]),
  ]
  static let tensors: [String: SafeTensors.Value] = [
    "w": .float32(Tensor(shape: [2, 3], values: floats)),
    "scalar": .float32(Tensor(shape: [], values: [0.5])),
    "empty": .float32(Tensor(shape: [0, 3], values: [])),
    "Größe \"1\"": .int32(integers, shape: [4, 1]),
  ]

  private func append(to writer: SafeTensorsWriter) throws {
    try writer.append(Self.integers)
    try writer.append([Float]())
    try writer.append([0.5] as [Float])
    try writer.append(Self.floats)
  }

  @Test(arguments: [[:], ["format": "pt", "名": "a\nb"]])
  func theBytesAreThoseOfAFileWrittenAtOnce(_ metadata: [String: String]) throws {
    let writer = try SafeTensorsWriter(
      path: folder.file("pieces"), plan: Self.plan, metadata: metadata)
    try append(to: writer)
    try writer.finish()
    try SafeTensors.write(Self.tensors, metadata: metadata, path: folder.file("whole"))
    #expect(try folder.bytes("pieces") == folder.bytes("whole"))
    #expect(try folder.contents == ["pieces", "whole"])
    #expect(writer.path == folder.file("pieces"))
  }

  @Test func tensorsInAnyOrderAreReadBack() throws {
    let writer = try SafeTensorsWriter(path: folder.file("t"), plan: Self.plan.reversed())
    try writer.append(Self.floats)
    try writer.append([0.5] as [Float])
    try writer.append([Float]())
    try writer.append(Self.integers)
    try writer.finish()
    let read = try SafeTensors(path: folder.file("t"))
    #expect(read.names == Self.tensors.keys.sorted())
    #expect(
      try read.float32("w", shape: [2, 3]).values.map(\.bitPattern)
        == Self.floats.map(\.bitPattern))
    #expect(try read.int32("Größe \"1\"", shape: [4, 1]) == Self.integers)
    #expect(try read.float32("scalar").values == [0.5])
    #expect(read.entries["w"]?.bytes == 0..<24)
  }

  @Test func noTensorsMakeAFile() throws {
    try SafeTensorsWriter(path: folder.file("t"), plan: [], metadata: ["a": "b"]).finish()
    try SafeTensors.write([:], metadata: ["a": "b"], path: folder.file("u"))
    #expect(try folder.bytes("t") == folder.bytes("u"))
  }

  @Test func theFileAppearsOnlyWhenItIsFinished() throws {
    try folder.write([1, 2, 3])
    let writer = try SafeTensorsWriter(path: folder.file("t"), plan: Self.plan)
    try append(to: writer)
    #expect(try folder.bytes("t") == [1, 2, 3])
    try writer.finish()
    #expect(try SafeTensors(path: folder.file("t")).names.count == 4)
    #expect(try folder.contents == ["t"])
  }

  /// Begins a file and gives up.
  private func abandon(appending count: Int) throws {
    let writer = try SafeTensorsWriter(path: folder.file("t"), plan: Self.plan)
    if count > 0 { try writer.append(Self.integers) }
    if count > 1 { try writer.append([Float]()) }
    #expect(try folder.contents.contains("t.part"))
  }

  @Test(arguments: [0, 1, 2])
  func anUnfinishedFileLeavesNothing(_ count: Int) throws {
    try abandon(appending: count)
    #expect(try folder.contents == [])
    try folder.write([1, 2, 3])
    try abandon(appending: count)
    #expect(try folder.contents == ["t"])
    #expect(try folder.bytes("t") == [1, 2, 3])
  }

  @Test func aFinishedFileStaysWhenItsWriterGoes() throws {
    do {
      let writer = try SafeTensorsWriter(path: folder.file("t"), plan: Self.plan)
      try append(to: writer)
      try writer.finish()
    }
    #expect(try folder.contents == ["t"])
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func aValueThatIsNotFiniteIsRefused(_ value: Float) throws {
    let path = folder.file("t")
    let found = value.isNaN ? "NaN" : "\(value)"
    func write() throws {
      let writer = try SafeTensorsWriter(
        path: path, plan: [.init("a", .int32, shape: [1]), .init("b", .float32, shape: [3])])
      try writer.append([7] as [Int32])
      try writer.append([1, 2, value] as [Float])
    }
    #expect(throws: SafeTensorsError.notFinite(file: path, tensor: "b", index: 2, found: found)) {
      try write()
    }
    #expect(try folder.contents == [])
  }

  @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
    try FileManager.default.createDirectory(
      atPath: folder.file("t.part/inner"), withIntermediateDirectories: true)
    for (path, reason) in [
      (folder.file("absent/t"), "no such file or directory"),
      (folder.file("t"), "is a directory"),
    ] {
      let error = SafeTensorsError.cannotWrite(file: path, reason: reason)
      #expect(throws: error) { _ = try SafeTensorsWriter(path: path, plan: Self.plan) }
      #expect("\(error)" == "cannot write \(path): \(reason)")
      #expect(SafeTensorsFiles.isSentence("\(error)".replacingOccurrences(of: path, with: "t")))
    }
    #expect(FileManager.default.fileExists(atPath: folder.file("t.part/inner")))
  }

  @Test func aTargetThatIsAFolderIsLeftAsItIs() throws {
    try FileManager.default.createDirectory(
      atPath: folder.file("t/inner"), withIntermediateDirectories: true)
    func write() throws {
      let writer = try SafeTensorsWriter(path: folder.file("t"), plan: Self.plan)
      try append(to: writer)
      try writer.finish()
    }
    #expect(
      throws: SafeTensorsError.cannotWrite(file: folder.file("t"), reason: "is a directory")
    ) { try write() }
    #expect(try folder.contents == ["t"])
    #expect(FileManager.default.fileExists(atPath: folder.file("t/inner")))
  }

  @Test func aFullDiskLeavesWhatWasThere() throws {
    try folder.write([1, 2, 3])
    let path = folder.file("t")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("t.part"), withDestinationPath: "/dev/full")
    func write() throws {
      let writer = try SafeTensorsWriter(path: path, plan: Self.plan)
      try append(to: writer)
      try writer.finish()
    }
    #expect(
      throws: SafeTensorsError.cannotWrite(file: path, reason: "no space left on device")
    ) { try write() }
    #expect(try folder.bytes("t") == [1, 2, 3])
    #expect(try folder.contents == ["t"])
  }

  @Test func aHeaderThatCouldNotBeReadIsNotWritten() throws {
    let long = String(repeating: "x", count: 17 << 20)
    #expect(throws: SafeTensorsError.self) {
      _ = try SafeTensorsWriter(path: folder.file("t"), plan: [], metadata: ["k": long])
    }
    #expect(try folder.contents == [])
  }
}
