import Annotations
public import ArrhythmiaModel
import NeuralNetwork

/// What a window is for.
public enum WindowSet: Int32, Sendable, CaseIterable {
  /// One of the preset's classes.
  case closed = 0
  /// A rhythm or beat outside the preset: the model should not know it.
  case fewShot = 1
  /// Part of two rhythms.
  case transition = 2
}

/// A window that is to be cut from a record.
public struct PlannedWindow: Sendable, Equatable {
  /// First sample at 250 Hz; negative where a beat is close to the record's start.
  public var start: Int
  /// What it is for.
  public var set: WindowSet
  /// Name of its rhythm or beat class.
  public var group: String
  /// Number of its class in the preset; -1 outside the closed set.
  public var label: Int
  /// Number of its segment in the record; -1 where it is in none.
  public var segment: Int
  /// Place on the coarse grid within the segment: two windows of one segment whose numbers differ
  /// by two do not overlap; -1 for windows of the dense grid, which only train.
  public var ordinal: Int

  /// Whether it may test a model.
  public var isDense: Bool { ordinal < 0 }
}

/// Which windows of a record are cut.
public struct WindowPlan: Sendable {
  /// Samples of a window: 4.096 s.
  public static let samples = 1024
  /// Samples from one window to the next.
  public static let stride = 512
  /// The same in training for rhythms with few windows.
  public static let denseStride = 128
  /// Fewer windows than these make a rhythm rare.
  public static let denseBelow = 400
  /// Most windows of one rhythm in one record.
  public static let cap = 400
  /// Least share of a window's samples, and of its beats, in one segment.
  private static let share = 0.9
  /// Largest share of ectopic beats.
  private static let ectopicShare = 0.25

  /// All windows of a record, with those of the dense grid, in order of time.
  public static func windows(
    of record: LabelledRecord, sampleCount: Int, preset: LabelPreset
  ) -> [PlannedWindow] {
    if preset.isBeatCentred { return beatWindows(record, preset) }
    let segments = RhythmSegment.segments(
      record.beats, excluded: record.excluded, sampleCount: sampleCount)
    var windows = segments.indices.flatMap {
      segmentWindows(segments[$0], number: $0, record, sampleCount, preset)
    }
    windows += transitions(segments, record, sampleCount)
    return windows.sorted { ($0.start, $0.ordinal) < ($1.start, $1.ordinal) }
  }

  /// One window a beat, the beat in its middle.
  private static func beatWindows(
    _ record: LabelledRecord, _ preset: LabelPreset
  ) -> [PlannedWindow] {
    record.beats.filter { $0.beatClass != nil }.enumerated().compactMap { index, beat in
      guard let beatClass = beat.beatClass else { return nil }
      return PlannedWindow(
        start: beat.sample - samples / 2, set: .closed, group: beatClass.rawValue,
        label: preset.classes.firstIndex(of: beatClass.rawValue) ?? -1, segment: index,
        ordinal: 0)
    }
  }

  private static func segmentWindows(
    _ segment: RhythmSegment, number: Int, _ record: LabelledRecord, _ sampleCount: Int,
    _ preset: LabelPreset
  ) -> [PlannedWindow] {
    let least = Int((share * Double(samples)).rounded(.up))
    let label = preset.label(of: segment.group)
    let last = min(segment.range.upperBound - least, sampleCount - samples)
    guard segment.range.lowerBound <= last else { return [] }
    let own = Set(segment.beats)
    return Swift.stride(from: segment.range.lowerBound, through: last, by: denseStride).compactMap {
      start in
      guard isPure(start..<start + samples, own: own, record) else { return nil }
      let offset = start - segment.range.lowerBound
      return PlannedWindow(
        start: start, set: label == nil ? .fewShot : .closed, group: segment.group.rawValue,
        label: label ?? -1, segment: number,
        ordinal: offset.isMultiple(of: stride) ? offset / stride : -1)
    }
  }

  /// Whether a window's beats are those of its segment, few of them ectopic, and none of it noise.
  private static func isPure(
    _ window: Range<Int>, own: Set<Int>, _ record: LabelledRecord
  ) -> Bool {
    if record.excluded.contains(where: { $0.overlaps(window) }) { return false }
    var (all, ectopic, inside) = (0, 0, 0)
    for beat in beats(in: window, record) {
      if beat.role == .excluded || beat.role == .unknown { return false }
      // It says nothing of the rhythm, neither for nor against.
      if case .neutral = beat.role { continue }
      all += 1
      if own.contains(beat.sample) { inside += 1 } else if beat.role == .ectopy { ectopic += 1 }
    }
    return all > ectopic && Double(inside) >= share * Double(all - ectopic)
      && Double(ectopic) <= ectopicShare * Double(all)
  }

  private static func beats(
    in window: Range<Int>, _ record: LabelledRecord
  ) -> ArraySlice<LabelledBeat> {
    let first = record.beats.partitioningIndex { $0.sample >= window.lowerBound }
    let end = record.beats.partitioningIndex { $0.sample >= window.upperBound }
    return record.beats[first..<end]
  }

  /// Windows of a grid over the whole record that hold beats of two rhythms.
  private static func transitions(
    _ segments: [RhythmSegment], _ record: LabelledRecord, _ sampleCount: Int
  ) -> [PlannedWindow] {
    zip(segments, segments.dropFirst()).compactMap { before, after in
      guard before.group != after.group,
        after.range.lowerBound - before.range.upperBound < samples / 2
      else { return nil }
      let middle = (before.range.upperBound + after.range.lowerBound) / 2
      let start = middle - samples / 2
      guard start >= 0, start + samples <= sampleCount,
        !record.excluded.contains(where: { $0.overlaps(start..<start + samples) })
      else { return nil }
      return PlannedWindow(
        start: start, set: .transition, group: "\(before.group.rawValue)>\(after.group.rawValue)",
        label: -1, segment: -1, ordinal: 0)
    }
  }

  // MARK: Across records

  /// Keeps the dense grid for rare groups alone and no more than `cap` windows of a group in a
  /// record, chosen by the seed.
  ///
  /// `records`: each record's windows.
  public static func thinned(_ records: [[PlannedWindow]], seed: UInt64) -> [[PlannedWindow]] {
    var counts: [String: Int] = [:]
    for window in records.joined() where !window.isDense { counts[window.group, default: 0] += 1 }
    return records.enumerated().map { index, windows in
      let kept = windows.filter { !$0.isDense || counts[$0.group, default: 0] < denseBelow }
      return capped(kept, seed: SplitMix64.mixed(seed &+ SplitMix64.mixed(UInt64(index))))
    }
  }

  private static func capped(_ windows: [PlannedWindow], seed: UInt64) -> [PlannedWindow] {
    var keep = Set<Int>()
    let groups = Dictionary(grouping: windows.indices) { windows[$0].group }
    for group in groups.keys.sorted() {
      guard let all = groups[group] else { continue }
      // The coarse grid comes first, so that dense windows never push testing ones out.
      var random = SplitMix64(seed: seed)
      let shuffled = all.map { (windows[$0].isDense ? 1 : 0, random.next(), $0) }.sorted { $0 < $1 }
      keep.formUnion(shuffled.prefix(cap).map(\.2))
    }
    return windows.indices.filter(keep.contains).map { windows[$0] }
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first index whose element fulfils a condition that holds from there on; the end where
  /// none.
  func partitioningIndex(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
