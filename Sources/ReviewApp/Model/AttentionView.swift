import ArrhythmiaModel
import ReviewSession
import TerminalGraphics
import Waveforms

/// Where the model looked, in rows below the traces.
///
/// Each token has a share of the heat; what is drawn is how many times an even share that is.
struct AttentionView: CanvasPart {
  let canvas: Canvas
  let model: ModelState

  /// A row for each modality. Each finding's own part of its window is shown, so that parts follow
  /// each other.
  func draw(_ section: TimeSection, _ frame: inout Frame) {
    guard !layout.attentionRows.isEmpty else { return }
    let modalities = Set(model.channels.map(\.modality)).sorted { $0.rawValue < $1.rawValue }
    let isJoined = layout.attentionRows.count < modalities.count
    for (offset, row) in layout.attentionRows.enumerated() {
      let what = model.facts.isFaithful ? "rel" : isJoined ? "attn" : "at"
      let name = isJoined ? what : what + (modalities[offset] == .ecg ? " ECG" : " EGM")
      frame.write(" " + name, x: 0, y: row, style: theme[.model], width: layout.gutter)
      for index in model.indices(from: section.start, to: section.end) {
        guard let detail = model.detail(index) else { continue }
        draw(
          times(detail, isJoined ? nil : modalities[offset]), detail,
          within: shownSpan(of: index, detail), row, section, &frame)
      }
    }
  }

  /// How many times an even share each token of a modality has; nil for both together.
  private func times(_ detail: WindowDetail, _ modality: ModelFit.Modality?) -> [Float] {
    let (ecg, iegm) = (detail.heat.ecg, detail.heat.iegm)
    let used = [detail.ecg, detail.iegm].count { $0 == .used }
    switch modality {
    case .ecg: return ecg.map { $0 * Float(ecg.count * used) }
    case .iegm: return iegm.map { $0 * Float(iegm.count * used) }
    case nil: return zip(ecg, iegm).map { ($0 + $1) * Float(ecg.count) }
    }
  }

  /// The part of a window that its finding is about; of a beat the time halfway to its neighbours.
  private func shownSpan(
    of index: Int, _ detail: WindowDetail
  ) -> Range<Double> {
    guard model.facts.isBeatCentred else { return model.places[index] }
    let here = model.places[index].lowerBound
    let before = index > 0 ? model.places[index - 1].lowerBound : here - 1
    let after = index + 1 < model.places.count ? model.places[index + 1].lowerBound : here + 1
    return max(
      detail.span.lowerBound, (before + here) / 2)..<max(
        here, min(detail.span.upperBound, (after + here) / 2))
  }

  private func draw(
    _ tokens: [Float], _ detail: WindowDetail, within span: Range<Double>, _ row: Int,
    _ section: TimeSection, _ frame: inout Frame
  ) {
    guard !tokens.isEmpty else { return }
    let perToken = (detail.span.upperBound - detail.span.lowerBound) / Double(tokens.count)
    for x in section.columns(from: span.lowerBound, to: span.upperBound) {
      let middle = section.seconds(at: x)
      guard span.contains(middle) || span.contains(middle - section.secondsPerCell / 2) else {
        continue
      }
      let half = max(section.secondsPerCell, perToken) / 2
      let first = Int((middle - half - detail.span.lowerBound) / perToken)
      let last = Int((middle + half - detail.span.lowerBound) / perToken)
      let part = tokens[max(0, min(first, tokens.count - 1))...max(0, min(last, tokens.count - 1))]
      frame[x, row] = canvas.heatBar(HeatScale.step(Double(part.max() ?? 0)))
    }
  }
}
