import ArrhythmiaModel
import Foundation
public import Measures
import NeuralNetwork
import SignalProcessing
import Synchronization
public import Waveforms

/// Finds beats, measures them and averages them, on a thread of its own; what was asked for last counts.
public final class MeasureWorker: Sendable {
  public enum Report: Sendable {
    case detected([Double])
    case measured([BeatMeasures], Wants.Measuring)
    case averaged(BeatAverage)
  }

  private struct Wish {
    var wants = Wants()
    var beats: [Double] = []
    var isOver = false
  }

  private let record: Record
  private let signal: FilteredSignal
  private let wish = Mutex(Wish())
  private let changed = DispatchSemaphore(value: 0)

  /// Starts the thread. `report` is called on it.
  public init(
    record: Record, signal: FilteredSignal, report: @escaping @Sendable (Report) -> Void
  ) {
    (self.record, self.signal) = (record, signal)
    let thread = Thread { [self] in run(report) }
    thread.qualityOfService = .utility
    thread.start()
  }

  /// Says what is wanted now; `beats` are all that there are.
  public func want(_ wants: Wants, beats: [Double]) {
    wish.withLock { ($0.wants, $0.beats) = (wants, beats) }
    changed.signal()
  }

  public func end() {
    wish.withLock { $0.isOver = true }
    changed.signal()
  }

  private func run(_ report: (Report) -> Void) {
    var measurer: BeatMeasurer?
    var known: [Double] = []
    while true {
      changed.wait()
      // What is taken is no longer asked for: the same may be asked again.
      let (wants, beats, isOver) = wish.withLock { wish in
        defer { wish.wants = Wants() }
        return (wish.wants, wish.beats, wish.isOver)
      }
      if isOver { return }
      if let span = wants.measuring {
        if known != beats {
          // It learns from the whole record how large deflections are: once for its beats.
          measurer = try? BeatMeasurer(record: record, beats: beats)
          known = beats
        }
        // What cannot be read is not measured, and shown so.
        let found = try? measurer?.measure(from: span.from, to: span.to.nextUp)
        report(.measured(found ?? [], span))
      }
      if let request = wants.average {
        report(.averaged(BeatAverage(request, record: record, signal: signal)))
      }
      if wants.detection { report(.detected(detected())) }
    }
  }

  /// The moments of the record's beats; none where it has no surface lead.
  private func detected() -> [Double] {
    guard let preparation = try? RecordPreparation(record) else { return [] }
    var reader = PreparedReader(preparation)
    let leads = ((try? reader.surface(crew: Crew(count: 1))) ?? []).filter { !$0.isEmpty }
    guard !leads.isEmpty else { return [] }
    let rate = QRSDetector.samplingRateHz
    return QRSDetector.detect(leadsMillivolts: leads).map { Double($0) / rate }
  }
}
