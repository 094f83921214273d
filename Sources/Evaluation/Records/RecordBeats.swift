public import Annotations
import ArrhythmiaModel
public import NeuralNetwork
import SignalProcessing
public import Waveforms

/// The beats of a recording: those of its annotations, or detected ones.
public struct RecordBeats: Sendable, Equatable {
  /// Seconds from the record's start, ascending.
  public let times: [Double]
  /// Annotated symbols beside them; nil for detected beats.
  public let symbols: [String]?
  /// The families of detected beats beside them, as `FamilySet` numbers them; else empty.
  public let families: [Int]
  /// The rhythms that the annotations mark; nil for detected beats.
  public let rhythms: RhythmTimeline?
  /// Where they come from, in words.
  public let origin: String

  private init(
    times: [Double], symbols: [String]? = nil, families: [Int] = [],
    rhythms: RhythmTimeline? = nil, origin: String
  ) {
    (self.times, self.symbols, self.families) = (times, symbols, families)
    (self.rhythms, self.origin) = (rhythms, origin)
  }

  /// Beats of the annotations of a name; of the first annotations that have beats if there is no
  /// name; detected ones if there are none.
  public static func find(in recording: Recording, annotator: String?, crew: Crew) throws
    -> RecordBeats
  {
    for name in annotator.map({ [$0] }) ?? recording.annotators {
      let beats = try annotated(name, in: recording)
      if annotator != nil || !beats.times.isEmpty { return beats }
    }
    return try detected(in: recording.record, crew: crew)
  }

  /// Beats of the annotations of a name.
  public static func annotated(_ name: String, in recording: Recording) throws -> RecordBeats {
    let set = try recording.annotations(name)
    let rate = recording.record.frameRateHz
    let beats = set.annotations.filter(set.isBeat)
      .map { (time: set.seconds($0, frameRateHz: rate), symbol: set.symbol($0.code)) }
      .sorted { $0.time < $1.time }
    return RecordBeats(
      times: beats.map(\.time), symbols: beats.map(\.symbol),
      rhythms: RhythmTimeline(
        set, frameCount: recording.record.frameCount, frameRateHz: rate),
      origin: "annotations \(name)")
  }

  /// Beats that the QRS detector finds in the surface leads; none without leads.
  public static func detected(in record: Record, crew: Crew) throws -> RecordBeats {
    var reader = PreparedReader(try RecordPreparation(record))
    let leads = try reader.surface(crew: crew).filter { !$0.isEmpty }
    let beats = leads.isEmpty ? [] : QRSDetector.detect(leadsMillivolts: leads)
    return RecordBeats(
      times: beats.map { Double($0) / QRSDetector.samplingRateHz },
      families: FamilySet(BeatSpace(BeatForms(leadsMillivolts: leads, beats: beats))).numbers,
      origin: "detected beats")
  }
}
