import Foundation
import Measures
public import NeuralNetwork
public import Waveforms

/// This program's marks, and other programs', beside those of hands, over a folder of records.
public struct DelineationBench: Sendable {
  /// Another program's marks: for each record its beats.
  public typealias Marks = [String: [DelineatedBeat]]

  private var scores: [(name: String, median: DelineationScore, global: DelineationScore)]
  private let peers: [(name: String, marks: Marks)]
  private var observers = DelineationScore(.median)
  private var leads: [String: DelineationScore] = [:]
  private var leadOrder: [String] = []
  /// Records that had marks.
  public private(set) var records = 0

  private static let program = "this program"
  /// Annotators of the QT database: the first cardiologist's and the second's.
  private static let readers = (first: "q1c", second: "q2c")

  /// - Parameter peers: other programs, whose marks are judged by the same rule.
  public init(peers: [(name: String, marks: Marks)] = []) {
    self.peers = peers
    scores = ([Self.program] + peers.map(\.name)).map {
      ($0, DelineationScore(.median), DelineationScore(.global))
    }
  }

  /// The annotators of a recording that mark waves: one for each lead, or one for all; none where
  /// no one did.
  public static func annotators(of recording: Recording) -> [String] {
    let names = Set(recording.annotators)
    if names.contains(readers.first) { return [readers.first] }
    return recording.record.channels.map { $0.name.lowercased() }.filter(names.contains)
  }

  /// Measures a record that has marks, and compares; others are left out.
  public mutating func add(_ recording: Recording, crew: Crew) throws {
    let annotators = Self.annotators(of: recording)
    guard !annotators.isEmpty else { return }
    let hand = try ManualMarks.read(recording, annotators: annotators)
    guard !hand.isEmpty else { return }
    records += 1
    let name = recording.record.name
    let beats = try RecordBeats.detected(in: recording.record, crew: crew)
    let measurer = try BeatMeasurer(record: recording.record, beats: beats.times)
    let (from, to) = (hand[0].beat - 1, hand[hand.count - 1].beat + 1)
    let measures = try measurer.measure(from: from, to: to)
    scores[0].median.add(
      name, hand: hand, program: measures.map { $0.delineated($0.fiducials.marks) })
    scores[0].global.add(
      name, hand: hand, program: measures.map { $0.delineated($0.fiducials.global.marks) })
    for (index, peer) in peers.enumerated() {
      scores[index + 1].median.add(name, hand: hand, program: peer.marks[name] ?? [])
      scores[index + 1].global.add(name, hand: hand, program: peer.marks[name] ?? [])
    }
    if annotators.count > 1 { try addLeads(recording.record, hand, measurer, from, to) }
    if annotators == [Self.readers.first], recording.annotators.contains(Self.readers.second) {
      let second = try ManualMarks.read(recording, annotators: [Self.readers.second])
      // The second reader marked some of the beats.
      let first = hand.filter { beat in second.contains { abs($0.beat - beat.beat) < 0.1 } }
      observers.add(name, hand: first, program: second)
    }
  }

  private mutating func addLeads(
    _ record: Record, _ hand: [DelineatedBeat], _ measurer: BeatMeasurer, _ from: Double,
    _ to: Double
  ) throws {
    var program: [String: [DelineatedBeat]] = [:]
    for index in measurer.beats.indices where (from..<to).contains(measurer.beats[index]) {
      for (channel, fiducials) in try measurer.leads(ofBeat: index) {
        let lead = record.channels[channel].name.lowercased()
        program[lead, default: []].append(
          DelineatedBeat(beat: measurer.beats[index], leads: [lead: fiducials.marks]))
      }
    }
    for channel in record.channels {
      let lead = channel.name.lowercased()
      guard let found = program[lead] else { continue }
      let own = hand.compactMap { beat in
        beat.leads[lead].map {
          DelineatedBeat(
            beat: beat.beat, leads: [lead: $0], hasBefore: beat.hasBefore,
            hasAfter: beat.hasAfter)
        }
      }
      if leads[lead] == nil { leadOrder.append(lead) }
      leads[lead, default: DelineationScore(.median)].add(record.name, hand: own, program: found)
    }
  }

  /// This program by the median of the leads.
  public var median: DelineationScore { scores[0].median }

  // MARK: Tables

  /// All tables, in Markdown.
  public var markdown: [String] {
    var lines: [String] = [
      "\(records) records, \(scores[0].median.beats) beats marked by hand", "",
    ]
    for score in scores {
      lines += ["### \(score.name), median of the leads", ""] + DelineationScore.header
      lines += score.median.rows + ["", "Beats missed: \(score.median.missed)."]
      lines += score.median.wideness + [""]
      lines += ["### \(score.name), earliest to latest lead", ""] + DelineationScore.header
      lines += score.global.rows + [""] + score.global.wideness + [""]
    }
    if observers.beats > 0 {
      lines += ["### the second cardiologist, by the first", ""] + DelineationScore.header
      lines += observers.rows + [""]
    }
    for lead in leadOrder {
      lines += ["### this program, lead \(lead)", ""] + DelineationScore.header
      lines += (leads[lead]?.rows ?? []) + [""]
    }
    lines += ["### records with the greatest mean errors, ms", ""]
    lines += DelineationMark.allCases.map { "- \($0.rawValue): \(scores[0].median.worst($0))" }
    return lines
  }
}

extension BeatMeasures {
  fileprivate func delineated(_ marks: [DelineationMark: Double]) -> DelineatedBeat {
    DelineatedBeat(beat: beat, leads: ["": marks])
  }
}

extension Fiducials {
  /// Those that hands mark: of the median lead, or of one lead.
  fileprivate var marks: [DelineationMark: Double] {
    .marks([pOnset, pOffset, qrsOnset, qrsOffset, tEnd])
  }
}

extension GlobalFiducials {
  fileprivate var marks: [DelineationMark: Double] {
    .marks([pOnset, pOffset, qrsOnset, qrsOffset, tEnd])
  }
}

extension [DelineationMark: Double] {
  /// The times that there are, in the order of all marks.
  fileprivate static func marks(_ times: [Double?]) -> Self {
    zip(DelineationMark.allCases, times).reduce(into: [:]) { $0[$1.0] = $1.1 }
  }
}
