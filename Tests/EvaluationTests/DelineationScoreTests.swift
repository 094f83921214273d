import Evaluation
import Foundation
import NeuralNetwork
import Testing
import Waveforms

@Suite("Marks beside those of hands")
struct DelineationScoreTests {
  private func beat(
    _ time: Double, _ leads: [[DelineationMark: Double]], hasBefore: Bool = true
  ) -> DelineatedBeat {
    DelineatedBeat(
      beat: time,
      leads: Dictionary(uniqueKeysWithValues: leads.enumerated().map { ("\($0)", $1) }),
      hasBefore: hasBefore)
  }

  @Test("The median of the leads, and the second lead from outside")
  func conventions() {
    let beat = beat(
      1, [0.90, 0.95, 0.96, 0.99].map { [.qrsOnset: $0, .qrsOffset: $0 + 0.1, .pOnset: $0 - 0.2] })
    #expect(abs((beat.median(.qrsOnset) ?? 0) - 0.955) < 1e-12)
    #expect(beat.extreme(.qrsOnset) == 0.95)
    #expect(abs((beat.extreme(.qrsOffset) ?? 0) - 1.06) < 1e-12)
    #expect(beat.median(.tEnd) == nil && beat.extreme(.tEnd) == nil)
  }

  @Test("Bias, spread, what is not given and what is invented")
  func rows() {
    var score = DelineationScore(.median)
    let hand = [
      beat(1, [[.qrsOnset: 0.95, .qrsOffset: 1.05]], hasBefore: false),
      beat(2, [[.qrsOnset: 1.95, .qrsOffset: 2.05, .pOnset: 1.8]]),
      beat(3, [[.qrsOnset: 2.95, .qrsOffset: 3.05]]), beat(9, [[.qrsOnset: 8.95]]),
    ]
    let program = [
      beat(1.01, [[.qrsOnset: 0.96, .qrsOffset: 1.05, .pOnset: 0.7]]),
      beat(2, [[.qrsOnset: 1.97, .qrsOffset: 2.05]]),
      beat(3, [[.qrsOnset: 2.95, .qrsOffset: 3.05, .pOnset: 2.8]]),
    ]
    score.add("r", hand: hand, program: program)
    #expect(score.missed == 1 && score.beats == 4)
    // Errors of 10, 20 and 0 ms: mean 10, standard deviation the root of 200/3.
    #expect(score.rows.contains("| QRS onset | 3 | 100.0 % | +10.0 | 8.2 | 20 | – | 6.5 |"))
    // The first beat's P wave was not marked, and so is not invented; the third one's is.
    #expect(score.rows.contains { $0.hasPrefix("| P onset | 1 | 0.0 %") && $0.contains("1 of 1") })
    #expect(score.worst(.qrsOnset) == "r +10")
  }

  @Test("A wide complex is told, or named")
  func wideness() {
    var score = DelineationScore(.median)
    func add(_ name: String, hand: Double, program: Double) {
      score.add(
        name, hand: [beat(1, [[.qrsOnset: 0.9, .qrsOffset: 0.9 + hand]])],
        program: [beat(1, [[.qrsOnset: 0.9, .qrsOffset: 0.9 + program]])])
    }
    add("told", hand: 0.14, program: 0.13)
    add("lost", hand: 0.14, program: 0.11)
    add("narrow", hand: 0.09, program: 0.09)
    let text = score.wideness[0]
    #expect(text.contains("told as 120 and more: 1 of 2"))
    #expect(text.contains("less than 120: 1 of 1") && text.contains("lost (140, 110)"))
    #expect(!text.contains("narrow ("))
  }

  @Test("Another program's table is read, and its faults are named")
  func peers() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/peers-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.csv"
    try "record,lead,beat_s,qrs_onset_s,t_end_s\n1,i,0.5,0.45,\n1,ii,0.5,0.47,0.9\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let beats = try #require(try PeerMarks.read(path)["1"])
    #expect(beats.count == 1 && abs((beats[0].median(.qrsOnset) ?? 0) - 0.46) < 1e-12)
    #expect(beats[0].times(.tEnd) == [0.9])
    try "record,lead\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: PeerMarks.Fault.self) { try PeerMarks.read(path) }
    try "record,beat_s\n1,x\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect { try PeerMarks.read(path) } throws: { "\($0)".contains("line 2") }
  }
}

@Suite(
  "Delineation of real records",
  .enabled(if: RealRecords.isPresent, "needs ../shared/records"))
struct RealDelineationTests {
  private func bench(_ folder: String, _ names: [String]) throws -> DelineationBench {
    var bench = DelineationBench()
    let crew = Crew(count: 2)
    for name in names {
      try bench.add(try Recording(path: "\(RealRecords.path)/\(folder)/\(name)"), crew: crew)
    }
    return bench
  }

  /// The network was trained on these records: they show that what was learned is what runs, not
  /// how well it does on others.
  @Test("Marks of LUDB are within what was reached in training")
  func ludb() throws {
    let score = try bench("ludb", ["1", "21", "45", "61", "95", "111", "125", "151", "199"]).median
    for (mark, bias, spread) in [
      (DelineationMark.pOnset, 6.0, 12.0), (.qrsOnset, 6, 11), (.qrsOffset, 5, 8), (.tEnd, 9, 18),
    ] {
      let values = try #require(score.marks[mark]?.values)
      let mean = values.reduce(0, +) / Double(values.count)
      let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      #expect(abs(mean) * 1000 < bias, "\(mark.rawValue): \(mean)")
      #expect(square.squareRoot() * 1000 < spread, "\(mark.rawValue): \(square.squareRoot())")
    }
    #expect(score.missed == 0)
  }

  @Test("The QT database's two readers are both read")
  func qtdb() throws {
    let text = try bench("qtdb", ["sel100", "sel103"]).markdown.joined(separator: "\n")
    #expect(text.contains("### the second cardiologist, by the first"))
    #expect(text.contains("| QRS onset | "))
  }
}

/// Recordings of people beside the project, where they are.
enum RealRecords {
  static let path = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/records").path
  static let isPresent = FileManager.default.fileExists(atPath: path + "/ludb")
}
