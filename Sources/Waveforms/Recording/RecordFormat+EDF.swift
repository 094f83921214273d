extension RecordFormat {
  /// The European Data Format: one file, 16 bits a sample.
  static let edf = RecordFormat(
    edfNamed: "EDF", mainFile: "an EDF file", extensions: ["edf", "rec"],
    recognizes: { head in head.starts(with: Array("0       ".utf8)) && hasEDFLength(head) })

  /// BioSemi's form of EDF: 24 bits a sample.
  static let bdf = RecordFormat(
    edfNamed: "BDF", mainFile: "a BDF file", extensions: ["bdf"],
    recognizes: { head in head.starts(with: [0xFF] + Array("BIOSEMI".utf8)) })

  private init(
    edfNamed name: String, mainFile: String, extensions: [String],
    recognizes: @escaping @Sendable ([UInt8]) -> Bool
  ) {
    self.init(
      name: name, mainFile: mainFile, extensions: extensions, hasCompanions: false,
      recognizes: recognizes,
      open: { path, _ in
        let opened = try EDFReader.open(path: path)
        return Opened(
          record: opened.record, annotators: opened.annotations.map { [$0.annotator] } ?? [],
          embedded: opened.annotations)
      },
      annotations: { _, _ in nil },
      annotationPath: { _, _ in nil },
      files: { path in
        let head = MappedFile.head(of: path, byteCount: RecordFormat.headByteCount)
        let length = head.flatMap(RecordFormat.edfLength) ?? RecordFormat.headByteCount
        return [RecordFile(path: path, headerByteCount: length)]
      },
      parts: { _ in [] })
  }

  /// The header's length as it says itself, in bytes: one block of 256, and one for each signal.
  private static func edfLength(_ head: [UInt8]) -> Int? {
    guard head.count == headByteCount, let length = Int(EDFText.decode(head[184..<192])),
      (512...256 * 10_000).contains(length), length.isMultiple(of: 256)
    else { return nil }
    return length
  }

  /// EDF's version, a 0 and blanks, is too little to tell a file by.
  private static func hasEDFLength(_ head: [UInt8]) -> Bool { edfLength(head) != nil }
}
