import Foundation
import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Goes back to where an earlier run was. What the record does not have any more is left out.
  mutating func restore(_ session: RecordSession, size: Size) {
    let names = document.record.channels.map(\.name)
    // Channels may have one name: each stands for the next of that name.
    var left = Array(names.indices)
    let known = session.channelOrder.compactMap { name in
      left.firstIndex { names[$0] == name }.map { left.remove(at: $0) }
    }
    if !known.isEmpty {
      order = known + document.record.clinicalOrder.filter { !known.contains($0) }
      let hidden = Set(session.hiddenChannels.compactMap(names.firstIndex(of:)))
      if hidden.count < order.count { self.hidden = hidden }
    }
    // What was opened before says all of the gains: a channel that is not named has none of its own.
    if session.lastOpened != nil { channelSteps = [:] }
    for (name, step) in session.channelGainSteps {
      if let channel = names.firstIndex(of: name) {
        channelSteps[channel] = min(max(step, -12), 12)
      }
    }
    focus = shown.first ?? focus
    montage = session.montage
    filter = session.filter.flatMap(DisplayFilter.init(rawValue:)) ?? .none
    if let step = session.gainStep { sensitivity = Sensitivity(step: 0).moved(by: step) }
    if !session.panes.isEmpty {
      panes = Set(session.panes.compactMap { name in Pane.allCases.first { $0.title == name } })
    }
    bookmarks = session.bookmarks
    isReviewed = session.reviewState == .reviewed
    if let step = session.speedStep { restoreSpeed(step, size) }
    start = session.startSeconds ?? 0
    cursor = session.cursorSeconds
    clampStart(WaveformLayout(size: size, state: self))
    if start > 0, message == nil { say("opened where it was left; g goes to the start") }
  }

  private mutating func restoreSpeed(_ step: Int, _ size: Size) {
    let dots = WaveformLayout(size: size, state: self).dots
    let slowest = SweepSpeed.slowest(duration: document.record.durationSeconds, dots: dots)
    speed.step = min(max(step, min(slowest.step, 0)), SweepSpeed.fastestStep)
  }

  /// What is to be remembered, over what was.
  func remembered(over earlier: RecordSession, now: Date = Date()) -> RecordSession {
    let names = document.record.channels.map(\.name)
    var session = earlier
    session.startSeconds = start
    session.cursorSeconds = cursor
    session.speedStep = speed.step
    session.gainStep = sensitivity?.step
    session.channelGainSteps = Dictionary(
      channelSteps.map { (names[$0.key], $0.value) }, uniquingKeysWith: { first, _ in first })
    session.channelOrder = order.map { names[$0] }
    session.hiddenChannels = hidden.sorted().map { names[$0] }
    session.montage = montage
    session.filter = filter == .none ? nil : filter.rawValue
    session.panes = panes.map { $0.map(\.title).sorted() } ?? []
    session.annotator = document.annotations?.annotator
    session.bookmarks = bookmarks
    session.reviewState = isReviewed ? .reviewed : .opened
    session.lastOpened = now
    return session
  }
}
