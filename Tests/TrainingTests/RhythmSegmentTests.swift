import Annotations
import ArrhythmiaModel
import NeuralNetwork
import Testing
import Training

@Suite("Rhythm segments") struct RhythmSegmentTests {
  private func segments(
    _ beats: [LabelledBeat], excluded: [Range<Int>] = [], sampleCount: Int = 100_000
  ) -> [RhythmSegment] {
    RhythmSegment.segments(beats, excluded: excluded, sampleCount: sampleCount)
  }

  // MARK: What closes a segment

  @Test(arguments: ["SSSSSeSSSSS", "SSSSSnSSSSS", "TTTeTTT", "VVVnVVV"])
  func `A single ectopic or neutral beat is bridged and is none of the segment's own`(
    letters: String
  ) throws {
    let beats = LabelledBeats.regular(letters)
    let found = segments(beats)
    #expect(found.count == 1)
    let own = beats.filter { if case .rhythm = $0.role { true } else { false } }.map(\.sample)
    #expect(try #require(found.first).beats == own)
  }

  @Test(arguments: ["SSSSeeSSSS", "SSSSnnSSSS", "SSSSenSSSS", "SSSSneSSSS", "SSSSeeeSSSS"])
  func `Two ectopic or neutral beats in a row close a segment`(letters: String) {
    let found = segments(LabelledBeats.regular(letters))
    #expect(found.map(\.group) == [.sinus, .sinus])
    #expect(found.map(\.beats.count) == [4, 4])
  }

  @Test func `Single ectopic beats are bridged however many there are`() {
    let found = segments(LabelledBeats.regular("SSeSSeSeSSSeS"))
    #expect(found.map(\.beats.count) == [9])
  }

  @Test func `Another group closes a segment and begins the next`() {
    let found = segments(LabelledBeats.regular("SSSSTTTVVVPPPP"))
    #expect(found.map(\.group) == [.sinus, .avrt, .vt, .preexcited])
    #expect(found.map(\.beats.count) == [4, 3, 3, 4])
  }

  @Test func `An ectopic beat between two groups is bridged for neither`() {
    let found = segments(LabelledBeats.regular("SSSSeTTT"))
    #expect(found.map(\.group) == [.sinus, .avrt])
    #expect(found.map(\.beats.count) == [4, 3])
  }

  @Test(arguments: ["q", "u"])
  func `A beat that nobody could tell, or of an unknown label, closes a segment`(letter: String) {
    let found = segments(LabelledBeats.regular("SSSS" + letter + "SSSSS"))
    #expect(found.map(\.beats.count) == [4, 5])
  }

  @Test(arguments: [(750, 1), (751, 2)])
  func `An interval above three seconds closes a segment`(interval: Int, count: Int) {
    let beats = LabelledBeats.runs([("SSSS", 200), ("S", interval), ("SSSS", 200)])
    #expect(segments(beats).count == count)
  }

  @Test func `An excluded span between two beats closes a segment`() {
    let beats = LabelledBeats.regular("SSSSSSSS")
    let found = segments(beats, excluded: [1650..<1700])
    #expect(found.map(\.beats) == [[1000, 1200, 1400, 1600], [1800, 2000, 2200, 2400]])
  }

  @Test func `An excluded span takes the beats in it out of all segments`() {
    let beats = LabelledBeats.regular("SSSSSSSSSSSS")
    let found = segments(beats, excluded: [1750..<2250])
    #expect(found.map(\.beats.count) == [4, 5])
    #expect(found.flatMap(\.beats).allSatisfy { !(1750..<2250).contains($0) })
  }

  @Test func `An excluded span behind the last beat closes nothing`() {
    #expect(segments(LabelledBeats.regular("SSSSSS"), excluded: [3000..<4000]).count == 1)
  }

  // MARK: What is kept

  @Test(arguments: RhythmGroup.allCases)
  func `A run is kept from its group's least number of beats on`(group: RhythmGroup) {
    func run(_ count: Int) -> [LabelledBeat] {
      (0..<count).map { LabelledBeat(sample: 1000 + 100 * $0, role: .rhythm(group)) }
    }
    #expect(segments(run(group.leastBeats - 1)).isEmpty)
    #expect(segments(run(group.leastBeats)).map(\.beats.count) == [group.leastBeats])
  }

  @Test func `Tachycardias need three beats, other rhythms four`() {
    let tachycardias: Set<RhythmGroup> = [.avrt, .avnrt, .vt, .afib, .flutter, .ectopicAtrial]
    for group in RhythmGroup.allCases {
      #expect(group.leastBeats == (tachycardias.contains(group) ? 3 : 4), "\(group)")
    }
  }

  @Test(arguments: ["SSeS", "TeT", "eeee", "nnnn", "", "q", "S"])
  func `Bridged beats do not make up for missing ones`(letters: String) {
    #expect(segments(LabelledBeats.regular(letters)).isEmpty)
  }

  @Test func `Tags of own and of bridged beats are kept, sorted and once`() {
    var beats = LabelledBeats.regular("TTTnTTT")
    beats[1].role = .rhythm(.avrt, tag: "aberrant")
    beats[2].role = .rhythm(.avrt, tag: "aberrant")
    #expect(segments(beats).map(\.tags) == [["LBBB", "aberrant"]])
  }

  @Test func `Tags do not reach the next segment`() {
    var beats = LabelledBeats.regular("TTTSSSS")
    beats[1].role = .rhythm(.avrt, tag: "aberrant")
    #expect(segments(beats).map(\.tags) == [["aberrant"], []])
  }

  // MARK: Bounds

  @Test func `Bounds are half an interval beyond the first and the last beat`() {
    #expect(segments(LabelledBeats.regular("SSSS")).map(\.range) == [900..<1700])
  }

  @Test func `The interval is the mean over the segment, bridged beats counted`() {
    // Six intervals of 240 in all, the third of them cut short by an ectopic beat.
    let beats = LabelledBeats.runs([("SSS", 240), ("e", 140), ("SSS", 340), ("", 0)])
    let total = (beats.last?.sample ?? 0) - 1000
    #expect(
      segments(beats).map(\.range)
        == [1000 - total / 12..<1000 + total + total / 12])
  }

  @Test func `Bounds are clipped to the record`() {
    let found = segments(LabelledBeats.regular("SSSS", from: 30), sampleCount: 680)
    #expect(found.map(\.range) == [0..<680])
  }

  @Test func `Bounds go half way to a neighbouring beat at most`() {
    let beats = LabelledBeats.runs([("SSSS", 200), ("T", 50), ("TTT", 80)])
    #expect(segments(beats).map(\.range) == [900..<1625, 1625..<1930])
  }

  @Test func `Margins are kept out of excluded spans`() {
    let found = segments(
      LabelledBeats.regular("SSSS"), excluded: [900..<940, 1650..<1800])
    #expect(found.map(\.range) == [940..<1650])
  }

  // MARK: Whatever the beats

  @Test(arguments: 0..<40)
  func `Segments of random beats are in order, apart, inside the record and hold their beats`(
    seed: Int
  ) {
    let beats = LabelledBeats.random(count: 400, seed: UInt64(seed))
    let places = Set(beats.map(\.sample))
    var random = SplitMix64(seed: 900 + UInt64(seed))
    let last = beats.last?.sample ?? 0
    let excluded = (0..<6).compactMap { _ -> Range<Int>? in
      let start = Int(random.uniform(0, Double(last)))
      // A span that begins at the very sample of a beat is looked at elsewhere.
      return places.contains(start) ? nil : start..<start + Int(random.uniform(1, 900))
    }
    let sampleCount = last + Int(random.uniform(1, 300))
    let found = segments(beats, excluded: excluded, sampleCount: sampleCount)
    #expect(!found.isEmpty)
    for segment in found {
      #expect(segment.range.lowerBound >= 0 && segment.range.upperBound <= sampleCount)
      #expect(segment.beats.allSatisfy { segment.range.contains($0) })
      #expect(segment.beats.count >= segment.group.leastBeats)
      #expect(segment.beats == segment.beats.sorted())
      #expect(excluded.allSatisfy { !$0.overlaps(segment.range) })
      checkInside(segment, beats)
    }
    for (one, next) in zip(found, found.dropFirst()) {
      #expect(one.range.upperBound <= next.range.lowerBound)
    }
  }

  /// Between a segment's first and last beat there is nothing that closes it.
  private func checkInside(_ segment: RhythmSegment, _ beats: [LabelledBeat]) {
    guard let first = segment.beats.first, let last = segment.beats.last else { return }
    let inside = beats.filter { first <= $0.sample && $0.sample <= last }
    var bridged = 0
    for beat in inside {
      switch beat.role {
      case .rhythm(let group, _):
        #expect(group == segment.group)
        bridged = 0
      case .ectopy, .neutral: bridged += 1
      case .excluded, .unknown: Issue.record("a beat of role \(beat.role) within a segment")
      }
      #expect(bridged <= 1)
    }
    #expect(zip(inside, inside.dropFirst()).allSatisfy { $1.sample - $0.sample <= 750 })
  }
}
