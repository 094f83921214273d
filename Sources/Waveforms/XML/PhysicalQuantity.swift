/// A number with its unit, in the spellings of XML formats.
struct PhysicalQuantity: Equatable {
  var value: Double
  var unit: String

  init(value: Double, unit: String) {
    self.value = value
    self.unit = unit
  }

  /// By the attributes `value` and `unit` of an element (HL7 data type PQ).
  init?(_ element: XMLElement?) {
    guard let element, let value = element["value"].flatMap(EDFText.number) else { return nil }
    self.init(value: value, unit: element["unit"] ?? "")
  }

  /// Steps of digital values that are not absurd, in any unit; they may be negative as well.
  static let scales = 1e-12...1e12

  /// The same in seconds; nil where the unit is none of time.
  var seconds: Double? { Self.seconds[unit].map { value * $0 } }

  private static let seconds: [String: Double] = [
    "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ns": 1e-9, "min": 60, "h": 3600,
  ]

  /// A unit of voltage as channels spell it; any other as it is.
  static func channelUnit(_ unit: String) -> String {
    switch unit.lowercased() {
    case "uv", "µv", "μv", "microvolt", "microvolts": "uV"
    case "mv", "millivolt", "millivolts": "mV"
    case "nv", "nanovolt", "nanovolts": "nV"
    case "v", "volt", "volts": "V"
    default: unit
    }
  }

  /// The value in another unit of voltage, as channels spell it; nil where one of them is none.
  func value(in other: String) -> Double? {
    let own = Self.channelUnit(unit)
    if own == other { return value }
    guard let from = Self.exponents[own], let to = Self.exponents[other] else { return nil }
    // Powers of ten are divided by, not multiplied with their inexact inverse.
    return from < to ? value / Self.power(to - from) : value * Self.power(from - to)
  }

  private static let exponents = ["nV": -9, "uV": -6, "mV": -3, "V": 0]
  private static func power(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { n, _ in n * 10 }
  }
}
