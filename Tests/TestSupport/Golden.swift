import Foundation
import NeuralNetwork

/// Values that another implementation computed, from a safetensors file in the folder `Golden`
/// beside the tests that use it.
public struct Golden {
  private let file: SafeTensors

  /// Why a tensor cannot be used.
  public struct Problem: Error, CustomStringConvertible {
    /// What is wrong, in one sentence.
    public let description: String
  }

  /// Reads `Golden/<name>.safetensors` beside the file that asks.
  public init(_ name: String, beside source: String = #filePath) throws {
    let folder = URL(filePath: source).deletingLastPathComponent()
    file = try SafeTensors(path: folder.appending(path: "Golden/\(name).safetensors").path)
  }

  /// Names of all tensors, in alphabetical order.
  public var names: [String] { file.names }

  /// Sizes of a tensor's dimensions.
  public func shape(_ name: String) throws -> [Int] {
    guard let entry = file.entries[name] else {
      throw Problem(description: "no tensor \(name)")
    }
    return entry.shape
  }

  /// The values of an F32 tensor, row-major.
  public func float(_ name: String) throws -> [Double] {
    try file.float32(name).values.map(Double.init)
  }

  /// The values of an I32 tensor, row-major.
  public func int(_ name: String) throws -> [Int] { try file.int32(name).map(Int.init) }

  /// The only value of an F32 tensor of one.
  public func scalar(_ name: String) throws -> Double {
    let values = try float(name)
    guard values.count == 1 else {
      throw Problem(description: "\(name) has \(values.count) values")
    }
    return values[0]
  }
}

extension Golden {
  /// Says which values are furthest from the golden ones, or nil where all are within
  /// `|a − b| ≤ 2e-5 + relative |b|`.
  public static func mismatch(
    _ found: [Double], _ golden: [Double], relative: Double = 2e-4, absolute: Double = 2e-5
  ) -> String? {
    guard found.count == golden.count else {
      return "\(found.count) values, \(golden.count) golden ones"
    }
    let wrong = found.indices.filter {
      !(abs(found[$0] - golden[$0]) <= absolute + relative * abs(golden[$0]))
    }
    guard let first = wrong.first else { return nil }
    return "\(wrong.count) of \(found.count) differ: [\(first)] is \(found[first]), "
      + "golden \(golden[first])"
  }

  /// Says where two arrays are first unequal, or nil where they are equal throughout.
  public static func difference<Element: Equatable>(_ found: [Element], _ wanted: [Element])
    -> String?
  {
    if found.count != wanted.count { return "\(found.count) values for \(wanted.count)" }
    guard let place = found.indices.first(where: { found[$0] != wanted[$0] }) else { return nil }
    let count = found.indices.count { found[$0] != wanted[$0] }
    return "\(count) of \(found.count) differ: [\(place)] is \(found[place]), not \(wanted[place])"
  }
}
