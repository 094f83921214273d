import Foundation

/// DICOM files made from the public standard (PS3.5, PS3.3 C.10.9 and C.10.10), for the tests.
enum DICOMSample {
  enum Element {
    case text(UInt32, String, String)
    case words(UInt32, [UInt16])
    case longs(UInt32, [UInt32])
    /// Bytes that are in the file's order already.
    case bytes(UInt32, String, [UInt8])
    case sequence(UInt32, [[Element]])
  }

  /// How elements are written.
  struct Syntax {
    var identifier = "1.2.840.10008.1.2.1"
    var isExplicit = true
    var isBig = false
    var hasUndefinedLengths = false

    static let explicit = Syntax()
    static let implicit = Syntax(identifier: "1.2.840.10008.1.2", isExplicit: false)
    static let big = Syntax(identifier: "1.2.840.10008.1.2.2", isBig: true)
    static let undefined = Syntax(hasUndefinedLengths: true)
    static let implicitUndefined = Syntax(
      identifier: "1.2.840.10008.1.2", isExplicit: false, hasUndefinedLengths: true)

    func uint16(_ value: Int) -> [UInt8] {
      let bytes = [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
      return isBig ? bytes.reversed() : bytes
    }

    func uint32(_ value: Int) -> [UInt8] {
      let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
      return isBig ? bytes.reversed() : bytes
    }

    func tag(_ number: UInt32) -> [UInt8] {
      uint16(Int(number >> 16)) + uint16(Int(number & 0xFFFF))
    }
  }

  // MARK: Writing

  static func write(_ element: Element, _ syntax: Syntax) -> [UInt8] {
    switch element {
    case .text(let number, let representation, let text):
      var bytes = Array(text.utf8)
      if !bytes.count.isMultiple(of: 2) { bytes.append(representation == "UI" ? 0 : 0x20) }
      return header(number, representation, bytes.count, syntax) + bytes
    case .words(let number, let values):
      let bytes = values.flatMap { syntax.uint16(Int($0)) }
      return header(number, "US", bytes.count, syntax) + bytes
    case .longs(let number, let values):
      let bytes = values.flatMap { syntax.uint32(Int($0)) }
      return header(number, "UL", bytes.count, syntax) + bytes
    case .bytes(let number, let representation, let bytes):
      return header(number, representation, bytes.count, syntax) + bytes
    case .sequence(let number, let items):
      let content = items.flatMap { item($0, syntax) }
      if syntax.hasUndefinedLengths {
        return header(number, "SQ", 0xFFFF_FFFF, syntax) + content
          + syntax.tag(0xFFFE_E0DD) + syntax.uint32(0)
      }
      return header(number, "SQ", content.count, syntax) + content
    }
  }

  private static func item(_ elements: [Element], _ syntax: Syntax) -> [UInt8] {
    let content = elements.flatMap { write($0, syntax) }
    if syntax.hasUndefinedLengths {
      return syntax.tag(0xFFFE_E000) + syntax.uint32(0xFFFF_FFFF) + content
        + syntax.tag(0xFFFE_E00D) + syntax.uint32(0)
    }
    return syntax.tag(0xFFFE_E000) + syntax.uint32(content.count) + content
  }

  static func header(
    _ number: UInt32, _ representation: String, _ count: Int, _ syntax: Syntax
  ) -> [UInt8] {
    let tag = syntax.tag(number)
    guard syntax.isExplicit else { return tag + syntax.uint32(count) }
    let letters = Array(representation.utf8)
    return ["OB", "OW", "SQ", "UN", "UT"].contains(representation)
      ? tag + letters + [0, 0] + syntax.uint32(count) : tag + letters + syntax.uint16(count)
  }

  /// A whole file, with preamble and meta information.
  static func file(
    _ elements: [Element], syntax: Syntax = .explicit, kind: String = twelveLead
  ) -> [UInt8] {
    let meta = [Element.text(0x0002_0002, "UI", kind), .text(0x0002_0010, "UI", syntax.identifier)]
      .flatMap { write($0, .explicit) }
    return [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
      + write(.longs(0x0002_0000, [UInt32(meta.count)]), .explicit) + meta
      + elements.flatMap { write($0, syntax) }
  }

  static let twelveLead = "1.2.840.10008.5.1.4.1.1.9.1.1"

  // MARK: Content

  static func code(
    _ number: UInt32, _ value: String, _ scheme: String, _ meaning: String
  ) -> Element {
    .sequence(
      number,
      [
        [
          .text(0x0008_0100, "SH", value), .text(0x0008_0102, "SH", scheme),
          .text(0x0008_0104, "LO", meaning),
        ]
      ])
  }

  static func channel(
    _ value: String, _ meaning: String, scheme: String = "MDC", sensitivity: String = "2.5",
    correction: String = "1", baseline: String = "0", unit: String = "uV", more: [Element] = []
  ) -> [Element] {
    [
      code(0x003A_0208, value, scheme, meaning), .text(0x003A_0210, "DS", sensitivity),
      code(0x003A_0211, unit, "UCUM", unit), .text(0x003A_0212, "DS", correction),
      .text(0x003A_0213, "DS", baseline), .text(0x003A_0215, "DS", "0"),
    ] + more
  }

  static func group(
    channels: [[Element]], sampleCount: Int, rate: String = "500", bits: UInt16 = 16,
    interpretation: String = "SS", originality: String = "ORIGINAL", label: String = "RHYTHM",
    offset: String = "0", padding: [UInt8]? = nil, data: [UInt8]
  ) -> [Element] {
    [
      .text(0x0018_1068, "DS", offset), .text(0x003A_0004, "CS", originality),
      .words(0x003A_0005, [UInt16(channels.count)]), .longs(0x003A_0010, [UInt32(sampleCount)]),
      .text(0x003A_001A, "DS", rate), .text(0x003A_0020, "SH", label),
      .sequence(0x003A_0200, channels), .words(0x5400_1004, [bits]),
      .text(0x5400_1006, "CS", interpretation),
    ] + (padding.map { [.bytes(0x5400_100A, "OW", $0)] } ?? [])
      + [.bytes(0x5400_1010, bits == 8 ? "OB" : "OW", data)]
  }

  /// A value that no neighbour has: of a channel and a sample.
  static func value(_ channel: Int, _ sample: Int) -> Int {
    (sample * 37 + channel * 1013) % 4001 - 2000
  }

  /// Samples of 16 bits, multiplexed.
  static func data(channels: Int, samples: Int, _ syntax: Syntax = .explicit) -> [UInt8] {
    var bytes: [UInt8] = []
    for sample in 0..<samples {
      for channel in 0..<channels { bytes += syntax.uint16(value(channel, sample)) }
    }
    return bytes
  }

  static let leads: [(code: String, name: String)] = [
    ("2:1", "Lead I"), ("2:2", "Lead II"), ("2:61", "Lead III"),
    ("2:62", "aVR, augmented voltage, right"), ("2:63", "aVL, augmented voltage, left"),
    ("2:64", "aVF, augmented voltage, foot"), ("2:3", "Lead V1"), ("2:4", "Lead V2"),
    ("2:5", "Lead V3"), ("2:6", "Lead V4"), ("2:7", "Lead V5"), ("2:8", "Lead V6"),
  ]

  static let patient: [Element] = [
    .text(0x0008_0005, "CS", "ISO_IR 192"), .text(0x0008_0016, "UI", twelveLead),
    .text(0x0008_002A, "DT", "20240229235959.250000"), .text(0x0008_0070, "LO", "Example"),
    .text(0x0008_1090, "LO", "Model 1"), .text(0x0010_0010, "PN", "Müller^Anna"),
    .text(0x0010_0020, "LO", "4711"), .text(0x0010_0030, "DA", "19710123"),
    .text(0x0010_0040, "CS", "F"), .text(0x0010_1010, "AS", "053Y"),
  ]

  /// Twelve leads, and annotations where they are wanted.
  static func twelveLeads(
    samples: Int = 5000, syntax: Syntax = .explicit, annotations: [[Element]] = []
  ) -> [UInt8] {
    let group = group(
      channels: leads.map {
        channel(
          $0.code, $0.name,
          more: [.text(0x003A_0220, "DS", "0.05"), .text(0x003A_0221, "DS", "150")])
      }, sampleCount: samples, data: data(channels: 12, samples: samples, syntax))
    let notes = annotations.isEmpty ? [] : [Element.sequence(0x0040_B020, annotations)]
    return file(patient + notes + [.sequence(0x5400_0100, [group])], syntax: syntax)
  }

  /// One annotation of a concept at samples, which are counted from 1.
  static func annotation(
    _ concept: Element?, channels: [UInt16] = [1, 0], range: String? = nil,
    positions: [UInt32] = [], more: [Element] = []
  ) -> [Element] {
    (concept.map { [$0] } ?? []) + [.words(0x0040_A0B0, channels)]
      + (range.map { [.text(0x0040_A130, "CS", $0)] } ?? [])
      + (positions.isEmpty ? [] : [.longs(0x0040_A132, positions)]) + more
  }
}
