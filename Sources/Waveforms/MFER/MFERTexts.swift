import Foundation

/// What an MFER file says of patient, device, time and events.
struct MFERTexts {
  private(set) var comments: [String] = []
  private(set) var start: RecordStart?
  private(set) var events: [WFDBAnnotation] = []
  /// The characters of the texts; nil where none is named, or one that needs no telling.
  private(set) var encoding: String.Encoding?
  /// Ticks per second of the events: the samples of the recording.
  private(set) var eventRateHz: Double?

  private static let limit = 65_536

  mutating func take(_ tag: UInt8, _ field: MFERField, rateHz: Double?) {
    guard comments.count < Self.limit, events.count < Self.limit else { return }
    switch tag {
    case 0x03: encoding = Self.encoding(field.text())
    case 0x11: add("recording: filter", field.text())
    case 0x16: add("recording", field.text())
    case 0x17: addDevice(field.text())
    case 0x41: addEvent(field, rateHz)
    case 0x81: add("patient", Self.parts(field.text()).joined(separator: " "))
    case 0x82: add("patient: id", Self.parts(field.text()).joined(separator: " "))
    case 0x83: addAge(field)
    case 0x84: add("patient: sex", [1: "male", 2: "female"][field.byte(0) ?? 0])
    case 0x85: setStart(field)
    case 0x86: add("recording", field.text())
    default: break
    }
  }

  mutating func addWaveform(_ field: MFERField) {
    let text = field.text(from: 2)
    add("recording", text.isEmpty ? field.code.flatMap { MFERCodes.waveforms[$0] } : text)
  }

  private mutating func add(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    let line = "\(name): \(text)"
    if comments.last != line { comments.append(line) }
  }

  /// Maker, model, version and serial number.
  private mutating func addDevice(_ text: String) {
    let names = ["device: maker", "device", "device: software", "device: serial number"]
    let parts = text.split(separator: "^", omittingEmptySubsequences: false)
    for (name, part) in zip(names, parts) { add(name, FileText.clean(String(part))) }
  }

  /// Years, days, and the date of birth, each of which may be absent.
  private mutating func addAge(_ field: MFERField) {
    if let years = field.byte(0), years > 0 { add("patient: age", "\(years) years") }
    if let year = field.uint16(3), let month = field.byte(5), let day = field.byte(6) {
      add("patient: born", RecordStart.date(day: day, month: month, year: year))
    }
  }

  /// Year, month, day, hour, minute, second, thousandths and millionths of a second.
  private mutating func setStart(_ field: MFERField) {
    guard start == nil, let year = field.uint16(0), let month = field.byte(2),
      let day = field.byte(3)
    else { return }
    var time: String?
    if let hour = field.byte(4), let minute = field.byte(5), let second = field.byte(6) {
      time = RecordStart.time(
        hour: hour, minute: minute, second: second, milliseconds: field.uint16(7) ?? 0)
    }
    let date = RecordStart.date(day: day, month: month, year: year)
    if date != nil || time != nil { start = RecordStart(time: time, date: date) }
  }

  /// A code, the sample at which it begins, how many samples it lasts, and a text.
  private mutating func addEvent(_ field: MFERField, _ rateHz: Double?) {
    guard let code = field.uint16(0), let rateHz, eventRateHz == nil || eventRateHz == rateHz
    else { return }
    let text = field.text(from: 10)
    guard let time = field.int32(2) else {
      add("recording: event", text.isEmpty ? "code \(code)" : text)
      return
    }
    eventRateHz = rateHz
    let duration = field.int32(6).flatMap { $0 > 0 ? Double($0) / rateHz : nil }
    events.append(
      WFDBAnnotation(
        time: time, code: .note, aux: Array((text.isEmpty ? "event \(code)" : text).utf8),
        durationSeconds: duration))
  }

  private static func parts(_ text: String) -> [String] {
    text.split(separator: "^").map { FileText.clean(String($0)) }.filter { !$0.isEmpty }
  }

  private static func encoding(_ name: String) -> String.Encoding? {
    let name = name.lowercased()
    if name.contains("0201") || name.contains("shift") { return .shiftJIS }
    if ["0208", "0212", "2022", "1468"].contains(where: name.contains) { return .iso2022JP }
    return nil
  }
}
