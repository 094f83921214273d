import Measures
import ReviewSession
import TerminalGraphics
import Waveforms

extension WaveformState {
  mutating func measure(_ command: MeasureCommand) {
    switch command {
    case .calipers: takeCalipers()
    case .marchCalipers:
      guard !saysTriggerIsOpen() else { return }
      guard measuring.caliper != nil else { return say("no calipers are set: c sets them") }
      measuring.caliper?.marches.toggle()
    case .clearCalipers:
      guard !saysTriggerIsOpen() else { return }
      measuring.caliper = nil
    case .intervals: measuring.showsIntervals.toggle()
    case .trend: measuring.showsTrend.toggle()
    case .detector: measuring.showsDetector.toggle()
    }
  }

  /// Sets calipers, takes them up again, or puts them down.
  private mutating func takeCalipers() {
    guard !saysTriggerIsOpen() else { return }
    if let isHeld = measuring.caliper?.isHeld {
      measuring.caliper?.isHeld = !isHeld
    } else {
      measuring.caliper = Caliper(at: sample(nearestTo: attended))
    }
  }

  private mutating func saysTriggerIsOpen() -> Bool {
    if measuring.showsTrigger { say("calipers are for the traces: v closes the beats first") }
    return measuring.showsTrigger
  }

  /// The moment of the nearest sample.
  func sample(nearestTo seconds: Double) -> Double {
    let rate = record.frameRateHz
    let last = Double(max(0, record.frameCount - 1))
    return min(max((seconds * rate).rounded(), 0), last) / rate
  }

  /// Keys while the calipers are held.
  mutating func moveCalipers(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard !measuring.showsTrigger, var held = measuring.caliper, held.isHeld else {
      return .ignored
    }
    if key == .enter {
      measuring.caliper?.isHeld = false
      return .consumed
    }
    guard let move = CaliperMove(Keymap.command(for: key)) else { return .ignored }
    switch move {
    case .dots(let count):
      // Never less than a sample, or a key would do nothing at a fast sweep.
      let step = max(viewport.speed.secondsPerDot, 1 / record.frameRateHz)
      let isOne = abs(count) == 1
      held.moving = sample(
        nearestTo: held.moving + Double(count) * (isOne ? step : viewport.speed.secondsPerDot))
    case .samples(let count):
      held.moving = sample(nearestTo: held.moving + Double(count) / record.frameRateHz)
    case .swap: (held.fixed, held.moving) = (held.moving, held.fixed)
    case .snap(let forward):
      guard let place = snap(from: held.moving, forward: forward) else {
        say("no activation or beat \(forward ? "further" : "earlier") in view")
        return .consumed
      }
      held.moving = sample(nearestTo: place)
    }
    measuring.caliper = held
    viewport.keepInView(held.moving, dots: layout.dots)
    return .consumed
  }

  /// The next moment worth stopping at: beats and what has been measured of them.
  private func snap(from seconds: Double, forward: Bool) -> Double? {
    let view = layout.active
    let margin = view.end - view.start
    let near = review.beats(from: view.start - margin, to: view.end + margin)
    let step = 1.5 / record.frameRateHz
    let moments = near.flatMap { beat in [beat] + (review.measures[beat]?.moments ?? []) }
    let beyond = moments.filter { forward ? $0 > seconds + step : $0 < seconds - step }
    return forward ? beyond.min() : beyond.max()
  }

  // MARK: What is wanted

  /// What the trigger view wants averaged: beats of the kind under the cursor, nearest first.
  var averageRequest: BeatAverage.Request? {
    guard measuring.showsTrigger else { return nil }
    let centre = attended
    func nearest(_ beats: some Sequence<Double>, _ kind: String) -> BeatAverage.Request {
      let sorted = beats.sorted { abs($0 - centre) < abs($1 - centre) }
      return BeatAverage.Request(
        beats: sorted.prefix(BeatAverage.limit).sorted(), channels: channels.shown,
        filter: filter.current, kind: kind)
    }
    let marks = document.marks.filter(\.isBeat)
    let under = marks.min { abs($0.seconds - centre) < abs($1.seconds - centre) }
    guard let kind = under?.symbol else { return nearest(review.beats, "detected") }
    return nearest(marks.lazy.filter { $0.symbol == kind }.map(\.seconds), kind)
  }
}

/// What a key does to the calipers in the hand.
private enum CaliperMove {
  case dots(Int)
  case samples(Int)
  /// The other end is moved from here on.
  case swap
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
    case .find(.nextAnnotation): self = .snap(forward: true)
    case .find(.previousAnnotation): self = .snap(forward: false)
    case .time, .speed, .find, .channels, .gain, .filter, .measure, .view, .pane, .record, .list,
      .screen, .program, nil:
      return nil
    }
  }
}

extension BeatMeasures {
  /// All moments that were found of the beat.
  fileprivate var moments: [Double] {
    let found = [
      fiducials.pOnset, fiducials.qrsOnset, fiducials.qrsOffset, fiducials.tEnd,
      fiducials.hisAtrial, fiducials.his, fiducials.atrial,
    ]
    return found.compactMap { $0 } + coronarySinus.map(\.time)
  }
}
