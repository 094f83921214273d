import Foundation

/// Takes the samples of a frame apart: sequence for sequence, each channel's block in turn.
struct MFERFrame {
  /// Samples of a channel as they are stored; a missing one is `DecodedRecord.missing`, or not a
  /// number.
  enum Samples {
    case whole([Int32])
    case decimal([Double])

    var count: Int {
      switch self {
      case .whole(let values): values.count
      case .decimal(let values): values.count
      }
    }
  }

  private(set) var channels: [Samples]
  /// Whether the bytes end before the samples that the definitions promise.
  private(set) var isCut = false

  private let bytes: [UInt8]
  private let order: ByteReader.Order
  private var place = 0

  init(_ frame: MFERParser.Frame, path: String) throws(FileError) {
    bytes = [UInt8](frame.bytes)
    order = frame.order
    let layouts = frame.channels.map { Layout($0) }
    channels = layouts.map { $0.type.isFloat ? .decimal([]) : .whole([]) }
    let sequenceBytes = layouts.reduce(0) { sum, layout in
      sum &+ layout.block &* layout.type.byteCount
    }
    guard layouts.allSatisfy({ (1...bytes.count + 1).contains($0.block) }), sequenceBytes > 0 else {
      throw .content(
        file: path, expected: "blocks of samples within \(bytes.count) bytes of waveforms",
        found: "larger or empty ones")
    }
    let fallback = (bytes.count + sequenceBytes - 1) / sequenceBytes
    let counts = frame.channels.map { $0.sequences ?? fallback }
    // The file's word for the number of sequences may be absurd: the bytes' end ends them.
    var sequence = 0
    let most = counts.max() ?? 0
    while sequence < most, !isCut {
      for (channel, layout) in layouts.enumerated() where sequence < counts[channel] && !isCut {
        try read(layout, into: channel, path)
      }
      sequence += 1
    }
  }

  private struct Layout {
    var block: Int
    var type: MFERSampleType
    var null: Double?

    init(_ definitions: MFERDefinitions) {
      block = definitions.block ?? 1
      let type = definitions.type ?? .int16
      self.type = type
      null = definitions.null.flatMap { type.number($0.bytes, order: $0.order) }
    }
  }

  private mutating func read(
    _ layout: Layout, into channel: Int, _ path: String
  ) throws(FileError) {
    let width = layout.type.byteCount
    let count = min(layout.block, (bytes.count - place) / width)
    isCut = count < layout.block
    defer { place += count * width }
    switch channels[channel] {
    case .decimal(var values):
      channels[channel] = .decimal([])
      for index in 0..<count {
        let value = decimal(place + index * width, layout.type)
        values.append(value == layout.null ? .nan : value)
      }
      channels[channel] = .decimal(values)
    case .whole(var values):
      channels[channel] = .whole([])
      let null = layout.null.flatMap { Int64(exactly: $0) }
      for index in 0..<count {
        let value = whole(place + index * width, layout.type)
        guard value == null || value <= Int64(Int32.max) else {
          throw .content(
            file: path, expected: "samples of at most 31 bits", found: "the sample \(value)")
        }
        values.append(value == null ? DecodedRecord.missing : Int32(value))
      }
      channels[channel] = .whole(values)
    }
  }

  private func bits(_ start: Int, _ width: Int) -> UInt64 {
    var bits: UInt64 = 0
    for index in 0..<width {
      let byte = bytes[order == .big ? start + index : start + width - 1 - index]
      bits = bits << 8 | UInt64(byte)
    }
    return bits
  }

  private func whole(_ start: Int, _ type: MFERSampleType) -> Int64 {
    let bits = bits(start, type.byteCount)
    return switch type {
    case .int16: Int64(Int16(truncatingIfNeeded: bits))
    case .int32: Int64(Int32(truncatingIfNeeded: bits))
    case .int8: Int64(Int8(truncatingIfNeeded: bits))
    default: Int64(truncatingIfNeeded: bits)
    }
  }

  private func decimal(_ start: Int, _ type: MFERSampleType) -> Double {
    let bits = bits(start, type.byteCount)
    return type == .float32
      ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))) : Double(bitPattern: bits)
  }
}
