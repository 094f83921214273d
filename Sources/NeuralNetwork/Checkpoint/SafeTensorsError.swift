import Foundation

/// Why a safetensors file cannot be read or written.
///
/// Each description is one plain sentence: what, where, what was expected and what was found.
public enum SafeTensorsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file cannot be opened or read.
  case cannotRead(file: String, reason: String)
  /// The file cannot be written; what was there before is unchanged.
  case cannotWrite(file: String, reason: String)
  /// The file is too short for any header, or longer than is read.
  case wrongSize(file: String, expected: ClosedRange<Int>, found: Int)
  /// The header would end beyond the file, or is longer than is read.
  case wrongHeaderLength(file: String, expected: ClosedRange<Int>, found: UInt64)
  /// The header is not the JSON that it must be. `byte` counts from the beginning of the file.
  case badHeader(file: String, byte: Int, expected: String, found: String)
  /// What the header says of a tensor contradicts itself, the data or another tensor.
  case badEntry(file: String, tensor: String, field: String, expected: String, found: String)
  /// There are bytes behind the last tensor.
  case uncoveredData(file: String, expected: Int, found: Int)
  /// The file has no tensor of the name that was asked for.
  case noTensor(file: String, tensor: String)
  /// A tensor has another type than the one that was asked for.
  case wrongType(file: String, tensor: String, expected: ElementType, found: ElementType)
  /// A tensor has another shape than the one that was asked for; nil stands for any extent.
  case wrongShape(file: String, tensor: String, expected: [Int?], found: [Int])
  /// A value is infinite or not a number. `index` counts in row-major order.
  case notFinite(file: String, tensor: String, index: Int, found: String)
  /// A tensor to be written has the name that the format keeps for its metadata.
  case reservedName(file: String, tensor: String)

  /// One plain sentence, in which text from the file is cut short and without control characters.
  public var description: String {
    switch self {
    case .cannotRead(let file, let reason): "cannot read \(file): \(reason)"
    case .cannotWrite(let file, let reason): "cannot write \(file): \(reason)"
    case .wrongSize(let file, let expected, let found):
      "\(file): expected from \(expected.lowerBound) to \(expected.upperBound) bytes, found \(found)"
    case .wrongHeaderLength(let file, let expected, let found):
      "\(file), byte 0: expected a header length from \(expected.lowerBound) to "
        + "\(expected.upperBound) bytes, found \(found)"
    case .badHeader(let file, let byte, let expected, let found):
      "\(file), byte \(byte): expected \(expected), found \(found)"
    case .badEntry(let file, let tensor, let field, let expected, let found):
      "\(file), tensor \(quoted(tensor)), \(field): expected \(expected), found \(found)"
    case .uncoveredData(let file, let expected, let found):
      "\(file): expected tensors for \(expected) bytes of data, found tensors for \(found)"
    case .noTensor(let file, let tensor):
      "\(file): expected a tensor \(quoted(tensor)), found none of that name"
    case .wrongType(let file, let tensor, let expected, let found):
      "\(file), tensor \(quoted(tensor)): expected \(expected.rawValue) elements, "
        + "found \(found.rawValue)"
    case .wrongShape(let file, let tensor, let expected, let found):
      "\(file), tensor \(quoted(tensor)): expected shape \(extents(expected)), "
        + "found \(extents(found))"
    case .notFinite(let file, let tensor, let index, let found):
      "\(file), tensor \(quoted(tensor)), value \(index): expected a finite number, found \(found)"
    case .reservedName(let file, let tensor):
      "cannot write \(file): expected tensors of any name but \(quoted(tensor)), "
        + "which the format keeps for itself"
    }
  }

  /// The words of the C library for what Foundation could not do.
  static func reason(_ error: any Error) -> String {
    let cause = ((error as? CocoaError)?.underlying ?? error) as NSError
    return cause.localizedFailureReason?.lowercased() ?? "error \(cause.code)"
  }
}

/// Text from a file in quotation marks, fit for one line of a terminal: nothing that moves the
/// cursor or turns the direction of writing, not too long.
public func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars.prefix(60) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: result += "·"
    default: result.unicodeScalars.append(scalar == "\"" ? "·" : scalar)
    }
  }
  return result + (text.unicodeScalars.count > 60 ? "…\"" : "\"")
}

/// A shape in words, of at most eight extents.
func extents(_ shape: [Int?]) -> String {
  let words = shape.prefix(8).map { $0.map(String.init) ?? "any" } + (shape.count > 8 ? ["…"] : [])
  return "[\(words.joined(separator: ", "))]"
}
