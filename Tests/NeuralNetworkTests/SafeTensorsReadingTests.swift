import Foundation
import NeuralNetwork
import Testing

@Suite struct SafeTensorsReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func filesOfThePythonLibraryAreRead() throws {
    try folder.write(SafeTensorsFiles.fromPython)
    let tensors = try SafeTensors(path: folder.file("t"))
    #expect(tensors.metadata == ["format": "pt", "名": "a\nb"])
    #expect(tensors.names == ["Größe \"1\"", "empty", "half", "scalar", "steps", "w"])
    #expect(tensors.entries["w"]?.bytes == 12..<28)
    #expect(tensors.entries["half"]?.type == .float16)
    #expect(tensors.entries["half"]?.shape == [2])
    let matrix = try tensors.float32("w", shape: [2, 2])
    #expect(matrix == Tensor(shape: [2, 2], values: [1, -2.5, 0.15625, 3e38]))
    #expect(try tensors.float32("scalar", shape: []) == Tensor(shape: [], values: [0.5]))
    #expect(try tensors.float32("empty", shape: [nil, 3]) == Tensor(shape: [0, 3], values: []))
    #expect(try tensors.int32("steps", shape: [2]) == [7, -8])
    let small = try tensors.float32("Größe \"1\"")
    #expect(small.values.map(\.bitPattern) == [1, 0x8000_0000])
  }

  @Test func namesMayBeEscaped() throws {
    let entry = #"{"dtype":"U8","shape":[0],"data_offsets":[0,0]}"#
    let tensors = try folder.open(
      #"{"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t":\#(entry),"__metadata__":{"\u0041":"\u4e2d"}}"#)
    #expect(tensors.names == ["é😀\"\\/\u{8}\u{C}\n\r\t"])
    #expect(tensors.metadata == ["A": "中"])
  }

  @Test func blanksBetweenTokensAndAtTheEndDoNotMatter() throws {
    let header =
      "{ \"a\" :\n{\"shape\": [ 2 , 1 ],\t\"data_offsets\" :[0 ,8], \"dtype\":\"F32\"} }   "
    let tensors = try folder.open(header, data: SafeTensorsFiles.data([1, 2]))
    #expect(try tensors.float32("a").values == [1, 2])
  }

  @Test func dataNeedNoAlignment() throws {
    let header =
      #"{"b":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"#
      + #""a":{"dtype":"F32","shape":[1],"data_offsets":[3,7]}}"#
    let tensors = try folder.open(header, data: [1, 2, 3] + SafeTensorsFiles.data([-7.25]))
    #expect(try tensors.float32("a", shape: [1]).values == [-7.25])
  }

  @Test(arguments: ElementType.allCases)
  func everyTypeIsMeasured(_ type: ElementType) throws {
    let bytes = 8 * type.bitCount / 8
    let header =
      #"{"a":{"dtype":"\#(type.rawValue)","shape":[2,4],"data_offsets":[0,\#(bytes)]}}"#
    let zeros = [UInt8](repeating: 0, count: bytes)
    #expect(try folder.open(header, data: zeros).entries["a"]?.type == type)
    #expect(throws: SafeTensorsError.self) { try folder.open(header, data: zeros.dropLast()) }
    #expect(throws: SafeTensorsError.self) { try folder.open(header, data: zeros + [0]) }
  }

  @Test func whatIsNotWhatWasAskedForIsRefused() throws {
    try folder.write(SafeTensorsFiles.fromPython)
    let path = folder.file("t")
    let tensors = try SafeTensors(path: path)
    #expect(throws: SafeTensorsError.noTensor(file: path, tensor: "v")) {
      try tensors.float32("v", shape: [2])
    }
    #expect(
      throws: SafeTensorsError.wrongType(
        file: path, tensor: "half", expected: .float32, found: .float16)
    ) { try tensors.float32("half") }
    #expect(
      throws: SafeTensorsError.wrongType(
        file: path, tensor: "w", expected: .int32, found: .float32)
    ) { try tensors.int32("w", shape: [2, 2]) }
    for shape in [[2, 3], [2], [nil, 2, 1], [], [nil], [4]] as [[Int?]] {
      #expect(
        throws: SafeTensorsError.wrongShape(
          file: path, tensor: "w", expected: shape, found: [2, 2])
      ) { try tensors.float32("w", shape: shape) }
    }
    let error = SafeTensorsError.wrongShape(
      file: "m", tensor: "w", expected: [nil, 3], found: [2, 2])
    #expect("\(error)" == #"m, tensor "w": expected shape [any, 3], found [2, 2]"#)
  }

  @Test(arguments: [(Float.nan, "NaN"), (.infinity, "inf"), (-.infinity, "-inf")])
  func theFirstValueThatIsNotFiniteIsNamed(_ value: Float, _ word: String) throws {
    let header = #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#
    let tensors = try folder.open(header, data: SafeTensorsFiles.data([1, 2, value, .nan]))
    let error = SafeTensorsError.notFinite(
      file: folder.file("t"), tensor: "a", index: 2, found: word)
    #expect(throws: error) { try tensors.float32("a") }
    #expect("\(error)".hasSuffix("tensor \"a\", value 2: expected a finite number, found \(word)"))
  }

  @Test func linksAreFollowedAndDevicesAndFoldersAreNot() throws {
    try folder.write(SafeTensorsFiles.fromPython)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: "t")
    #expect(try SafeTensors(path: folder.file("link")).names.count == 6)
    for path in ["/dev/zero", "/dev/null", folder.path, ""] {
      #expect(throws: SafeTensorsError.cannotRead(file: path, reason: "it is not a regular file")) {
        try SafeTensors(path: path)
      }
    }
    let absent = folder.file("absent")
    #expect(
      throws: SafeTensorsError.cannotRead(file: absent, reason: "no such file or directory")
    ) { try SafeTensors(path: absent) }
  }

  @Test func manyAndLongNamesAreReadSoon() throws {
    let start = ContinuousClock.now
    let long = String(repeating: "n", count: 10_000)
    let entries = (0..<100_000).map {
      #""\#($0 == 7 ? long : "layer.\($0)")":"#
        + #"{"dtype":"F32","shape":[1],"data_offsets":[\#(4 * $0),\#(4 * $0 + 4)]}"#
    }
    let tensors = try folder.open(
      "{\(entries.joined(separator: ","))}", data: [UInt8](repeating: 0, count: 400_000))
    #expect(tensors.names.count == 100_000)
    #expect(try tensors.float32(long, shape: [1]).values == [0])
    #expect(ContinuousClock.now - start < .seconds(15))
  }
}
