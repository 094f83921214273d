import TerminalGraphics
import ReviewSession
import Waveforms

/// The samples that a picture of the review shows, read before it is drawn: views themselves read
/// nothing.
public struct ShownSignals: Sendable {
  /// For each section from left to right, the lanes in view from top to bottom; each has
  /// `TracePainter.leadIn` columns of dots before the visible ones.
  let sections: [[PeakReader.Lane]]
  /// The focused channel over the whole record, a column a dot; empty where it is not shown.
  let overview: [Peak?]
  /// Frames that have been read from the record's start.
  let filledFrames: Int
  /// What the focused channel does between the calipers; nil where there are none, or no value
  /// under one of their ends.
  let amplitude: ShownAmplitude?
  /// Lanes of the channels on the naming screen, from top to bottom.
  let naming: [PeakReader.Lane]
  /// A file that another program has cut short since it was opened.
  let shortenedFile: String?

  /// Reads what a state shows.
  init(_ state: WaveformState) {
    let reader = SignalReader(document: state.document, filter: state.filter.current)
    sections =
      state.measuring.showsTrigger
      ? [] : state.layout.sections.map { reader.lanes($0, state.layout) }
    overview = reader.overview(of: state.channels.focus, state.layout)
    filledFrames = state.document.peaks.cache.filledFrames
    amplitude =
      state.measuring.showsTrigger
      ? nil : state.measuring.caliper.flatMap { reader.amplitude($0, state.channels.focus) }
    naming = reader.naming(state)
    shortenedFile = state.record.shortenedFiles.first
  }
}

/// Reads the samples of a record as they are drawn.
private struct SignalReader {
  let document: ReviewDocument
  let filter: DisplayFilter

  private var record: Record { document.record }

  func lanes(_ section: TimeSection, _ layout: WaveformLayout) -> [PeakReader.Lane] {
    document.filtered.lanes(
      filter, channels: layout.lanes.map(\.channel),
      start: section.start - Double(TracePainter.leadIn) * section.secondsPerDot,
      secondsPerColumn: section.secondsPerDot, columns: section.dots + TracePainter.leadIn,
      raw: document.peaks)
  }

  /// The channels of the naming screen over the time in view, at the fewest samples a dot.
  func naming(_ state: WaveformState) -> [PeakReader.Lane] {
    guard case .channels(let naming)? = state.cover else { return [] }
    let layout = ChannelNamingLayout(naming, record, size: state.size)
    guard layout.pictureWidth > 2 else { return [] }
    let view = state.layout.active
    return document.filtered.lanes(
      filter, channels: Array(layout.channels),
      start: view.start - Double(TracePainter.leadIn) * view.secondsPerDot,
      secondsPerColumn: view.secondsPerDot,
      columns: layout.pictureWidth * 2 + TracePainter.leadIn, raw: document.peaks)
  }

  func overview(of channel: Int, _ layout: WaveformLayout) -> [Peak?] {
    let columns = layout.overview.width * 2
    guard layout.overview.height > 0, columns > 0, record.durationSeconds > 0,
      record.channels.indices.contains(channel)
    else { return [] }
    return document.peaks.lanes(
      channels: [channel], start: 0, secondsPerColumn: record.durationSeconds / Double(columns),
      columns: columns)[0].peaks
  }

  func amplitude(_ caliper: Caliper, _ channel: Int) -> ShownAmplitude? {
    guard record.channels.indices.contains(channel), let first = value(channel, caliper.fixed),
      let last = value(channel, caliper.moving)
    else { return nil }
    return ShownAmplitude(difference: last - first, unit: record.channels[channel].calibration.unit)
  }

  /// What is measured is what is drawn.
  private func value(_ channel: Int, _ seconds: Double) -> Double? {
    let info = record.channels[channel]
    let sections = filter.sections(info.kind, samplingRateHz: info.samplingRateHz)
    if !sections.isEmpty {
      let place = Int((seconds * info.samplingRateHz).rounded())
      return document.filtered.samples(channel, place..<place + 1, filter, sections).first
        .flatMap { $0.isFinite ? Double($0) : nil }
    }
    let frame = Int((seconds * record.frameRateHz).rounded())
    guard let block = try? record.physical(channels: [channel], frames: frame..<frame + 1),
      let value = block.samples.first, value.isFinite
    else { return nil }
    return Double(value)
  }
}
