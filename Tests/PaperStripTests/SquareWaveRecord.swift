import Simulation
import Waveforms

@testable import PaperStrip

extension Record {
  /// Channels of 0 mV with one square of `height` mV from 2 s to 3 s; missing samples in `gap`,
  /// every other sample `ripple` mV higher.
  static func squares(
    _ names: [String], height: Double = 1, seconds: Double = 10, rateHz: Double = 500,
    gap: Range<Double>? = nil, ripple: Double = 0, clock: String? = nil, unit: String = "mV"
  ) -> Record {
    let encoding = SampleEncoding.wfdb(.int32)
    let count = Int(seconds * rateHz)
    let samples = (0..<count).map { index -> Int32 in
      let time = Double(index) / rateHz
      if let gap, gap.contains(time) { return encoding.missing ?? Int32.min }
      let square = time >= 2 && time < 3 ? height : 0
      return Int32(((square + (index % 2 == 0 ? 0 : ripple)) * 1000).rounded())
    }
    return Record(
      name: "squares", path: "/nowhere/squares.hea", container: "WFDB", frameRateHz: rateHz,
      frameCount: count,
      channels: names.map { name in
        Channel(
          name: name, calibration: Calibration(gain: 1000, unit: unit), encoding: encoding,
          samplesPerFrame: 1, samplingRateHz: rateHz, sampleCount: count)
      },
      start: clock.map { RecordStart(time: $0, date: nil) },
      source: MemorySource(samples: names.map { _ in samples }))
  }

  static let leads = [
    "I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6",
  ]
  static let electrograms = ["ABL12", "RVA12", "CS12", "CS34", "CS56", "CS78", "CS90"]
}

extension Strip {
  /// All of a record's channels.
  static func all(
    _ record: Record, start: Double = 0, seconds: Double = 10, speed: Double = 25,
    gains: StripGains = StripGains(), paper: Paper = .sheet
  ) throws -> Strip {
    var strip = try Strip(
      record: record, channels: record.clinicalOrder, start: start, seconds: seconds,
      speed: speed, gains: gains)
    strip.paper = paper
    return strip
  }

  var pages: [Page] {
    get throws { StripPainter(self, ruler: try CairoRuler()).pages }
  }
}

extension Page {
  var labels: [PageText] {
    shapes.compactMap { if case .label(let label) = $0 { label } else { nil } }
  }

  var strokes: [Stroke] {
    shapes.compactMap { if case .stroke(let stroke) = $0 { stroke } else { nil } }
  }

  var texts: [String] { labels.map(\.text) }

  /// The lanes' traces: what alone is clipped and 0.25 mm wide.
  var traces: [Stroke] { strokes.filter { $0.clip != nil && $0.width == 0.25 } }
}
