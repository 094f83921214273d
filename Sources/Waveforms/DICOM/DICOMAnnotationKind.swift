/// How an annotation is shown: as one of WFDB's types where its concept is one, else as a note.
enum DICOMAnnotationKind: Equatable {
  /// A mark of a type, with the number that tells waves apart: 0 the P wave, 1 the QRS complex,
  /// 2 the T wave, as the delineations of PhysioNet number them.
  case mark(UInt8, number: Int8 = 0, isExact: Bool = true)
  /// A wave: a peak where one time is given, onset and end where two are.
  case wave(peak: UInt8, number: Int8)
  case note

  private static let onset: UInt8 = 39
  private static let end: UInt8 = 40
  /// A beat whose class the file does not give.
  private static let unclassified: UInt8 = 13

  init(_ code: DICOMCode?) {
    let known: DICOMAnnotationKind? =
      switch code?.scheme {
      case "MDC": Self.mdc[code?.value ?? ""]
      case "SCPECG": Self.scp[code?.value ?? ""]
      case "DCM": Self.dicom[code?.value ?? ""]
      default: nil
      }
    self = known ?? code.flatMap { Self.fromMeaning($0.meaning) } ?? .note
  }

  /// Codes of ISO/IEEE 11073-10102; see DICOM PS3.16, CID 3335, ECG Annotation. That table gives
  /// three codes (10:8192, 10:8448, 10:8704) to a shock and to a beat, so these stay notes.
  private static let mdc: [String: DICOMAnnotationKind] = [
    "10:256": .wave(peak: 24, number: 0),
    "10:1024": .wave(peak: 27, number: 2),
    "10:1152": .wave(peak: 29, number: 3),
    "10:1600": .wave(peak: unclassified, number: 1),
    "10:1728": .mark(31),
    "10:2176": .mark(16),
    "10:8208": .mark(1),
    "10:8224": .mark(unclassified, isExact: false),
    "10:8240": .mark(1, isExact: false),
    "10:8256": .mark(9),
    "10:8272": .mark(8),
    "10:8288": .mark(7),
    "10:8304": .mark(4),
    "10:8320": .mark(37),
    "10:8336": .mark(5),
    "10:8352": .mark(6),
    "10:8368": .mark(41),
    "10:8384": .mark(35),
    "10:8400": .mark(34),
    "10:8416": .mark(11),
    "10:8432": .mark(10),
    "10:8464": .mark(2),
    "10:8480": .mark(25, isExact: false),
    "10:8496": .mark(3),
    "10:8512": .mark(25, isExact: false),
    "10:8528": .mark(unclassified, isExact: false),
    "10:8544": .mark(unclassified, isExact: false),
    "10:8560": .mark(unclassified, isExact: false),
    "10:8576": .mark(unclassified, isExact: false),
    "10:8592": .mark(unclassified, isExact: false),
    "10:8608": .mark(unclassified, isExact: false),
    "10:8720": .mark(38),
    "10:8736": .mark(unclassified),
    "10:8752": .mark(30),
  ]

  /// Codes of SCP-ECG (EN 1064): its sections and fields by number.
  private static let scp: [String: DICOMAnnotationKind] = [
    "5.7.1-3": .mark(unclassified, isExact: false),
    "5.10.3-1": .mark(onset, number: 0),
    "5.10.3-2": .mark(end, number: 0),
    "5.10.3-3": .mark(onset, number: 1),
    "5.10.3-4": .mark(end, number: 1),
    "5.10.3-5": .mark(end, number: 2),
  ]

  /// Codes of DICOM itself; see PS3.16, CID 3339, Electrophysiology Annotation.
  private static let dicom: [String: DICOMAnnotationKind] = [
    "109041": .wave(peak: 24, number: 0), "109051": .wave(peak: 27, number: 2),
  ]

  /// `P Onset`, `QRS complex offset`, `T wave end`, whatever the scheme.
  private static func fromMeaning(_ meaning: String) -> DICOMAnnotationKind? {
    let words = meaning.lowercased().split { !$0.isLetter }
      .filter { $0 != "wave" && $0 != "complex" }
    let waves: [Substring: Int8] = ["p": 0, "qrs": 1, "t": 2]
    guard words.count == 2, let number = waves[words[0]] else { return nil }
    switch words[1] {
    case "onset", "begin", "start": return .mark(onset, number: number)
    case "offset", "end": return .mark(end, number: number)
    default: return nil
    }
  }

  /// Annotations of a concept from one time to another (both the same for a point), in ticks.
  func annotations(
    _ times: ClosedRange<Int>, text: String, channel: UInt8, ticksPerSecond: Double
  ) -> [WFDBAnnotation] {
    let isPoint = times.lowerBound == times.upperBound
    func annotation(_ time: Int, _ code: UInt8, _ number: Int8, _ text: String = "")
      -> WFDBAnnotation
    {
      WFDBAnnotation(
        time: time, code: WFDBAnnotationCode(rawValue: code), channel: channel, number: number,
        aux: Array(text.utf8))
    }
    switch self {
    case .mark(let code, let number, let isExact):
      return [annotation(times.lowerBound, code, number, isExact ? "" : text)]
    case .wave(let peak, let number) where isPoint:
      return [annotation(times.lowerBound, peak, number)]
    case .wave(_, let number):
      return [
        annotation(times.lowerBound, Self.onset, number),
        annotation(times.upperBound, Self.end, number),
      ]
    case .note:
      var note = annotation(times.lowerBound, WFDBAnnotationCode.note.rawValue, 0, text)
      if !isPoint { note.durationSeconds = Double(times.count - 1) / ticksPerSecond }
      return [note]
    }
  }
}
