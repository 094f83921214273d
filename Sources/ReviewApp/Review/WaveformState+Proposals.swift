import Annotations
import ArrhythmiaModel
import ReviewSession
import Waveforms

// What a model or the detector proposes as labels, and what the reader says of it.

extension WaveformState {
  private func proposals() -> [Mark] {
    guard let marks = editableMarks else { return [] }
    if isOfMany { return selectedMarks(where: \.isProposal) }
    return chosenMark.flatMap { $0.isProposal ? marks[$0.id] : nil }.map { [$0] } ?? []
  }

  mutating func acceptProposals() -> [WaveformEffect] {
    if let dispute, let chosen = proposals().first, chosen.provenance.disputeNumber != nil {
      return commit(editing.decide(dispute, as: chosen.label), "\(chosen.label) taken")
    }
    let edits = proposals().compactMap { editing.accept($0) }
    guard !edits.isEmpty else {
      say("no proposal here: P takes beats or rhythms as proposals")
      return []
    }
    labelling?.selectNothing()
    return commit(edits, "\(edits.count.counted("proposal")) accepted")
  }

  mutating func rejectProposals() -> [WaveformEffect] {
    let marks = proposals()
    guard !marks.isEmpty else {
      say("no proposal here")
      return []
    }
    labelling?.selectNothing()
    return commit(marks.map(editing.remove), "\(marks.count.counted("proposal")) rejected")
  }

  /// Beats that no mark is near as proposals; where there are none, what the model takes rhythms
  /// for.
  mutating func propose() -> [WaveformEffect] {
    guard let detected = review.detected else {
      measuring.showsDetector = true
      say("the detector is looking for beats; press P again when they are there")
      return []
    }
    guard let marks = editableMarks else { return [] }
    let beats = proposedBeats(detected, marks.timeLine)
    if !beats.isEmpty {
      return commit(
        beats, "\(beats.count.counted("beat")) proposed: y accepts, Y rejects, v selects a run")
    }
    let rhythms = proposedRhythms(marks)
    guard rhythms.isEmpty else {
      return commit(
        rhythms, "\(rhythms.count.counted("rhythm")) proposed: y accepts, Y rejects, v selects")
    }
    say("every beat that the detector found has a mark already, and a model proposes nothing more")
    return []
  }

  /// How near a model's beat has to be to the detector's, in seconds.
  private static let sameBeatSeconds = 0.05

  private func proposedBeats(_ detected: [Double], _ timeLine: TimeLine) -> [Edit] {
    detected.filter { !document.hasBeat(near: $0) }.map { beat in
      let tick = timeLine.tick(nearest: beat)
      let said = beatClass(at: beat)
      return .add(
        Mark(
          id: .random(), ticks: tick..<tick, label: said?.label ?? Label(symbol: "N"),
          provenance: said?.provenance ?? .detector))
    }
  }

  /// What a model of beats takes a beat for.
  private func beatClass(at seconds: Double) -> (label: Label, provenance: Provenance)? {
    guard let model = review.model, model.facts.isBeatCentred,
      let index = model.index(at: seconds), let decision = model.findings[index]?.decision
    else { return nil }
    let place = model.places[index]
    let middle = (place.lowerBound + place.upperBound) / 2
    guard abs(middle - seconds) <= Self.sameBeatSeconds else { return nil }
    return (
      Label(symbol: model.classes[decision]), provenance(model, [index], decision)
    )
  }

  /// Stretches that a model of rhythms is sure of, where nobody has said what the rhythm is.
  private func proposedRhythms(_ marks: MarkIndex) -> [Edit] {
    guard let model = review.model, !model.facts.isBeatCentred, model.isReading else { return [] }
    let timeLine = marks.timeLine
    return ClassRun.runs(model, 0..<model.places.count).compactMap { run in
      guard case .sure(let decision) = run.state else { return nil }
      let frames = [run.from, run.to].map { Int(($0 * record.frameRateHz).rounded()) }
      let isSaid = document.rhythms?.episodes.contains {
        $0.frames.overlaps(frames[0]..<max(frames[0] + 1, frames[1]))
      }
      let isProposed = marks.spans(from: run.from, to: run.to).contains {
        $0.label.rhythmName != nil
      }
      guard isSaid != true, !isProposed else { return nil }
      let ticks = [run.from, run.to].map { timeLine.tick(nearest: $0) }
      guard ticks[0] < ticks[1] else { return nil }
      return .add(
        Mark(
          id: .random(), ticks: ticks[0]..<ticks[1],
          label: LabelAction.spanLabel(model.classes[decision]),
          provenance: provenance(model, Array(run.indices), decision)))
    }
  }

  /// With the mean probability of the class over findings.
  private func provenance(_ model: ModelState, _ indices: [Int], _ decision: Int) -> Provenance {
    let values = indices.compactMap { model.findings[$0]?.evidence?.probabilities[decision] }
    let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    return .model(
      model.label.replacing(" ", with: "-"), probability: mean.map { Float($0) })
  }
}
