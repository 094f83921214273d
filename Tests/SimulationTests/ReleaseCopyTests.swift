import Foundation
import LeipzigRelease
import Simulation
import Testing
import Waveforms

@Suite("Copies in part, sums, and folders of another kind")
struct ReleaseCopyTests {
  @Test("Sums that differ are named, file by file")
  func sums() throws {
    let copy = try ReleaseCopy()
    let before = try FileDigest.sha256(path: copy.path("x0010.dat")).prefix(12)
    try copy.editBytes("x0010.dat") { $0[1000] ^= 1 }
    let after = try FileDigest.sha256(path: copy.path("x0010.dat")).prefix(12)
    let check = try copy.check(includesSums: true)
    #expect(
      check.findings.map(\.sentence) == [
        "x0010.dat: expected the SHA-256 \(before)… of SHA256SUMS.txt, found \(after)…"
      ])
    #expect(check.summary.agreeingSumCount == 14)
    #expect(!check.isClean && check.count(.difference) == 1)
    #expect(try copy.findings(includesSums: false) == [])
  }

  @Test("A difference in a file that has its sum says so")
  func agreement() throws {
    let copy = try ReleaseCopy()
    try copy.edit("x002.hea") { $0.replacing(" 977 ", with: " 1000 ") }
    try copy.sum()
    #expect(
      try copy.findings(includesSums: true) == [
        "difference x002.hea: expected 977 Hz, found 1000 Hz; the file agrees with SHA256SUMS.txt"
      ])
  }

  @Test("Without a list of sums, samples are held against their headers")
  func checksums() throws {
    let copy = try ReleaseCopy()
    try copy.remove("SHA256SUMS.txt")
    let absent = "failure SHA256SUMS.txt: expected this file, found none"
    #expect(try copy.findings(includesSums: true) == [absent])
    // The first sample of lead I is the first three bytes.
    try copy.editBytes("x100.dat") { $0[0] ^= 1 }
    let findings = try copy.findings(includesSums: true)
    #expect(findings.count == 2 && findings.first == absent)
    #expect(findings.last?.hasPrefix("difference x100.dat, channel I: expected a checksum") == true)
  }

  @Test("A copy in part is told of in one line, and the rest is checked")
  func part() throws {
    let copy = try ReleaseCopy()
    for name in ["x002", "x100"] { try copy.remove(name + ".hea", name + ".dat", name + ".atr") }
    try copy.edit("x0010.hea") { $0.replacing(" 977 ", with: " 1000 ") }
    let check = try copy.check()
    #expect(
      check.findings.map(\.sentence) == [
        "\(copy.folder): expected 3 records, found 1, a part of the release; "
          + "absent are x002, x100",
        "x0010.hea: expected 977 Hz, found 1000 Hz",
      ])
    #expect(check.summary.recordCount == 1 && check.summary.fileCount == 10)
  }

  @Test("Known faults of the release are notes where a copy has them, and else nothing")
  func quirks() throws {
    let copy = try ReleaseCopy()
    copy.facts.quirks = [
      .init(file: "README.md", mark: "113,924", remark: "it counts without Q"),
      .init(file: "children-subject-info.csv", mark: ".12.5", remark: "the age has a point more"),
    ]
    copy.facts.entries[0].deviantFrameCount = 9770
    copy.facts.entries[0].subject.durationSeconds = 12
    copy.facts.entries[1].channelRemark = "README.md has another number"
    try copy.edit("children-subject-info.csv") {
      $0.replacing("x002,F,12.5", with: "x002,F,.12.5").replacing(
        "AVNRT,,0:0:10", with: "AVNRT,,0:0:12")
    }
    try copy.write("113,924 beats\n", "README.md")
    let check = try copy.check()
    #expect(
      check.findings.map { "\($0.severity) \($0.sentence)" } == [
        "note README.md: it counts without Q; the release is so",
        "note children-subject-info.csv: the age has a point more; the release is so",
        "note x002.hea: 9770 samples are 10 s, where the subject table says 12; the release is so",
        "note x0010.hea: README.md has another number; the release is so",
      ])
    #expect(check.isClean)
    try copy.sum()
    #expect(
      try copy.check(includesSums: true).findings.map(\.sentence) == check.findings.map(\.sentence))
    copy.facts.entries[0].deviantFrameCount = 9771
    #expect(try copy.findings().contains("difference x002.hea: expected 9771 samples, found 9770"))
  }

  @Test("Progress tells of bytes, goes to the end, and follows the numbers of the records")
  func progress() throws {
    let copy = try ReleaseCopy()
    var check = try ReleaseCheck(folder: copy.folder, facts: copy.facts)
    var seen: [(done: Int, total: Int, name: String)] = []
    check.run { seen.append(($0, $1, $2)) }
    #expect(check.isDone && check.doneByteCount == check.byteCount)
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.done <= $1.done })
    #expect(Set(seen.map(\.total)) == [check.byteCount])
    #expect(
      seen.map(\.name).filter { $0.hasSuffix(".dat") } == ["x002.dat", "x0010.dat", "x100.dat"])
    #expect(
      seen.map(\.name).filter { $0.hasSuffix(".hea") }.prefix(3) == [
        "x002.hea", "x0010.hea", "x100.hea",
      ])
  }

  @Test("Folders of another kind get one sentence")
  func others() throws {
    let copy = try ReleaseCopy()
    func refusal(_ folder: String, _ facts: ReleaseFacts = .leipzig1_0_0) -> String? {
      do throws(LeipzigError) {
        _ = try ReleaseCheck(folder: folder, facts: facts)
        return nil
      } catch {
        return error.description.replacing(folder, with: "PATH")
      }
    }
    let expected = "PATH: expected a copy of the Leipzig Heart Center ECG-Database, found "
    #expect(refusal(copy.folder, copy.facts) == nil)
    try copy.write("# Simulated patients\n", "README.md")
    #expect(
      refusal(copy.folder, copy.facts)
        == expected + "simulated patients, as its README.md says")
    #expect(refusal(copy.path("RECORDS")) == expected + "a file")
    #expect(refusal(copy.path("gone")) == "cannot read PATH: there is no such file")

    let other = copy.path("other")
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    #expect(refusal(other) == expected + "an empty folder")
    try copy.write("100\n", "other/RECORDS")
    #expect(refusal(other) == expected + "no records at all")
    for name in ["100.hea", "101.hea", "100.dat"] { try copy.write("", "other/" + name) }
    #expect(refusal(other) == expected + "records of another kind, such as 100.hea")
  }
}
