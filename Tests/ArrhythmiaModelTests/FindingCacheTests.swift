import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing
import Waveforms

@Suite("Findings kept on disk")
struct FindingCacheTests {
  private let folder: ScratchFolder
  private let cache: FindingCache
  private let key: FindingKey
  private let table: FindingTable
  private let reading: RecordReading

  /// A record of two files, and a table of which two findings of three are known.
  init() throws {
    folder = try ScratchFolder()
    cache = FindingCache(folder: folder.file("cache/findings"))
    try Self.writeRecord(folder)
    key = try #require(FindingKey(recordPath: folder.file("r1"), model: "abc"))
    let classifier = try ReadingFixtures.classifier(ReadingFixtures.weights())
    let record = ReadingFixtures.record(seconds: 20, leads: ["II"], silent: 4..<6)
    var reading = try RecordReading(classifier, record)
    var table = FindingTable(reading)
    for (index, finding) in try reading.findings(0..<reading.count).enumerated()
    where index % 3 != 1 {
      table.findings[index] = finding
    }
    (self.table, self.reading) = (table, reading)
  }

  private static func writeRecord(_ folder: ScratchFolder, gain: Int = 200) throws {
    try folder.write("r1 1 250 500\nr1.dat 16 \(gain)(0)/mV 16 0 0 0 0 II\n".utf8, "r1.hea")
    try folder.write([UInt8](repeating: 1, count: 1000), "r1.dat")
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: cache.folder).sorted()
  }

  // MARK: Reading back

  @Test("What is read back is the bits of what was written, unknown findings unknown")
  func roundTrip() throws {
    #expect(cache.read(key) == nil && cache.summary(key) == nil)
    #expect(cache.write(table, key))
    let back = try #require(cache.read(key))
    #expect(back == table && back.fits(reading))
    #expect(back.findings.contains { $0 == nil })
    #expect(back.findings.contains { $0 != nil && $0?.evidence == nil })
    #expect(try files().count == 1)
    var more = table
    more.findings[1] = table.findings[0]
    #expect(cache.write(more, key) && cache.read(key) == more)
    #expect(!more.fits(reading), "a finding that stands where another should")
    #expect(try files().count == 1)
  }

  @Test("The numbers that are not known yet are those to ask for")
  func unknown() {
    #expect(table.unknown(in: 0..<7) == [1, 4])
    #expect(FindingTable(reading).unknown(in: 5..<8) == [5, 6, 7])
  }

  @Test("A summary has the shares of what is known, uncertain ones apart")
  func summary() throws {
    cache.write(table, key)
    let summary = try #require(cache.summary(key))
    let known = table.findings.compactMap { $0 }
    #expect(summary.windows == table.findings.count && summary.known == known.count)
    let uncertain = known.count { $0.isUncertain }
    #expect(uncertain > 0 && uncertain < known.count)
    #expect(summary.uncertainShare == Double(uncertain) / Double(known.count))
    #expect(summary.shares.map(\.name) == ["A", "B", "C", "D"])
    let sum = summary.shares.reduce(summary.uncertainShare) { $0 + $1.share }
    #expect(abs(sum - 1) < 1e-12)
    for (place, share) in summary.shares.enumerated() {
      let count = known.count { $0.decision == place && !$0.isUncertain }
      #expect(share.share == Double(count) / Double(known.count))
    }
    let nothing = FindingTable(reading).summary
    #expect(nothing.known == 0 && nothing.uncertainShare == 0)
  }

  // MARK: Damage

  @Test("A damaged file is as none, and is written anew")
  func damage() throws {
    cache.write(table, key)
    let name = try #require(try files().first)
    let path = "cache/findings/\(name)"
    let whole = try folder.bytes(path)
    for length in [0, 1, 8, 15, 16, 40, whole.count / 2, whole.count - 1] {
      try folder.write(whole.prefix(length), path)
      #expect(cache.read(key) == nil, "\(length) bytes")
    }
    for place in stride(from: 0, to: whole.count, by: 97) {
      var bytes = whole
      bytes[place] ^= 0x40
      try folder.write(bytes, path)
      #expect(cache.read(key) == nil && cache.summary(key) == nil, "byte \(place)")
    }
    try folder.write(whole + [0], path)
    #expect(cache.read(key) == nil)
    #expect(cache.write(table, key) && cache.read(key) == table)
  }

  @Test("A folder that cannot be written is no error, only no cache")
  func unwritable() throws {
    try folder.write([1], "file")
    let none = FindingCache(folder: folder.file("file/findings"))
    #expect(!none.write(table, key) && none.read(key) == nil)
  }

  // MARK: Keys

  @Test("A key is the same for the same files, however they are named")
  func sameKey() throws {
    #expect(FindingKey(recordPath: folder.file("r1.hea"), model: "abc") == key)
    #expect(key.record == "r1")
    #expect(FindingKey(recordPath: folder.file("r2"), model: "abc") == nil)
  }

  @Test("A key changes with the model, the beats, the header and the signals")
  func keys() throws {
    func key(_ model: String = "abc", _ beats: [Int]? = nil) -> FindingKey? {
      FindingKey(recordPath: folder.file("r1"), model: model, beats: beats)
    }
    #expect(key() == self.key)
    #expect(key("abd") != self.key)
    #expect(key("abc", []) != self.key && key("abc", []) != key("abc", [1]))
    #expect(key("abc", [1, 2]) != key("abc", [2, 1]) && key("abc", [1]) == key("abc", [1]))
    cache.write(table, self.key)
    #expect(cache.read(try #require(key("abd"))) == nil)
    try Self.writeRecord(folder, gain: 201)
    let header = try #require(key())
    #expect(header != self.key && cache.read(header) == nil)
    try Self.writeRecord(folder)
    try folder.write([UInt8](repeating: 1, count: 1002), "r1.dat")
    let longer = try #require(key())
    #expect(longer != self.key && longer != header)
    try FileManager.default.removeItem(atPath: folder.file("r1.dat"))
    #expect(key() != nil && key() != longer)
  }

  @Test("A folder that moves keeps its findings, and samples changed in place lose theirs")
  func movedAndChanged() throws {
    let large = [UInt8](repeating: 1, count: 1 << 20)
    try FileManager.default.createDirectory(
      atPath: folder.file("before"), withIntermediateDirectories: true)
    try folder.write("r1 1 250 524288\nr1.dat 16 200/mV\n".utf8, "before/r1.hea")
    try folder.write(large, "before/r1.dat")
    func key(_ place: String) throws -> FindingKey {
      try #require(FindingKey(recordPath: folder.file(place + "r1"), model: "abc"))
    }
    let before = try key("before/")
    cache.write(table, before)
    try FileManager.default.moveItem(atPath: folder.file("before"), toPath: folder.file("after"))
    #expect(try key("after/") == before && cache.read(key("after/")) == table)
    // Between two of the blocks that the identity sees, and the date set back as it was.
    let samples = folder.file("after/r1.dat")
    let date = try FileManager.default.attributesOfItem(atPath: samples)[.modificationDate]
    var changed = large
    changed[30_000] = 2
    try folder.write(changed, "after/r1.dat")
    try FileManager.default.setAttributes([.modificationDate: date as Any], ofItemAtPath: samples)
    #expect(try cache.read(key("after/")) == nil)
    let identities = try ["after/r1", "after/r1.hea"].map {
      try RecordPrint(path: folder.file($0)).identity
    }
    try folder.write(large, "after/r1.dat")
    #expect(try identities == [identities[0], RecordPrint(path: folder.file("after/r1")).identity])
  }

  @Test("A multi-segment record's key changes with a segment's signals")
  func segments() throws {
    try folder.write("m/2 1 250 1000\nr1 500\nr1 500\n".utf8, "m.hea")
    func key() -> FindingKey? { FindingKey(recordPath: folder.file("m"), model: "abc") }
    let before = try #require(key())
    #expect(key() == before && before.record == "m")
    try folder.write([UInt8](repeating: 1, count: 1004), "r1.dat")
    #expect(key() != before)
  }

  @Test("An EDF file's key changes with its size")
  func edf() throws {
    try folder.write([1, 2, 3], "e.edf")
    func key() -> FindingKey? { FindingKey(recordPath: folder.file("e.edf"), model: "abc") }
    let before = try #require(key())
    try folder.write([1, 2, 3, 4], "e.edf")
    #expect(key() != before && before.record == "e")
  }

  @Test("A model's digest is its file's")
  func model() throws {
    try folder.write([1, 2, 3], "m.safetensors")
    let before = try FindingKey.modelDigest(path: folder.file("m.safetensors"))
    try folder.write([1, 2, 4], "m.safetensors")
    #expect(try FindingKey.modelDigest(path: folder.file("m.safetensors")) != before)
    #expect(throws: FileError.self) { try FindingKey.modelDigest(path: folder.file("none")) }
  }

  // MARK: Size

  @Test("The oldest files go when all are too large, the one just written stays")
  func limit() throws {
    cache.write(table, key)
    let size = try folder.bytes("cache/findings/\(try #require(try files().first))").count
    let small = FindingCache(folder: folder.file("small"), byteLimit: 2 * size + 100)
    let keys = try (0..<4).map {
      try #require(FindingKey(recordPath: folder.file("r1"), model: "00\($0)"))
    }
    var seen: Set<String> = []
    for (index, key) in keys.enumerated() {
      small.write(table, key)
      for name in try FileManager.default.contentsOfDirectory(atPath: small.folder)
      where seen.insert(name).inserted {
        let date = Date(timeIntervalSince1970: 1000 + Double(index))
        try FileManager.default.setAttributes(
          [.modificationDate: date], ofItemAtPath: small.folder + "/" + name)
      }
    }
    #expect(keys.map { small.read($0) != nil } == [false, false, true, true])
    let tiny = FindingCache(folder: folder.file("tiny"), byteLimit: 1)
    #expect(tiny.write(table, key) && tiny.read(key) == table)
  }
}
