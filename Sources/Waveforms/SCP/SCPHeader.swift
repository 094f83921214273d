import Foundation

/// Section 1: patient, device and time, as fields of a tag, a length and a value.
struct SCPHeader {
  private(set) var comments: [String] = []
  private(set) var warnings: [String] = []
  private var date: String?
  private var time: String?

  var start: RecordStart? {
    date == nil && time == nil ? nil : RecordStart(time: time, date: date)
  }

  /// Ends the fields.
  private static let endTag = 255
  private static let remarkLimit = 1000

  init(_ body: ByteReader?) {
    guard let body else { return }
    var place = 0
    while let tag = body.byte(place).map(Int.init), tag != Self.endTag {
      guard let length = body.uint16(place + 1).map(Int.init),
        let value = body.bytes(place + 3, length)
      else {
        warnings.append("Expected fields that end within section 1, found field \(tag) cut off")
        return
      }
      place += 3 + length
      if comments.count < Self.remarkLimit { take(tag, ByteReader(value)) }
    }
  }

  private mutating func take(_ tag: Int, _ value: ByteReader) {
    if let name = Self.texts[tag] {
      add(name, value.text(0, value.count))
      return
    }
    switch tag {
    case 4: add("patient: age", Self.measure(value, Self.ageUnits))
    case 5: add("patient: born", Self.date(value))
    case 6: add("patient: height", Self.measure(value, Self.heightUnits))
    case 7: add("patient: weight", Self.measure(value, Self.weightUnits))
    case 8: add("patient: sex", value.byte(0).flatMap { Self.sexes[$0] })
    case 9: add("patient: race", value.byte(0).flatMap { Self.races[$0] })
    case 10: add("patient: drug", value.text(3, max(0, value.count - 3)))
    case 11: add("patient: systolic pressure", Self.number(value, 1, "mmHg"))
    case 12: add("patient: diastolic pressure", Self.number(value, 1, "mmHg"))
    case 14: takeDevice(value)
    case 25: date = Self.date(value)
    case 26: time = Self.time(value)
    case 27: add("recording: high-pass filter", Self.number(value, 100, "Hz"))
    case 28: add("recording: low-pass filter", Self.number(value, 1, "Hz"))
    case 29: add("recording: filters", value.byte(0).map(Self.filters))
    default: break
    }
  }

  private mutating func add(_ name: String, _ text: String?) {
    if let text, !text.isEmpty { comments.append("\(name): \(text)") }
  }

  /// Tag 14: numbers, the model's name, the language of all texts, then texts that end with NUL.
  private mutating func takeDevice(_ value: ByteReader) {
    add("device", value.text(8, 6))
    let rest = value.bytes(36, max(0, value.count - 36)) ?? Data()
    let texts = rest.split(separator: 0, maxSplits: 8, omittingEmptySubsequences: false)
    for (name, text) in zip(Self.deviceTexts, texts) { add(name, FileText.field(text)) }
    if let language = value.byte(16), language > 1, language != Self.unicode {
      warnings.append(
        "Expected texts in ISO Latin 1 or UTF-8, found the language code \(language): names and "
          + "remarks may be spelt wrongly")
    }
  }

  private static func measure(_ value: ByteReader, _ units: [UInt8: String]) -> String? {
    guard let number = value.uint16(0), number > 0, let unit = value.byte(2) else { return nil }
    return units[unit].map { "\(number) \($0)" } ?? String(number)
  }

  private static func number(_ value: ByteReader, _ divisor: Int, _ unit: String) -> String? {
    guard let number = value.uint16(0), number > 0 else { return nil }
    return divisor == 1 ? "\(number) \(unit)" : "\(Double(number) / Double(divisor)) \(unit)"
  }

  static func date(_ value: ByteReader, at place: Int = 0) -> String? {
    guard let year = value.uint16(place), let month = value.byte(place + 2),
      let day = value.byte(place + 3)
    else { return nil }
    return RecordStart.date(day: Int(day), month: Int(month), year: Int(year))
  }

  static func time(_ value: ByteReader, at place: Int = 0) -> String? {
    guard let hour = value.byte(place), let minute = value.byte(place + 1),
      let second = value.byte(place + 2)
    else { return nil }
    return RecordStart.time(hour: Int(hour), minute: Int(minute), second: Int(second))
  }

  private static func filters(_ bits: UInt8) -> String {
    let names = ["60 Hz notch", "50 Hz notch", "artefact filter", "baseline filter"]
    return names.enumerated().filter { bits >> UInt8($0.offset) & 1 == 1 }.map(\.element)
      .joined(separator: ", ")
  }

  private static let unicode: UInt8 = 0x37
  private static let texts = [
    0: "patient: last name", 1: "patient: first name", 2: "patient: id",
    3: "patient: second last name", 13: "patient: diagnosis or indication",
    16: "recording: institution", 18: "recording: department",
    20: "recording: referring physician", 21: "recording: confirming physician",
    22: "recording: technician", 23: "recording: room", 30: "recording",
    31: "recording: number", 35: "patient: history",
  ]
  private static let deviceTexts = [
    "device: analysis program", "device: serial number", "device: software",
    "device: SCP-ECG program", "device: maker",
  ]
  private static let ageUnits: [UInt8: String] = [
    1: "years", 2: "months", 3: "weeks", 4: "days", 5: "hours",
  ]
  private static let heightUnits: [UInt8: String] = [1: "cm", 2: "in", 3: "mm"]
  private static let weightUnits: [UInt8: String] = [1: "kg", 2: "g", 3: "lb", 4: "oz"]
  private static let sexes: [UInt8: String] = [1: "male", 2: "female"]
  private static let races: [UInt8: String] = [1: "Caucasian", 2: "Black", 3: "Oriental"]
}
