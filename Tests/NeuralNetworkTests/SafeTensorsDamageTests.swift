import Foundation
import NeuralNetwork
import Testing

/// Whatever the bytes, the reader answers with tensors or with a sentence.
@Suite struct SafeTensorsDamageTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A header around fields of one tensor.
  private static func entry(_ fields: String) -> String { "{\"a\":{\(fields)}}" }

  private static func entry(shape: String, offsets: String, type: String = "F32") -> String {
    entry(#""dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)"#)
  }

  private static let notWhole = "expected a whole number from 0 to 9223372036854775807"

  /// Headers before eight bytes of data, and what the sentences must say.
  static let headers: [(header: String, sentence: String)] = [
    ("[]", "t, byte 8: expected '{', found \"[]\""),
    (" {}", "t, byte 8: expected '{', found \" {}\""),
    ("{}", "t: expected tensors for 8 bytes of data, found tensors for 0"),
    ("{}x", "t, byte 10: expected blanks to the end of the header, found \"x\""),
    ("{} \0", "t, byte 11: expected blanks to the end of the header, found \"·\""),
    (#"{"a""#, "t, byte 12: expected ':', found the end of the header"),
    (#"{"a"#, "t, byte 11: expected a closing quotation mark, found the end of the header"),
    ("{\"a\n\":1}", "t, byte 11: expected a closing quotation mark, found \"··:1}\""),
    (#"{"\x":1}"#, "t, byte 10: expected an escape of JSON, found"),
    (#"{"\ud800":1}"#, "t, byte 10: expected an escape of JSON, found"),
    (#"{"\udc00\ud800":1}"#, "t, byte 10: expected an escape of JSON, found"),
    (#"{"\ud800\u0041":1}"#, "t, byte 10: expected an escape of JSON, found"),
    (#"{"\u+041":1}"#, "t, byte 10: expected an escape of JSON, found"),
    (#"{"\u004"#, "t, byte 10: expected an escape of JSON, found"),
    (#"{"\"#, "t, byte 10: expected an escape of JSON, found"),
    (#"{a:1}"#, "t, byte 9: expected '\"', found \"a:1}\""),
    (#"{"a":1}"#, "t, byte 13: expected '{', found \"1}\""),
    (#"{"a":null}"#, "t, byte 13: expected '{', found \"null}\""),
    (
      #"{"a":{},}"#, #"t, tensor "a", entry: expected dtype, shape and data_offsets, found nothing"#
    ),
    (entry(#""dtype":"F32","shape":[2]"#), "found dtype and shape alone"),
    (entry(#""dtype":"F32","extra":[2]"#), #"t, tensor "a", "extra": expected dtype, shape and"#),
    (entry(#""dtype":"F32","dtype":"I32""#), "t, byte 28: expected each name once"),
    (entry(#""dtype":"F33""#), "t, byte 22: expected a known dtype, found \"·F33·}}\""),
    (entry(#""dtype":32"#), "t, byte 22: expected '\"', found \"32}}\""),
    (entry(shape: "2", offsets: "[0,8]"), "t, byte 36: expected '[', found \"2,"),
    (entry(shape: "[-2]", offsets: "[0,8]"), notWhole + ", found \"-2]"),
    (entry(shape: "[2.0]", offsets: "[0,8]"), notWhole + ", found \"2.0]"),
    (entry(shape: "[2e0]", offsets: "[0,8]"), notWhole + ", found \"2e0]"),
    (entry(shape: "[02]", offsets: "[0,8]"), notWhole + ", found \"02]"),
    (entry(shape: "[2,]", offsets: "[0,8]"), notWhole + ", found \"],"),
    (entry(shape: "[1e400]", offsets: "[0,8]"), notWhole + ", found \"1e400]"),
    (entry(shape: "[9223372036854775808]", offsets: "[0,8]"), notWhole),
    (entry(shape: "[true]", offsets: "[0,8]"), notWhole + ", found \"true]"),
    (entry(shape: "[[2]]", offsets: "[0,8]"), notWhole + ", found \"[2]]"),
    (entry(shape: "[2 1]", offsets: "[0,8]"), "t, byte 39: expected ']', found \"1],"),
    (
      entry(shape: "[2]", offsets: "[8]"),
      #"tensor "a", data_offsets: expected a beginning and an end not before it, found [8]"#
    ),
    (entry(shape: "[2]", offsets: "[8,0]"), "an end not before it, found [8, 0]"),
    (entry(shape: "[2]", offsets: "[0,8,9]"), "an end not before it, found [0, 8, 9]"),
    (
      entry(shape: "[3]", offsets: "[0,12]"),
      "data_offsets: expected a range within 8 bytes of data, found 0 to 12"
    ),
    (entry(shape: "[2]", offsets: "[0,9223372036854775807]"), "within 8 bytes of data, found"),
    (
      entry(shape: "[1]", offsets: "[4,8]"),
      "data_offsets: expected a range from 0, where the tensor before ends, found 4 to 8"
    ),
    (entry(shape: "[1]", offsets: "[0,4]"), "expected tensors for 8 bytes of data, found"),
    (
      entry(shape: "[3]", offsets: "[0,8]"),
      "data_offsets: expected 12 bytes for F32 elements of shape [3], found 8"
    ),
    (entry(shape: "[]", offsets: "[0,8]"), "expected 4 bytes for F32 elements of shape [], found"),
    (
      entry(shape: "[4611686018427387904,4]", offsets: "[0,8]"),
      "shape: expected whole bytes, not too many to count, found [4611686018427387904, 4]"
    ),
    (entry(shape: "[4611686018427387904,4,0]", offsets: "[0,8]"), "not too many to count"),
    (entry(shape: "[9223372036854775807]", offsets: "[0,8]"), "not too many to count"),
    (entry(shape: "[3,5]", offsets: "[0,8]", type: "F4"), "shape: expected whole bytes"),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"#
        + #""b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      #"tensor "b", data_offsets: expected a range from 4, where"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
        + #""\u0061":{"dtype":"I32","shape":[2],"data_offsets":[0,8]}}"#,
      "t, byte 62: expected each name once, found"
    ),
    (#"{"__metadata__":{"k":"v","k":"w"}}"#, "t, byte 33: expected each name once, found"),
    (#"{"__metadata__":{"k":1}}"#, "t, byte 29: expected '\"', found \"1}}\""),
    (#"{"__metadata__":{},}"#, "t, byte 27: expected '\"', found \"}\""),
    (#"{,"a":{}}"#, "t, byte 9: expected '\"', found \",·a·:{}}\""),
    (#"{"__metadata__":null}"#, "t, byte 24: expected '{', found \"null}\""),
  ]

  @Test(arguments: headers)
  func wrongHeadersAreRefused(_ header: String, _ sentence: String) throws {
    let bytes = SafeTensorsFiles.bytes(header, data: [UInt8](repeating: 0, count: 8))
    let refusal = try #require(try folder.refusal(of: bytes))
    #expect(refusal.contains(sentence))
    #expect(SafeTensorsFiles.isSentence(refusal))
  }

  @Test func lengthsAreHeldAgainstTheFile() throws {
    #expect(
      try folder.refusal(of: [2, 0, 0]) == "t: expected from 10 to 1073741824 bytes, found 3")
    let wrong = "t, byte 0: expected a header length from 2 to 3 bytes, found "
    for length in [0, 1, 4, 255] as [UInt8] {
      let bytes = [length, 0, 0, 0, 0, 0, 0, 0] + Array("{} ".utf8)
      #expect(try folder.refusal(of: bytes) == wrong + "\(length)")
    }
    let longest = [UInt8](repeating: 0xFF, count: 8) + Array("{} ".utf8)
    #expect(try folder.refusal(of: longest) == wrong + "18446744073709551615")
  }

  @Test func sizesBeyondTheLimitsAreRefusedUnread() throws {
    try folder.write([0, 0, 0, 2, 0, 0, 0, 0, 0x7B])
    let handle = try FileHandle(forWritingTo: URL(filePath: folder.file("t")))
    // Holes, which take no room.
    try handle.truncate(atOffset: 64 << 20)
    #expect(
      throws: SafeTensorsError.wrongHeaderLength(
        file: folder.file("t"), expected: 2...16 << 20, found: 32 << 20)
    ) { try SafeTensors(path: folder.file("t")) }
    try handle.truncate(atOffset: 1 << 31)
    #expect(
      throws: SafeTensorsError.wrongSize(
        file: folder.file("t"), expected: 10...1 << 30, found: 1 << 31)
    ) { try SafeTensors(path: folder.file("t")) }
  }

  @Test func textThatIsNotUTF8IsRefused() throws {
    let broken: [[UInt8]] = [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]]
    for bytes in broken {
      let header = Array("{\"a".utf8) + bytes + Array("\":{}}".utf8)
      let refusal = try folder.refusal(of: SafeTensorsFiles.bytes(header))
      #expect(refusal?.hasPrefix("t, byte 9: expected text in UTF-8, found") == true)
    }
    let wide = Array("{\0}\0".utf8)
    #expect(try folder.refusal(of: SafeTensorsFiles.bytes(wide)) != nil)
  }

  @Test func hugeHeadersAreRefusedSoon() throws {
    let size = 16 << 20
    let headers = [
      "{\"a\":" + String(repeating: "[", count: size - 5),
      String(repeating: "{\"a\":", count: size / 5),
      "{\"" + String(repeating: "\\n", count: size / 2 - 1),
      "{\"a\":{\"shape\":[1" + String(repeating: ",1", count: size / 2 - 20) + "]}}",
      "{\"a\":{\"shape\":[" + String(repeating: "1", count: size - 20) + "]}}",
      String(repeating: "{", count: size),
      "{" + String(repeating: " ", count: size - 1),
    ]
    for header in headers {
      let start = ContinuousClock.now
      let refusal = try #require(try folder.refusal(of: SafeTensorsFiles.bytes(header)))
      #expect(SafeTensorsFiles.isSentence(refusal))
      #expect(ContinuousClock.now - start < .seconds(15))
    }
  }

  @Test func textFromTheFileIsCutAndCleanedInSentences() throws {
    let name = "\\u001b[2J\u{202E}\u{2028}\\n" + String(repeating: "x", count: 10_000)
    let refusal = try #require(try folder.refusal(of: SafeTensorsFiles.bytes("{\"\(name)\":{}}")))
    #expect(refusal.contains("tensor \"·[2J···xxx"))
    #expect(SafeTensorsFiles.isSentence(refusal))
  }

  @Test func filesCutAnywhereAreRefused() throws {
    let whole = try SafeTensorsFiles.fromPython
    #expect(try folder.refusal(of: whole) == nil)
    for count in 0..<whole.count {
      let refusal = try #require(try folder.refusal(of: Array(whole.prefix(count))), "\(count)")
      #expect(SafeTensorsFiles.isSentence(refusal))
    }
  }

  @Test func mutatedFilesAreReadOrRefused() throws {
    let whole = try SafeTensorsFiles.fromPython
    var mutator = Mutator(state: 1)
    var refused = 0
    for variant in 0..<20_000 {
      let start = ContinuousClock.now
      let refusal = try folder.refusal(of: mutator.mutated(whole))
      #expect(ContinuousClock.now - start < .seconds(5), "variant \(variant)")
      if let refusal {
        refused += 1
        #expect(SafeTensorsFiles.isSentence(refusal), "variant \(variant): \(refusal)")
      }
    }
    // Not all alike: else the mutator is too rough, or too tame, to reach what it should.
    #expect((10_000..<19_500).contains(refused))
  }
}

/// Changes bytes at random, from a seed.
private struct Mutator {
  var state: UInt64

  /// SplitMix64, below a limit.
  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z >> 31) % UInt64(max(limit, 1)))
  }

  mutating func mutated(_ whole: [UInt8]) -> [UInt8] {
    var bytes = whole
    for _ in 0...below(2) where !bytes.isEmpty {
      let place = below(bytes.count)
      switch below(9) {
      case 0: bytes[place] ^= 1 << UInt8(below(8))
      case 1: bytes[place] = UInt8(below(256))
      case 2: bytes.removeLast(below(bytes.count))
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + below(20)))
      default: editNumber(&bytes)
      }
    }
    return bytes
  }

  private static let numbers = [
    "0", "1", "2", "3", "4", "8", "28", "-1", "1.5", "1e9", "1e999", "007", "", "[", "null",
    "\"1\"",
    "2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
    "99999999999999999999999999", "1,2", "0,0,0,0", "4611686018427387904,4",
  ]

  /// Puts another number into the place of one in the header, and mends the header's length so
  /// that what is behind it is reached.
  private mutating func editNumber(_ bytes: inout [UInt8]) {
    let digits = bytes.indices.dropFirst(8).filter { (0x30...0x39).contains(bytes[$0]) }
    guard !digits.isEmpty else { return }
    let start = digits[below(digits.count)]
    let end = bytes[start...].firstIndex { !(0x30...0x39).contains($0) } ?? bytes.count
    let number = Array(Self.numbers[below(Self.numbers.count)].utf8)
    bytes.replaceSubrange(start..<end, with: number)
    let length = Int(bytes[0]) + Int(bytes[1]) << 8 + number.count - (end - start)
    if below(4) > 0, length >= 0 {
      bytes[0] = UInt8(truncatingIfNeeded: length)
      bytes[1] = UInt8(truncatingIfNeeded: length >> 8)
    }
  }
}
