import ArrhythmiaModel
import Foundation
import Measures
import NeuralNetwork
import SignalProcessing
public import Waveforms

/// What the screen would show of a record if it were there: the background works it off, the newest
/// wish first. The screen never waits.
public struct Wants: Sendable, Equatable {
  /// Whether the record is to be read from end to end.
  public var peaks = false
  /// Whether the detector is to go through the record.
  public var detection = false
  /// Beats in view that are not measured yet.
  public var measuring: MeasureRequest?
  public var average: BeatAverage.Request?
  /// Beats that are not sorted yet.
  public var families: FamilyRequest?
  /// Where the reader is, and what the model is to explain.
  public var reading = ModelReader.Request(attended: 0, details: [])

  public init() {}

  /// Whether nothing is missing but what a model may still say.
  public var isFulfilled: Bool {
    !peaks && !detection && measuring == nil && average == nil && families == nil
  }
}

/// All that is done in the background for one record under review: each kind of work is a `Worker`,
/// all of them end together when the record is left.
public final class SessionWork: Sendable {
  /// What background work found.
  public enum Report: Sendable {
    /// More of the record has been read from end to end.
    case peaks
    /// Moments of the beats that the detector found, in seconds.
    case detected([Double])
    /// Beats sorted by form and timing.
    case families(FamilyTable)
    case measured(MeasureReport)
    case averaged(BeatAverage)
  }

  /// Once for a record: there is nothing to say about it.
  private struct WholeRecord: Sendable, Equatable {}

  private let peaks: Worker<WholeRecord, Report>
  private let detection: Worker<WholeRecord, Report>
  private let measuring: Worker<MeasureRequest, Report>
  private let averaging: Worker<BeatAverage.Request, Report>
  private let sorting: Worker<FamilyRequest, Report>

  /// - Parameter report: is called on the threads of the work.
  public init(
    _ document: ReviewDocument, report: @escaping @Sendable (Report) -> Void
  ) {
    let (record, signal, cache) = (document.record, document.filtered, document.peaks.cache)
    peaks = Worker("peaks", report: report) { { run in try Self.fill(cache, run) } }
    detection = Worker("detector", report: report, failure: { _ in .detected([]) }) {
      { run in
        let found = try Self.sortedBeats(of: record) { try run.progress($0) }
        run.report(.families(found))
        run.report(.detected(found.times))
      }
    }
    measuring = Worker("measures", report: report) {
      var known: BeatMeasurer?
      return { run in run.report(.measured(try Self.measures(record, &known, run))) }
    }
    sorting = Worker("families", report: report) {
      { run in
        run.report(
          .families(
            try FamilyTable(
              of: record, times: run.request.beats, by: run.request.sorting
            ) { try run.progressUnlessSuperseded($0) }))
      }
    }
    averaging = Worker("average", report: report) {
      { run in
        let average = try BeatAverage(
          run.request, record: record, signal: signal,
          progress: { try run.progressUnlessSuperseded($0) })
        run.report(.averaged(average))
      }
    }
  }

  deinit { end() }

  /// Says what is wanted now. What is in hand or done already is not done again.
  public func want(_ wants: Wants) {
    if wants.peaks { peaks.request(WholeRecord()) }
    if wants.detection { detection.request(WholeRecord()) }
    if let request = wants.measuring { measuring.request(request) }
    if let request = wants.average { averaging.request(request) }
    if let request = wants.families { sorting.request(request) }
  }

  /// Ends all of it; what runs stops within some milliseconds.
  public func end() {
    peaks.end()
    detection.end()
    measuring.end()
    averaging.end()
    sorting.end()
  }

  public var isIdle: Bool {
    peaks.isIdle && detection.isIdle && measuring.isIdle && averaging.isIdle
      && sorting.isIdle
  }

  /// How often each kind of work was begun, and how it ended, by name.
  public var counts: [String: WorkCounts] {
    [
      "peaks": peaks.counts, "detection": detection.counts,
      "measuring": measuring.counts, "averaging": averaging.counts,
      "sorting": sorting.counts,
    ]
  }

  // MARK: The work

  /// Reads the record from end to end, so that every zoom is there at once; tells of it ten times a
  /// second.
  private static func fill(_ cache: PeakCache, _ run: Worker<WholeRecord, Report>.Run) throws {
    var shown = ContinuousClock.now
    while cache.fillNext() {
      try run.check()
      guard .now - shown > .milliseconds(100) else { continue }
      shown = .now
      run.report(.peaks)
    }
    run.report(.peaks)
  }

  /// The moments of a record's beats, in seconds; none where it has no surface lead.
  /// - Parameter progress: is told the share done; what it throws ends the work.
  public static func beats(
    of record: Record, progress: (Double) throws -> Void = { _ in }
  ) throws -> [Double] {
    try sortedBeats(of: record, progress: progress).times
  }

  /// The same, sorted into families.
  private static func sortedBeats(
    of record: Record, progress: (Double) throws -> Void
  ) throws -> FamilyTable {
    // Reading and filtering take most of the time.
    let leads = try SurfaceLeads(of: record, progress: { try progress(0.8 * $0) })
    let beats =
      leads.millivolts.isEmpty
      ? []
      : try QRSDetector.detect(
        leadsMillivolts: leads.millivolts, progress: { try progress(0.8 + 0.1 * $0) })
    return try FamilyTable(
      times: beats.map { Double($0) / QRSDetector.samplingRateHz },
      leadsMillivolts: leads.millivolts, names: leads.names,
      progress: { try progress(0.9 + 0.1 * $0) })
  }

  /// What cannot be read is not measured, and shown so.
  private static func measures(
    _ record: Record, _ known: inout BeatMeasurer?, _ run: Worker<MeasureRequest, Report>.Run
  ) throws -> MeasureReport {
    let request = run.request
    do {
      // It learns from the whole record how large deflections are: once for its beats.
      let measurer =
        try known.flatMap { $0.beats == request.beats ? $0 : nil }
        ?? BeatMeasurer(record: record, beats: request.beats, progress: { _ in try run.check() })
      known = measurer
      let found = try measurer.measure(
        from: request.from, to: request.to.nextUp, progress: { try run.progress($0) })
      return MeasureReport(measures: found, request: request, stimuli: measurer.stimuli)
    } catch let error as CancellationError {
      throw error
    } catch {
      return MeasureReport(measures: [], request: request)
    }
  }
}
