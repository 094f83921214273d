extension RecordFormat {
  /// The European Data Format: one file, 16 bits a sample.
  static let edf = RecordFormat(
    edfNamed: "EDF", extensions: ["edf", "rec"],
    recognizes: { head in head.starts(with: Array("0       ".utf8)) && hasEDFLength(head) })

  /// BioSemi's form of EDF: 24 bits a sample.
  static let bdf = RecordFormat(
    edfNamed: "BDF", extensions: ["bdf"],
    recognizes: { head in head.starts(with: [0xFF] + Array("BIOSEMI".utf8)) })

  private init(
    edfNamed name: String, extensions: [String],
    recognizes: @escaping @Sendable ([UInt8]) -> Bool
  ) {
    self.init(
      name: name, extensions: extensions, hasCompanions: false,
      recognizes: recognizes,
      open: { path, _ in
        let (record, sets) = try EDFReader.openWithAllSets(path: path)
        return OpenedRecord(
          record: record, embedded: sets.first, further: Array(sets.dropFirst()))
      },
      files: { path in
        let head = MappedFile.head(of: path, byteCount: RecordFormat.edfBlockBytes)
        let length = head.flatMap(RecordFormat.edfLength) ?? RecordFormat.edfBlockBytes
        return [RecordFile(path: path, headerByteCount: length)]
      })
  }

  private static let edfBlockBytes = 256

  /// The header's length in bytes: one block of 256, and one for each signal.
  private static func edfLength(_ head: [UInt8]) -> Int? {
    guard head.count >= edfBlockBytes,
      let signals = EDFText.number(EDFText.decode(head[252..<256])),
      (1...9999).contains(signals), signals == signals.rounded()
    else { return nil }
    return edfBlockBytes * (Int(signals) + 1)
  }

  /// EDF's version, a 0 and blanks, is too little to tell a file by: the header's length, or the
  /// form of the start date and time, has to be there too.
  private static func hasEDFLength(_ head: [UInt8]) -> Bool {
    guard let length = edfLength(head) else { return false }
    let hasStart = [170, 173, 178, 181].allSatisfy { head[$0] == UInt8(ascii: ".") }
    return hasStart || EDFText.number(EDFText.decode(head[184..<192])) == Double(length)
  }
}
