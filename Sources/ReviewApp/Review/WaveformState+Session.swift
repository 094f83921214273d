import Foundation
import ReviewSession
import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Goes back to how the record was looked at in an earlier run. What the record does not have any more is
  /// left out.
  mutating func restore(_ look: RecordSession) {
    channels.restore(look, record)
    gain.restore(look, record)
    filter.current = look.filter.flatMap(DisplayFilter.init(rawValue:)) ?? .none
    if !look.panes.isEmpty {
      panes.open = Set(look.panes.compactMap { name in Pane.allCases.first { $0.title == name } })
    }
    settle(size)
    if let step = look.speedStep {
      viewport.speed.step = step
      viewport.limit(
        SweepSpeed.slowest(duration: record.durationSeconds, dots: layout.dots))
    }
    viewport.start = look.startSeconds ?? 0
    viewport.cursor = look.cursorSeconds
    settle(size)
    if viewport.start > 0, message == nil {
      say("opened where it was left; g goes to the start")
    }
  }

  /// How the record is looked at, over how it was.
  func remembered(over earlier: RecordSession, now: Date = Date()) -> RecordSession {
    let names = record.channels.map(\.name)
    var look = earlier
    look.startSeconds = viewport.start
    look.cursorSeconds = viewport.cursor
    look.speedStep = viewport.speed.step
    look.gainStep = gain.sensitivity?.step
    look.channelGainSteps = Dictionary(
      gain.channelSteps.map { (names[$0.key], $0.value) }, uniquingKeysWith: { first, _ in first })
    look.channelOrder = channels.order.map { names[$0] }
    look.hiddenChannels = channels.hidden.sorted().map { names[$0] }
    look.montage = channels.montage
    look.filter = filter.current == .none ? nil : filter.current.rawValue
    look.panes = panes.open.map { $0.map(\.title).sorted() } ?? []
    look.annotator = document.annotations?.annotator
    look.lastOpened = now
    return look
  }
}

extension ChannelArrangement {
  fileprivate mutating func restore(_ look: RecordSession, _ record: Record) {
    let names = record.channels.map(\.name)
    // Channels may have one name: each stands for the next of that name.
    var left = Array(names.indices)
    let known = look.channelOrder.compactMap { name in
      left.firstIndex { names[$0] == name }.map { left.remove(at: $0) }
    }
    if !known.isEmpty {
      order = known + record.clinicalOrder.filter { !known.contains($0) }
      let hidden = Set(look.hiddenChannels.compactMap(names.firstIndex(of:)))
      if hidden.count < order.count { self.hidden = hidden }
    }
    focus = shown.first ?? focus
    montage = look.montage
  }
}

extension Amplification {
  fileprivate mutating func restore(_ look: RecordSession, _ record: Record) {
    // What was opened before says all of the gains: a channel that is not named has none of its own.
    if look.lastOpened != nil { channelSteps = [:] }
    for (name, step) in look.channelGainSteps {
      guard let channel = record.channels.firstIndex(where: { $0.name == name }) else { continue }
      channelSteps[channel] = min(max(step, -Self.channelReach), Self.channelReach)
    }
    if let step = look.gainStep { sensitivity = Sensitivity.standard.moved(by: step) }
  }
}
