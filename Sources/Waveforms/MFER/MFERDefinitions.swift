import Foundation

/// What a file has said, up to some point, of the layout and the meaning of samples: of all
/// channels, or of one.
struct MFERDefinitions: Equatable {
  /// A number with a unit: `mantissa` times ten to the power of `exponent`.
  struct Quantity: Equatable {
    var unit: UInt8
    var exponent: Int
    var mantissa: Int

    var value: Double {
      exponent < 0
        ? Double(mantissa) / MFERDefinitions.powerOfTen(-exponent)
        : Double(mantissa) * MFERDefinitions.powerOfTen(exponent)
    }
  }

  /// A sample's value, of whatever type the samples turn out to have.
  struct Stored: Equatable {
    var bytes: Data
    var order: ByteReader.Order
  }

  struct Lead: Equatable {
    var code: Int
    var text: String
  }

  /// Samples of a channel in one sequence.
  var block: Int?
  var sequences: Int?
  var waveform: Int?
  var lead: Lead?
  var type: MFERSampleType?
  var interval: Quantity?
  var resolution: Quantity?
  var offset: Stored?
  var null: Stored?

  /// These definitions, and where there is none the one of `parent`. A lead is one channel's own;
  /// given for all, it is the first one's.
  func filled(from parent: MFERDefinitions, isFirst: Bool) -> MFERDefinitions {
    MFERDefinitions(
      block: block ?? parent.block, sequences: sequences ?? parent.sequences,
      waveform: waveform ?? parent.waveform, lead: lead ?? (isFirst ? parent.lead : nil),
      type: type ?? parent.type, interval: interval ?? parent.interval,
      resolution: resolution ?? parent.resolution, offset: offset ?? parent.offset,
      null: null ?? parent.null)
  }

  /// Exact for all powers that a Double holds exactly.
  static func powerOfTen(_ exponent: Int) -> Double {
    (0..<min(exponent, 308)).reduce(1) { power, _ in power * 10 }
  }

  /// Samples per second; 1000 where nothing is said. Nil where the unit is not one of time, or the
  /// number is absurd.
  var rateHz: Double? {
    guard let interval else { return 1000 }
    let rate: Double
    switch interval.unit {
    case 0: rate = interval.value
    case 1:
      guard interval.mantissa > 0 else { return nil }
      // One division, so that 2 ms are 500 Hz to the last bit.
      rate =
        interval.exponent < 0
        ? Self.powerOfTen(-interval.exponent) / Double(interval.mantissa) : 1 / interval.value
    default: return nil
    }
    return (1e-6...1e9).contains(rate) ? rate : nil
  }

  /// How samples become physical values: (sample + offset) times resolution. Without a resolution,
  /// the standard's default of 1 uV stands in. Nil where a number is absurd.
  var calibration: Calibration? {
    let type = type ?? .int16
    let offset = offset.map { type.number($0.bytes, order: $0.order) } ?? 0
    guard let offset, offset.isFinite else { return nil }
    guard let resolution else {
      return Calibration(gain: 1, baseline: 0 - offset, unit: "uV", isCalibrated: false)
    }
    // Volts are given as mV, as electrocardiograms are measured.
    let isVoltage = resolution.unit == 0
    let exponent = resolution.exponent + (isVoltage ? 3 : 0)
    let mantissa = Double(resolution.mantissa)
    let gain =
      exponent < 0
      ? Self.powerOfTen(-exponent) / mantissa : 1 / (mantissa * Self.powerOfTen(exponent))
    guard gain.isFinite, gain != 0 else { return nil }
    let unit = isVoltage ? "mV" : MFERCodes.units[resolution.unit] ?? "unit \(resolution.unit)"
    return Calibration(gain: gain, baseline: 0 - offset, unit: unit)
  }
}

/// How samples are stored.
enum MFERSampleType: UInt8 {
  case int16, uint16, int32, uint8, status16, int8, uint32, float32, float64

  var byteCount: Int {
    switch self {
    case .uint8, .int8: 1
    case .int16, .uint16, .status16: 2
    case .int32, .uint32, .float32: 4
    case .float64: 8
    }
  }

  var isFloat: Bool { self == .float32 || self == .float64 }

  /// The value of the first bytes; nil where there are too few.
  func number(_ bytes: Data, order: ByteReader.Order) -> Double? {
    let reader = ByteReader(bytes, order: order)
    return switch self {
    case .int16: reader.int16(0).map { Double($0) }
    case .uint16, .status16: reader.uint16(0).map { Double($0) }
    case .int32: reader.int32(0).map { Double($0) }
    case .uint8: reader.byte(0).map { Double($0) }
    case .int8: reader.byte(0).map { Double(Int8(bitPattern: $0)) }
    case .uint32: reader.uint32(0).map { Double($0) }
    case .float32: reader.float32(0).map { Double($0) }
    case .float64: reader.float64(0)
    }
  }
}
