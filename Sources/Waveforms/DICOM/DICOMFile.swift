import Foundation

/// A DICOM file with waveforms, its elements found and its samples not yet read; see DICOM PS3.10,
/// Media Storage and File Format.
struct DICOMFile {
  let file: String
  let data: Data
  let kind: DICOMKind
  let values: DICOMValues
  let root: DICOMDataSet
  private(set) var warnings: [String] = []

  /// Bytes before the letters `DICM`, which may hold anything.
  static let preambleByteCount = 128
  private static let mark = Array("DICM".utf8)

  /// Whether a file begins as DICOM files do. One without the preamble is known by the identifier
  /// of a waveform among its first elements.
  static func recognizes(_ head: [UInt8]) -> Bool {
    if hasMark(head) { return true }
    let beginnings: [[UInt8]] = [[2, 0], [8, 0], [0, 8]]
    return beginnings.contains { head.starts(with: $0) }
      && head.firstRange(of: Array(DICOMKind.waveforms.utf8)) != nil
  }

  /// Whether a file that begins so holds waveforms: images and directories are no records.
  static func isRecord(_ head: [UInt8]) -> Bool {
    recognizes(head) && head.firstRange(of: Array(DICOMKind.waveforms.utf8)) != nil
  }

  private static func hasMark(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.dropFirst(preambleByteCount).starts(with: mark)
  }

  init(data: Data, file: String) throws(FileError) {
    let start = Self.hasMark(data) ? Self.preambleByteCount + Self.mark.count : 0
    let plain = DICOMValues(reader: ByteReader(data))
    let (meta, place) = try Self.meta(plain.reader, start, file: file)
    let stated = plain.text(.mediaStorageClass, meta)
    if !stated.isEmpty { _ = try Self.kind(stated, file: file) }
    let syntax = try DICOMTransferSyntax(
      identifier: plain.text(.transferSyntax, meta), file: file)
    var values = DICOMValues(reader: ByteReader(data, order: syntax.order))
    let isExplicit = Self.isExplicit(values.reader, place) ?? syntax.isExplicit
    var parser = DICOMParser(values.reader, file: file)
    root = try parser.dataSet(place, data.count, isExplicit: isExplicit).set
    let own = values.text(.storageClass, root)
    kind = try Self.kind(own.isEmpty ? stated : own, file: file)
    values.characters = DICOMCharacterSet(names: values.texts(.characterSet, root))
    (self.file, self.data, self.values) = (file, data, values)
    warnings = Self.warnings(
      isCut: parser.isCut, isMislabelled: isExplicit != syntax.isExplicit, values.characters)
  }

  private static func warnings(
    isCut: Bool, isMislabelled: Bool, _ characters: DICOMCharacterSet
  ) -> [String] {
    var warnings: [String] = []
    if isCut {
      warnings.append(
        "the file is cut or damaged, an element is longer than what holds it; what is there is shown"
      )
    }
    if isMislabelled {
      warnings.append("the file states another transfer syntax than it is written in")
    }
    if let name = characters.unknown {
      warnings.append(
        "text is in the character set '\(name.fitForLine)', and is read as ISO Latin 1: letters that "
          + "are not ASCII may be wrong")
    }
    return warnings
  }

  /// The file meta information, which is always explicit and little-endian, and the place after it.
  private static func meta(
    _ reader: ByteReader, _ start: Int, file: String
  ) throws(FileError) -> (DICOMDataSet, Int) {
    var set = DICOMDataSet()
    var place = start
    let parser = DICOMParser(reader, file: file)
    while reader.uint16(place) == 2, let header = try parser.header(place, isExplicit: true),
      let count = header.byteCount
    {
      if let tag = DICOMTag(rawValue: header.number) {
        set.elements.append(DICOMElement(tag: tag, place: header.valuePlace, byteCount: count))
      }
      place = header.valuePlace + count
    }
    return (set, place)
  }

  /// Whether the first element has a value representation. Some files are written otherwise than
  /// their meta information says. Nil where it cannot be told.
  private static func isExplicit(_ reader: ByteReader, _ place: Int) -> Bool? {
    reader.bytes(place + 4, 2).map { $0.allSatisfy { (0x41...0x5A).contains($0) } }
  }

  /// The kind, where it is one that is read.
  private static func kind(_ identifier: String, file: String) throws(FileError) -> DICOMKind {
    let expected = "a DICOM file with a waveform of the heart"
    if identifier.isEmpty {
      throw .content(file: file, expected: expected, found: "one that does not say what it holds")
    }
    guard let kind = DICOMKind(identifier: identifier) else {
      throw .content(
        file: file, expected: expected,
        found: "one of the unknown SOP class '\(identifier.fitForLine)'")
    }
    if identifier == DICOMKind.mediaDirectory {
      throw .content(
        file: file, expected: expected,
        found: "\(kind.name) (DICOMDIR); open one of the files that it lists, or the folder")
    }
    guard kind.isRead else {
      throw .content(file: file, expected: expected, found: kind.name)
    }
    return kind
  }
}

/// How the elements of a file are written; see DICOM PS3.5, 10 and A.
struct DICOMTransferSyntax {
  var isExplicit: Bool
  var order: ByteReader.Order

  /// - Parameter identifier: as the meta information gives it; empty where there is none, when
  ///   implicit little-endian is the standard's default.
  init(identifier: String, file: String) throws(FileError) {
    switch identifier {
    case "", "1.2.840.10008.1.2": (isExplicit, order) = (false, .little)
    case "1.2.840.10008.1.2.1": (isExplicit, order) = (true, .little)
    case "1.2.840.10008.1.2.2": (isExplicit, order) = (true, .big)
    case "1.2.840.10008.1.2.1.99":
      throw Self.unread(file, "a deflated one")
    case _ where identifier.hasPrefix("1.2.840.10008.1.2."):
      throw Self.unread(file, "a compressed one (\(identifier.fitForLine))")
    default:
      throw Self.unread(file, "one of a manufacturer's own ('\(identifier.fitForLine)')")
    }
  }

  private static func unread(_ file: String, _ found: String) -> FileError {
    .content(
      file: file, expected: "a DICOM file in an uncompressed transfer syntax",
      found: "\(found); export it as Explicit VR Little Endian")
  }
}
