import Annotations
import TerminalGraphics

/// Where things are on the list's screen.
struct RecordsLayout: Equatable {
  /// A column of the list.
  enum Kind: CaseIterable {
    case name, length, channels, rate, marks, review, uncertainty, subject, strip, rhythms

    var title: String {
      switch self {
      case .name: "record"
      case .length: "length"
      case .channels: "ch"
      case .rate: "Hz"
      case .marks: "marks"
      case .review: "read"
      case .uncertainty: "unsure"
      case .subject: "subject"
      case .strip: "rhythms"
      case .rhythms: ""
      }
    }

    /// What a press on the title sorts by.
    var sort: RecordSort? {
      switch self {
      case .name: .name
      case .length: .length
      case .channels: .channels
      case .marks: .marks
      case .review: .review
      case .uncertainty: .uncertainty
      case .rate, .subject, .strip, .rhythms: nil
      }
    }

    var alignsRight: Bool { [.length, .channels, .rate, .marks, .uncertainty].contains(self) }

    /// Columns that the text needs, and those that it is glad to have.
    fileprivate func widths(name: Int) -> (least: Int, ideal: Int) {
      switch self {
      case .name: (min(name, 10), min(name, 22))
      case .length: (8, 8)
      case .channels: (3, 3)
      case .rate: (6, 6)
      case .marks: (6, 6)
      case .review: (4, 4)
      case .uncertainty: (6, 6)
      case .subject: (11, 24)
      case .strip: (10, 24)
      case .rhythms: (8, 22)
      }
    }

    /// In which order columns get their room.
    fileprivate static let byWeight: [Kind] = [
      .name, .length, .review, .marks, .strip, .uncertainty, .subject, .channels, .rhythms, .rate,
    ]
  }

  struct Column: Equatable {
    var kind: Kind
    /// Where its text stands.
    var x: Int
    var width: Int
    /// The text with the gap before it: what a press on the title may hit.
    var span: Range<Int> { x - 1..<x + width }
  }

  let size: Size
  /// Columns of the list: all, or what the panes beside it leave.
  let listWidth: Int
  let columns: [Column]
  let titleRow = 1
  let firstRow = 2
  /// Panes with the selected record's traces and facts, where there is room for them.
  let preview: Rect?
  let summary: Rect?

  init(size: Size, state: RecordsState) {
    self.size = size
    let hasPanes = size.width >= 110 && size.height >= 10
    listWidth = hasPanes ? max(74, size.width * 11 / 20) : size.width
    columns = Self.columns(width: listWidth, name: max(6, state.longestName))
    guard hasPanes else {
      preview = nil
      summary = nil
      return
    }
    let x = listWidth + 1
    let rows = size.height - 3
    let height = rows < 16 ? rows : rows * 9 / 20
    preview = Rect(x: x, y: 1, width: size.width - x, height: height)
    summary =
      rows < 16
      ? nil
      : Rect(x: x, y: 2 + height, width: size.width - x, height: rows - height - 1)
  }

  /// Columns that fit, by their weight; what is left over goes to those that can use it.
  private static func columns(width: Int, name: Int) -> [Column] {
    // The mark of the selected row stands before the first column, a space after the last.
    var room = width - 2
    var widths: [Kind: Int] = [:]
    for kind in Kind.byWeight {
      let least = kind.widths(name: name).least
      guard widths.isEmpty || room > least + 1 else { continue }
      widths[kind] = min(least, max(1, room - 1))
      room -= least + 1
    }
    var grows = true
    while room > 0 && grows {
      grows = false
      for kind in Kind.byWeight where room > 0 {
        guard let now = widths[kind], now < kind.widths(name: name).ideal else { continue }
        widths[kind] = now + 1
        room -= 1
        grows = true
      }
    }
    if let strip = widths[.strip] { widths[.strip] = strip + max(0, min(room, 36)) }
    var x = 2
    return Kind.allCases.compactMap { kind in
      guard let width = widths[kind] else { return nil }
      defer { x += width + 1 }
      return Column(kind: kind, x: x, width: width)
    }
  }
}
