import Annotations
import ArrhythmiaModel
public import SignalProcessing
public import NeuralNetwork
public import Waveforms

/// A record's annotated beats and the leads around them.
public struct LabelledBeats: Sendable {
  public let name: String
  /// Samples at 250 Hz, ascending.
  public let beats: [Int]
  /// The symbol of each, and its class by EC57.
  public let symbols: [String]
  public let classes: [String]
  /// Leads in mV at 250 Hz, as the program filters them; or of electrograms their envelopes.
  public let leadsMillivolts: [[Float]]

  /// Reads a record's beats from the annotator of a name, and what they are sorted by. Beats that
  /// are sorted by activation are of the class of the rhythm that is in force. Throws what reading
  /// the record throws.
  public init(
    _ recording: Recording, annotator: String, by sorting: FamilySorting = .form, crew: Crew
  ) throws {
    let set = try recording.annotations(annotator)
    let rate = recording.record.frameRateHz
    let found = set.annotations.filter(set.isBeat).map { annotation in
      (seconds: set.seconds(annotation, frameRateHz: rate), symbol: set.symbol(annotation.code))
    }.sorted { $0.seconds < $1.seconds }
    name = recording.record.name
    beats = found.map { Int(($0.seconds * FormWindow.sourceRateHz).rounded()) }
    symbols = found.map(\.symbol)
    guard sorting == .form else {
      let rhythms = RhythmTimeline(
        set, frameCount: recording.record.frameCount, frameRateHz: rate)
      classes = found.map { rhythms.rhythm(at: Int($0.seconds * rate))?.name ?? "none" }
      leadsMillivolts = try ElectrogramEnvelopes(of: recording.record).values
      return
    }
    classes = symbols.map {
      (Label(symbol: $0).meaning.beatClass ?? .unclassifiable).rawValue
    }
    var reader = PreparedReader(try RecordPreparation(recording.record))
    leadsMillivolts = try reader.surface(crew: crew).filter { !$0.isEmpty }
  }
}
