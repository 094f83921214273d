import Foundation
public import Measures
public import Waveforms

/// Measured beats as other programs read them.
public struct MeasureReport: Sendable {
  /// What was measured.
  public let record: Record
  /// Where the beats come from, in words.
  public let beats: String
  /// The beats, in order of time.
  public let measures: [BeatMeasures]
  /// The stimuli among them, in order of time.
  public let stimuli: [Stimulus]
  /// Their medians by kind, the commonest kind first.
  public let kinds: [KindMedians]

  /// The medians of the beats of one kind in one rhythm.
  public struct KindMedians: Sendable {
    /// What the beats are.
    public let kind: MeasureKind
    /// How many there are.
    public let count: Int
    /// Beats a minute; nil where no cycle is of this kind.
    public let beatsPerMinute: Double?
    /// In seconds, beside `columns`.
    public let seconds: [Double?]
  }

  /// An interval that has a column.
  public struct Column: Sendable {
    /// Its name.
    public let title: String
    /// Characters that its figures take in a table.
    public let width: Int
    /// Whether it is of a cycle, which the beat before bounds.
    public var isOfCycle = false
    /// Its value of a beat in seconds; nil where it cannot be told.
    public let seconds: @Sendable (BeatMeasures) -> Double?
  }

  /// A report of some of a record's beats, each measured at one of `beats`.
  public init(
    record: Record, beats: RecordBeats, measures: [BeatMeasures], stimuli: [Stimulus] = []
  ) {
    (self.record, self.beats, self.measures) = (record, beats.origin, measures)
    self.stimuli = stimuli
    kinds = Self.kinds(record, beats, measures)
  }

  private static func kinds(
    _ record: Record, _ beats: RecordBeats, _ measures: [BeatMeasures]
  ) -> [KindMedians] {
    var own: [MeasureKind: [BeatMeasures]] = [:]
    // A cycle is of a kind where both of its beats are.
    var cycles: [MeasureKind: [BeatMeasures]] = [:]
    var order: [MeasureKind] = []
    let rate = record.frameRateHz
    let places = Dictionary(beats.times.enumerated().map { ($1, $0) }) { first, _ in first }
    for measured in measures {
      guard let place = places[measured.beat] else { continue }
      let kind = beats.kind(place, frameRateHz: rate)
      if own[kind] == nil { order.append(kind) }
      own[kind, default: []].append(measured)
      if place > 0, beats.kind(place - 1, frameRateHz: rate) == kind {
        cycles[kind, default: []].append(measured)
      }
    }
    let sorted = order.enumerated().sorted { first, second in
      let counts = [first, second].map { own[$0.element]?.count ?? 0 }
      return (counts[1], first.offset) < (counts[0], second.offset)
    }.map(\.element)
    return sorted.map { kind in
      let (all, bound) = (own[kind] ?? [], cycles[kind] ?? [])
      return KindMedians(
        kind: kind, count: all.count,
        beatsPerMinute: median(bound.compactMap(\.beatsPerMinute)),
        seconds: columns.map { column in
          median((column.isOfCycle ? bound : all).compactMap(column.seconds))
        })
    }
  }

  /// The intervals, in the order of a table.
  public static let columns = [
    Column(title: "RR", width: 6, isOfCycle: true) { $0.rr },
    Column(title: "PR", width: 5) { $0.pr },
    Column(title: "QRS", width: 5) { $0.qrs }, Column(title: "QT", width: 5) { $0.qt },
    Column(title: "QTcB", width: 6, isOfCycle: true) { $0.qtcBazett },
    Column(title: "QTcF", width: 6, isOfCycle: true) { $0.qtcFridericia },
    Column(title: "AH", width: 5) { $0.ah }, Column(title: "HV", width: 5) { $0.hv },
    Column(title: "AV", width: 5) { $0.av }, Column(title: "VA", width: 5) { $0.va },
  ]

  /// The middle value, or the mean of the two in the middle; nil of none.
  public static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  // MARK: CSV

  private static let moments: [(String, @Sendable (Fiducials) -> Double?)] = [
    ("p_onset", { $0.pOnset }), ("qrs_onset", { $0.qrsOnset }), ("qrs_offset", { $0.qrsOffset }),
    ("t_end", { $0.tEnd }), ("his_a", { $0.hisAtrial }), ("his_h", { $0.his }),
    ("atrial", { $0.atrial }),
  ]

  /// Moments that came later stand behind the older columns, so that these keep their places.
  private static let laterMoments: [(String, @Sendable (Fiducials) -> Double?)] = [
    ("p_offset", { $0.pOffset }), ("p_global_onset", { $0.global.pOnset }),
    ("p_global_offset", { $0.global.pOffset }), ("qrs_global_onset", { $0.global.qrsOnset }),
    ("qrs_global_offset", { $0.global.qrsOffset }), ("t_global_end", { $0.global.tEnd }),
  ]

  private var sites: [Int] {
    record.channels.indices.filter { record.channels[$0].kind == .coronarySinus }
  }

  /// A line a beat, times in seconds.
  public var csv: [String] {
    var names = ["beat_s"] + Self.columns.map { $0.title.lowercased() + "_s" }
    names += Self.moments.map { $0.0 + "_s" } + sites.map { record.channels[$0].name + "_s" }
    names += Self.laterMoments.map { $0.0 + "_s" } + ["stimulus_s", "unread_sites"]
    names += MeasuredInterval.allCases.map { "\($0)_reason" }
    let lines = measures.map { measures -> String in
      var times: [Double?] = [measures.beat] + Self.columns.map { $0.seconds(measures) }
      times += Self.moments.map { $0.1(measures.fiducials) }
      times += sites.map { site in measures.coronarySinus.first { $0.channel == site }?.time }
      times += Self.laterMoments.map { $0.1(measures.fiducials) } + [measures.stimulus]
      let cells = times.map { $0.map { String(format: "%.4f", $0) } ?? "" }
      let reasons = MeasuredInterval.allCases.map { measures.doubts[$0]?.rawValue ?? "" }
      return PlainText.csvLine(cells + [unread(measures)] + reasons)
    }
    return [PlainText.csvLine(names)] + lines + ["# not for diagnosis"]
  }

  /// Names of the coronary sinus channels that could not be read in a beat.
  public func unread(_ measures: BeatMeasures) -> String {
    measures.unreadSites.map { record.channels[$0].name }.joined(separator: " ")
  }

  // MARK: JSON

  /// All beats; the names are those of the JSON.
  public struct Values: Encodable, Sendable {
    let record: String
    let beats_from: String
    /// Of the commonest kind of beats, in seconds.
    let medians: [String: Double]
    let medians_by_kind: [Kind]
    let beats: [Beat]
    let stimuli: [Pulse]
    let note = "not for diagnosis"
  }

  struct Kind: Encodable {
    /// A label, or a letter for the shape of detected beats.
    let kind: String
    let rhythm: String?
    let beats: Int
    /// Seconds.
    let medians: [String: Double]
  }

  struct Beat: Encodable {
    let beat: Double
    let conduction: String?
    /// Seconds; what cannot be told is not there.
    let intervals: [String: Double]
    /// Seconds from the record's start, likewise.
    let fiducials: [String: Double]
    /// Why intervals are not there.
    let reasons: [String: String]
    let coronary_sinus: [Site]
    let unread_sites: [String]
    /// Seconds; nil of a beat that is not paced.
    let stimulus: Double?
  }

  struct Pulse: Encodable {
    let time: Double
    /// Stimulators are numbered from 0 on.
    let source: Int
    /// S1, S2 ... of programmed stimulation.
    let name: String?
    let chamber: String?
    let channels: [String]
  }

  struct Site: Encodable {
    let channel: String
    let time: Double
  }

  /// All of it, for JSON.
  public var values: Values {
    let titles = Self.columns.map { $0.title.lowercased() }
    let byKind = kinds.map { medians in
      Kind(
        kind: medians.kind.name, rhythm: medians.kind.rhythm, beats: medians.count,
        medians: Self.named(Array(zip(titles, medians.seconds))))
    }
    let beats = measures.map { measures in
      Beat(
        beat: measures.beat, conduction: measures.conduction?.rawValue,
        intervals: Self.named(Self.columns.map { ($0.title.lowercased(), $0.seconds(measures)) }),
        fiducials: Self.named(
          (Self.moments + Self.laterMoments).map { ($0.0, $0.1(measures.fiducials)) }),
        reasons: measures.doubts.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value.rawValue },
        coronary_sinus: measures.coronarySinus.map {
          Site(channel: record.channels[$0.channel].name, time: $0.time)
        }, unread_sites: measures.unreadSites.map { record.channels[$0].name },
        stimulus: measures.stimulus)
    }
    return Values(
      record: record.name, beats_from: self.beats, medians: byKind.first?.medians ?? [:],
      medians_by_kind: byKind, beats: beats, stimuli: stimuli.map(pulse))
  }

  private func pulse(_ stimulus: Stimulus) -> Pulse {
    Pulse(
      time: stimulus.time, source: stimulus.source, name: stimulus.role?.name,
      chamber: stimulus.chamber?.rawValue,
      channels: stimulus.channels.map { record.channels[$0].name })
  }

  private static func named(_ pairs: [(String, Double?)]) -> [String: Double] {
    pairs.reduce(into: [:]) { named, pair in named[pair.0] = pair.1 }
  }
}
