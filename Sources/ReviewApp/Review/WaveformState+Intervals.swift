import Foundation
import Measures
import ReviewStore
import ReviewSession
import Waveforms

// Calipers that are kept with the record under a name.

extension WaveformState {
  /// Asks for the name under which the calipers are kept, or for another name of those in the hand.
  mutating func pin() -> [WaveformEffect] {
    guard let caliper = measuring.shownCaliper else {
      say("no calipers are set: c sets them, \" lists those that are pinned")
      return []
    }
    if let known = decisions.interval(caliper.pinned) {
      cover = .prompt(.renameInterval(known.id), known.name)
    } else if caliper.seconds <= 0 {
      say("both ends are at one moment: move one first")
    } else if record.channels.isEmpty {
      say("this record has no channels to pin an interval to")
    } else {
      cover = .prompt(.pin(usual: usualName(caliper)), "")
    }
    return []
  }

  /// Keeps the calipers under a name; without one, under what lies between such channels usually.
  mutating func pin(as name: String, usual: String) -> [WaveformEffect] {
    guard let caliper = measuring.shownCaliper else { return [] }
    let origin = measuring.showsTrigger ? nearestTrigger ?? 0 : 0
    let made = interval(
      caliper, from: origin, named: name.isEmpty ? usual : name, UUID())
    if !measuring.showsTrigger { measuring.caliper = nil }
    let effects = edit(.interval(Replacement(before: nil, after: made)))
    say("\(made.label) pinned, \(made.channels); \" lists them, u takes it back")
    return effects
  }

  mutating func rename(_ id: PinnedInterval.ID, _ name: String) -> [WaveformEffect] {
    guard let old = decisions.interval(id), !name.isEmpty, name != old.name else { return [] }
    var new = old
    new.name = name
    say("\(old.name) is called \(name) now")
    return edit(.interval(Replacement(before: old, after: new)))
  }

  /// Goes to a pinned interval and takes it into the hand.
  mutating func select(_ id: PinnedInterval.ID) -> [WaveformEffect] {
    let effects = putDown()
    guard let interval = decisions.interval(id) else { return effects }
    let ends = [interval.from, interval.to].map { channel(named: $0.channel) }
    guard let first = ends[0], let last = ends[1] else {
      say("\(interval.label): this record has no channel \(interval.channels)", true)
      return effects
    }
    measuring.showsTrigger = false
    viewport.reach(interval.from.seconds, dots: layout.dots)
    viewport.keepInView(interval.to.seconds, dots: layout.dots)
    var caliper = Caliper(at: interval.from.seconds, channel: first)
    (caliper.moving, caliper.movingChannel) = (interval.to.seconds, last)
    caliper.pinned = id
    measuring.caliper = caliper
    if channels.shown.contains(last) { channels.focus = last }
    return effects
  }

  /// Forgets a pinned interval; `u` brings it back.
  mutating func remove(_ id: PinnedInterval.ID) -> [WaveformEffect] {
    guard let interval = decisions.interval(id) else { return [] }
    if measuring.caliper?.pinned == id { measuring.caliper = nil }
    say("\(interval.label) deleted; u brings it back")
    return edit(.interval(Replacement(before: interval, after: nil)))
  }

  // MARK: In the hand

  /// Lets go of the calipers. A pinned interval is kept as it lies now.
  mutating func putDown() -> [WaveformEffect] {
    measuring.isDragged = false
    guard let held = measuring.shownCaliper, held.isHeld else { return [] }
    guard let old = decisions.interval(held.pinned) else {
      measuring.shownCaliper?.isHeld = false
      return []
    }
    measuring.caliper = nil
    let new = interval(held, from: 0, named: old.name, old.id)
    guard new != old else { return [] }
    say("\(old.label) is \(new.milliseconds) ms now, \(new.channels); u takes it back")
    return edit(.interval(Replacement(before: old, after: new)))
  }

  /// Takes calipers away, and a pinned interval out of the record.
  mutating func clearCalipers() -> [WaveformEffect] {
    guard let caliper = measuring.shownCaliper else {
      say("no calipers are set: c sets them")
      return []
    }
    if let id = caliper.pinned { return remove(id) }
    measuring.shownCaliper = nil
    return []
  }

  private func interval(
    _ caliper: Caliper, from origin: Double, named name: String, _ id: UUID
  ) -> PinnedInterval {
    func end(_ seconds: Double, _ channel: Int) -> PinnedInterval.End {
      PinnedInterval.End(channel: record.channels[channel].name, seconds: origin + seconds)
    }
    return PinnedInterval(
      name: name, from: end(caliper.fixed, caliper.fixedChannel),
      to: end(caliper.moving, caliper.movingChannel), id: id)
  }

  private func channel(named name: String) -> Int? {
    record.channels.firstIndex { $0.name == name }
  }

  // MARK: Names

  /// What an interval between such channels is usually called.
  private func usualName(_ caliper: Caliper) -> String {
    let isForward = caliper.fixed <= caliper.moving
    let kinds = [caliper.fixedChannel, caliper.movingChannel].map { record.channels[$0].kind }
    let (first, last) = isForward ? (kinds[0], kinds[1]) : (kinds[1], kinds[0])
    switch (first, last) {
    case (.his, .surface), (.his, .ventricle): return "HV"
    case (.his, .his), (.atrium, .his), (.coronarySinus, .his): return "AH"
    case (.surface, .atrium), (.surface, .coronarySinus), (.ventricle, .atrium),
      (.ventricle, .coronarySinus), (.surface, .his), (.ventricle, .his):
      return "VA"
    case (.atrium, .surface), (.coronarySinus, .surface), (.atrium, .ventricle),
      (.coronarySinus, .ventricle):
      return "AV"
    case (.stimulus, _): return "St"
    case (.surface, .surface) where !measuring.showsTrigger:
      return waveName(caliper.first, caliper.last)
    default: return "interval"
    }
  }

  /// By which of a beat's moments the ends are.
  private func waveName(_ first: Double, _ last: Double) -> String {
    let near = 0.02
    for beat in review.beats(from: first - 1, to: last + 1) {
      guard let found = review.measures[beat]?.fiducials else { continue }
      let named = [
        ("PR", found.pOnset, found.qrsOnset), ("QRS", found.qrsOnset, found.qrsOffset),
        ("QT", found.qrsOnset, found.tEnd),
      ]
      for case (let name, let start?, let end?) in named
      where abs(start - first) < near && abs(end - last) < near {
        return name
      }
    }
    let beats = review.beats(from: first - near, to: last + near)
    let isCycle =
      beats.count == 2 && abs(beats[beats.startIndex] - first) < near
      && abs(beats[beats.endIndex - 1] - last) < near
    return isCycle ? "RR" : "interval"
  }
}
