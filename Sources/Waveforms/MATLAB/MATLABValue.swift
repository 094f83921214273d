import Foundation

/// What a variable of a MATLAB file holds.
enum MATLABValue {
  case numbers(MATLABNumbers)
  /// The rows of a character array.
  case text([String])
  case cells([MATLABValue])
  case fields([(name: String, value: MATLABValue)])
  /// Something that is not read: a function, an object, a sparse matrix.
  case other

  /// A name or a unit for each of several channels; nil where the value is no text.
  var texts: [String]? {
    switch self {
    case .text(let rows): return rows
    case .cells(let cells):
      let texts = cells.compactMap { cell in
        if case .text(let rows) = cell, rows.count <= 1 { return rows.first ?? "" }
        return nil
      }
      return texts.count == cells.count ? texts : nil
    case .numbers, .fields, .other: return nil
    }
  }

  /// The value of a 1 × 1 matrix.
  var scalar: Double? {
    guard case .numbers(let numbers) = self, numbers.rows == 1, numbers.columns == 1 else {
      return nil
    }
    return numbers.values(first: 0, step: 1, count: 1).first
  }
}

/// A matrix of real numbers, in the bytes of the file.
struct MATLABNumbers {
  var rows: Int
  var columns: Int
  var storage: MATLABStorage
  var order: ByteReader.Order
  /// Column after column, `rows * columns` values.
  var bytes: Data

  /// Values at equal steps, which must lie within the matrix.
  func values(first: Int, step: Int, count: Int) -> [Double] {
    let bytes = [UInt8](bytes)
    return (0..<count).map { storage.value(bytes, (first + $0 * step) * storage.byteCount, order) }
  }

  /// What is made of each row or column as one signal; one after the other, as they are larger in
  /// memory than in the file.
  func signals<Signal>(inRows: Bool, _ make: (Int, [Double]) -> Signal) -> [Signal] {
    let bytes = [UInt8](bytes)
    let (signals, samples) = inRows ? (rows, columns) : (columns, rows)
    return (0..<signals).map { signal in
      let values = (0..<samples).map { sample in
        let index = inRows ? sample * rows + signal : signal * rows + sample
        return storage.value(bytes, index * storage.byteCount, order)
      }
      return make(signal, values)
    }
  }
}

/// How numbers are stored, which may be narrower than what they are in MATLAB: whole numbers of
/// double precision are often stored in one or two bytes.
enum MATLABStorage: UInt32 {
  case int8 = 1
  case uint8 = 2
  case int16 = 3
  case uint16 = 4
  case int32 = 5
  case uint32 = 6
  case single = 7
  case double = 9
  case int64 = 12
  case uint64 = 13

  var byteCount: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .single: 4
    case .double, .int64, .uint64: 8
    }
  }

  /// The value at a place of bytes that hold it whole.
  @inline(__always)
  func value(_ bytes: [UInt8], _ place: Int, _ order: ByteReader.Order) -> Double {
    var pattern: UInt64 = 0
    for offset in 0..<byteCount {
      let index = order == .big ? place + offset : place + byteCount - 1 - offset
      pattern = pattern << 8 | UInt64(bytes[index])
    }
    switch self {
    case .int8: return Double(Int8(truncatingIfNeeded: pattern))
    case .int16: return Double(Int16(truncatingIfNeeded: pattern))
    case .int32: return Double(Int32(truncatingIfNeeded: pattern))
    case .int64: return Double(Int64(bitPattern: pattern))
    case .uint8, .uint16, .uint32, .uint64: return Double(pattern)
    case .single: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: pattern)))
    case .double: return Double(bitPattern: pattern)
    }
  }
}
