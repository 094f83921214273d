/// Joins beats of different readers that are one.
struct BeatClusters {
  /// The greatest distance of two beats of one group, in ticks.
  var window: Int

  /// Two beats that may be one.
  private struct Pair {
    var first: Int
    var second: Int
    var distance: Int
    var tick: Int
    /// Decides between pairs of marks that stand in one place: those that come first in both.
    var order: Int
  }

  /// Groups of beats, which come in order of time. Beats further apart than the window from their
  /// neighbours decide nothing about each other, so that each run is looked at by itself.
  func groups(_ beats: [PlacedBeat]) -> [[PlacedBeat]] {
    var groups: [[PlacedBeat]] = []
    var start = 0
    while start < beats.count {
      var end = start + 1
      while end < beats.count, beats[end].tick - beats[end - 1].tick <= window { end += 1 }
      if end - start == 1 {
        groups.append([beats[start]])
      } else {
        groups += joined(Array(beats[start..<end]))
      }
      start = end
    }
    return groups
  }

  /// Nearest first; two groups are joined where no reader would be in it twice and no two marks
  /// would lie further apart than the window.
  private func joined(_ beats: [PlacedBeat]) -> [[PlacedBeat]] {
    var members = beats.indices.map { [$0] }
    var group = Array(beats.indices)
    for pair in pairs(beats) {
      let (own, other) = (group[pair.first], group[pair.second])
      guard own != other, fit(members[own], members[other], beats) else { continue }
      for beat in members[other] { group[beat] = own }
      members[own] += members[other]
      members[other] = []
    }
    return members.filter { !$0.isEmpty }.map { $0.sorted().map { beats[$0] } }
  }

  private func fit(_ first: [Int], _ second: [Int], _ beats: [PlacedBeat]) -> Bool {
    first.allSatisfy { one in
      second.allSatisfy { other in
        beats[one].reader != beats[other].reader
          && abs(beats[one].tick - beats[other].tick) <= window
      }
    }
  }

  private func pairs(_ beats: [PlacedBeat]) -> [Pair] {
    var pairs: [Pair] = []
    for first in beats.indices {
      for second in (first + 1)..<beats.count {
        let distance = beats[second].tick - beats[first].tick
        if distance > window { break }
        guard beats[first].reader != beats[second].reader else { continue }
        pairs.append(
          Pair(
            first: first, second: second, distance: distance, tick: beats[first].tick,
            order: beats[first].order + beats[second].order))
      }
    }
    return pairs.sorted {
      ($0.distance, $0.tick, $0.order, $0.first, $0.second)
        < ($1.distance, $1.tick, $1.order, $1.first, $1.second)
    }
  }
}
