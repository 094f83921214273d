import ArrhythmiaModel

/// Samples of windows, which lie in -4...4, in a byte each.
enum MemorySamples {
  private static let scale: Float = 31

  static func byte(_ value: Float) -> Int8 {
    Int8(max(-127, min(127, (value * scale).rounded())))
  }

  static func value(_ byte: Int8) -> Float { Float(byte) / scale }

  /// What is left of a window when its samples have been bytes.
  static func rounded(_ window: PreparedWindow) -> PreparedWindow {
    var window = window
    for index in window.ecg.indices { window.ecg[index] = value(byte(window.ecg[index])) }
    for index in window.iegm.indices { window.iegm[index] = value(byte(window.iegm[index])) }
    return window
  }

  /// Four bytes a number, the first lowest.
  static func packed(_ values: ArraySlice<Float>) -> [Int32] {
    stride(from: values.startIndex, to: values.endIndex, by: 4).map { start in
      var word: UInt32 = 0
      for offset in 0..<min(4, values.endIndex - start) {
        word |= UInt32(UInt8(bitPattern: byte(values[start + offset]))) << UInt32(8 * offset)
      }
      return Int32(bitPattern: word)
    }
  }

  static func unpacked(_ words: ArraySlice<Int32>) -> [Float] {
    words.flatMap { word in
      (0..<4).map { offset in
        value(Int8(truncatingIfNeeded: UInt32(bitPattern: word) >> UInt32(8 * offset)))
      }
    }
  }
}
