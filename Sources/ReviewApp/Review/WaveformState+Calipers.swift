import Measures
import ReviewSession
import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Sets calipers, takes them up again, or puts them down.
  mutating func takeCalipers() -> [WaveformEffect] {
    if let held = measuring.shownCaliper {
      if held.isHeld { return putDown() }
      measuring.shownCaliper?.isHeld = true
      focus(on: held.movingChannel)
      return []
    }
    let here = measuring.showsTrigger ? 0 : attended
    measuring.shownCaliper = Caliper(
      at: stop(nearestTo: here, on: channels.focus) ?? caliperTime.sample(nearestTo: here),
      channel: channels.focus)
    return []
  }

  /// The time in which what is shown is measured.
  var caliperTime: CaliperTime {
    let rate = record.frameRateHz
    if measuring.showsTrigger {
      let seconds = BeatAverage.before + BeatAverage.after
      return CaliperTime(
        range: -BeatAverage.before...BeatAverage.after, rateHz: rate,
        secondsPerDot: seconds / Double(max(1, layout.overview.width * 2)))
    }
    return CaliperTime(
      range: 0...Double(max(0, record.frameCount - 1)) / rate, rateHz: rate,
      secondsPerDot: viewport.speed.secondsPerDot)
  }

  private mutating func focus(on channel: Int) {
    if channels.shown.contains(channel) { channels.focus = channel }
  }

  // MARK: Keys

  /// Keys while the calipers are held.
  mutating func moveCalipers(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard var held = measuring.shownCaliper, held.isHeld else { return .ignored }
    if key == .enter { return .consumed(putDown()) }
    if key == .delete { return .consumed(measure(.clearCalipers)) }
    guard let move = CaliperMove(Keymap.command(for: key)) else { return .ignored }
    let time = caliperTime
    switch move {
    case .dots(let count): held.moving = moved(held, byDots: count, time)
    case .samples(let count):
      held.moving = time.sample(nearestTo: held.moving + Double(count) / time.rateHz)
    case .swap:
      held.swapEnds()
      focus(on: held.movingChannel)
    case .channel(let step):
      focus(on: held.movingChannel)
      if let edge = channels.moveFocus(by: step) { say(edge) }
      held.movingChannel = channels.focus
    case .snap(let forward):
      guard let place = stop(beyond: held.moving, on: held.movingChannel, forward: forward) else {
        say("\(caliperStops(held.movingChannel)) \(forward ? "further" : "earlier") in view")
        return .consumed
      }
      held.moving = time.sample(nearestTo: place)
    }
    measuring.shownCaliper = held
    if !measuring.showsTrigger { viewport.keepInView(held.moving, dots: layout.dots) }
    return .consumed
  }

  private func caliperStops(_ channel: Int) -> String {
    let name = record.channels.indices.contains(channel) ? record.channels[channel].shownName : ""
    return record.channels.indices.contains(channel) && record.channels[channel].kind.isElectrogram
      ? "no activation on \(name)" : "no beat or end of a wave"
  }

  /// A step of one dot stops at an activation that lies on its way; ten go past.
  private func moved(_ held: Caliper, byDots count: Int, _ time: CaliperTime) -> Double {
    let isOne = abs(count) == 1
    let target = held.moving + Double(count) * (isOne ? time.step : time.secondsPerDot)
    let free = time.sample(nearestTo: target)
    guard isOne, measuring.snaps,
      let place = stop(beyond: held.moving, on: held.movingChannel, forward: count > 0)
    else { return free }
    let onWay = count > 0 ? place <= target : place >= target
    return onWay ? time.sample(nearestTo: place) : free
  }

  // MARK: Where ends stop

  /// Seconds on either side of an end in which the next stop is looked for.
  private static let stopSeconds = 10.0

  /// The next moment worth stopping at on a channel.
  func stop(beyond seconds: Double, on channel: Int, forward: Bool) -> Double? {
    let step = 0.75 / record.frameRateHz
    let far = Self.stopSeconds
    let stops =
      forward
      ? stops(on: channel, from: seconds + step, to: seconds + far)
      : stops(on: channel, from: seconds - far, to: seconds - step)
    return forward ? stops.min() : stops.max()
  }

  /// The moment worth stopping at in the same column, where ends snap.
  func stop(nearestTo seconds: Double, on channel: Int) -> Double? {
    let time = caliperTime
    guard measuring.snaps else { return nil }
    return stops(on: channel, from: seconds - time.reach, to: seconds + time.reach)
      .min { abs($0 - seconds) < abs($1 - seconds) }.map(time.sample)
  }

  /// A channel's own moments: activations of an electrogram; of a surface lead, and of any other
  /// channel, beats and the ends of their waves as far as they are measured.
  private func stops(on channel: Int, from: Double, to: Double) -> [Double] {
    guard record.channels.indices.contains(channel), from <= to else { return [] }
    if measuring.showsTrigger {
      let lane = review.average?.lanes.first { $0.channel == channel }
      let found = (lane?.activations ?? []) + [0]
      return found.filter { $0 >= from && $0 <= to }
    }
    if record.channels[channel].kind.isElectrogram {
      return LocalActivations.find(channel: channel, of: record, from: from, to: to)
        .map(\.seconds)
    }
    // A wave may begin before its beat's span, and end after it.
    return review.beats(from: from - 1, to: to + 1)
      .flatMap { beat in [beat] + (review.measures[beat]?.fiducials.ofWaves ?? []) }
      .filter { $0 >= from && $0 <= to }
  }
}

/// What a key does to the calipers in the hand.
enum CaliperMove {
  case dots(Int)
  case samples(Int)
  /// The other end is moved from here on.
  case swap
  /// To the channel below or above.
  case channel(Int)
  /// To the next beat or activation.
  case snap(forward: Bool)

  /// Nil for a command that is not theirs.
  init?(_ command: Command?) {
    switch command {
    case .time(.panLeft): self = .dots(-1)
    case .time(.panRight): self = .dots(1)
    case .time(.pageLeft): self = .dots(-10)
    case .time(.pageRight): self = .dots(10)
    case .gain(.channelDown): self = .samples(-1)
    case .gain(.channelUp): self = .samples(1)
    case .view(.otherHalf): self = .swap
    case .channels(.focusNext): self = .channel(1)
    case .channels(.focusPrevious): self = .channel(-1)
    case .find(.nextAnnotation): self = .snap(forward: true)
    case .find(.previousAnnotation): self = .snap(forward: false)
    case .time, .speed, .find, .channels, .gain, .filter, .measure, .view, .pane, .record, .label,
      .list, .queue, .live, .screen, .program, nil:
      return nil
    }
  }
}

extension Fiducials {
  /// What of them surface leads show.
  fileprivate var ofWaves: [Double] { [pOnset, qrsOnset, qrsOffset, tEnd].compactMap { $0 } }
}
