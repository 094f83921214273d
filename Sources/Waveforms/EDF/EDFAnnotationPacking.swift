/// Which annotations each data record of a file to be written holds.
struct EDFAnnotationPacking {
  /// One time-stamped annotation list, with the NUL byte at its end.
  struct List {
    /// Seconds from the first sample; lists are packed in this order.
    var seconds: Double
    var bytes: [UInt8]
    /// Whether it is read wherever it stands, so that it may stand far from its time.
    var isHead = false
  }

  private let lists: [List]
  /// For each data record, the first list that it holds, and one entry more.
  private let starts: [Int]
  /// Bytes of the annotation signal in a data record.
  let byteCount: Int

  /// Data records by which an annotation may be late where many stand close together.
  private static let longestDelay = 10

  /// - Parameters:
  ///   - recordCount: data records of `seconds` each.
  ///   - keepingBytes: room for the time of each data record.
  ///   - width: bytes of a sample, of which the annotation signal has a whole number.
  init(
    _ lists: [List], recordCount: Int, seconds: Double, keepingBytes: Int, width: Int
  ) {
    self.lists = lists
    let due = lists.map {
      max(0, min(recordCount - 1, Int(max(-1, min(1e9, $0.seconds / seconds)))))
    }
    var demand = [Int](repeating: 0, count: recordCount)
    for (list, record) in zip(lists, due) { demand[record] += list.bytes.count }
    let average = demand.reduce(0, +) / max(1, recordCount)
    let largest = lists.map(\.bytes.count).max() ?? 0
    var room = max(largest, min(demand.max() ?? 0, 2 * average + 64))
    var starts = Self.starts(lists, due: due, recordCount: recordCount, room: room)
    while starts == nil {
      room += room / 4 + 16
      starts = Self.starts(lists, due: due, recordCount: recordCount, room: room)
    }
    self.starts = starts ?? []
    byteCount = (keepingBytes + room + width - 1) / width * width
  }

  /// Fills data records one after the other; nil where the room does not suffice.
  private static func starts(
    _ lists: [List], due: [Int], recordCount: Int, room: Int
  ) -> [Int]? {
    var starts: [Int] = []
    var next = 0
    for record in 0..<recordCount {
      starts.append(next)
      var left = room
      while next < lists.count, due[next] <= record, lists[next].bytes.count <= left {
        if !lists[next].isHead, record - due[next] > longestDelay { return nil }
        left -= lists[next].bytes.count
        next += 1
      }
    }
    return next == lists.count ? starts + [next] : nil
  }

  /// The lists of one data record, one after the other.
  func bytes(record: Int) -> [UInt8] {
    lists[starts[record]..<starts[record + 1]].flatMap(\.bytes)
  }
}

extension EDFAnnotationList {
  /// `+onset[\u{15}duration]\u{14}text\u{14}\0`. The onset is in decimals that are given.
  static func bytes(onset: String, duration: String? = nil, text: String) -> [UInt8] {
    var bytes = Array(onset.utf8)
    if let duration { bytes += [0x15] + Array(duration.utf8) }
    return bytes + [0x14] + Array(text.utf8) + [0x14, 0]
  }

  /// Seconds with their sign, as onsets are written.
  static func onset(nanoseconds: Int, decimals: Int) -> String {
    let unit = decimals == 6 ? 1_000 : 1
    let magnitude = (Int(nanoseconds.magnitude) + unit / 2) / unit
    let digits = RecordStart.padded(magnitude, decimals + 1)
    var fraction = digits.suffix(decimals)
    while fraction.last == "0" { fraction.removeLast() }
    let sign = nanoseconds < 0 && magnitude > 0 ? "-" : "+"
    return sign + digits.dropLast(decimals) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
