import Measures
import TerminalGraphics
import Waveforms

extension WaveformState {
  mutating func changeFilter(_ command: Command) {
    if command == .rawSignal {
      if filter != .none { lastFilter = filter }
      filter = filter == .none ? lastFilter : .none
    } else {
      let all = DisplayFilter.allCases
      filter = all[((all.firstIndex(of: filter) ?? 0) + 1) % all.count]
    }
    average = nil
    say(filter == .none ? "raw signal" : "\(filter.label), without delay; r shows the raw signal")
  }

  // MARK: Calipers

  mutating func changeCaliper(_ command: Command, _ layout: WaveformLayout) {
    guard !showsTrigger else { return say("calipers are for the traces: v closes the beats first") }
    switch command {
    case .clearCalipers: caliper = nil
    case .marchCalipers:
      guard caliper != nil else { return say("no calipers are set: c sets them") }
      caliper?.marches.toggle()
    default:
      if let held = caliper?.isHeld {
        caliper?.isHeld = !held
        return
      }
      let here = sample(nearestTo: attended(layout))
      caliper = Caliper(at: here)
    }
  }

  /// The moment of the nearest sample.
  func sample(nearestTo seconds: Double) -> Double {
    let rate = document.record.frameRateHz
    let last = Double(max(0, document.record.frameCount - 1))
    return min(max((seconds * rate).rounded(), 0), last) / rate
  }

  /// Keys while the calipers are held. Returns whether the key was theirs.
  mutating func moveCaliper(_ key: KeyPress, _ command: Command?, _ size: Size) -> Bool {
    guard !showsTrigger, var held = caliper else { return false }
    let layout = WaveformLayout(size: size, state: self)
    let dot = speed.secondsPerDot
    let rate = document.record.frameRateHz
    switch command {
    case .panLeft: held.moving = sample(nearestTo: held.moving - max(dot, 1 / rate))
    case .panRight: held.moving = sample(nearestTo: held.moving + max(dot, 1 / rate))
    case .pageLeft: held.moving = sample(nearestTo: held.moving - 10 * dot)
    case .pageRight: held.moving = sample(nearestTo: held.moving + 10 * dot)
    case .channelGainDown: held.moving = sample(nearestTo: held.moving - 1 / rate)
    case .channelGainUp: held.moving = sample(nearestTo: held.moving + 1 / rate)
    case .otherHalf: (held.fixed, held.moving) = (held.moving, held.fixed)
    case .nextAnnotation, .previousAnnotation:
      let forward = command == .nextAnnotation
      guard let place = snap(from: held.moving, forward: forward, layout) else {
        say("no activation or beat \(forward ? "further" : "earlier") in view")
        return true
      }
      held.moving = sample(nearestTo: place)
    default:
      if key == .enter {
        caliper?.isHeld = false
        return true
      }
      return false
    }
    caliper = held
    keepInView(held.moving, layout)
    return true
  }

  private mutating func keepInView(_ seconds: Double, _ layout: WaveformLayout) {
    let view = viewSeconds(dots: layout.dots)
    if seconds < start { start = seconds - view / 8 }
    if seconds > start + view { start = seconds - view * 7 / 8 }
    clampStart(layout)
  }

  /// The next moment worth stopping at: beats and what has been measured of them.
  private func snap(from seconds: Double, forward: Bool, _ layout: WaveformLayout) -> Double? {
    let view = layout.active
    let margin = view.end - view.start
    let near = beats(from: view.start - margin, to: view.end + margin)
    let step = 1.5 / document.record.frameRateHz
    let moments = near.flatMap { beat in [beat] + (measures[beat]?.moments ?? []) }
    let beyond = moments.filter { forward ? $0 > seconds + step : $0 < seconds - step }
    return forward ? beyond.min() : beyond.max()
  }

  /// What the focused channel's value does between the calipers, in its unit.
  func amplitude(_ caliper: Caliper) -> (difference: Double, unit: String)? {
    guard document.record.channels.indices.contains(focus) else { return nil }
    let channel = document.record.channels[focus]
    let sections = filter.sections(channel.kind, samplingRateHz: channel.samplingRateHz)
    func value(_ seconds: Double) -> Double? {
      // What is measured is what is drawn.
      if !sections.isEmpty {
        let place = Int((seconds * channel.samplingRateHz).rounded())
        return document.filtered.samples(focus, place..<place + 1, filter, sections).first
          .flatMap { $0.isFinite ? Double($0) : nil }
      }
      let frame = Int((seconds * document.record.frameRateHz).rounded())
      guard
        let block = try? document.record.physical(channels: [focus], frames: frame..<frame + 1),
        let value = block.samples.first, value.isFinite
      else { return nil }
      return Double(value)
    }
    guard let a = value(caliper.fixed), let b = value(caliper.moving) else { return nil }
    return (b - a, channel.calibration.unit)
  }

  // MARK: Views

  mutating func changeView(_ command: Command, _ size: Size) {
    switch command {
    case .toggleIntervals: showsIntervals.toggle()
    case .toggleTrend: showsTrend.toggle()
    case .toggleDetector: showsDetector.toggle()
    case .triggerView:
      showsTrigger.toggle()
      if showsTrigger && beats.isEmpty && detected != nil {
        showsTrigger = false
        say("no beats to lay over one another", true)
      }
    case .splitView:
      guard split == nil else {
        split = nil
        return keepFocusInView(size)
      }
      split = Split(start: start, cursor: cursor, isRightActive: true)
      guard WaveformLayout(size: size, state: self).sections.count == 2 else {
        split = nil
        return say("the screen is too narrow for two places")
      }
      clampStart(WaveformLayout(size: size, state: self))
    default: nextPart(size)
    }
    keepFocusInView(size)
  }

  /// The other half of a split view, or the next open pane.
  private mutating func nextPart(_ size: Size) {
    if let other = split {
      split = Split(start: start, cursor: cursor, isRightActive: !other.isRightActive)
      (start, cursor) = (other.start, other.cursor)
      return
    }
    let layout = WaveformLayout(size: size, state: self)
    var open: [Pane] = [.traces] + layout.panes.map(\.pane)
    if layout.relevance.height > 0 { open.append(.relevance) }
    let place = open.firstIndex(of: focusedPane) ?? 0
    focusedPane = open[(place + 1) % open.count]
  }
}

extension BeatMeasures {
  /// All moments that were found of the beat.
  var moments: [Double] {
    let found = [
      fiducials.pOnset, fiducials.qrsOnset, fiducials.qrsOffset, fiducials.tEnd,
      fiducials.hisAtrial, fiducials.his, fiducials.atrial,
    ]
    return found.compactMap { $0 } + coronarySinus.map(\.time)
  }
}
