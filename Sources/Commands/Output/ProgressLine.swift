/// Says how far a long work is and how long it will take: on a line of the terminal that moves, or
/// where remarks go to a file, on a line of its own now and then.
struct ProgressLine {
  private var title: String
  private var start = ContinuousClock.now
  private let console = Console.current
  private var last: ContinuousClock.Instant?
  private static let barWidth = 24
  private static let leastInterval = Duration.milliseconds(100)

  init(_ title: String) { self.title = title }

  /// Shows that a share of the work, in 0...1, is done, with a remark behind it.
  mutating func show(_ done: Double, _ remark: String = "") {
    let now = ContinuousClock.now
    let elapsed = (now - start) / .seconds(1)
    let left = done > 0.01 ? Self.time(elapsed / done - elapsed) + " left" : ""
    let percent = String(Int((done * 100).rounded(.down)))
    guard console.showsProgress else {
      guard now - (last ?? start) >= console.progressInterval else { return }
      last = now
      let parts = ["\(title) \(percent) %", left, remark].filter { !$0.isEmpty }
      return write("tawara: \(parts.joined(separator: ", "))\n")
    }
    if let last, now - last < Self.leastInterval, done < 1 { return }
    last = now
    let filled = Int((done * Double(Self.barWidth)).rounded(.down))
    let bar =
      String(repeating: "█", count: filled)
      + String(repeating: "░", count: Self.barWidth - filled)
    write("\r\u{1B}[K\(title) \(bar) \(percent) %  \(left)  \(remark)")
  }

  /// Goes on with another work, whose time is counted from now on.
  mutating func restart(_ title: String) {
    (self.title, start) = (title, .now)
  }

  /// Removes the line.
  func clear() { if console.showsProgress { write("\r\u{1B}[K") } }

  /// Minutes and seconds, or hours and minutes.
  static func time(_ seconds: Double) -> String {
    let whole = Int(max(0, seconds).rounded())
    if whole >= 3600 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
    return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
  }

  private func write(_ text: String) { console.remark(text) }
}
