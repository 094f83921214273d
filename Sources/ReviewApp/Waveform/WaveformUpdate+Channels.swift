import TerminalGraphics
import Waveforms

extension WaveformState {
  mutating func arrange(_ command: Command, _ size: Size) {
    let shown = shown
    let place = shown.firstIndex(of: focus) ?? 0
    switch command {
    case .focusPrevious: focus = shown.isEmpty ? focus : shown[max(0, place - 1)]
    case .focusNext: focus = shown.isEmpty ? focus : shown[min(shown.count - 1, place + 1)]
    case .moveChannelUp: swapOrder(place, place - 1)
    case .moveChannelDown: swapOrder(place, place + 1)
    case .hideChannel: hide(place)
    case .showAllChannels: (hidden, montage) = ([], nil)
    case .enlargeFocus: enlargesFocus.toggle()
    default:
      fitsAllLanes.toggle()
      let layout = WaveformLayout(size: size, state: self)
      let gain = (sensitivity ?? .opening(laneRows: layout.laneRows)).label
      say("\(layout.lanes.count) of \(shown.count) channels in view, at \(gain)")
    }
    keepFocusInView(size)
  }

  private mutating func swapOrder(_ place: Int, _ other: Int) {
    let shown = shown
    guard shown.indices.contains(place), shown.indices.contains(other),
      let a = order.firstIndex(of: shown[place]), let b = order.firstIndex(of: shown[other])
    else { return }
    order.swapAt(a, b)
    montage = nil
  }

  private mutating func hide(_ place: Int) {
    let shown = shown
    guard shown.count > 1 else {
      say("the last channel stays; X shows all")
      return
    }
    hidden.insert(focus)
    montage = nil
    focus = shown[place + 1 < shown.count ? place + 1 : place - 1]
    say("hidden: \(hidden.count) of \(order.count) channels; X shows all")
  }

  /// Scrolls the lanes so that the focused one is among them.
  mutating func keepFocusInView(_ size: Size) {
    let layout = WaveformLayout(size: size, state: self)
    let place = shown.firstIndex(of: focus) ?? 0
    firstLane = min(firstLane, max(0, shown.count - layout.lanes.count))
    firstLane = min(firstLane, place)
    firstLane = max(firstLane, place - layout.lanes.count + 1)
  }

  // MARK: Montages

  /// Those that the record's channels allow, then the reader's own.
  var montages: [Montage] { Montage.standard(for: document.record) + savedMontages }

  mutating func nextMontage(_ size: Size) {
    let all = montages
    let place = all.firstIndex { $0.name == montage } ?? -1
    guard let next = all[(place + 1)...].first ?? all.first else { return }
    show(next, size)
  }

  /// Shows a montage's channels in its order; channels that the record lacks are left out.
  mutating func show(_ montage: Montage, _ size: Size) {
    var left = Array(document.record.channels.indices)
    let wanted = montage.channels.compactMap { name in
      left.firstIndex { document.record.channels[$0].name.lowercased() == name.lowercased() }
        .map { left.remove(at: $0) }
    }
    guard !wanted.isEmpty else {
      return say("this record has none of the channels of \(montage.name)", true)
    }
    let rest = document.record.clinicalOrder.filter { !wanted.contains($0) }
    order = wanted + rest
    hidden = Set(rest)
    if hidden.contains(focus) { focus = wanted[0] }
    firstLane = 0
    self.montage = montage.name
    keepFocusInView(size)
    let lacking = montage.channels.count - wanted.count
    say(
      "montage \(montage.name): \(wanted.count) channels"
        + (lacking > 0 ? ", \(lacking) not in this record" : ""))
  }

  mutating func saveMontage(_ name: String) -> WaveformEffect? {
    guard !Montage.standard(for: document.record).contains(where: { $0.name == name }) else {
      say("\(name) comes with the program: choose another name", true)
      return nil
    }
    let made = Montage(name: name, channels: shown.map { document.record.channels[$0].name })
    savedMontages.removeAll { $0.name == name }
    savedMontages.append(made)
    montage = name
    say("montage \(name) saved: \(made.channels.count) channels")
    return .saveMontage(made)
  }
}

extension Montage {
  /// All channels; where there are both, the twelve leads alone, and electrograms below three leads
  /// that look along, down and across the heart.
  static func standard(for record: Record) -> [Montage] {
    let names = record.clinicalOrder.map { record.channels[$0].name }
    let surface = record.clinicalOrder.filter { record.channels[$0].kind == .surface }
    let inside = record.clinicalOrder.filter { record.channels[$0].kind.isElectrogram }
    var result = [Montage(name: "all", channels: names)]
    guard !surface.isEmpty, !inside.isEmpty else { return result }
    result.append(Montage(name: "ECG", channels: surface.map { record.channels[$0].name }))
    let looks = surface.filter {
      ["i", "avf", "ii", "v1", "v6"].contains(record.channels[$0].name.lowercased())
    }
    result.append(
      Montage(name: "EP", channels: (looks + inside).map { record.channels[$0].name }))
    result.append(Montage(name: "IEGM", channels: inside.map { record.channels[$0].name }))
    return result
  }
}
