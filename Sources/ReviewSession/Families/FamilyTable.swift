public import SignalProcessing
public import Waveforms
import ArrhythmiaModel
import NeuralNetwork

/// The beats of a record, sorted by form and timing.
public struct FamilyTable: Sendable {
  /// Moments of the beats in seconds, ascending.
  public let times: [Double]
  /// The names of the leads that forms are of.
  public let leads: [String]
  public let forms: BeatForms
  public let space: BeatSpace
  /// As they were sorted.
  public let set: FamilySet

  /// Beats of a record at some moments.
  /// - Parameters:
  ///   - leads: in mV at 250 Hz, as `QRSDetector` takes them.
  ///   - names: of the leads.
  ///   - progress: told the share that is done, from 0 to 1; what it throws ends the work.
  public init(
    times: [Double], leadsMillivolts leads: [[Float]], names: [String],
    progress: (Double) throws -> Void = { _ in }
  ) rethrows {
    let beats = times.map { Int(($0 * QRSDetector.samplingRateHz).rounded()) }
    self.times = times
    self.leads = names
    forms = try BeatForms(
      leadsMillivolts: leads, beats: beats, progress: { try progress(0.3 * $0) })
    space = BeatSpace(forms)
    set = try FamilySet(
      space, settings: FamilySettings(), progress: { try progress(0.5 + 0.5 * $0) })
  }

  /// Sorts beats of a record that is read for it.
  /// - Parameter progress: told the share that is done, from 0 to 1; what it throws ends the work.
  public init(
    of record: Record, times: [Double], progress: (Double) throws -> Void = { _ in }
  ) throws {
    let leads = try SurfaceLeads(of: record, progress: { try progress(0.7 * $0) })
    try self.init(
      times: times, leadsMillivolts: leads.millivolts, names: leads.names,
      progress: { try progress(0.7 + 0.3 * $0) })
  }

  /// The place of a beat.
  public func place(of time: Double) -> Int? {
    let place = times.firstPlace { $0 >= time }
    return times.indices.contains(place) && times[place] == time ? place : nil
  }
}

/// A record's surface leads as beats are found in them: in mV at 250 Hz, filtered.
struct SurfaceLeads {
  let millivolts: [[Float]]
  let names: [String]

  /// - Parameter progress: told the share that is done, from 0 to 1; what it throws ends the work.
  init(of record: Record, progress: (Double) throws -> Void) throws {
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
