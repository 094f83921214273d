import Measures
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
      (fiducials.global.pOnset, "P"), (fiducials.global.qrsOnset, "Q"),
      (fiducials.global.qrsOffset, "J"), (fiducials.global.tEnd, "T"),
    ]
    return found.compactMap { seconds, letter in
      seconds.map { ShownFiducial(seconds: $0, letter: letter) }
    }
  }

  /// What a channel's own electrogram shows of the beat; what nothing tells apart has no letter.
  func localFiducials(of channel: Int) -> [ShownFiducial] {
    activations.filter { $0.channel == channel }.compactMap { activation in
      let letter: Unicode.Scalar? =
        switch activation.kind {
        case .atrial: "A"
        case .his: "H"
        case .ventricular: "V"
        case .unclear: nil
        }
      return letter.map { ShownFiducial(seconds: activation.time, letter: $0) }
    }
  }
}

/// What was measured of the beat at the cursor, as ticks with letters where no trace is.
struct FiducialsView: CanvasPart {
  let canvas: Canvas
  let measured: BeatMeasures
  /// The channel that keys act on.
  let focus: Int

  func draw(_ section: TimeSection, _ frame: inout Frame) {
    let surface = measured.surfaceFiducials
    for lane in layout.lanes {
      let channel = record.channels[lane.channel]
      if channel.kind == .surface {
        for mark in surface { draw(mark, lane, section, hasLetter: lane == lettered, &frame) }
      } else if channel.kind.isElectrogram {
        for mark in measured.localFiducials(of: lane.channel) {
          draw(mark, lane, section, hasLetter: true, &frame)
        }
      }
    }
  }

  /// One lead has the letters, for calm: the focused one, or the topmost.
  private var lettered: WaveformLayout.Lane? {
    let leads = layout.lanes.filter { record.channels[$0.channel].kind == .surface }
    return leads.first { $0.channel == focus } ?? leads.first
  }

  private func draw(
    _ mark: ShownFiducial, _ lane: WaveformLayout.Lane, _ section: TimeSection, hasLetter: Bool,
    _ frame: inout Frame
  ) {
    let x = section.column(of: mark.seconds)
    guard section.columns.contains(x) else { return }
    if hasLetter, let place = place(of: x, lane, section, frame) {
      put(mark.letter, .measure, place.x, place.y, &frame)
    }
    for y in lane.rect.rows where frame[x, y].glyph == " " { put("╎", .axis, x, y, &frame) }
  }

  /// Where a letter stands: above the trace, or below it, or beside a deflection that fills its
  /// lane.
  private func place(
    of x: Int, _ lane: WaveformLayout.Lane, _ section: TimeSection, _ frame: Frame
  ) -> (x: Int, y: Int)? {
    for column in [x, x - 1, x + 1, x - 2, x + 2] where section.columns.contains(column) {
      let rows = [lane.rect.y, lane.rect.rows.upperBound - 1]
      if let y = rows.first(where: { frame[column, $0].glyph == " " }) { return (column, y) }
    }
    return nil
  }

  private func put(
    _ glyph: Unicode.Scalar, _ role: ThemeRole, _ x: Int, _ y: Int, _ frame: inout Frame
  ) {
    var style = theme[role]
    style.background = frame[x, y].style.background
    frame[x, y] = Cell(glyph, style)
  }
}
