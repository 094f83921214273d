import TerminalGraphics

/// The sequences that a terminal sends for its keys, as its description has them.
public struct KeyTable: Sendable {
  /// What a table says of the bytes that have come.
  struct Match {
    /// Bytes of the longest sequence that they begin with; 0 where there is none.
    var length = 0
    /// Its key; nil where nothing is bound to it.
    var key: KeyPress?
    /// Whether all of them are the beginning of a longer sequence.
    var mayGrow = false
  }

  private enum Meaning { case key(KeyPress), unused }

  private var meanings: [[UInt8]: Meaning] = [:]
  private var beginnings: Set<[UInt8]> = []

  /// - Parameter capabilities: sequences by terminfo's names of keys, such as `kcuu1`. A name of no
  ///   key that is used here is known too, so that it does not act as the keys it is spelt with.
  public init(capabilities: [String: String]) {
    let names = capabilities.keys.sorted()
    for name in names where Self.key(named: name) == nil { add(.unused, capabilities[name]) }
    for name in names { if let key = Self.key(named: name) { add(.key(key), capabilities[name]) } }
  }

  /// Escape alone stays Escape, and a sequence that begins with a letter would take the letter.
  private mutating func add(_ meaning: Meaning, _ sequence: String?) {
    let bytes = Array((sequence ?? "").utf8)
    guard let first = bytes.first, first < 0x20 || first == 0x7F, bytes != [0x1B] else { return }
    meanings[bytes] = meaning
    for count in 1..<bytes.count { beginnings.insert(Array(bytes.prefix(count))) }
  }

  func match(_ bytes: ArraySlice<UInt8>) -> Match {
    var match = Match()
    var start: [UInt8] = []
    for byte in bytes {
      start.append(byte)
      switch meanings[start] {
      case .key(let key)?: (match.length, match.key) = (start.count, key)
      case .unused?: (match.length, match.key) = (start.count, nil)
      case nil: break
      }
      if !beginnings.contains(start) { return match }
    }
    match.mayGrow = !start.isEmpty
    return match
  }

  /// The key that terminfo(5) names so; nil of keys that nothing is bound to.
  static func key(named name: String) -> KeyPress? {
    switch name {
    case "kcuu1", "kri": .up
    case "kcud1", "kind": .down
    case "kcub1": .left
    case "kcuf1": .right
    case "kLFT": .shiftLeft
    case "kRIT": .shiftRight
    case "kpp", "kPRV", "ka3": .pageUp
    case "knp", "kNXT", "kc3": .pageDown
    case "khome", "kHOM", "kfnd", "ka1": .home
    case "kend", "kEND", "kslt", "kc1": .end
    case "kent": .enter
    case "kcbt": .backTab
    case "kbs": .backspace
    case "kdch1", "kDC": .delete
    default: function(named: name)
    }
  }

  private static func function(named name: String) -> KeyPress? {
    guard name.hasPrefix("kf"), let number = Int(name.dropFirst(2)), (1...63).contains(number)
    else { return nil }
    return .function(number)
  }
}
