/// One data element: where its value lies, or what its items hold.
struct DICOMElement {
  var tag: DICOMTag
  /// The value's first byte, counted from the file's first.
  var place: Int
  /// Bytes of the value that the file has.
  var byteCount: Int
  /// Whether the value is a string of 16-bit words (`OW`), and not of bytes.
  var isWords = false
  var items: [DICOMDataSet] = []
}

/// The elements of a file, or of an item of a sequence, as far as they are read.
struct DICOMDataSet {
  var elements: [DICOMElement] = []

  subscript(tag: DICOMTag) -> DICOMElement? { elements.first { $0.tag == tag } }

  /// The items of a sequence; none where it is absent.
  func items(_ tag: DICOMTag) -> [DICOMDataSet] { self[tag]?.items ?? [] }
}

/// A coded concept: what it means, and by which scheme it is coded.
struct DICOMCode {
  var scheme: String
  var value: String
  var meaning: String

  /// Words for the concept: its meaning, or where the file gives none, its code.
  var words: String { meaning.isEmpty ? "\(scheme) \(value)" : meaning }
}

/// The values of elements, read from the file's bytes when they are asked for.
struct DICOMValues {
  let reader: ByteReader
  var characters: DICOMCharacterSet = .standard

  /// Text without what pads it. Of several values all, with what parts them, `\`.
  func text(_ tag: DICOMTag, _ set: DICOMDataSet) -> String {
    guard let element = set[tag], let bytes = reader.bytes(element.place, element.byteCount)
    else { return "" }
    return characters.text(bytes)
  }

  /// The values of a text.
  func texts(_ tag: DICOMTag, _ set: DICOMDataSet) -> [String] {
    let text = text(tag, set)
    if text.isEmpty { return [] }
    return text.split(separator: "\\", omittingEmptySubsequences: false).map {
      FileText.clean(String($0))
    }
  }

  /// Decimal numbers that are written as text (`DS`, `IS`); one that cannot be read is left out.
  func decimals(_ tag: DICOMTag, _ set: DICOMDataSet) -> [Double] {
    texts(tag, set).compactMap { EDFText.number($0) }
  }

  func decimal(_ tag: DICOMTag, _ set: DICOMDataSet) -> Double? {
    texts(tag, set).first.flatMap { EDFText.number($0) }
  }

  /// Binary whole numbers without sign, of 2 or 4 bytes each.
  func integers(_ tag: DICOMTag, _ set: DICOMDataSet, width: Int) -> [Int] {
    guard let element = set[tag], width == 2 || width == 4 else { return [] }
    return (0..<element.byteCount / width).compactMap { index in
      let place = element.place + index * width
      return width == 2
        ? reader.uint16(place).map { Int($0) } : reader.uint32(place).map { Int($0) }
    }
  }

  /// One binary whole number, of as many bytes as it has.
  func integer(_ tag: DICOMTag, _ set: DICOMDataSet) -> Int? {
    guard let element = set[tag] else { return nil }
    return integers(tag, set, width: element.byteCount == 4 ? 4 : 2).first
  }

  /// The one code of a sequence of codes.
  func code(_ tag: DICOMTag, _ set: DICOMDataSet) -> DICOMCode? {
    set.items(tag).first.map { code($0) }
  }

  func code(_ item: DICOMDataSet) -> DICOMCode {
    let value = text(.codeValue, item)
    return DICOMCode(
      scheme: text(.codeScheme, item), value: value.isEmpty ? text(.longCodeValue, item) : value,
      meaning: text(.codeMeaning, item))
  }
}
