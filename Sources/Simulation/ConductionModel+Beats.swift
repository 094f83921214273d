import Foundation

extension ConductionModel {
  /// The next beat of a kind.
  mutating func plan(_ kind: BeatKind) -> BeatPlan {
    switch kind {
    case .sinus, .preexcited, .rightBundle, .leftBundle, .firstDegreeBlock, .fusion,
      .pacedFusion:
      sinusBeat(kind)
    case .atrialPremature, .atrialPreexcited, .atrialAberrant: atrialPremature(kind)
    case .junctional, .junctionalEscape: junctional(kind)
    case .ventricular: ventricularPremature()
    case .atrialPaced: atrialPaced()
    case .ventricularPaced: ventricularPaced()
    case .unclassifiable: unclassifiable()
    case .avrt, .avrtAberrant, .avnrt, .avnrtAberrant, .avnrtBlock: reentrant(kind)
    case .vt, .ivr: ventricularRhythm(kind)
    case .afib: fibrillating()
    case .flutter: fluttering()
    case .ectopicAtrial: ectopicAtrial()
    }
  }

  /// A sinus impulse that reaches the ventricles; earlier ones that met refractory tissue do not.
  private mutating func sinusBeat(_ kind: BeatKind) -> BeatPlan {
    dissociate(until: max(lastVentricular + 0.26, lastAtrial + 0.2))
    let atrial = activateAtria(nextSinus, .sinus)
    let delay: Double =
      switch kind {
      case .preexcited: profile.preexcitedAtrioventricular
      case .firstDegreeBlock: profile.atrioventricular + 0.11
      case .fusion, .pacedFusion: profile.atrioventricular * 0.9
      default: profile.atrioventricular
      }
    let time = max(nextSinus + delay, ventricularReady)
    nextSinus += sinusInterval()
    if kind == .pacedFusion { stimulate(time - 0.012, isVentricular: true) }
    return BeatPlan(ventricular: time, shape: shape(of: kind), atrial: atrial)
  }

  private mutating func atrialPremature(_ kind: BeatKind) -> BeatPlan {
    let cycle = sinusInterval()
    let prematurity =
      kind == .atrialAberrant
      ? random.uniform(0.52, 0.6) : random.uniform(0.58, run.index == 0 ? 0.78 : 0.85)
    let time = max(lastAtrial + cycle * prematurity, lastVentricular + 0.2)
    let atrial = activateAtria(time, .ectopic)
    nextSinus = time + cycle * random.uniform(1, 1.06)
    var delay =
      kind == .atrialPreexcited
      ? profile.preexcitedAtrioventricular : profile.atrioventricular + 0.025
    if run.isLast, run.next?.rhythmMarker == "(AVNRT" { delay = profile.slowPathwayConduction }
    let ventricular = max(time + delay, ventricularReady)
    return BeatPlan(ventricular: ventricular, shape: shape(of: kind), atrial: atrial)
  }

  private mutating func junctional(_ kind: BeatKind) -> BeatPlan {
    let cycle = sinusInterval()
    let share = kind == .junctionalEscape ? 1.3 : run.count > 2 ? 0.85 : random.uniform(0.6, 0.8)
    if kind == .junctionalEscape { nextSinus = max(nextSinus, lastVentricular + cycle * 1.6) }
    let latest = kind == .junctionalEscape ? Double.infinity : nextSinus + 0.04
    let time = max(min(lastVentricular + cycle * share, latest), lastVentricular + 0.3)
    dissociate(until: time - 0.02)
    let atrial = activateAtria(time + random.uniform(0, 0.05), .node)
    if let atrial { nextSinus = max(nextSinus, atrial.onset + cycle) }
    return BeatPlan(ventricular: time, shape: profile.conductedShape, atrial: atrial)
  }

  /// The sinus node goes on under a ventricular beat: its impulse is lost, and the pause is full.
  private mutating func ventricularPremature() -> BeatPlan {
    let follows = run.index > 0 || run.previous == .fusion
    let coupling = follows ? random.uniform(0.38, 0.52) : profile.sinusCycle * 0.6
    let wanted = lastVentricular + coupling * random.uniform(0.94, 1.1)
    let time = max(min(wanted, nextSinus + 0.09), lastVentricular + 0.28)
    // It enters the AV node from below, which is why the sinus impulse just after it is lost too.
    dissociate(until: time + 0.4)
    return BeatPlan(ventricular: time, shape: .ectopic, isConducted: false)
  }

  private mutating func atrialPaced() -> BeatPlan {
    // A train of eight or so ends in an extra stimulus; single ones are extra stimuli.
    let isExtra = (run.count > 5 && run.isLast) || run.count == 1
    let interval = run.cycle * (isExtra ? random.uniform(0.66, 0.85) : 1)
    let spike = max(lastAtrial + interval, lastVentricular + 0.16, lastAtrial + 0.24)
    stimulate(spike, isVentricular: false)
    let atrial = activateAtria(spike + 0.024, .paced)
    nextSinus = spike + sinusInterval() * 1.08
    let isPreexcited = profile.subject.group == .preexcitation
    var delay = isPreexcited ? profile.preexcitedAtrioventricular : profile.atrioventricular + 0.03
    if run.isLast, run.next?.rhythmMarker == "(AVNRT" { delay = profile.slowPathwayConduction }
    let ventricular = max(spike + 0.024 + delay, ventricularReady)
    return BeatPlan(
      ventricular: ventricular, shape: isPreexcited ? .preexcited : profile.conductedShape,
      atrial: atrial)
  }

  private mutating func ventricularPaced() -> BeatPlan {
    let isExtra = run.count > 5 && run.isLast
    let interval = run.cycle * (isExtra ? random.uniform(0.62, 0.8) : 1)
    let spike = max(lastVentricular + interval, ventricularReady)
    stimulate(spike, isVentricular: true)
    let time = spike + profile.variety.captureLatency
    guard profile.hasRetrogradeConduction, nextSinus > time + 0.02 else {
      dissociate(until: time + 0.15)
      return BeatPlan(ventricular: time, shape: .paced, isConducted: false)
    }
    let origin: AtrialOrigin = profile.pathway == nil ? .node : .pathway
    let delay = origin == .node ? profile.retrogradeConduction : profile.pathwayVentriculoatrial
    let atrial = activateAtria(time + delay, origin)
    nextSinus = time + delay + sinusInterval()
    return BeatPlan(ventricular: time, shape: .paced, atrial: atrial, isConducted: false)
  }

  /// A beat between rhythms that nobody could name.
  private mutating func unclassifiable() -> BeatPlan {
    let interval = min(max(lastCycle, 0.36), 0.9) * random.uniform(0.8, 1.15)
    let time = max(lastVentricular + interval, ventricularReady)
    dissociate(until: time + 0.12)
    return BeatPlan(ventricular: time, shape: .odd, isConducted: false)
  }

  /// The form of the QRS complex of a kind that comes down from the atria.
  func shape(of kind: BeatKind) -> VentricularShape {
    switch kind {
    case .preexcited, .atrialPreexcited: .preexcited
    case .rightBundle: .rightBundle
    case .leftBundle: .leftBundle
    case .fusion: .fusion
    case .pacedFusion: .pacedFusion
    case .atrialAberrant, .avrtAberrant, .avnrtAberrant:
      profile.subject.group == .fallot ? .rightBundle : .aberrant
    default: profile.conductedShape
    }
  }
}
