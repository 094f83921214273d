import Foundation

/// The sections of an SCP-ECG file: a checksum, a length, then section 0, which points to all
/// others. Numbers are little-endian, places are counted from 1.
///
/// Source: EN 1064 and ISO 11073-91064, "Standard communication protocol: Computer-assisted
/// electrocardiography", and "How to Implement SCP" of the OpenECG project.
struct SCPFile {
  let path: String
  /// What is wrong with checksums, lengths and pointers.
  private(set) var warnings: [String] = []
  /// Version of the protocol times ten; 0 where section 0 gives none.
  let protocolVersion: Int
  private let reader: ByteReader
  private var bodies: [Int: Data] = [:]

  /// Most bytes of a file: the 255 leads that there may be have 64 kB each.
  private static let byteLimit = 64 << 20
  private static let sectionHeader = 16
  /// Where section 0 begins: behind the file's checksum and length.
  private static let firstSection = 6
  /// Sections that the standard knows; others are the maker's own.
  private static let known = 1...12

  init(_ file: MappedFile) throws(FileError) {
    path = file.path
    if file.bytes.count > Self.byteLimit {
      throw .tooLarge(file: path, bytes: file.bytes.count, limit: Self.byteLimit)
    }
    reader = ByteReader(file.bytes)
    guard let length = reader.uint32(2), let id = reader.uint16(8),
      let pointers = reader.uint32(10), let version = reader.byte(15), id == 0,
      pointers >= Self.sectionHeader
    else {
      throw .content(
        file: path, expected: "SCP-ECG, with section 0 at byte 7",
        found: "other content, or an end before it")
    }
    protocolVersion = Int(version)
    checkWhole(length: Int(length))
    readPointers(end: min(Self.firstSection + Int(pointers), reader.count))
  }

  /// The bytes of a section behind its header; nil where the file has no such section.
  func body(_ section: Int) -> ByteReader? { bodies[section].map { ByteReader($0) } }

  /// Whether a file begins as SCP-ECG does: by the name in section 0, or where an old writer left
  /// it out, by section 0's pointer to itself.
  static func begins(_ head: [UInt8]) -> Bool {
    let reader = ByteReader(Data(head))
    guard reader.uint16(8) == 0, let length = reader.uint32(10) else { return false }
    if reader.bytes(16, 6).map(Array.init) == Array("SCPECG".utf8) { return true }
    return reader.uint16(22) == 0 && reader.uint32(24) == length && reader.uint32(28) == 7
      && length >= 26 && (Int(length) - sectionHeader).isMultiple(of: 10)
  }

  private mutating func checkWhole(length: Int) {
    if length != reader.count {
      warnings.append("Expected \(length) bytes as the file says, found \(reader.count)")
    }
    guard let stated = reader.uint16(0), length >= 2, let covered = reader.bytes(2, length - 2)
    else { return }
    if CRC16.ccitt(covered) != stated {
      warnings.append("Expected the checksum that the file states, found another: it was changed")
    }
  }

  private mutating func readPointers(end: Int) {
    var place = Self.firstSection + Self.sectionHeader
    while place + 10 <= end, let id = reader.uint16(place), let length = reader.uint32(place + 2),
      let index = reader.uint32(place + 6)
    {
      place += 10
      let section = Int(id)
      if Self.known.contains(section), bodies[section] == nil, length > 0 {
        bodies[section] = content(of: section, at: Int(index) - 1, length: Int(length))
      }
    }
  }

  /// What a section holds; nil, and a warning, where it is not there.
  private mutating func content(of section: Int, at place: Int, length: Int) -> Data? {
    guard length >= Self.sectionHeader, reader.bytes(place, length) != nil,
      reader.uint16(place + 2).map(Int.init) == section,
      let own = reader.uint32(place + 4).map(Int.init)
    else {
      warnings.append(
        "Expected section \(section) of \(length) bytes at byte \(place + 1), found none there")
      return nil
    }
    if own != length {
      warnings.append("Expected section \(section) of \(length) bytes, found one of \(own)")
    }
    let length = max(Self.sectionHeader, min(length, own))
    if let covered = reader.bytes(place + 2, length - 2),
      CRC16.ccitt(covered) != reader.uint16(place)
    {
      warnings.append("Expected section \(section) with the checksum that it states, found another")
    }
    return reader.bytes(place + Self.sectionHeader, length - Self.sectionHeader)
  }
}
