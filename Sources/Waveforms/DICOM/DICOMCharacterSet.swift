import Foundation

/// How a file writes text that is not ASCII; see DICOM PS3.3, C.12.1.1.2.
struct DICOMCharacterSet {
  private enum Encoding { case unstated, latin1, utf8 }

  private var encoding: Encoding
  /// The file's own name for a character set that is not read, and taken for ISO Latin 1.
  private(set) var unknown: String?

  /// No character set is named: ASCII.
  static let standard = DICOMCharacterSet(encoding: .unstated)

  private init(encoding: Encoding) { self.encoding = encoding }

  /// - Parameter names: the values of Specific Character Set; the first holds until a text switches
  ///   by escape sequences, which are not read.
  init(names: [String]) {
    let known: [String: Encoding] = [
      "": .unstated, "ISO_IR 6": .unstated, "ISO 2022 IR 6": .unstated,
      "ISO_IR 100": .latin1, "ISO 2022 IR 100": .latin1, "ISO_IR 192": .utf8,
    ]
    encoding = names.first.map { known[$0] ?? .latin1 } ?? .unstated
    unknown = names.first { known[$0] == nil }
  }

  /// Text of one value, without control characters and what pads it.
  func text(_ bytes: Data) -> String {
    let bytes = bytes.prefix { $0 != 0 }
    switch encoding {
    case .unstated: return FileText.field(bytes)
    case .utf8: return FileText.clean(String(decoding: bytes, as: UTF8.self))
    case .latin1:
      return FileText.clean(
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))
    }
  }
}
