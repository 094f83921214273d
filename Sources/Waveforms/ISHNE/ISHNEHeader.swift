import Foundation

/// The header of an ISHNE file, be it of samples or of annotations: 522 bytes, then a block of text
/// of any length. Numbers are little-endian.
///
/// Source: F. Badilini, "The ISHNE Holter Standard Output File Format", Annals of Noninvasive
/// Electrocardiology 3 (1998), 263-266.
struct ISHNEHeader {
  struct Lead {
    /// What lead it is, by the standard's table 1.
    var code: Int
    /// How good it was on the whole, by the standard's table 2.
    var quality: Int
    /// Amplitude of one ADC unit, in nV.
    var resolution: Int
  }

  static let recordMark = Array("ISHNE1.0".utf8)
  static let annotationMark = Array("ANN  1.0".utf8)
  static let fixedByteCount = 522
  /// The header has room for so many leads.
  static let leadLimit = 12
  /// Most bytes of text behind the fixed part: more is a damaged length.
  private static let textLimit = 1 << 20

  private let reader: ByteReader
  /// Bytes of text behind the fixed part.
  let textByteCount: Int
  /// Samples as the header counts them; writers disagree whether of one lead or of all.
  let statedSampleCount: Int
  /// Where the samples begin as the header says.
  let statedDataOffset: Int
  let samplingRateHz: Int
  let leads: [Lead]

  /// Reads the header; nil where the file ends within it, or a length in it is absurd.
  init?(_ bytes: Data) {
    reader = ByteReader(bytes)
    guard let text = reader.int32(10), (0...Self.textLimit).contains(Int(text)),
      reader.count >= Self.fixedByteCount + Int(text), let samples = reader.uint32(14),
      let offset = reader.int32(22), let leadCount = reader.int16(156),
      let rate = reader.uint16(272)
    else { return nil }
    textByteCount = Int(text)
    statedSampleCount = Int(samples)
    statedDataOffset = Int(offset)
    samplingRateHz = Int(rate)
    let fields = reader
    leads = (0..<min(max(Int(leadCount), 0), Self.leadLimit + 1)).map { lead in
      let field = { (start: Int) in Int(fields.int16(start + 2 * lead) ?? 0) }
      return Lead(code: field(158), quality: field(182), resolution: field(206))
    }
  }

  /// Bytes of the fixed part and the text.
  var byteCount: Int { Self.fixedByteCount + textByteCount }

  /// What is wrong with the checksum, which covers all of the header behind it. Many writers leave
  /// it 0.
  var checksumWarning: String? {
    guard let stated = reader.uint16(8), stated != 0,
      let covered = reader.bytes(10, byteCount - 10)
    else { return nil }
    let found = CRC16.ccitt(covered)
    if stated == found { return nil }
    return "Expected a header with the checksum \(Self.hexadecimal(stated)) that it states, found "
      + "\(Self.hexadecimal(found)): it was damaged, or edited by a program that left the checksum"
  }

  private static func hexadecimal(_ number: UInt16) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }

  var start: RecordStart? {
    let numbers = (0..<3).map { Int(reader.int16(150 + 2 * $0) ?? -1) }
    let time = RecordStart.time(hour: numbers[0], minute: numbers[1], second: numbers[2])
    let date = date(138)
    return date == nil && time == nil ? nil : RecordStart(time: time, date: date)
  }

  private func date(_ place: Int) -> String? {
    let numbers = (0..<3).map { Int(reader.int16(place + 2 * $0) ?? -1) }
    return RecordStart.date(day: numbers[0], month: numbers[1], year: numbers[2])
  }
}

// MARK: - Texts

extension ISHNEHeader {
  /// Patient, recorder and remarks, a line each.
  var comments: [String] {
    var lines: [String] = []
    let add = { (name: String, value: String?) in
      if let value, !value.isEmpty { lines.append("\(name): \(value)") }
    }
    let name = [reader.text(28, 40), reader.text(68, 40)].compactMap { $0 }
    add("patient", name.filter { !$0.isEmpty }.joined(separator: " "))
    add("patient: id", reader.text(108, 20))
    add("patient: sex", Self.sexes[code(128)])
    add("patient: race", Self.races[code(130)])
    add("patient: born", date(132))
    add("patient: pacemaker", Self.pacemakers[code(230)])
    add("device", reader.text(232, 40))
    add("recording: owner", reader.text(274, 80))
    add("recording: copyright", reader.text(354, 80))
    add("recording: file written", date(144))
    add("recording: lead quality", qualities)
    let text = reader.bytes(Self.fixedByteCount, textByteCount) ?? Data()
    let remarks = FileText.decode(text.prefix { $0 != 0 }).split(whereSeparator: \.isNewline)
    for remark in remarks.prefix(1000) { add("recording", FileText.clean(String(remark))) }
    return lines
  }

  /// Names of the leads; what the code does not name is counted.
  var leadNames: [String] {
    leads.enumerated().map { Self.leads[$1.code] ?? "Lead \($0 + 1)" }
  }

  private var qualities: String {
    zip(leadNames, leads).compactMap { name, lead in
      Self.qualities[lead.quality].map { "\(name) \($0)" }
    }.joined(separator: ", ")
  }

  private func code(_ place: Int) -> Int { Int(reader.int16(place) ?? -1) }

  private static let sexes = [1: "male", 2: "female"]
  private static let races = [1: "Caucasian", 2: "Black", 3: "Oriental"]
  private static let pacemakers = [
    1: "of unknown type", 2: "single chamber, unipolar", 3: "dual chamber, unipolar",
    4: "single chamber, bipolar", 5: "dual chamber, bipolar",
  ]
  private static let qualities = [
    1: "good", 2: "intermittent noise", 3: "frequent noise", 4: "intermittent disconnection",
    5: "frequent disconnection",
  ]
  private static let leads = [
    2: "X", 3: "Y", 4: "Z", 5: "I", 6: "II", 7: "III", 8: "aVR", 9: "aVL", 10: "aVF", 11: "V1",
    12: "V2", 13: "V3", 14: "V4", 15: "V5", 16: "V6", 17: "ES", 18: "AS", 19: "AI",
  ]
}
