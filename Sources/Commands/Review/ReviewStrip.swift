import Annotations
import ArrhythmiaModel
import Evaluation
import Foundation
import PaperStrip
import ReviewApp
import ReviewSession
import Waveforms

/// The strip that a key of the review writes: what is in view, at the view's speed, gains and
/// filter, on paper, in the folder the program was started in.
enum ReviewStrip {
  /// Millimetres of one lane: six rows of A4.
  private static let longest = 1500.0

  @Sendable static func write(_ state: WaveformState) throws -> String {
    let record = state.document.record
    let start = state.viewport.start
    let view = min(
      state.viewport.seconds(dots: state.layout.dots), record.durationSeconds - start)
    let speed = max(Strip.speeds.lowerBound, state.viewport.speed.millimetresPerSecond)
    let seconds = min(view, Strip.longest, longest / speed)
    let labels = try state.review.labels.map {
      try $0.annotations(named: $0.key.set, frameRateHz: record.frameRateHz)
    }
    var strip = try Strip(
      record: record, annotations: labels ?? state.document.annotations,
      rhythms: state.document.rhythms,
      channels: state.channels.shown, start: start, seconds: seconds, speed: speed)
    take(state, into: &strip)
    strip.take(state.decisions.intervals, channels: state.channels.shown, of: record)
    strip.program = "tawara \(ProgramVersion.text)"
    strip.paper = .a4
    strip.patient = state.hidesPatient ? [] : PatientFacts(of: record).lines
    strip.measures = try measures(state, start..<start + strip.seconds)
    if let model = state.review.model, let index = model.index(at: start + strip.seconds / 2),
      let detail = model.detail(index)
    {
      strip.reading = ModelReading(
        detail, finding: model.findings[index] ?? detail.finding, model: model.label,
        classes: model.classes)
    }
    let path = StripFile.freePath(record.name.fileName, at: start)
    try Output.write(StripRenderer(format: .pdf).bytes(of: strip), to: path)
    let whole = URL(filePath: path).standardizedFileURL.path
    let cut = view > seconds ? ", the first \(Int(seconds.rounded())) s of what is in view" : ""
    return "\(whole): written, \(strip.filters), at \(SweepSpeed.label(speed))\(cut)"
  }

  /// Gains and filter of the view.
  private static func take(_ state: WaveformState, into strip: inout Strip) {
    let filter = state.filter.current
    strip.filters = filter.label
    for (place, index) in state.channels.shown.enumerated() where strip.lanes[place].unit == "mV" {
      let channel = state.document.record.channels[index]
      strip.lanes[place].gain =
        state.gain.sensitivity(of: index, laneRows: state.layout.laneRows).millimetresPerMillivolt
      let rate = channel.samplingRateHz
      let sections = filter.sections(channel.kind, samplingRateHz: rate)
      guard !sections.isEmpty else { continue }
      let lane = strip.lanes[place]
      let first = Int((lane.firstSample * rate).rounded())
      let span = (first..<first + lane.samples.count).clamped(to: 0..<channel.sampleCount)
      let scale = Float(channel.millivoltsPerUnit ?? 1)
      strip.lanes[place].samples = state.document.filtered
        .samples(index, span, filter, sections).map { $0 * scale }
    }
  }

  private static func measures(
    _ state: WaveformState, _ span: Range<Double>
  ) throws -> StripMeasures? {
    let marks = state.document.marks.filter(\.isBeat)
    let isDetected = marks.isEmpty
    let annotator = state.document.annotations?.annotator ?? ""
    return try StripMeasuring(
      record: state.document.record, beats: state.review.beats,
      symbols: isDetected ? nil : marks.map(\.symbol), rhythms: state.document.rhythms,
      origin: isDetected ? "detected beats" : "annotations \(annotator)"
    ).measures(in: span)
  }
}
