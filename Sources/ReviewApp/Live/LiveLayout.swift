import TerminalGraphics

/// Where things are on the live screen.
struct LiveLayout: Equatable {
  let size: Size
  /// Columns at the left for the channels' names.
  let gutter: Int
  /// The banner of alarms; nil while there is none.
  let alarmRow: Int?
  /// Marks of beats.
  let beatRow: Int?
  /// The sweep's rows and columns.
  let sweep: Rect
  /// The rows in which the past stands, while it is looked at.
  let past: Rect?
  /// The boxes at the right; nil where there is no room.
  let side: Rect?
  let trendRow: Int?
  let classRow: Int?
  let attentionRow: Int?
  let hintRow: Int?
  let statusRow: Int

  private static let sideWidth = (wide: 28, narrow: 20)

  init(size: Size, longestName: Int, hasAlarm: Bool, looksBack: Bool) {
    self.size = size
    let isTall = size.height >= 20
    gutter = Self.gutter(size, longestName)
    alarmRow = hasAlarm && size.height > 4 ? 1 : nil
    beatRow = size.height >= 8 ? (alarmRow ?? 0) + 1 : nil
    let top = (beatRow ?? alarmRow ?? 0) + 1
    statusRow = max(0, size.height - 1)
    hintRow = size.height >= 10 ? size.height - 2 : nil
    var bottom = hintRow ?? statusRow
    func row(_ isShown: Bool) -> Int? {
      guard isShown else { return nil }
      bottom -= 1
      return bottom
    }
    attentionRow = row(isTall)
    classRow = row(isTall)
    trendRow = row(size.height >= 14)
    let width = Self.sideWidth(size)
    side =
      width > 0
      ? Rect(
        x: size.width - width, y: 1 + (alarmRow == nil ? 0 : 1), width: width,
        height: (hintRow ?? statusRow) - 1 - (alarmRow == nil ? 0 : 1)) : nil
    let left = Self.sweepWidth(size, longestName: longestName)
    let free = max(0, bottom - top)
    let below = looksBack && free >= 6 ? free / 2 : 0
    sweep = Rect(x: gutter, y: top, width: left, height: free - below)
    past = below > 0 ? Rect(x: gutter, y: bottom - below, width: left, height: below) : nil
  }

  private static func gutter(_ size: Size, _ longestName: Int) -> Int {
    min(max(longestName + 2, 8), max(6, min(12, size.width / 6)))
  }

  /// 0 where there is no room for boxes.
  private static func sideWidth(_ size: Size) -> Int {
    guard size.width >= 64, size.height >= 12 else { return 0 }
    return size.width >= 100 ? sideWidth.wide : sideWidth.narrow
  }

  /// Columns of the sweep: alarms and the past change nothing about them.
  static func sweepWidth(_ size: Size, longestName: Int) -> Int {
    let side = sideWidth(size)
    return max(0, size.width - gutter(size, longestName) - (side > 0 ? side + 1 : 0))
  }

  /// Lanes of channels in a rectangle, in order from `first` on, as many as have two rows each.
  func lanes(_ shown: [Int], in rect: Rect, fitsAll: Bool, focus: Int) -> [WaveformLayout.Lane] {
    let least = fitsAll ? 1 : 2
    let count = min(shown.count, max(1, rect.height / least))
    guard count > 0, rect.height > 0 else { return [] }
    let place = shown.firstIndex(of: focus) ?? 0
    let first = max(0, min(place - count + 1, shown.count - count))
    let rows = rect.height / count
    var spare = rect.height - rows * count
    var y = rect.y
    return shown[first..<first + count].map { channel in
      let height = rows + (spare > 0 ? 1 : 0)
      spare -= 1
      defer { y += height }
      return .init(channel: channel, rect: Rect(x: rect.x, y: y, width: rect.width, height: height))
    }
  }
}
