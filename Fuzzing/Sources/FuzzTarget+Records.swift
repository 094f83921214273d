import Annotations
import TestSupport
import Waveforms

/// Readers of recordings.
extension FuzzTarget {
  /// Each under the name that its main file has.
  static let records =
    [
      ("edf", "a.edf"), ("bdf", "a.bdf"), ("xml", "a.xml"), ("dicom", "a.dcm"), ("scp", "a.scp"),
      ("ishne", "a.ecg"), ("mfer", "a.mwf"), ("matlab", "a.mat"), ("text", "a.txt"),
      ("json", "a.json"), ("csv", "a.csv"),
    ].map { name, file in
      FuzzTarget(name: name) { bytes, folder in try open(folder.write(bytes, file)) }
    } + [header, signals, annotations, prucka]

  /// The header of a WFDB record, above samples that are there.
  private static let header = FuzzTarget(name: "wfdb-header") { bytes, folder in
    folder.write((0..<4_000).map { UInt8(truncatingIfNeeded: $0 * 7) }, "r.dat")
    folder.write([0x01, 0x04, 0x02, 0x14, 0, 0], "r.atr")
    try open(folder.write(bytes, "r.hea"))
  }

  /// Samples of each WFDB format; the first byte says which.
  private static let signals = FuzzTarget(name: "wfdb-signals") { bytes, folder in
    let formats = WFDBSignalFormat.allCases
    let format = formats[Int(bytes.first ?? 0) % formats.count]
    let signals = (0..<2).map { "r.dat \(format.rawValue) 200 12 0 0 0 0 lead\($0)\n" }
    folder.write(Array("r 2 360 0\n\(signals.joined())".utf8), "r.hea")
    folder.write(Array(bytes.dropFirst()), "r.dat")
    try open("\(folder.path)/r.hea")
  }

  private static let annotations = FuzzTarget(name: "wfdb-annotations") { bytes, folder in
    let set = try WFDBAnnotationReader.parse(bytes, annotator: "atr", file: "r.atr")
    _ = RhythmTimeline(set, frameCount: 650_000, frameRateHz: 360)
    _ = set.sha256
  }

  /// The description of a CardioLab table, beside a table.
  private static let prucka = FuzzTarget(name: "prucka") { bytes, folder in
    folder.write(Array(String(repeating: "0.1 -0.2 0.3\n", count: 50).utf8), "p.txt")
    try open(folder.write(bytes, "p.inf"))
  }

  private static func open(_ path: String) throws {
    try RecordingUse.review(Recording(path: path, hints: RecordHints(samplingRateHz: nil)))
  }
}
