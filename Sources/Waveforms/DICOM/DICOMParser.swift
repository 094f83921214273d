/// Finds the data elements that are read among all that a file has; see DICOM PS3.5, Data
/// Structures and Encoding, 7. What is not read is passed over, and takes no memory.
struct DICOMParser {
  let file: String
  let reader: ByteReader
  /// Whether a length reaches beyond the file's end, or beyond what holds the element.
  private(set) var isCut = false

  /// Sequences within sequences that are read, and that are passed over.
  private static let depthLimit = 16
  private static let skippedDepthLimit = 64

  init(_ reader: ByteReader, file: String) {
    self.reader = reader
    self.file = file
  }

  /// What stands before a value.
  struct Header {
    var number: UInt32
    var valuePlace: Int
    /// Nil where it is undefined, and a delimiter tells the end.
    var byteCount: Int?
    /// The two letters of the value representation; nil where the file has none.
    var representation: String?
  }

  /// Representations whose length takes four bytes, after two that are reserved.
  private static let long: Set<String> = [
    "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV",
  ]

  /// The header at a place; nil where the file ends within it.
  func header(_ place: Int, isExplicit: Bool) throws(FileError) -> Header? {
    guard let group = reader.uint16(place), let element = reader.uint16(place + 2) else {
      return nil
    }
    let number = UInt32(group) << 16 | UInt32(element)
    if !isExplicit || group == 0xFFFE || number == 0 {
      guard let length = reader.uint32(place + 4) else { return nil }
      return Header(number: number, valuePlace: place + 8, byteCount: defined(length))
    }
    guard let letters = reader.bytes(place + 4, 2) else { return nil }
    guard letters.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw .content(
        file: file, expected: "a value representation of two capital letters at byte \(place + 4)",
        found: "'\(FileText.field(letters).fitForLine)'")
    }
    let representation = String(decoding: letters, as: UTF8.self)
    if Self.long.contains(representation) {
      guard let length = reader.uint32(place + 8) else { return nil }
      return Header(
        number: number, valuePlace: place + 12, byteCount: defined(length),
        representation: representation)
    }
    return reader.uint16(place + 6).map {
      Header(
        number: number, valuePlace: place + 8, byteCount: Int($0), representation: representation)
    }
  }

  private func defined(_ length: UInt32) -> Int? { length == .max ? nil : Int(length) }

  /// The elements from a place to the end of what holds them, and the place after them.
  /// - Parameter isOpen: whether a delimiter ends them before.
  mutating func dataSet(
    _ start: Int, _ end: Int, isExplicit: Bool, isOpen: Bool = false, depth: Int = 0
  ) throws(FileError) -> (set: DICOMDataSet, next: Int) {
    guard depth <= Self.depthLimit else { throw tooDeep(Self.depthLimit) }
    var set = DICOMDataSet()
    var place = start
    while place < end {
      guard let header = try header(place, isExplicit: isExplicit), header.valuePlace <= end else {
        isCut = true
        return (set, end)
      }
      if header.number == DICOMDelimiter.itemEnd { return (set, header.valuePlace) }
      // A sequence may end without its last item's end. Zeros fill some files up.
      if header.number == DICOMDelimiter.sequenceEnd || header.number == 0 { return (set, place) }
      place = try read(header, end, isExplicit, depth, into: &set)
    }
    if isOpen { isCut = true }
    return (set, end)
  }

  /// Reads one element or passes it over, and gives the place after it.
  private mutating func read(
    _ header: Header, _ end: Int, _ isExplicit: Bool, _ depth: Int, into set: inout DICOMDataSet
  ) throws(FileError) -> Int {
    let tag = DICOMTag(rawValue: header.number)
    // The items of a sequence of unknown representation are implicit; see PS3.5, 6.2.2.
    let isInnerExplicit = isExplicit && header.representation != "UN"
    guard let tag, tag.isSequence || header.byteCount != nil else {
      guard let count = header.byteCount else {
        return try skip(header.valuePlace, end, isExplicit: isInnerExplicit)
      }
      return bounded(header.valuePlace, count, end)
    }
    var element = DICOMElement(
      tag: tag, place: header.valuePlace, byteCount: 0, isWords: header.representation == "OW")
    let valueEnd = header.byteCount.map { bounded(header.valuePlace, $0, end) } ?? end
    var next = valueEnd
    if tag.isSequence {
      (element.items, next) = try items(
        header.valuePlace, valueEnd, isExplicit: isInnerExplicit, isOpen: header.byteCount == nil,
        depth: depth + 1)
    }
    element.byteCount = next - header.valuePlace
    set.elements.append(element)
    return next
  }

  /// The place after a value, at the furthest the end of what holds it.
  private mutating func bounded(_ place: Int, _ count: Int, _ end: Int) -> Int {
    if count > end - place { isCut = true }
    return place + min(count, end - place)
  }

  /// The items of a sequence, and the place after it.
  private mutating func items(
    _ start: Int, _ end: Int, isExplicit: Bool, isOpen: Bool, depth: Int
  ) throws(FileError) -> ([DICOMDataSet], Int) {
    var items: [DICOMDataSet] = []
    var place = start
    while place < end {
      guard let header = try header(place, isExplicit: isExplicit), header.valuePlace <= end else {
        isCut = true
        return (items, end)
      }
      if header.number == DICOMDelimiter.sequenceEnd {
        return (items, isOpen ? header.valuePlace : end)
      }
      guard header.number == DICOMDelimiter.item else {
        throw .content(
          file: file, expected: "an item of a sequence at byte \(place)",
          found: "the element \(Self.name(header.number))")
      }
      let itemEnd = header.byteCount.map { bounded(header.valuePlace, $0, end) } ?? end
      let item = try dataSet(
        header.valuePlace, itemEnd, isExplicit: isExplicit, isOpen: header.byteCount == nil,
        depth: depth)
      items.append(item.set)
      place = header.byteCount == nil ? item.next : itemEnd
    }
    if isOpen { isCut = true }
    return (items, end)
  }

  /// Passes over an element of undefined length, whatever it holds, without calling itself: the
  /// nests of a damaged file may be thousands deep.
  private mutating func skip(
    _ start: Int, _ end: Int, isExplicit: Bool
  ) throws(FileError) -> Int {
    var place = start
    // For each sequence or item that is open: whether its elements are explicit.
    var open = [isExplicit]
    while place < end, let inner = open.last {
      guard let header = try header(place, isExplicit: inner), header.valuePlace <= end else {
        break
      }
      place = header.valuePlace
      if [DICOMDelimiter.itemEnd, DICOMDelimiter.sequenceEnd].contains(header.number) {
        open.removeLast()
        if open.isEmpty { return place }
      } else if let count = header.byteCount {
        place = bounded(place, count, end)
      } else {
        guard open.count < Self.skippedDepthLimit else { throw tooDeep(Self.skippedDepthLimit) }
        open.append(inner && header.representation != "UN")
      }
    }
    isCut = true
    return end
  }

  private func tooDeep(_ limit: Int) -> FileError {
    .content(
      file: file, expected: "sequences of at most \(limit) levels", found: "more levels than that")
  }

  /// An element's number as the standard writes it: `(5400,0100)`.
  private static func name(_ number: UInt32) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: 8 - digits.count) + digits
    return "(\(padded.prefix(4)),\(padded.suffix(4)))"
  }
}
