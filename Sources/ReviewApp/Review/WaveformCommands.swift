import ReviewSession
import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Carries out a command. Returns what is to be done outside of this value.
  public mutating func perform(_ command: Command) -> [WaveformEffect] {
    defer { settle(size) }
    switch command {
    case .time(.goTo): cover = .prompt(.goToTime, "")
    case .time(let command): say(viewport.perform(command, reach))
    case .speed(let command): say(viewport.perform(command, reach))
    case .find(let command): find(command)
    case .channels(let command): arrange(command)
    case .gain(let command): amplify(command)
    case .filter(let command):
      review.forgetAverage()
      say(filter.perform(command))
    case .measure(let command): return measure(command)
    case .view(.grid): return toggleGrid()
    case .view(let command): change(command)
    case .pane(let command): return open(command)
    case .record(let command): return decide(command)
    case .label(let command): return label(command)
    case .screen(.help): cover = .panel(.help, top: 0)
    case .screen(.back): return [.close]
    // Of the list, or answered by the program around this screen.
    case .list, .queue, .live, .program: break
    }
    return []
  }

  private mutating func say(_ text: String?) {
    if let text { say(text) }
  }

  // MARK: Time

  /// Goes to a time as people write it.
  mutating func goTo(_ text: String) {
    guard
      let seconds = TimeLabel.parse(text, record: (record.durationSeconds, record.frameRateHz))
    else {
      say("expected a time such as 1:02:03.5, 90s, 15m, 50% or #12000, found \"\(text)\"", true)
      return
    }
    goTo(seconds)
  }

  /// Goes to a moment of the record.
  mutating func goTo(_ seconds: Double) {
    guard seconds <= record.durationSeconds else {
      let end = TimeLabel.text(record.durationSeconds)
      say("expected a time up to \(end), found \(TimeLabel.text(seconds))", true)
      return
    }
    viewport.goTo(seconds, dots: layout.dots)
  }

  /// Puts the cursor on a moment and says what is there.
  mutating func reach(_ seconds: Double, _ text: String) {
    viewport.reach(seconds, dots: layout.dots)
    say("\(text)  at \(TimeLabel.text(seconds))")
  }

  /// Changes the sweep speed to one of those that recorders have.
  mutating func sweep(at speed: SweepSpeed) {
    viewport.sweep(at: speed, reach)
    say(
      viewport.speed == speed
        ? speed.label : "the whole record is in view, at \(viewport.speed.label)")
  }

  // MARK: Channels and gain

  private mutating func arrange(_ command: ChannelCommand) {
    switch command {
    case .focusPrevious: say(channels.moveFocus(by: -1))
    case .focusNext: say(channels.moveFocus(by: 1))
    case .moveUp: say(channels.moveChannel(by: -1))
    case .moveDown: say(channels.moveChannel(by: 1))
    case .hide: say(channels.hide())
    case .showAll: say(channels.showAll())
    case .turnCatheters: say(channels.turnCatheters(record))
    case .enlargeFocus: channels.enlargesFocus.toggle()
    case .nextMontage: showNextMontage()
    case .nameChannels:
      if record.channels.isEmpty { return say("this record has no channels to name") }
      cover = .channels(ChannelNaming(selection: channels.focus))
    case .saveMontage:
      // A name that comes with the program would be refused.
      let own = channels.savedMontages.first { $0.name == channels.montage }
      cover = .prompt(.montage, own?.name ?? "")
    case .fitLanes:
      channels.fitsAllLanes.toggle()
      let lanes = layout.lanes(of: channels.request(record))
      let gain = gain.common(laneRows: lanes.rows).label
      say("\(lanes.count) of \(channels.shown.count) channels in view, at \(gain)")
    }
  }

  private mutating func amplify(_ command: GainCommand) {
    if command == .channelUp || command == .channelDown, let focused,
      focused.millivoltsPerUnit == nil
    {
      return say("\(focused.name) is no voltage: it is fitted to what is in view")
    }
    switch command {
    case .up: moveGain(by: 1)
    case .down: moveGain(by: -1)
    case .channelUp: moveChannelGain(by: 1)
    case .channelDown: moveChannelGain(by: -1)
    case .standard:
      gain.restoreStandard()
      say("10 mm/mV for all channels")
    case .autoscale:
      gain.fit(fittedLanes, laneRows: layout.laneRows)
      say("gain fitted to what is in view, channel by channel; 0 restores 10 mm/mV")
    case .centreBaseline:
      gain.centresBaseline.toggle()
      say(
        gain.centresBaseline
          ? "traces centred on their median in view" : "lanes centred on true zero")
    }
  }

  private mutating func moveGain(by step: Int) {
    let common = gain.common(laneRows: layout.laneRows)
    gain.sensitivity = common.moved(by: step)
    if gain.sensitivity == common {
      say("\(common.label) is the \(step > 0 ? "highest" : "lowest") gain")
    }
  }

  private mutating func moveChannelGain(by step: Int) {
    let rows = layout.laneRows
    let before = gain.sensitivity(of: channels.focus, laneRows: rows)
    gain.moveChannel(channels.focus, by: step, laneRows: rows)
    if gain.sensitivity(of: channels.focus, laneRows: rows) == before {
      say("\(before.label) is the \(step > 0 ? "highest" : "lowest") gain")
    }
  }

  /// The voltages in view, with how far their traces reach.
  private var fittedLanes: [FittedLane] {
    let view = layout.active
    let found = document.filtered.lanes(
      filter.current, channels: layout.lanes.map(\.channel), start: view.start,
      secondsPerColumn: view.secondsPerDot, columns: layout.dots, raw: document.peaks)
    return zip(layout.lanes, found).compactMap { lane, peaks in
      record.channels[lane.channel].millivoltsPerUnit.map {
        FittedLane(
          channel: lane.channel, rows: lane.rect.height, millivoltsPerUnit: $0,
          extent: TraceExtent(peaks.peaks))
      }
    }
  }

  // MARK: Views

  mutating func change(_ command: ViewCommand) {
    switch command {
    case .trigger:
      measuring.showsTrigger.toggle()
      guard measuring.showsTrigger, measuring.triggerChannel == nil, review.beats.isEmpty,
        review.detected != nil
      else { return }
      measuring.showsTrigger = false
      say("no beats to lay over one another", true)
    case .split:
      if viewport.split != nil {
        viewport.split = nil
      } else if layout.overview.width >= WaveformLayout.leastSplitColumns {
        viewport.splitInTwo()
      } else {
        say("the screen is too narrow for two places")
      }
    case .otherHalf: goToNextPart()
    case .fiducials:
      showsFiducials.toggle()
      say(
        showsFiducials
          ? "P Q J T, A H V: what was measured of the beat; ? explains them"
          : "no marks of the beat on the traces")
    // Kept by the program for all records.
    case .grid: showsGrid.toggle()
    }
  }

  private mutating func toggleGrid() -> [WaveformEffect] {
    change(.grid)
    let spacing = GridSpacing(secondsPerDot: viewport.speed.secondsPerDot).text
    say(showsGrid ? "grid of \(spacing); pulses of 1 mV" : "no grid")
    return [.keepGrid(showsGrid)]
  }

  /// The other half of a split view, or the next open pane.
  private mutating func goToNextPart() {
    guard viewport.split == nil else { return viewport.swapHalves() }
    var open: [Pane] = [.traces] + layout.panes.map(\.pane)
    if layout.shows(.relevance) { open.append(.relevance) }
    guard open.count > 1 else { return say("no pane is open: 2 to 6 open one, S splits the view") }
    let place = open.firstIndex(of: panes.focused) ?? 0
    panes.focused = open[(place + 1) % open.count]
  }
}
