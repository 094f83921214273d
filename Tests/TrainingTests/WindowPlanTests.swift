import Annotations
import ArrhythmiaModel
import Testing
import Training

@Suite("Plan of windows") struct WindowPlanTests {
  private func windows(
    _ beats: [LabelledBeat], excluded: [Range<Int>] = [], sampleCount: Int = 1_000_000,
    preset: LabelPreset = .g8
  ) -> [PlannedWindow] {
    WindowPlan.windows(
      of: LabelledBeats.record(beats, excluded: excluded), sampleCount: sampleCount, preset: preset)
  }

  private func sinus(_ count: Int, from: Int = 1000) -> [LabelledBeat] {
    LabelledBeats.regular(String(repeating: "S", count: count), from: from)
  }

  // MARK: Grids

  @Test func `Windows follow each other by the coarse and the dense stride`() {
    // 20 beats make a segment of 4000 samples from 900 on; the last window may reach 102 beyond it.
    let found = windows(sinus(20))
    #expect(found.map(\.start) == Array(stride(from: 900, through: 900 + 4000 - 922, by: 128)))
    #expect(
      found.filter { !$0.isDense }.map(\.start) == Array(stride(from: 900, to: 3979, by: 512)))
    #expect(found.filter { !$0.isDense }.map(\.ordinal) == Array(0..<7))
    #expect(found.filter(\.isDense).allSatisfy { $0.ordinal == -1 })
    #expect(found.allSatisfy { $0.group == "SINUS" && $0.label == 0 && $0.segment == 0 })
  }

  @Test func `The strides and the length are those of the design`() {
    #expect(WindowPlan.samples == 1024)
    #expect(WindowPlan.stride == 512)
    #expect(WindowPlan.denseStride == 128)
    #expect(WindowPlan.cap == 400)
    #expect(WindowPlan.denseBelow == 400)
  }

  @Test(arguments: [(737, 0), (738, 1)])
  func `Nine tenths of a window's samples in one segment are enough, less is not`(
    span: Int, count: Int
  ) {
    // Half an interval is 92, so the segment has 921 or 922 samples; 922 are nine tenths of 1024.
    var beats = LabelledBeats.regular("SSSSS", interval: 185)
    beats[4].sample = 1000 + span
    let found = RhythmSegment.segments(beats, excluded: [], sampleCount: 1_000_000)
    #expect(found.map(\.range.count) == [span + 184])
    #expect(windows(beats).count == count)
  }

  @Test func `No window reaches beyond the record`() {
    let found = windows(sinus(20), sampleCount: 4850)
    #expect(found.map(\.start).max() == 900 + 22 * 128)
    #expect(found.allSatisfy { $0.start + WindowPlan.samples <= 4850 })
  }

  @Test func `No window touches an excluded span`() {
    let excluded = [3610..<3640, 7000..<7001]
    let found = windows(sinus(60), excluded: excluded)
    #expect(found.contains { $0.start < 3000 } && found.contains { $0.start > 7000 })
    for window in found {
      #expect(!excluded.contains { $0.overlaps(window.start..<window.start + WindowPlan.samples) })
    }
  }

  // MARK: Beats

  @Test func `A window with more than a tenth of its beats in another rhythm is dropped`() {
    let beats = LabelledBeats.runs([(String(repeating: "S", count: 21), 200), ("TTTTTTTT", 80)])
    // The window from 4100 has 940 samples in the segment, which ends at 5040, but 1 of its 6 beats, that
    // at 5080, is one of the tachycardia.
    let found = windows(beats).filter { $0.group == "SINUS" }
    #expect(beats[21].sample == 5080)
    #expect(found.map(\.start).max() == 900 + 24 * 128)
  }

  @Test func `A window with less than a tenth of its beats in another rhythm is kept`() {
    // 12 or 13 beats of the tachycardia to one of sinus rhythm.
    let beats = LabelledBeats.runs([(String(repeating: "T", count: 60), 80), ("SSSSSSSS", 100)])
    let reaching = windows(beats).filter {
      $0.group == "AVRT" && $0.start + WindowPlan.samples > beats[60].sample
    }
    #expect(reaching.count == 1)
  }

  @Test(arguments: [
    ("SSSSS", 200, 1), ("SSeSS", 200, 1), ("SSeSSeSS", 120, 1), ("SeSeSeSS", 120, 0),
    ("TTeTT", 200, 1), ("TeTeT", 200, 0),
  ])
  func `A quarter of ectopic beats is kept, more is not`(letters: String, interval: Int, count: Int)
  {
    // Long enough for one window, which holds all of the beats.
    let beats = LabelledBeats.regular(letters, interval: interval)
    let segments = RhythmSegment.segments(beats, excluded: [], sampleCount: 1_000_000)
    #expect(segments.count == 1)
    #expect(windows(beats).count == count)
  }

  @Test func `Bigeminy gives no window`() {
    #expect(
      RhythmSegment.segments(
        LabelledBeats.regular(String(repeating: "Se", count: 40)), excluded: [],
        sampleCount: 1_000_000
      ).count == 1)
    #expect(windows(LabelledBeats.regular(String(repeating: "Se", count: 40))).isEmpty)
  }

  @Test(arguments: 0..<30)
  func `Windows of random beats keep all of the rules`(seed: Int) {
    let beats = LabelledBeats.random(count: 500, seed: 100 + UInt64(seed))
    let excluded = [20_003..<20_500, 31_001..<31_002]
    let sampleCount = (beats.last?.sample ?? 0) + 5
    let segments = RhythmSegment.segments(beats, excluded: excluded, sampleCount: sampleCount)
    let found = windows(beats, excluded: excluded, sampleCount: sampleCount)
    #expect(!found.isEmpty)
    #expect(found.map(\.start) == found.map(\.start).sorted())
    for window in found {
      let range = window.start..<window.start + WindowPlan.samples
      #expect(range.lowerBound >= 0 && range.upperBound <= sampleCount)
      #expect(!excluded.contains { $0.overlaps(range) })
      guard window.set != .transition else { continue }
      let segment = segments[window.segment]
      #expect(window.group == segment.group.rawValue)
      #expect(range.clamped(to: segment.range).count * 10 >= 9 * WindowPlan.samples)
      // Neutral beats say nothing of the rhythm: they do not count.
      let inside = beats.filter {
        if case .neutral = $0.role { return false }
        return range.contains($0.sample)
      }
      let ectopic = inside.filter { $0.role == .ectopy }.count
      let own = inside.filter { segment.beats.contains($0.sample) }.count
      #expect(10 * own >= 9 * (inside.count - ectopic) && own > 0)
      #expect(4 * ectopic <= inside.count)
      let offset = window.start - segment.range.lowerBound
      #expect(offset % WindowPlan.denseStride == 0)
      #expect(window.ordinal == (offset % WindowPlan.stride == 0 ? offset / WindowPlan.stride : -1))
    }
  }

  // MARK: Sets

  @Test func `A rhythm outside the preset goes to the few-shot pool without a label`() {
    let beats = LabelledBeats.regular(String(repeating: "F", count: 30), interval: 70)
    let eight = windows(beats)
    #expect(!eight.isEmpty && eight.allSatisfy { $0.set == .fewShot && $0.label == -1 })
    #expect(eight.allSatisfy { $0.group == "AFL" })
    let fibrillation = windows(beats, preset: .af)
    #expect(fibrillation.allSatisfy { $0.set == .closed && $0.label == 1 })
    #expect(fibrillation.map(\.start) == eight.map(\.start))
  }

  @Test func `A window stands over each change of rhythm, in the transition set`() throws {
    let beats = LabelledBeats.runs([
      (String(repeating: "S", count: 12), 200), (String(repeating: "T", count: 20), 80),
      (String(repeating: "S", count: 12), 200),
    ])
    let segments = RhythmSegment.segments(beats, excluded: [], sampleCount: 1_000_000)
    let found = windows(beats).filter { $0.set == .transition }
    #expect(found.map(\.group) == ["SINUS>AVRT", "AVRT>SINUS"])
    #expect(found.allSatisfy { $0.label == -1 && $0.segment == -1 && !$0.isDense })
    for (place, window) in found.enumerated() {
      let middle =
        (segments[place].range.upperBound + segments[place + 1].range.lowerBound) / 2
      #expect(window.start == middle - 512)
    }
  }

  @Test func `Two segments of one rhythm have no transition`() {
    let found = windows(LabelledBeats.regular("SSSSSSSSeeSSSSSSSS"))
    #expect(!found.contains { $0.set == .transition })
  }

  @Test func `Segments that are far apart have no transition`() {
    let beats = LabelledBeats.runs([("SSSSSSSS", 200), ("T", 900), ("TTTTTTTT", 80)])
    #expect(!windows(beats).contains { $0.set == .transition })
  }

  // MARK: Beat presets

  @Test func `Windows of beats are centred on each beat that has a class`() {
    let beats = [
      LabelledBeat(sample: 100, role: .rhythm(.sinus), beatClass: .normal),
      LabelledBeat(sample: 300, role: .ectopy, beatClass: .ventricular),
      LabelledBeat(sample: 420, role: .unknown, beatClass: nil),
      LabelledBeat(sample: 600, role: .excluded, beatClass: .unclassifiable),
      LabelledBeat(sample: 99_990, role: .ectopy, beatClass: .fusion),
    ]
    let found = windows(beats, excluded: [250..<350], sampleCount: 100_000, preset: .aami)
    #expect(found.map(\.start) == [100 - 512, 300 - 512, 600 - 512, 99_990 - 512])
    #expect(found.map(\.group) == ["N", "V", "Q", "F"])
    #expect(found.map(\.label) == [0, 2, 4, 3])
    #expect(found.allSatisfy { $0.set == .closed && !$0.isDense })
  }

  // MARK: Thinning

  /// A record of sinus rhythm with about so many windows on the coarse grid.
  private func record(coarse: Int) -> [PlannedWindow] {
    windows(sinus(coarse * 512 / 200 + 3))
  }

  @Test func `The dense grid is kept for rare groups alone`() {
    let rare = record(coarse: 60)
    #expect(rare.contains { $0.isDense })
    #expect(WindowPlan.thinned([rare], seed: 1) == [rare])
    let common = Array(repeating: rare, count: 7)
    for windows in WindowPlan.thinned(common, seed: 1) {
      #expect(windows == rare.filter { !$0.isDense })
    }
  }

  @Test func `A group is rare below 400 coarse windows of all records together`() {
    let coarse = record(coarse: 450).filter { !$0.isDense }
    let dense = Array(record(coarse: 450).filter(\.isDense).prefix(1))
    let below = [Array(coarse.prefix(200)), Array(coarse.prefix(199)) + dense]
    let enough = [Array(coarse.prefix(200)), Array(coarse.prefix(200)) + dense]
    #expect(WindowPlan.thinned(below, seed: 1)[1].contains { $0.isDense })
    #expect(!WindowPlan.thinned(enough, seed: 1)[1].contains { $0.isDense })
  }

  @Test func `No more than 400 windows of a group in a record are kept, in order of time`() {
    let all = record(coarse: 600)
    let kept = WindowPlan.thinned([all], seed: 3)[0]
    #expect(kept.count == WindowPlan.cap)
    #expect(kept.map(\.start) == kept.map(\.start).sorted())
    #expect(kept.allSatisfy { all.contains($0) })
    #expect(Set(kept.map(\.start)).count == kept.count)
  }

  @Test func `The cap is for each group of each record on its own`() {
    let sinus = record(coarse: 450)
    let other = sinus.map { window in
      var window = window
      window.group = "RBBB"
      return window
    }
    let kept = WindowPlan.thinned([sinus + other, sinus], seed: 3)
    #expect(kept.map { $0.filter { $0.group == "SINUS" }.count } == [400, 400])
    #expect(kept.map { $0.filter { $0.group == "RBBB" }.count } == [400, 0])
  }

  @Test func `Dense windows never push coarse ones out`() {
    let all = record(coarse: 350)
    let coarse = all.filter { !$0.isDense }
    #expect(coarse.count > 300 && coarse.count < 400 && all.count > 400)
    let kept = WindowPlan.thinned([all], seed: 9)[0]
    #expect(kept.filter { !$0.isDense } == coarse)
    #expect(kept.count == WindowPlan.cap)
  }

  @Test func `The seed alone chooses`() {
    let all = record(coarse: 600)
    #expect(WindowPlan.thinned([all], seed: 4) == WindowPlan.thinned([all], seed: 4))
    #expect(WindowPlan.thinned([all], seed: 4) != WindowPlan.thinned([all], seed: 5))
    // Two records of the same windows are not thinned alike.
    let two = WindowPlan.thinned([all, all], seed: 4)
    #expect(two[0] != two[1])
  }
}
