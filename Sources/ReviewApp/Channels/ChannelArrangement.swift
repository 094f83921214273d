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
  /// How montages were looked at last, by name.
  public var looks: [String: MontageLook] = [:]
  /// Whether catheters stand with their tip on top.
  public var isDistalOnTop = false
  /// The channel number that keys act on.
  public var focus: Int
  /// Place of the topmost lane among the shown channels.
  public var firstLane = 0
  public var fitsAllLanes = false
  public var enlargesFocus = false

  /// The first montage that the record's channels allow: with electrograms where there are any.
  public init(_ record: Record) {
    order = CatheterOrder(record: record, isDistalOnTop: false).clinical
    focus = order.first ?? 0
    if let first = montages(record).first { _ = show(first, record) }
  }

  /// Channel numbers that are not hidden, from top to bottom.
  public var shown: [Int] { order.filter { !hidden.contains($0) } }

  // MARK: Commands

  /// Returns what there is to say.
  mutating func moveFocus(by step: Int) -> String? {
    let shown = shown
    let place = shown.firstIndex(of: focus) ?? 0
    guard shown.indices.contains(place + step) else { return Self.edge(step) }
    focus = shown[place + step]
    return nil
  }

  /// Exchanges the focused channel with the one above or below it. Returns what there is to say.
  mutating func moveChannel(by step: Int) -> String? {
    let shown = shown
    let place = shown.firstIndex(of: focus) ?? 0
    guard shown.indices.contains(place), shown.indices.contains(place + step),
      let a = order.firstIndex(of: shown[place]),
      let b = order.firstIndex(of: shown[place + step])
    else { return Self.edge(step) }
    order.swapAt(a, b)
    montage = nil
    return nil
  }

  private static func edge(_ step: Int) -> String {
    step > 0 ? "this is the lowest channel" : "this is the topmost channel"
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

  /// Returns what there is to say.
  mutating func showAll() -> String {
    guard !hidden.isEmpty else { return "all \(order.count) channels are shown" }
    (hidden, montage) = ([], nil)
    return "all \(order.count) channels"
  }

  /// Turns each catheter round. Returns what there is to say.
  mutating func turnCatheters(_ record: Record) -> String {
    let turned = CatheterOrder(record: record, isDistalOnTop: !isDistalOnTop)
    guard let top = turned.topmost else {
      return "no catheter of this record has several pairs whose names say which is distal"
    }
    isDistalOnTop.toggle()
    order = turned.turned(order)
    return (isDistalOnTop ? "distal above proximal: " : "proximal above distal: ")
      + "\(record.channels[top].shownName) on top"
  }

  // MARK: Montages

  /// Those that the record's channels allow, then the reader's own.
  func montages(_ record: Record) -> [Montage] {
    Montage.standard(for: record, isDistalOnTop: isDistalOnTop) + savedMontages
  }

  /// The one after that in view; nil where there is no other.
  func nextMontage(_ record: Record) -> Montage? {
    let all = montages(record)
    guard let montage, let place = all.firstIndex(where: { $0.name == montage }) else {
      return all.first
    }
    return all.count > 1 ? all[(place + 1) % all.count] : nil
  }

  /// Shows a montage's channels in its order; channels that the record lacks are left out. Returns
  /// what there is to say.
  mutating func show(_ montage: Montage, _ record: Record) -> (text: String, isProblem: Bool) {
    // By name, the first one last: each is taken once.
    var left: [String: [Int]] = [:]
    for index in record.channels.indices.reversed() {
      left[record.channels[index].name.lowercased(), default: []].append(index)
    }
    let wanted = montage.channels.compactMap { left[$0.lowercased()]?.popLast() }
    guard !wanted.isEmpty else {
      return ("this record has none of the channels of \(montage.name)", true)
    }
    let clinical = CatheterOrder(record: record, isDistalOnTop: isDistalOnTop).clinical
    let isWanted = Set(wanted)
    let rest = clinical.filter { !isWanted.contains($0) }
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
  mutating func save(as name: String, _ look: MontageLook, _ record: Record) -> Montage? {
    let standard = Montage.standard(for: record, isDistalOnTop: isDistalOnTop)
    guard !standard.contains(where: { $0.name == name }) else { return nil }
    let made = Montage(name: name, channels: shown.map { record.channels[$0].name }, look: look)
    looks[name] = nil
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
