import TerminalGraphics
import Waveforms

/// The screen on which a reader says what channels are: which one keys act on, and what is typed.
public struct ChannelNaming: Sendable, Equatable {
  /// A channel's number.
  public var selection: Int
  /// Text in the making; nil while none is typed.
  public var typed: String?
  /// What is wrong with what was typed.
  public var problem: String?

  public init(selection: Int) { self.selection = max(0, selection) }

  /// What ← and → go through.
  static let choices =
    ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
    + ["HRA", "HIS p", "HIS d", "CS 9-10", "CS 7-8", "CS 5-6", "CS 3-4", "CS 1-2", "RVA", "ABL d"]
    + ["ABL p", "ART", "STIM", "none"]

  /// What a key asks for.
  enum Action: Equatable {
    case none
    case close
    /// A new map of the record's channels.
    case say(ChannelMap)
    case save, load
  }

  /// Answers a key over a record's channels.
  mutating func answer(_ key: KeyPress, _ record: Record) -> Action {
    guard record.channels.indices.contains(selection) else { return .close }
    problem = nil
    if typed != nil { return type(key, record) }
    switch key {
    case .escape, .character("q"), .character("m"): return .close
    case .up, .character("k"): selection = max(0, selection - 1)
    case .down, .character("j"): selection = min(record.channels.count - 1, selection + 1)
    case .home, .character("g"): selection = 0
    case .end, .character("G"): selection = record.channels.count - 1
    case .enter: typed = ""
    case .left, .character("h"): return choose(by: -1, record)
    case .right, .character("l"): return choose(by: 1, record)
    case .character("-"): return .say(changed(record) { $0.isInverted.toggle() })
    case .character("u"), .backspace: return .say(without(record))
    case .character("w"): return .save
    case .character("r"): return .load
    default: problem = "Enter says what the channel is; Esc goes back to the traces"
    }
    return .none
  }

  private mutating func type(_ key: KeyPress, _ record: Record) -> Action {
    switch key {
    case .escape: typed = nil
    case .backspace: typed = String((typed ?? "").dropLast())
    case .enter:
      let text = typed ?? ""
      typed = nil
      if text.isEmpty { return .none }
      return say(text, record)
    case .character(let character) where (typed ?? "").count < 30: typed?.append(character)
    default: break
    }
    return .none
  }

  private mutating func say(_ text: String, _ record: Record) -> Action {
    let selector = ChannelMap.selector(of: selection, in: record.channels)
    do {
      let entry = try ChannelMap.Entry(channel: selector, what: text)
      return .say(changed(record) { $0 = entry })
    } catch {
      problem = error.description
      return .none
    }
  }

  private mutating func choose(by step: Int, _ record: Record) -> Action {
    let said = ChannelMap.Entry(channel: "", identity: record.channels[selection].identity).what
    let place = Self.choices.firstIndex(of: said)
    let count = Self.choices.count
    let next = place.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
    let isInverted = record.channels[selection].isInverted
    return say((isInverted ? "-" : "") + Self.choices[next], record)
  }

  /// The record's map with the selected channel's entry changed.
  private func changed(_ record: Record, _ change: (inout ChannelMap.Entry) -> Void) -> ChannelMap {
    let selector = ChannelMap.selector(of: selection, in: record.channels)
    var map = record.channelMap
    if let place = map.entries.firstIndex(where: { $0.channel == selector }) {
      change(&map.entries[place])
      let entry = map.entries[place]
      if entry.identity == nil && !entry.isInverted { map.entries.remove(at: place) }
    } else {
      var entry = ChannelMap.Entry(channel: selector, identity: nil)
      change(&entry)
      map.entries.append(entry)
    }
    return map
  }

  private func without(_ record: Record) -> ChannelMap {
    let selector = ChannelMap.selector(of: selection, in: record.channels)
    var map = record.channelMap
    map.entries.removeAll { $0.channel == selector }
    return map
  }
}

/// Where the lines of the naming screen are.
struct ChannelNamingLayout {
  let box: Rect
  /// Channels in view.
  let channels: Range<Int>
  /// Lines of a channel.
  let rows: Int
  let nameWidth: Int
  /// Columns of a channel's picture.
  let pictureWidth: Int

  static let titleWidth = 10
  static let certaintyWidth = 13

  init(_ naming: ChannelNaming, _ record: Record, size: Size) {
    let count = record.channels.count
    let width = min(size.width, 120)
    let room = max(1, size.height - 4)
    rows = count * 2 <= room ? 2 : 1
    let shown = max(1, min(count, room / rows))
    let first = min(max(0, naming.selection - shown / 2), max(0, count - shown))
    channels = first..<min(count, first + shown)
    let height = min(size.height, shown * rows + 4)
    box = Rect(
      x: (size.width - width) / 2, y: (size.height - height) / 2, width: width, height: height)
    let longest = record.channels.map { TextWidth.columns(of: $0.name) }.max() ?? 0
    nameWidth = min(16, max(4, longest))
    let used = 7 + nameWidth + 1 + 5 + Self.titleWidth + Self.certaintyWidth + 2
    pictureWidth = max(0, width - used)
  }
}
