import Foundation

/// The parts of a Kardia recording that are read. What is of no use to show samples may have any
/// type, or be absent.
struct KardiaRecording: Decodable {
  private(set) var raw: KardiaBlock?
  private(set) var enhanced: KardiaBlock?
  private(set) var has12Leads = false
  private(set) var comments: [String] = []
  private(set) var start: RecordStart?

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    has12Leads = fields.contains(Key("data12L"))
    if fields.contains(Key("data")) {
      let data = try fields.nestedContainer(keyedBy: Key.self, forKey: Key("data"))
      raw = try data.decodeIfPresent(KardiaBlock.self, forKey: Key("raw"))
      enhanced = try data.decodeIfPresent(KardiaBlock.self, forKey: Key("enhanced"))
    }
    let recordedAt = Self.text(fields, "recordedAt") ?? ""
    start = Self.start(recordedAt)
    let lines = [
      ("patientID", "patient: "), ("recordedAt", "recording: recorded at "),
      ("id", "recording: id "), ("note", "remark: "),
      ("algorithmDetermination", "interpretation: "), ("heartRate", "heart rate: "),
    ]
    comments = lines.compactMap { key, name in Self.text(fields, key).map { name + $0 } }
    guard let device = try? fields.nestedContainer(keyedBy: Key.self, forKey: Key("deviceInfo"))
    else { return }
    for key in ["hardwareType", "hardwareRevision", "firmwareRevision", "serialNumber"] {
      if let value = Self.text(device, key) { comments.append("device: \(key) \(value)") }
    }
  }

  /// The text or number of a field; nil where there is none.
  private static func text(_ fields: KeyedDecodingContainer<Key>, _ key: String) -> String? {
    let text =
      (try? fields.decode(String.self, forKey: Key(key)))
      ?? (try? fields.decode(Double.self, forKey: Key(key))).map(text)
    return text.map(FileText.clean).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A whole number without a point.
  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
  }

  /// Date and time as they are written, whatever the zone behind them.
  private static func start(_ text: String) -> RecordStart? {
    let parts = text.split(separator: "T", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return TextDate.start(text) }
    let clock = parts[1].prefix { $0.isNumber || $0 == ":" || $0 == "." }
    return TextDate.start("\(parts[0]) \(clock)")
  }
}

/// The samples of all leads, raw or filtered.
struct KardiaBlock: Decodable {
  /// Samples per second.
  var frequency: Double?
  /// Nanovolts of one ADC unit; nil where the file gives none above 0.
  var nanovolts: Double?
  /// By the API's name of the lead.
  var samples: [String: [Double?]]?

  private enum CodingKeys: String, CodingKey {
    case frequency, amplitudeResolution, samples
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    frequency = try fields.decodeIfPresent(Double.self, forKey: .frequency)
    nanovolts = (try? fields.decode(Double.self, forKey: .amplitudeResolution)).flatMap {
      (1e-6..<1e12).contains($0) ? $0 : nil
    }
    samples = try fields.decodeIfPresent([String: [Double?]].self, forKey: .samples)
  }
}
