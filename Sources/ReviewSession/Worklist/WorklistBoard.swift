public import ReviewStore
import Waveforms

/// A worklist with the records that its windows are of.
public struct WorklistBoard: Sendable {
  public var list: Worklist
  /// Whether its windows are beats.
  public let isOfBeats: Bool
  public let sources: [WorklistFilling.Source]
  /// Where each record's windows begin among the candidates, in the order of `sources`.
  private let starts: [Int]

  init(
    classes: [String], isOfBeats: Bool, sources: [WorklistFilling.Source],
    candidates: [[WorklistCandidate]]
  ) {
    list = Worklist(classes: classes, candidates: candidates.flatMap { $0 })
    (self.isOfBeats, self.sources) = (isOfBeats, sources)
    var next = 0
    starts = candidates.map { windows in
      defer { next += windows.count }
      return next
    }
  }

  /// The record of a window.
  public func source(of index: Int) -> WorklistFilling.Source {
    sources[max(0, starts.lastIndex { $0 <= index } ?? 0)]
  }

  /// Where the store keeps what a reader has set aside.
  public func place(of index: Int) -> WorklistPlace {
    WorklistPlace(
      record: source(of: index).identity.digest,
      seconds: list.candidates[index].seconds.lowerBound)
  }

  /// The window that a place of the store is.
  func index(of place: WorklistPlace) -> Int? {
    guard let number = sources.firstIndex(where: { $0.identity.digest == place.record }) else {
      return nil
    }
    return windows(of: number).first {
      list.candidates[$0].seconds.lowerBound == place.seconds
    }
  }

  private func windows(of number: Int) -> Range<Int> {
    starts[number]..<(number + 1 < starts.count ? starts[number + 1] : list.candidates.count)
  }

  /// The window of a record that a moment lies in, or a beat within 150 ms.
  public func index(record: String, seconds: Double) -> Int? {
    let windows = list.candidates.indices.filter { list.candidates[$0].record == record }
    if let within = windows.first(where: { list.candidates[$0].seconds.contains(seconds) }) {
      return within
    }
    let nearest = windows.min { distance($0, seconds) < distance($1, seconds) }
    return nearest.flatMap { distance($0, seconds) < 0.15 ? $0 : nil }
  }

  private func distance(_ index: Int, _ seconds: Double) -> Double {
    abs(list.candidates[index].seconds.lowerBound - seconds)
  }
}
