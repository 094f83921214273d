import Foundation

/// Values that another implementation computed, from a safetensors file in the folder `Golden`
/// beside the tests that use it.
public struct Golden {
  private struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let data_offsets: [Int]
  }

  /// All tensors; the metadata is passed over.
  private struct Header: Decodable {
    let entries: [String: Entry]

    struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Name.self)
      let names = container.allKeys.filter { $0.stringValue != "__metadata__" }
      entries = try Dictionary(
        uniqueKeysWithValues: names.map {
          ($0.stringValue, try container.decode(Entry.self, forKey: $0))
        })
    }
  }

  private let entries: [String: Entry]
  private let data: Data

  /// Why a file or a tensor cannot be used.
  public struct Problem: Error, CustomStringConvertible {
    /// What is wrong, in one sentence.
    public let description: String
  }

  /// Reads `Golden/<name>.safetensors` beside the file that asks.
  public init(_ name: String, beside file: String = #filePath) throws {
    let url = URL(filePath: file).deletingLastPathComponent()
      .appending(path: "Golden/\(name).safetensors")
    let all = try Data(contentsOf: url)
    guard all.count >= 8 else { throw Problem(description: "\(name) has \(all.count) bytes") }
    let length = Int(Self.word(all, 0))
    entries = try JSONDecoder().decode(Header.self, from: all[8..<8 + length]).entries
    data = Data(all[(8 + length)...])
  }

  /// Names of all tensors, in alphabetical order.
  public var names: [String] { entries.keys.sorted() }

  /// Sizes of a tensor's dimensions.
  public func shape(_ name: String) throws -> [Int] { try entry(name, nil).shape }

  /// The values of an F32 tensor, row-major.
  public func float(_ name: String) throws -> [Double] {
    try words(entry(name, "F32")).map { Double(Float(bitPattern: $0)) }
  }

  /// The values of an I32 tensor, row-major.
  public func int(_ name: String) throws -> [Int] {
    try words(entry(name, "I32")).map { Int(Int32(bitPattern: $0)) }
  }

  /// The only value of an F32 tensor of one.
  public func scalar(_ name: String) throws -> Double {
    let values = try float(name)
    guard values.count == 1 else {
      throw Problem(description: "\(name) has \(values.count) values")
    }
    return values[0]
  }

  private func entry(_ name: String, _ type: String?) throws -> Entry {
    guard let entry = entries[name] else { throw Problem(description: "no tensor \(name)") }
    guard type == nil || entry.dtype == type else {
      throw Problem(description: "\(name) is \(entry.dtype)")
    }
    return entry
  }

  private func words(_ entry: Entry) -> [UInt32] {
    stride(from: entry.data_offsets[0], to: entry.data_offsets[1], by: 4)
      .map { Self.word(data, $0) }
  }

  private static func word(_ data: Data, _ offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(data[data.startIndex + offset + $1]) << (8 * $1) }
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
