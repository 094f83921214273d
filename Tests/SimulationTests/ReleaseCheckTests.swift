import Foundation
import LeipzigRelease
import Simulation
import Testing
import Waveforms

@Suite("Check of a copy against the release")
struct ReleaseCheckTests {
  /// One damage, and the findings that it is to give.
  struct Damage: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var expected: [String]
    var apply: @Sendable (ReleaseCopy) throws -> Void

    init(
      _ name: String, _ expected: String..., apply: @escaping @Sendable (ReleaseCopy) throws -> Void
    ) {
      testDescription = name
      self.expected = expected
      self.apply = apply
    }
  }

  @Test("A whole copy gives no finding, with sums and without", arguments: [true, false])
  func whole(_ includesSums: Bool) throws {
    let copy = try ReleaseCopy()
    let check = try copy.check(includesSums: includesSums)
    #expect(check.findings == [])
    #expect(check.isClean && check.isDone)
    #expect(check.summary.recordCount == 3)
    #expect(check.summary.fileCount == 16)
    #expect(check.summary.annotationCount == copy.facts.annotationCount)
    #expect(check.summary.summedFileCount == (includesSums ? 15 : 0))
    #expect(check.summary.agreeingSumCount == check.summary.summedFileCount)
  }

  @Test(
    "Each damage gives exactly its finding", arguments: headers + storage + files + labels + texts)
  func damage(_ damage: Damage) throws {
    let copy = try ReleaseCopy()
    try damage.apply(copy)
    let found = try copy.findings()
    #expect(found == damage.expected)
  }

  private static let headers = [
    Damage("rate", "difference x002.hea: expected 977 Hz, found 1000 Hz") { copy in
      try copy.edit("x002.hea") { $0.replacing(" 977 ", with: " 1000 ") }
    },
    Damage(
      "channel renamed", "difference x002.hea: expected the channels 14 RVA12, found 14 RVA34"
    ) { copy in try copy.edit("x002.hea") { $0.replacing("RVA12", with: "RVA34") } },
    Damage(
      "channels exchanged",
      "difference x100.hea: expected the channels 13 ABL12, 14 RVA12, found 13 RVA12, 14 ABL12"
    ) { copy in
      try copy.edit("x100.hea") {
        $0.replacing("ABL12", with: "#").replacing("RVA12", with: "ABL12")
          .replacing("#", with: "RVA12")
      }
    },
    Damage(
      "channel left out", "difference x0010.hea: expected 18 channels, found 17, without CS90"
    ) { copy in
      try copy.edit("x0010.hea") { text in
        text.replacing("x0010 18 ", with: "x0010 17 ").split(separator: "\n")
          .filter { !$0.hasSuffix("CS90") }.joined(separator: "\n") + "\n"
      }
    },
    Damage(
      "gain of one channel",
      "difference x0010.hea: expected a gain of 2000 for every channel, found 1000.0 for V6"
    ) { copy in
      try copy.edit("x0010.hea") { text in
        text.split(separator: "\n").map(String.init).map {
          $0.hasSuffix(" V6") ? $0.replacing(" 2000", with: " 1000") : $0
        }.joined(separator: "\n") + "\n"
      }
    },
    Damage(
      "format", "difference x100.hea: expected format 24 for every channel, found format 16 for all"
    ) { copy in try copy.edit("x100.hea") { $0.replacing(".dat 24 ", with: ".dat 16 ") } },
    Damage(
      "length",
      "difference x002.hea: expected 10 s to 0.1 s (inferred), found 9000 samples, 9.212 s"
    ) { copy in try copy.edit("x002.hea") { $0.replacing(" 977 9770", with: " 977 9000") } },
  ]

  private static let storage = [
    Damage(
      "baseline and unit",
      "difference x100.hea: expected a baseline of 0 for every channel, found 7 for all",
      "difference x100.hea: expected the unit mV for every channel, found uV for all"
    ) { copy in
      try copy.edit("x100.hea") {
        $0.replacing("2000(0)/mV", with: "2000(7)/uV").replacing("2000/mV", with: "2000(7)/uV")
      }
    },
    Damage(
      "other samples",
      "difference x100.hea: expected samples in x100.dat for every channel (inferred), "
        + "found y.dat for all"
    ) { copy in try copy.edit("x100.hea") { $0.replacing("x100.dat", with: "y.dat") } },
    Damage(
      "skew",
      "difference x100.hea: expected one sample a frame, without skew and offset "
        + "for every channel (inferred), found 1 with skew 2 and offset 0 for all"
    ) { copy in try copy.edit("x100.hea") { $0.replacing(".dat 24 ", with: ".dat 24:2 ") } },
    Damage(
      "name in the header", "difference x002.hea: expected the record name x002, found x003"
    ) { copy in try copy.edit("x002.hea") { $0.replacing("x002 19 ", with: "x003 19 ") } },
    Damage("no length", "difference x002.hea: expected a number of samples, found none") { copy in
      try copy.edit("x002.hea") { $0.replacing(" 977 9770", with: " 977") }
    },
  ]

  private static let files = [
    Damage(
      "samples too many",
      "difference x002.dat: expected 556890 bytes, 9770 samples of 19 channels, found 556891 bytes"
    ) { copy in try copy.editBytes("x002.dat") { $0.append(0) } },
    Damage("no samples", "failure x002.dat: expected this file, found none") {
      try $0.remove("x002.dat")
    },
    Damage(
      "samples cut",
      "difference x002.dat: expected 556890 bytes, 9770 samples of 19 channels, found 556790 bytes"
    ) { copy in try copy.editBytes("x002.dat") { $0.removeLast(100) } },
    Damage("no annotations", "failure x0010.atr: expected this file, found none") {
      try $0.remove("x0010.atr")
    },
    Damage(
      "no annotations, and no sum for them", "failure x0010.atr: expected this file, found none"
    ) {
      try $0.remove("x0010.atr")
      try $0.sum()
    },
    Damage(
      "not annotations",
      "failure x0010.atr: byte 0: expected a code from 0 to 49 or 59 to 63, found 50"
    ) { copy in try copy.editBytes("x0010.atr") { $0 = Data([0, 200, 0, 200]) } },
    Damage(
      "header of nothing",
      "failure x100.hea: expected a record line such as \"100 2 360 650000\", "
        + "found no line but comments"
    ) { try $0.write("", "x100.hea") },
    Damage("no table", "failure adults-subject-info.csv: expected this file, found none") {
      try $0.remove("adults-subject-info.csv")
    },
    Damage(
      "file too many",
      "difference index.html: expected only the release's files, found this one too"
    ) { try $0.write("", "index.html") },
    Damage(
      "file unknown but listed",
      "note more.txt: not among the files known of the release, but SHA256SUMS.txt lists it"
    ) { copy in
      try copy.write("more", "more.txt")
      try copy.sum()
    },
    Damage("no list of sums", "failure SHA256SUMS.txt: expected this file, found none") {
      try $0.remove("SHA256SUMS.txt")
    },
  ]

  private static let labels = [
    Damage(
      "another rate of times",
      "difference x002.atr: expected times in samples of 977 Hz (inferred), found 500 Hz"
    ) { try $0.editLabels("x002") { $0.timeResolutionHz = 500 } },
    Damage("a label changed", "difference x002.atr: expected 1 V, 0 X VT, found 0 V, 1 X VT") {
      try $0.editLabels("x002") { set in
        for index in set.annotations.indices where set.annotations[index].code.rawValue == 5 {
          set.annotations[index].code = WFDBAnnotationCode(rawValue: 42)
          set.annotations[index].aux = Array("VT\0".utf8)
        }
      }
    },
    Damage(
      "labels exchanged",
      "difference x100.atr: expected 11 labels in the release's order, "
        + "found the same labels in another order"
    ) {
      try $0.editLabels("x100") { set in
        guard let index = set.annotations.firstIndex(where: { $0.code.rawValue == 5 }) else {
          return
        }
        set.annotations[index].code = set.annotations[index - 1].code
        set.annotations[index - 1].code = WFDBAnnotationCode(rawValue: 5)
      }
    },
    Damage(
      "definition lost",
      "difference x002.atr: expected code 43 defined as b (inferred), found [43]"
    ) { try $0.editLabels("x002") { $0.definitions.removeLast() } },
    Damage(
      "annotations cut",
      "difference x002.atr: expected an end mark, found the end of the file"
    ) { copy in try copy.editBytes("x002.atr") { $0.removeLast(2) } },
  ]

  private static let texts = [
    Damage(
      "a record and a subject too many",
      "difference RECORDS: expected the release's records, found x101 too",
      "difference adults-subject-info.csv: expected the release's subjects, found x101 too"
    ) { copy in
      try copy.edit("RECORDS") { $0 + "x101\n" }
      try copy.edit("adults-subject-info.csv") { $0 + "101,x101,M,30,TOF with VT,0:0:10\n" }
    },
    Damage(
      "an age that is none",
      "difference adults-subject-info.csv: line 2: expected an age in years, found 'old'",
      "difference adults-subject-info.csv, x100: expected age 34.52, found none"
    ) { copy in try copy.edit("adults-subject-info.csv") { $0.replacing("34.52", with: "old") } },
    Damage(
      "gender", "difference children-subject-info.csv, x002: expected gender F, found M"
    ) { copy in
      try copy.edit("children-subject-info.csv") { $0.replacing("x002,F", with: "x002,M") }
    },
    Damage(
      "age and duration",
      "difference children-subject-info.csv, x002: expected duration in seconds 10, found 70",
      "difference adults-subject-info.csv, x100: expected age 34.52, found 35"
    ) { copy in
      try copy.edit("adults-subject-info.csv") { $0.replacing("34.52", with: "35") }
      try copy.edit("children-subject-info.csv") {
        $0.replacing("AVNRT,,0:0:10", with: "AVNRT,,0:1:10")
      }
    },
    Damage(
      "row lost", "difference children-subject-info.csv, x0010: expected a row, found none"
    ) { copy in
      try copy.edit("children-subject-info.csv") { text in
        text.split(separator: "\n").filter { !$0.contains("x0010") }.joined(separator: "\n")
      }
    },
    Damage("record not listed", "difference RECORDS: expected a line x002, found none") { copy in
      try copy.edit("RECORDS") { $0.replacing("x002\n", with: "") }
    },
    Damage("annotator", "difference ANNOTATORS: expected the annotator atr, found qrs") {
      try $0.write("qrs\tother\n", "ANNOTATORS")
    },
    Damage(
      "sum not listed", "difference SHA256SUMS.txt: expected a sum for x0010.atr, found none"
    ) { copy in
      try copy.edit("SHA256SUMS.txt") { text in
        text.split(separator: "\n").filter { !$0.hasSuffix("x0010.atr") }.joined(separator: "\n")
      }
    },
    Damage(
      "sum garbled",
      "difference SHA256SUMS.txt, line 16: expected 64 hexadecimal digits and a file's name, "
        + "found 12 x002.atr",
      "failure gone.txt: expected this file as SHA256SUMS.txt lists it, found none"
    ) { copy in
      try copy.edit("SHA256SUMS.txt") {
        $0 + "12 x002.atr\n" + String(repeating: "0", count: 64) + " *./gone.txt\n"
      }
    },
  ]
}
