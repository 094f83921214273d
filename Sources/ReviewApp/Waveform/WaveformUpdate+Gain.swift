import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Changes the gain of all channels or of the focused one, or where traces are centred.
  mutating func amplify(_ command: Command, _ layout: WaveformLayout) {
    let current = sensitivity ?? .opening(laneRows: layout.laneRows)
    let focused = document.record.channels.isEmpty ? nil : document.record.channels[focus]
    if command == .channelGainUp || command == .channelGainDown, let focused,
      focused.millivoltsPerUnit == nil
    {
      return say("\(focused.name) is no voltage: it is fitted to what is in view")
    }
    switch command {
    case .gainUp: sensitivity = current.moved(by: 1)
    case .gainDown: sensitivity = current.moved(by: -1)
    case .channelGainUp: channelSteps[focus, default: 0] += 1
    case .channelGainDown: channelSteps[focus, default: 0] -= 1
    case .standardGain:
      sensitivity = .standard
      channelSteps = [:]
      say("10 mm/mV for all channels")
    case .autoscale: autoscale(layout, current)
    default:
      centresBaseline.toggle()
      say(centresBaseline ? "traces centred on their median in view" : "lanes centred on true zero")
    }
    channelSteps[focus] = channelSteps[focus].flatMap { step in
      let reach = Sensitivity.steps
      let limited = min(max(step, reach.lowerBound * 2), reach.upperBound * 2)
      return limited == 0 ? nil : limited
    }
  }

  /// Gives each channel in view the largest step at which what is in view fits into its lane.
  private mutating func autoscale(_ layout: WaveformLayout, _ current: Sensitivity) {
    let found = document.filtered.lanes(
      filter, channels: layout.lanes.map(\.channel), start: start,
      secondsPerColumn: speed.secondsPerDot, columns: layout.dots, raw: document.peaks)
    for (lane, peaks) in zip(layout.lanes, found) {
      let channel = document.record.channels[lane.channel]
      guard let millivolts = channel.millivoltsPerUnit else { continue }
      // A channel of one value has no height to fit: it keeps its gain.
      let extent = TraceExtent(peaks.peaks)
      let baseline = TracePainter.baseline(
        rows: lane.rect.height, pointsDown: centresBaseline && extent.pointsDown)
      let most = extent.dotsPerUnit(
        rows: lane.rect.height, baseline: baseline, centred: centresBaseline)
      guard let most else { continue }
      let step = Sensitivity.steps.last {
        Sensitivity(step: $0).millimetresPerMillivolt * millivolts <= most
      }
      channelSteps[lane.channel] = (step ?? Sensitivity.steps.lowerBound) - current.step
    }
    sensitivity = current
    say("gain fitted to what is in view, channel by channel; 0 restores 10 mm/mV")
  }
}
