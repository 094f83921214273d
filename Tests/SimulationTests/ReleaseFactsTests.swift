import LeipzigRelease
import Testing
import Waveforms

@Suite("Facts of the Leipzig release")
struct ReleaseFactsTests {
  private let facts = ReleaseFacts.leipzig1_0_0

  @Test("39 records in the order of their numbers")
  func records() {
    let names =
      (1...29).map { "x00\($0)" } + (100...109).map { "x\($0)" }
    #expect(facts.entries.map(\.name) == names)
    #expect(facts.fileNames.count == 39 * 3 + 7)
    #expect(Set(facts.fileNames).count == facts.fileNames.count)
  }

  @Test("The counts add up to those of the release")
  func totals() {
    #expect(facts.annotationCount == 118_214)
    var found: [String: Int] = [:]
    for entry in facts.entries {
      for (label, count) in entry.labels.counts { found["\(label)", default: 0] += count }
    }
    let beats = [
      "N": 37_187, "N N-Prex": 13_786, "R": 12_023, "L": 8, "A": 683, "A A-Prex": 2_786, "a": 146,
      "J": 1_710, "j": 3, "V": 2_133, "F": 160, "f": 39, "/ /A": 8_031, "/ /V": 5_748, "b BI": 4,
      "X AVRT": 17_599, "X AVNRT": 8_097, "X VT": 1_914, "X AFIB": 1_235, "X avnrt": 231,
      "X AVNRT+BII": 161, "X AFL": 109, "X IVR": 82, "X EAT": 28, "X avrt": 21,
    ]
    let others = [
      "Q": 1_824, "~": 228, "+ (N": 1_001, "+ (/A": 454, "+ (/V": 403, "+ (AVNRT": 126,
      "+ (VT": 99, "+ (AVRT": 93, "+ (J": 25, "+ (A": 13, "+ (AFIB": 12, "+ (IVR": 5, "+ (EAT": 4,
      "+ (B": 2, "+ (AFL": 1,
    ]
    #expect(beats.values.reduce(0, +) == 113_924)
    #expect(found == beats.merging(others) { first, _ in first })
    #expect(facts.entries.reduce(0) { $0 + $1.labels.count(symbol: "+") } == 2_238)
  }

  @Test("Every record is as the table of the release has it", arguments: Self.table)
  func row(_ row: Row) throws {
    let entry = try #require(facts.entries.first { $0.name == row.name })
    #expect(abs((entry.subject.durationSeconds ?? 0) - row.seconds) <= 0.0501)
    #expect(entry.channelNames.count == row.channels)
    #expect(entry.labels.total == row.annotations)
    #expect(["X", "V", "~"].map(entry.labels.count) == row.counts)
    #expect(entry.labels.sha256.count == 64)
    #expect(entry.subject.gender != nil && entry.subject.ageYears != nil)
    let hasPathway = entry.subject.diagnosis?.hasPrefix("AVRT") == true
    #expect((entry.subject.accessoryPathway != nil) == hasPathway)
  }

  @Test("Sums of sequences differ, layouts are known, diagnoses are as common as in the release")
  func whole() {
    #expect(Set(facts.entries.map(\.labels.sha256)).count == 39)
    let layouts = Dictionary(grouping: facts.entries) {
      ChannelLayout(channelNames: $0.channelNames)
    }
    .mapValues { $0.map(\.name) }
    #expect(layouts[nil] == nil)
    #expect(layouts[.complete]?.count == 27)
    #expect(layouts[.withoutCoronarySinus] == ["x102", "x105", "x107", "x108", "x109"])
    #expect(layouts[.withoutAblation] == ["x002", "x005", "x0015", "x0029"])
    #expect(layouts[.withUnipolarAblation] == ["x0023"])
    #expect(layouts[.withArterialLine] == ["x0028"])
    #expect(layouts[.rightVentricleLast] == ["x100"])
    let diagnoses = Dictionary(grouping: facts.entries) { $0.subject.diagnosis ?? "" }
      .mapValues(\.count)
    #expect(
      diagnoses == [
        "AVNRT": 13, "AVRT": 10, "AVRT-WPW": 5, "AVRT-PJRT": 1, "TOF with VT": 8,
        "TOF without VT": 1, "TOF with nsVT": 1,
      ])
    // 3.576 GB at three bytes a sample.
    let bytes = facts.entries.reduce(0.0) {
      $0 + ($1.subject.durationSeconds ?? 0) * 977 * 3 * Double($1.channelNames.count)
    }
    #expect((3.575e9...3.577e9).contains(bytes))
  }

  // MARK: The release's records: seconds, channels, annotations, and the counts of X, V and ~

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var seconds: Double
    var channels: Int
    var annotations: Int
    var counts: [Int]
    var testDescription: String { name }
  }

  static let table: [Row] = text.split(separator: "\n").map { line in
    let fields = line.split(separator: " ")
    let numbers = fields.dropFirst(2).compactMap { Int($0) }
    return Row(
      name: String(fields[0]), seconds: Double(fields[1]) ?? 0, channels: numbers[0],
      annotations: numbers[1], counts: Array(numbers[2...]))
  }

  private static let text = """
    x001 8729.2 19 16223 4239 24 48
    x002 6317.8 18 10853 2925 52 42
    x003 9031.7 19 15452 579 120 58
    x004 8272.4 19 14819 2689 331 24
    x005 1859.0 18 2267 0 0 12
    x006 8290.4 19 15312 1655 35 34
    x007 186.9 19 354 155 2 0
    x008 440.4 19 847 316 0 0
    x009 876.7 19 3013 2790 2 0
    x0010 317.6 19 930 762 3 2
    x0011 717.0 19 2504 2429 2 2
    x0012 699.3 19 1392 428 0 0
    x0013 234.1 19 377 127 1 0
    x0014 200.5 19 611 510 0 0
    x0015 194.3 18 434 219 8 0
    x0016 690.2 19 1713 367 42 0
    x0017 207.7 19 582 446 4 0
    x0018 355.8 19 910 586 0 0
    x0019 227.6 19 582 273 0 0
    x0020 503.2 19 1593 1317 0 0
    x0021 553.7 19 1685 993 1 0
    x0022 247.3 19 344 42 1 0
    x0023 395.5 20 768 456 0 0
    x0024 721.3 19 1630 660 15 4
    x0025 665.9 19 1780 1169 6 0
    x0026 206.5 19 391 130 1 0
    x0027 77.7 19 141 23 0 0
    x0028 241.1 20 627 569 0 0
    x0029 748.8 18 1537 745 1 0
    x100 782.1 19 800 34 24 0
    x101 1071.8 19 1291 41 58 0
    x102 1706.8 14 2034 21 74 0
    x103 1139.5 19 1851 20 49 0
    x104 3447.1 19 4327 131 277 0
    x105 1662.8 14 1765 297 213 0
    x106 1067.0 19 1373 181 274 0
    x107 1191.9 14 1519 110 127 0
    x108 1509.9 14 2692 883 58 0
    x109 635.4 14 891 160 328 2
    """
}
