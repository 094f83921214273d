import ReviewSession
import TerminalGraphics
public import Waveforms

/// Which channels are shown, in which order, and which one keys act on.
public struct ChannelArrangement: Sendable, Equatable {
  /// Channel numbers from top to bottom, hidden ones included.
  public var order: [Int]
  public var hidden: Set<Int> = []
  /// The montage that `order` and `hidden` come from, until they are changed by hand.
  public var montage: String?
  /// Those that the reader has saved.
  public var savedMontages: [Montage] = []
  /// The channel number that keys act on.
  public var focus: Int
  /// Place of the topmost lane among the shown channels.
  public var firstLane = 0
  public var fitsAllLanes = false
  public var enlargesFocus = false

  /// All channels in the order of clinical practice.
  public init(_ record: Record) {
    order = record.clinicalOrder
    focus = order.first ?? 0
  }

  /// Channel numbers that are not hidden, from top to bottom.
  public var shown: [Int] { order.filter { !hidden.contains($0) } }

  // MARK: Commands

  mutating func moveFocus(by step: Int) {
    let shown = shown
    guard !shown.isEmpty else { return }
    let place = shown.firstIndex(of: focus) ?? 0
    focus = shown[min(max(0, place + step), shown.count - 1)]
  }

  /// Exchanges the focused channel with the one above or below it.
  mutating func moveChannel(by step: Int) {
    let shown = shown
    let place = shown.firstIndex(of: focus) ?? 0
    guard shown.indices.contains(place), shown.indices.contains(place + step),
      let a = order.firstIndex(of: shown[place]),
      let b = order.firstIndex(of: shown[place + step])
    else { return }
    order.swapAt(a, b)
    montage = nil
  }

  /// Hides the focused channel. Returns what there is to say.
  mutating func hide() -> String {
    let shown = shown
    guard shown.count > 1 else { return "the last channel stays; X shows all" }
    let place = shown.firstIndex(of: focus) ?? 0
    hidden.insert(focus)
    montage = nil
    focus = shown[place + 1 < shown.count ? place + 1 : place - 1]
    return "hidden: \(hidden.count) of \(order.count) channels; X shows all"
  }

  mutating func showAll() { (hidden, montage) = ([], nil) }

  // MARK: Montages

  /// Those that the record's channels allow, then the reader's own.
  func montages(_ record: Record) -> [Montage] { Montage.standard(for: record) + savedMontages }

  func nextMontage(_ record: Record) -> Montage? {
    let all = montages(record)
    let place = all.firstIndex { $0.name == montage } ?? -1
    return all[(place + 1)...].first ?? all.first
  }

  /// Shows a montage's channels in its order; channels that the record lacks are left out. Returns what
  /// there is to say.
  mutating func show(_ montage: Montage, _ record: Record) -> (text: String, isProblem: Bool) {
    var left = Array(record.channels.indices)
    let wanted = montage.channels.compactMap { name in
      left.firstIndex { record.channels[$0].name.lowercased() == name.lowercased() }
        .map { left.remove(at: $0) }
    }
    guard !wanted.isEmpty else {
      return ("this record has none of the channels of \(montage.name)", true)
    }
    let rest = record.clinicalOrder.filter { !wanted.contains($0) }
    order = wanted + rest
    hidden = Set(rest)
    if hidden.contains(focus) { focus = wanted[0] }
    firstLane = 0
    self.montage = montage.name
    let lacking = montage.channels.count - wanted.count
    let text = "montage \(montage.name): \(wanted.count.counted("channel"))"
    return (text + (lacking > 0 ? ", \(lacking) not in this record" : ""), false)
  }

  /// Makes a montage of the channels in view; nil where the name comes with the program.
  mutating func save(as name: String, _ record: Record) -> Montage? {
    guard !Montage.standard(for: record).contains(where: { $0.name == name }) else { return nil }
    let made = Montage(name: name, channels: shown.map { record.channels[$0].name })
    savedMontages.removeAll { $0.name == name }
    savedMontages.append(made)
    montage = name
    return made
  }

  /// What the layout has to know.
  func request(_ record: Record) -> LayoutRequest.Lanes {
    let shown = shown
    let names = shown.map { TextWidth.columns(of: record.channels[$0].shownName) }
    return LayoutRequest.Lanes(
      shown: shown, longestName: names.max() ?? 0, focus: focus, first: firstLane,
      fitsAll: fitsAllLanes, enlargesFocus: enlargesFocus)
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
      ["I", "aVF", "II", "V1", "V6"].contains(record.channels[$0].identity.lead ?? "")
    }
    result.append(
      Montage(name: "EP", channels: (looks + inside).map { record.channels[$0].name }))
    result.append(Montage(name: "IEGM", channels: inside.map { record.channels[$0].name }))
    return result
  }
}
