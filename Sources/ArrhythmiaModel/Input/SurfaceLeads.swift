import NeuralNetwork
public import Waveforms

/// A record's surface leads as beats are found in them: in mV at 250 Hz, filtered.
public struct SurfaceLeads {
  /// A row for each lead.
  public let millivolts: [[Float]]
  public let names: [String]

  /// - Parameter progress: told the share that is done, from 0 to 1; what it throws ends the work.
  public init(of record: Record, progress: (Double) throws -> Void) throws {
    let preparation = try RecordPreparation(record)
    var reader = PreparedReader(preparation)
    let all = try reader.surface(crew: Crew(count: 1), progress: progress)
    let used = preparation.slots.used.filter { $0.slot < ModelConfiguration.ecgChannels }
    let name = Dictionary(used.map { ($0.slot, record.channels[$0.channel].shownName) }) { $1 }
    let present = all.indices.filter { !all[$0].isEmpty }
    millivolts = present.map { all[$0] }
    names = present.map { name[$0] ?? "lead \($0 + 1)" }
  }
}
