import Annotations
import Foundation
import TestSupport
import Testing
import Waveforms

/// A seeded mutator over real files of every kind that the module reads: whatever the bytes, a
/// reader answers with a value or with a sentence, soon, and in little memory.
///
/// `TAWARA_FUZZ_INPUTS` and `TAWARA_FUZZ_SEED` make it long and different: `make fuzz`. A crash
/// ends the test process; the file `last-input` in the folder that is printed at the start holds
/// the number of the input, and the files beside it are that input.
@Suite("MutatedFiles", .serialized)
struct MutatedFilesTests {
  static let inputs = Int(ProcessInfo.processInfo.environment["TAWARA_FUZZ_INPUTS"] ?? "") ?? 6_000
  static let seed = UInt64(ProcessInfo.processInfo.environment["TAWARA_FUZZ_SEED"] ?? "") ?? 1

  @Test("no crash, no hang, no leak")
  func mutatedFiles() throws {
    let folder = try TemporaryFolder()
    let seeds = try FileSeed.all()
    #expect(seeds.count >= (SharedRecords.isPresent ? 23 : 18))
    var mutator = Mutator(seed: Self.seed)
    var tally = Tally()
    var before = 0
    for input in 0..<Self.inputs {
      if input == Self.inputs / 4 { before = Self.residentKilobytes() }
      let seed = seeds[input % seeds.count]
      let files = seed.mutated(by: &mutator)
      for (name, bytes) in files { try folder.write(bytes, name) }
      if Self.inputs > 50_000 { try folder.write("\(input)", "last-input") }
      let start = ContinuousClock.now
      tally.note(Self.read(folder, seed))
      let elapsed = ContinuousClock.now - start
      #expect(
        elapsed < .seconds(2), "input \(input), seed \(Self.seed): \(seed.name) took \(elapsed)")
    }
    let growth = Self.residentKilobytes() - before
    print("mutated files: \(Self.inputs) inputs, \(tally), memory grew by \(growth) kB")
    #expect(tally.read > 0 && tally.refused > 0)
    // In a short run other tests share the process and its memory.
    #expect(growth < (Self.inputs > 50_000 ? 64 << 10 : 512 << 10))
    #expect(tally.badSentences == [])
  }

  struct Tally: CustomStringConvertible {
    var read = 0
    var refused = 0
    var badSentences: Set<String> = []

    mutating func note(_ sentence: String?) {
      guard let sentence else {
        read += 1
        return
      }
      refused += 1
      if sentence.isEmpty || sentence.count > 600 || sentence.contains("\n") {
        badSentences.insert(sentence)
      }
    }

    var description: String { "\(read) read, \(refused) refused with a sentence" }
  }

  /// Does with a recording what the program does. Returns the sentence of a refusal.
  private static func read(_ folder: TemporaryFolder, _ seed: FileSeed) -> String? {
    do {
      try RecordingUse.review(Recording(path: folder.file(seed.mainFile)))
      return nil
    } catch {
      return "\(error)"
    }
  }

  private static func residentKilobytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return line?.split(separator: " ").dropLast().last.flatMap { Int($0) } ?? 0
  }
}

/// A whole recording of a few hundred samples, as files by name.
struct FileSeed {
  var name: String
  /// The file that a user would name.
  var mainFile: String
  var files: [String: [UInt8]]

  func mutated(by mutator: inout Mutator) -> [String: [UInt8]] {
    var copy = files
    let names = files.keys.sorted()
    // The header more often than the rest: there is most to go wrong.
    let victim = mutator.chance(2) ? names[mutator.below(names.count)] : mainFile
    let isText = victim.hasSuffix(".hea")
    copy[victim] = mutator.mutate(files[victim] ?? [], isText: isText)
    return copy
  }

  /// Records in every format that can be written, annotations with everything in them, EDF files,
  /// multi-segment records, and headers of the shared collection where it is there.
  static func all() throws -> [FileSeed] {
    let folder = try TemporaryFolder()
    var seeds = try WFDBSignalFormat.allCases.filter(\.isWritable).map {
      try written($0, in: folder)
    }
    seeds.append(try differences(seeds[0]))
    seeds.append(try multiSegment(seeds))
    let lists = ["+0\u{14}\u{14}\0+0.5\u{15}1\u{14}onset\u{14}\0", "+5\u{14}\u{14}\0"]
    let edf = [
      ("EDF", EDFFileBuilder.twoChannels(records: 20)),
      ("BDF", EDFFileBuilder.twoChannels(records: 20, isBDF: true)),
      ("EDF+C", EDFFileBuilder.annotated(lists, reserved: "EDF+C")),
      ("EDF+D", EDFFileBuilder.annotated(lists, reserved: "EDF+D")),
    ]
    seeds += edf.map { FileSeed(name: $0.0, mainFile: "e.edf", files: ["e.edf": $0.1.bytes]) }
    seeds += (XMLSeeds.all + DICOMSeeds.all + BinarySeeds.all + TextSeeds.all).map {
      FileSeed(name: $0.name, mainFile: $0.file, files: [$0.file: $0.bytes])
    }
    for index in seeds.indices where seeds[index].mainFile == "a.inf" {
      seeds[index].files["a.txt"] = Array(PruckaSample.table().utf8)
    }
    for index in seeds.indices where seeds[index].mainFile == "ishne.ann" {
      seeds[index].files["ishne.ecg"] = ISHNESample().bytes
      seeds[index].mainFile = "ishne.ecg"
    }
    if SharedRecords.isPresent {
      for name in ["100skew", "a103l", "03700181", "mixedsignals", "test01_00s_skewframe"] {
        seeds.append(try shared(name))
      }
    }
    return seeds
  }

  private static func written(
    _ format: WFDBSignalFormat, in folder: TemporaryFolder
  ) throws -> FileSeed {
    let header = WFDBHeader(
      name: "r", frameRateHz: 360, counterFrequencyHz: 60, counterBase: 2, frameCount: 200,
      start: RecordStart(time: "1:02:03", date: "01/02/2003"),
      signals: (0..<3).map {
        .init(
          fileName: "r.dat", format: format, samplesPerFrame: format.isFLAC ? 1 : $0 + 1,
          name: "lead \($0)")
      })
    try WFDBWriter.write(header, folder: folder.path) { signals, frames in
      var block = ChannelBlock<Int32>(
        frames: frames.count, samplesPerFrame: signals.map { header.signals[$0].samplesPerFrame },
        repeating: 0)
      for index in block.samples.indices {
        block.samples[index] = Int32(index % 97) - 48
      }
      return block
    }
    let set = AnnotationSet(
      annotator: "atr",
      annotations: (0..<60).map {
        WFDBAnnotation(
          time: $0 * 500, code: WFDBAnnotationCode(rawValue: UInt8(1 + $0 % 43)),
          subtype: Int8($0 - 30), channel: UInt8($0 % 3), number: Int8($0 % 5),
          aux: Array("(AFIB".utf8.prefix($0 % 6)))
      }, definitions: WFDBAnnotationTests.custom, timeResolutionHz: 977)
    try WFDBAnnotationWriter.write(set, path: folder.file("r.atr"))
    var files: [String: [UInt8]] = [:]
    for name in ["r.hea", "r.dat", "r.atr"] {
      files[name] = Array(try Data(contentsOf: URL(filePath: folder.file(name))))
    }
    return FileSeed(name: "format \(format.rawValue)", mainFile: "r.hea", files: files)
  }

  private static func differences(_ seed: FileSeed) throws -> FileSeed {
    var copy = seed
    copy.name = "format 8"
    copy.files["r.hea"] = Array(
      "r 2 100 150\nr.dat 8 200 12 0 5 0 0 I\nr.dat 8x2 100 12 0 -5 0 0 II\n".utf8)
    return copy
  }

  private static func multiSegment(_ seeds: [FileSeed]) throws -> FileSeed {
    var files: [String: [UInt8]] = [:]
    for (index, seed) in seeds.prefix(3).enumerated() {
      let header = String(decoding: seed.files["r.hea"] ?? [], as: UTF8.self)
      files["s\(index).hea"] = Array(header.replacing("r.dat", with: "s\(index).dat").utf8)
      files["s\(index).dat"] = seed.files["r.dat"]
    }
    files["m.hea"] = Array("m/5 3 360 900\ns0 200\n~ 100\ns1 200\ns2 200\ns0 200\n".utf8)
    return FileSeed(name: "multi-segment", mainFile: "m.hea", files: files)
  }

  /// A header of the collection with the beginning of its signal files.
  private static func shared(_ name: String) throws -> FileSeed {
    let folder = SharedRecords.path("wfdb-python/")
    let header = Array(try Data(contentsOf: URL(filePath: folder + name + ".hea")))
    var files = ["r.hea": header]
    let parsed = try WFDBHeader(bytes: header, file: name)
    for file in Set(parsed.signals.map(\.fileName)) {
      let bytes = try Data(contentsOf: URL(filePath: folder + file))
      files[file] = Array(bytes.prefix(6_000))
    }
    return FileSeed(name: name, mainFile: "r.hea", files: files)
  }
}

/// Changes bytes at random, from a seed.
struct Mutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }

  /// True once in so many times.
  mutating func chance(_ count: Int) -> Bool { below(count) == 0 }

  mutating func mutate(_ bytes: [UInt8], isText: Bool) -> [UInt8] {
    var bytes = bytes
    for _ in 0...below(6) {
      if isText && !chance(3) { mutateText(&bytes) } else { mutateBytes(&bytes) }
    }
    return bytes
  }

  private mutating func mutateBytes(_ bytes: inout [UInt8]) {
    let place = below(bytes.count)
    switch below(8) {
    case 0: bytes = Array(bytes.prefix(place))
    case 1: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + below(40))], at: place)
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + below(40)))
    case 3: bytes += (0..<below(64)).map { _ in UInt8(truncatingIfNeeded: next()) }
    case 4 where !bytes.isEmpty: bytes[place] = [0, 0xff, 0x7f, 0x80, 0x20][below(5)]
    case 5 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8(below(8))
    default: if !bytes.isEmpty { bytes[place] = UInt8(truncatingIfNeeded: next()) }
    }
  }

  private static let values = [
    "0", "-1", "1", "2", "65536", "2147483647", "2147483648", "-2147483648", "4294967296",
    "9223372036854775807", "-9223372036854775808", "1e308", "1e-308", "nan", "inf", "0.0", "1e9",
    "99999999999999999999", "~", "-", "/", "x", ":", "+", "(", ")", "0x10", "1/0", "",
    "8", "16", "24", "32", "61", "80", "160", "212", "310", "311", "508", "516", "524",
    "1099511627776",
  ]

  /// Replaces, doubles or drops a field or a line.
  private mutating func mutateText(_ bytes: inout [UInt8]) {
    var lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let line = below(lines.count)
    switch below(8) {
    case 0: lines.insert(lines[line], at: below(lines.count))
    case 1: lines.remove(at: line)
    default:
      var fields = lines[line].split(separator: " ", omittingEmptySubsequences: false).map(
        String.init)
      let field = below(fields.count)
      let value = Self.values[below(Self.values.count)]
      switch below(4) {
      case 0: fields[field] += value
      case 1: fields[field] = value + fields[field]
      default: fields[field] = value
      }
      lines[line] = fields.joined(separator: " ")
    }
    bytes = Array(lines.joined(separator: "\n").utf8)
  }
}
