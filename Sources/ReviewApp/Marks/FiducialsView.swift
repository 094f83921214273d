import Measures
import ReviewSession
import TerminalGraphics
import Waveforms

/// A moment that was measured of a beat, as it stands on the traces.
struct ShownFiducial: Sendable, Equatable {
  var seconds: Double
  /// `P` onset, `Q` onset of QRS, `J` its end, `T` end; `A`, `H` and `V` for local activations.
  var letter: Unicode.Scalar
}

extension BeatMeasures {
  /// What leads show of the beat.
  var surfaceFiducials: [ShownFiducial] {
    let found: [(Double?, Unicode.Scalar)] = [
      (fiducials.pOnset, "P"), (fiducials.qrsOnset, "Q"), (fiducials.qrsOffset, "J"),
      (fiducials.tEnd, "T"),
    ]
    return found.compactMap { seconds, letter in
      seconds.map { ShownFiducial(seconds: $0, letter: letter) }
    }
  }

  /// What a channel's own electrogram shows of the beat. His and high right atrium are known by the first
  /// channel of their kind.
  func localFiducials(of channel: Int, _ record: Record) -> [ShownFiducial] {
    let kind = record.channels[channel].kind
    let isFirst = record.channels.firstIndex { $0.kind == kind } == channel
    var found: [(Double?, Unicode.Scalar)] = coronarySinus.filter { $0.channel == channel }
      .map { ($0.time, "A") }
    if kind == .his, isFirst { found += [(fiducials.hisAtrial, "A"), (fiducials.his, "H")] }
    let isElsewhere = coronarySinus.contains { $0.time == fiducials.atrial }
    if kind == .atrium, isFirst, !isElsewhere { found.append((fiducials.atrial, "A")) }
    return found.compactMap { seconds, letter in
      seconds.map { ShownFiducial(seconds: $0, letter: letter) }
    }
  }
}

/// What was measured of the beat at the cursor, as ticks with letters where no trace is.
struct FiducialsView: CanvasPart {
  let canvas: Canvas
  let state: WaveformState

  func draw(_ section: TimeSection, _ frame: inout Frame) {
    guard let beat = state.markedBeat, let measured = state.review.measures[beat] else { return }
    let surface = measured.surfaceFiducials
    for lane in layout.lanes {
      let channel = record.channels[lane.channel]
      if channel.kind == .surface {
        for mark in surface { draw(mark, lane, section, hasLetter: lane == lettered, &frame) }
      } else if channel.kind.isElectrogram {
        for mark in measured.localFiducials(of: lane.channel, record) {
          draw(mark, lane, section, hasLetter: true, &frame)
        }
      }
    }
  }

  /// One lead has the letters, for calm: the focused one, or the topmost.
  private var lettered: WaveformLayout.Lane? {
    let leads = layout.lanes.filter { record.channels[$0.channel].kind == .surface }
    return leads.first { $0.channel == state.channels.focus } ?? leads.first
  }

  private func draw(
    _ mark: ShownFiducial, _ lane: WaveformLayout.Lane, _ section: TimeSection, hasLetter: Bool,
    _ frame: inout Frame
  ) {
    let x = section.column(of: mark.seconds)
    guard section.columns.contains(x) else { return }
    var needsLetter = hasLetter
    for y in lane.rect.rows where frame[x, y].glyph == " " {
      let role: ThemeRole = needsLetter ? .measure : .axis
      var style = theme[role]
      style.background = frame[x, y].style.background
      frame[x, y] = Cell(needsLetter ? mark.letter : "╎", style)
      needsLetter = false
    }
  }
}

extension WaveformState {
  /// Columns that a beat takes at least for its marks to be told apart.
  private static let leastColumns = 12.0

  /// The beat whose measures stand on the traces: the one nearest to the cursor, where beats are wide enough.
  var markedBeat: Double? {
    let view = layout.active
    guard showsFiducials, !measuring.showsTrigger else { return nil }
    let beats = review.beats(from: view.start, to: view.end)
    guard Double(beats.count) * Self.leastColumns <= Double(view.columns.count) else { return nil }
    return beats.min { abs($0 - attended) < abs($1 - attended) }
  }
}
