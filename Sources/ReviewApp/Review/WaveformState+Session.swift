import Foundation
import ReviewSession
import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Goes back to how the record was looked at in an earlier run. What the record does not have any
  /// more is left out.
  mutating func restore(_ look: RecordSession) {
    channels.restore(look, record)
    gain.take(
      MontageLook(gainStep: look.gainStep, channelGainSteps: look.channelGainSteps), record)
    if let start = look.startSeconds, start > 0 {
      gain.opening = OpeningGain(document, from: start)
    }
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
    fitOpeningGain()
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
    look.channelGainSteps = self.look.channelGainSteps
    look.channelOrder = channels.order.map { names[$0] }
    look.hiddenChannels = channels.hidden.sorted().map { names[$0] }
    look.montage = channels.montage
    look.montageLooks = channels.looks
    look.isDistalOnTop = channels.isDistalOnTop
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
      self.hidden = hidden.count < order.count ? hidden : []
    }
    // Earlier versions had the order as recorded, most often from the tip.
    isDistalOnTop = look.isDistalOnTop ?? !look.channelOrder.isEmpty
    focus = shown.first ?? focus
    if !look.channelOrder.isEmpty { montage = look.montage }
    looks = look.montageLooks
  }
}
