import Foundation

/// What stands above the samples of an EnSite export.
struct EnSiteHeader {
  /// With keys in small letters.
  private var fields: [String: String] = [:]
  /// Catheter and electrode of the amplifier's channels that are in use, by number.
  private var electrodes: [Int: String] = [:]
  /// The heads of the columns.
  private var heads: [String] = []
  /// Date and time of the first sample, as far as its row gives them.
  private(set) var start: RecordStart?
  /// The byte and the line that the samples begin at.
  private(set) var place = 0
  private(set) var line = 0

  private static let timeHeads = ["t_dws", "t_secs", "t_usecs", "t_ref"]

  init(_ file: MappedFile) throws(FileError) {
    var reader = TextLineReader(file)
    var isInElectrodes = false
    while heads.isEmpty, let line = try reader.next() {
      let text = FileText.clean(line.text)
      if text.hasPrefix("t_dws,t_") {
        heads = CSVCells.split(text, separator: UInt8(ascii: ","))
      } else if text.hasPrefix("channel,catheter name,electrode name") {
        isInElectrodes = true
      } else if isInElectrodes {
        isInElectrodes = takeElectrode(text)
      } else if let field = TextField(text, separator: ":"), fields[field.key] == nil {
        fields[field.key] = FileText.clean(field.value.replacing(",", with: " "))
      }
    }
    guard !heads.isEmpty else {
      throw .content(
        file: file.path, expected: "a line t_dws,t_secs,t_usecs,t_ref and so on", found: "none")
    }
    (place, line) = (reader.place, reader.nextNumber)
    // Whatever is wrong with the first row, the table's reader tells.
    let row = (try? reader.next())?.text ?? ""
    start = TextDate.start(CSVCells.split(row, separator: UInt8(ascii: ","))[0])
  }

  /// Takes a row like `20,RV,D`; false where it is none.
  private mutating func takeElectrode(_ text: String) -> Bool {
    let cells = CSVCells.split(text, separator: UInt8(ascii: ","))
    guard cells.count >= 3, let channel = Int(cells[0]) else { return false }
    electrodes[channel] = "\(cells[1]) \(cells[2])"
    return true
  }

  /// The place of a column.
  func column(_ head: String) -> Int? { heads.firstIndex(of: head) }

  /// Rows that the table should have.
  var sampleCount: Int? { fields["number of samples (rows)"].flatMap(TextQuantity.init)?.count }

  var cells: [NumberTable.Cell] {
    let signals = Set(signals.map(\.column))
    return heads.enumerated().map { place, head in
      let isTime = Self.timeHeads.dropFirst().contains(head)
      return isTime || signals.contains(place) ? .number : .skipped
    }
  }

  /// Columns of channels with their names: those of channels that no electrode uses are left out
  /// where the file has a table of electrodes.
  var signals: [(column: Int, name: String)] {
    heads.enumerated().compactMap { place, head in
      if head.isEmpty || Self.timeHeads.contains(head) { return nil }
      if head.hasSuffix("_ds") || head.hasSuffix("_ps") { return nil }
      guard let name = name(head) else { return nil }
      return (place, name)
    }
  }

  /// `RV D` for `c20`, `RV D-2` for `RV(D-2)_c0`; nil for a channel that is not in use.
  private func name(_ head: String) -> String? {
    if head.hasPrefix("c"), let channel = Int(head.dropFirst()) {
      return electrodes.isEmpty ? head : electrodes[channel]
    }
    guard let open = head.firstIndex(of: "("), let close = head.lastIndex(of: ")"), open < close,
      head[close...].hasPrefix(")_c")
    else { return head }
    return head[..<open] + " " + head[head.index(after: open)..<close]
  }

  var comments: [String] {
    let keys = [
      ("export from study", "study"), ("export from segment", "segment"),
      ("export user comments", "remark"), ("export data element", "recording"),
      ("exported from software version", "device: EnSite"), ("highpass", "filter: highpass"),
      ("lowpass", "filter: lowpass"), ("notch", "filter: notch"),
    ]
    return keys.compactMap { key, name in
      guard let value = fields[key], !value.isEmpty else { return nil }
      return name.contains(":") ? "\(name) \(value)" : "\(name): \(value)"
    }
  }
}
