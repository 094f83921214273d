import Annotations
import ArrhythmiaModel
import SignalProcessing
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
  /// Leads in mV at 250 Hz, as the program filters them.
  public let leadsMillivolts: [[Float]]

  /// Reads a record's beats from the annotator of a name, and its surface leads.
  /// Throws what reading the record throws.
  public init(_ recording: Recording, annotator: String, crew: Crew) throws {
    let set = try recording.annotations(annotator)
    let rate = recording.record.frameRateHz
    let found = set.annotations.filter(set.isBeat).map { annotation in
      (seconds: set.seconds(annotation, frameRateHz: rate), symbol: set.symbol(annotation.code))
    }.sorted { $0.seconds < $1.seconds }
    name = recording.record.name
    beats = found.map { Int(($0.seconds * FormWindow.sourceRateHz).rounded()) }
    symbols = found.map(\.symbol)
    classes = symbols.map {
      (Label(symbol: $0).meaning.beatClass ?? .unclassifiable).rawValue
    }
    var reader = PreparedReader(try RecordPreparation(recording.record))
    leadsMillivolts = try reader.surface(crew: crew).filter { !$0.isEmpty }
  }
}
