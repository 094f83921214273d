import Foundation
import Testing
import Waveforms

@Suite("A record's identity")
struct RecordIdentityTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func identity(_ name: String) throws -> RecordIdentity {
    try RecordIdentity(of: Recording(path: folder.file(name)).record)
  }

  /// A record of `bytes` bytes of samples.
  private func writeWFDB(
    _ name: String = "r", in place: String = "", bytes: Int = 1 << 20
  ) throws {
    try folder.write(
      "r 1 250 \(bytes / 2)\nr.dat 16 200/mV 16 0 0 0 0 II\n# of nobody\n", place + name + ".hea")
    try folder.write((0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 7) }, place + "r.dat")
  }

  /// Changes a byte, counted from the end where the number is negative.
  private func change(_ name: String, byte: Int) throws {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.file(name))))
    bytes[byte < 0 ? bytes.count + byte : byte] ^= 0x11
    try folder.write(bytes, name)
  }

  @Test("It is a digest, and the same for the same files in another folder, name and time")
  func moved() throws {
    try writeWFDB()
    let before = try identity("r")
    #expect(before.digest.count == 64 && before.digest.allSatisfy { $0.isHexDigit })
    try FileManager.default.createDirectory(
      atPath: folder.file("elsewhere"), withIntermediateDirectories: true)
    try writeWFDB(in: "elsewhere/")
    try writeWFDB("other", in: "elsewhere/")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)],
      ofItemAtPath: folder.file("elsewhere/r.dat"))
    #expect(try identity("elsewhere/r") == before)
    #expect(try identity("elsewhere/other") == before, "the header of another name")
    try FileManager.default.moveItem(
      atPath: folder.file("elsewhere"), toPath: folder.file("moved"))
    #expect(try identity("moved/r") == before)
    #expect(try RecordPrint(path: folder.file("moved/r")).identity == before)
  }

  @Test(
    "One byte of the header, one sample in a block, one more or less is another record",
    arguments: [0, 5000, 200_000, (1 << 20) - 1])
  func changed(byte: Int) throws {
    // Small enough to be looked at whole, or large: then only blocks are.
    let bytes = byte == 200_000 ? 1 << 18 : 1 << 20
    try writeWFDB(bytes: bytes)
    let before = try identity("r")
    // The blocks of a megabyte begin 69,632 bytes apart.
    let place = byte == 200_000 ? 2 * 17_203 : byte == 5000 ? 69_632 + 100 : byte
    try change("r.dat", byte: place)
    let after = try identity("r")
    #expect(after != before)
    try change("r.dat", byte: place)
    #expect(try identity("r") == before)
    try change("r.hea", byte: -3)
    #expect(try RecordPrint(path: folder.file("r")).identity != before)
    try writeWFDB(bytes: bytes + 2)
    #expect(try identity("r") != before)
  }

  @Test("Every byte of a small file counts, and needs no date; of a large one the date is given")
  func dates() throws {
    try writeWFDB(bytes: 65_536)
    let small = try RecordPrint(path: folder.file("r"))
    #expect(small.unseenChanges.isEmpty)
    try change("r.dat", byte: 33_333)
    #expect(try identity("r") != small.identity)
    try writeWFDB(bytes: 65_538)
    #expect(try RecordPrint(path: folder.file("r")).unseenChanges.count == 1)
  }

  @Test("A multi-segment record's identity is that of all segments; a missing file is another")
  func segments() throws {
    try writeWFDB(bytes: 1000)
    try folder.write("t 1 250 10\nt.dat 16 200/mV 16 0 0 0 0 II\n# remark\n", "t.hea")
    try folder.write([UInt8](repeating: 3, count: 20), "t.dat")
    try folder.write("m/4 1 250 1010\nr 500\n~ 0\nt 10\nr 500\n", "m.hea")
    var seen = [try identity("m")]
    try change("t.dat", byte: 10)
    seen.append(try identity("m"))
    try change("t.hea", byte: -3)
    seen.append(try identity("m"))
    try FileManager.default.removeItem(atPath: folder.file("t.dat"))
    seen.append(try identity("m"))
    try FileManager.default.removeItem(atPath: folder.file("t.hea"))
    seen.append(try identity("m"))
    #expect(Set(seen).count == seen.count)
    #expect(throws: WFDBError.self) { try RecordPrint(path: folder.file("none.hea")) }
  }

  @Test("An EDF file's whole header counts, and its name does not", arguments: [false, true])
  func edf(isBDF: Bool) throws {
    let bytes = EDFFileBuilder.twoChannels(records: 20_000, isBDF: isBDF).bytes
    try folder.write(bytes, "a.edf")
    try folder.write(bytes, "b")
    let before = try identity("a.edf")
    #expect(try identity("b") == before)
    for byte in [10, 300, 767, 768, bytes.count - 1] {
      try folder.write(bytes, "a.edf")
      try change("a.edf", byte: byte)
      #expect(try RecordPrint(path: folder.file("a.edf")).identity != before, "byte \(byte)")
    }
  }

  @Test("It takes milliseconds, however long the record")
  func quick() throws {
    try folder.write("r 1 250 150000000\nr.dat 16 200/mV 16 0 0 0 0 II\n", "r.hea")
    try folder.write("", "r.dat")
    // A file of holes: 300 MB of zeros that take no place on the disk.
    let file = try #require(FileHandle(forWritingAtPath: folder.file("r.dat")))
    try file.truncate(atOffset: 300_000_000)
    let record = try Recording(path: folder.file("r")).record
    let times = try (0..<5).map { _ in
      try ContinuousClock().measure { _ = try RecordIdentity(of: record) }
    }
    let least = try #require(times.min())
    // Half a millisecond on a quiet machine; reading it whole would take a tenth of a second.
    #expect(least < .milliseconds(20), "\(times)")
  }
}
