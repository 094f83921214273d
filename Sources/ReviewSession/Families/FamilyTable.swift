public import SignalProcessing
public import Waveforms
import ArrhythmiaModel

/// The beats of a record, sorted by form and timing, or by how they activate the electrograms'
/// sites.
public struct FamilyTable: Sendable {
  public let sorting: FamilySorting
  /// Moments of the beats in seconds, ascending.
  public let times: [Double]
  /// The names of the leads that forms are of, or of the electrograms.
  public let leads: [String]
  public let forms: BeatForms
  public let space: BeatSpace
  /// As they were sorted.
  public let set: FamilySet

  /// Beats of a record at some moments.
  /// - Parameters:
  ///   - leads: in mV at 250 Hz, as `QRSDetector` takes them; of electrograms their envelopes.
  ///   - names: of the leads.
  ///   - progress: told the share that is done, from 0 to 1; what it throws ends the work.
  public init(
    times: [Double], leadsMillivolts leads: [[Float]], names: [String],
    by sorting: FamilySorting = .form, progress: (Double) throws -> Void = { _ in }
  ) rethrows {
    self.sorting = sorting
    let beats = times.map { Int(($0 * QRSDetector.samplingRateHz).rounded()) }
    self.times = times
    self.leads = names
    forms = try BeatForms(
      leadsMillivolts: leads, beats: beats, progress: { try progress(0.3 * $0) })
    space = BeatSpace(forms, settings: sorting.settings)
    set = try FamilySet(
      space, settings: sorting.settings, progress: { try progress(0.5 + 0.5 * $0) })
  }

  /// Sorts beats of a record that is read for it.
  /// - Parameter progress: told the share that is done, from 0 to 1; what it throws ends the work.
  public init(
    of record: Record, times: [Double], by sorting: FamilySorting = .form,
    progress: (Double) throws -> Void = { _ in }
  ) throws {
    let read = { (share: Double) in try progress(0.7 * share) }
    let traces: (values: [[Float]], names: [String])
    switch sorting {
    case .form:
      let leads = try SurfaceLeads(of: record, progress: read)
      traces = (leads.millivolts, leads.names)
    case .activation:
      let sites = try ElectrogramEnvelopes(of: record, progress: read)
      traces = (sites.values, sites.names)
    }
    try self.init(
      times: times, leadsMillivolts: traces.values, names: traces.names, by: sorting,
      progress: { try progress(0.7 + 0.3 * $0) })
  }

  /// The place of a beat.
  public func place(of time: Double) -> Int? {
    let place = times.firstPlace { $0 >= time }
    return times.indices.contains(place) && times[place] == time ? place : nil
  }
}
