import Foundation

extension ConductionModel {
  /// AVRT: down the node and up the pathway, the atria more than 70 ms after the ventricles.
  /// AVNRT: both from the node, the atria less than 70 ms after the ventricles.
  mutating func reentrant(_ kind: BeatKind) -> BeatPlan {
    let isNodal = kind.rhythmMarker == "(AVNRT"
    var back = isNodal ? profile.nodalVentriculoatrial : profile.pathwayVentriculoatrial
    // Block in the bundle on the pathway's side lengthens the way back (Coumel's sign).
    if kind == .avrtAberrant, profile.pathway?.isLeft == profile.form.hasLeftBundleAberrancy {
      back += 0.035
    }
    let cycle = run.cycle * (kind == .avnrtBlock ? 2 : 1)
    let alternation = run.index.isMultiple(of: 2) ? 0.002 : -0.002
    let jitter = alternation + 0.003 * random.normal()
    let time =
      run.index == 0
      ? firstReentrant(cycle: cycle, back: back, isNodal: isNodal)
      : max(lastVentricular + cycle + jitter, ventricularReady)
    let endsInBlock = run.isLast && run.next?.isReentrant != true && random.chance(0.4)
    let origin: AtrialOrigin = isNodal ? .node : .pathway
    var atrial: AtrialActivation?
    if !endsInBlock {
      atrial = activateAtria(time + back, origin)
      nextSinus = time + back + sinusInterval() * random.uniform(0.95, 1.25)
    } else {
      nextSinus = max(lastAtrial + 0.3, time) + sinusInterval() * random.uniform(0.6, 0.9)
    }
    if kind == .avnrtBlock { activateAtria(time + back + run.cycle, origin) }
    let isAberrant = profile.variety.isAberrant && profile.subject.group != .fallot
    return BeatPlan(
      ventricular: time, shape: isAberrant ? .aberrant : shape(of: kind), atrial: atrial)
  }

  /// How re-entry begins: an atrial extra beat, unless one has just been, comes down slowly enough
  /// to find the way back recovered.
  private mutating func firstReentrant(cycle: Double, back: Double, isNodal: Bool) -> Double {
    let isStarted =
      run.previous.map {
        $0.isAtrialPremature || $0 == .atrialPaced || $0 == .ventricularPaced
          || $0.isReentrant || $0 == .ventricular || $0 == .unclassifiable
      } ?? true
    if isStarted {
      // The extra beat's own echo, where it has not come back to the atria already.
      let echo = lastVentricular + back
      if echo > lastAtrial + 0.15, run.previous?.isReentrant == false {
        activateAtria(echo, isNodal ? .node : .pathway)
      }
      return max(lastVentricular + cycle, lastAtrial + cycle * 0.5, ventricularReady)
    }
    let early = max(lastAtrial + profile.sinusCycle * 0.6, lastVentricular + 0.2)
    let premature = min(early, max(nextSinus, lastVentricular + 0.2))
    activateAtria(premature, .ectopic)
    let down = isNodal ? profile.slowPathwayConduction : profile.atrioventricular + 0.04
    return max(premature + down, ventricularReady)
  }

  /// A ventricular rhythm: the sinus node usually goes on by itself.
  mutating func ventricularRhythm(_ kind: BeatKind) -> BeatPlan {
    let jitter = 1 + 0.012 * random.normal()
    var time = lastVentricular + run.cycle * jitter * (run.index == 0 ? 1.12 : 1)
    if run.index == 0 { time = max(min(time, nextSinus + 0.09), lastVentricular + 0.3) }
    time = max(time, ventricularReady)
    let shape: VentricularShape = kind == .vt ? .tachycardia : .escape
    guard kind == .vt, profile.vtConductsBack, run.index > 1, nextSinus > time + 0.02 else {
      dissociate(until: time + 0.1)
      return BeatPlan(ventricular: time, shape: shape, isConducted: false)
    }
    let atrial = activateAtria(time + profile.retrogradeConduction, .node)
    nextSinus = time + profile.retrogradeConduction + sinusInterval()
    return BeatPlan(ventricular: time, shape: shape, atrial: atrial, isConducted: false)
  }

  /// Wavelets about six a second, of which the node lets pass what it can.
  mutating func fibrillating() -> BeatPlan {
    let spread = profile.variety.fibrillationSpread
    let interval = profile.fibrillationCycle * exp(spread * random.normal())
    let time = max(lastVentricular + max(interval, 0.3), ventricularReady)
    var wavelet = max(lastAtrial + fibrillatoryInterval(), time - 2)
    while wavelet < time + 0.05 {
      activateAtria(wavelet, .fibrillation)
      wavelet += fibrillatoryInterval()
    }
    nextSinus = time + 0.3 + sinusInterval() * 1.2
    let isPreexcited = profile.subject.group == .preexcitation && random.chance(0.5)
    return BeatPlan(
      ventricular: time, shape: isPreexcited ? .preexcited : profile.conductedShape)
  }

  private mutating func fibrillatoryInterval() -> Double {
    let free = random.uniform(0.13, 0.21)
    guard let cycle = profile.variety.organisedCycle else { return free }
    return cycle * (1 + 0.4 * (free - 0.17))
  }

  /// A regular wheel in the right atrium; the node lets every second to fourth turn pass.
  mutating func fluttering() -> BeatPlan {
    if random.chance(0.15) { run.ratio = [2, 2, 3, 4][Int(random.next() % 4)] }
    let delay = profile.atrioventricular + 0.02
    var wave = lastAtrial + run.cycle
    var conducted = activateAtria(wave, .flutter)
    var turns = 1
    while turns < run.ratio || wave + delay < ventricularReady {
      wave += run.cycle
      turns += 1
      conducted = activateAtria(wave, .flutter)
    }
    nextSinus = wave + run.cycle + sinusInterval() * 1.3
    return BeatPlan(
      ventricular: wave + delay, shape: profile.conductedShape, atrial: conducted)
  }

  /// A focus that fires faster than the sinus node; it warms up.
  mutating func ectopicAtrial() -> BeatPlan {
    let warming = 1 + 0.25 * exp(-Double(run.index) / 2)
    let cycle = run.cycle * warming * (1 + 0.015 * random.normal())
    let wave = max(lastAtrial + min(cycle, profile.sinusCycle * 0.85), lastVentricular + 0.17)
    let atrial = activateAtria(wave, .ectopic)
    nextSinus = wave + sinusInterval() * 1.15
    let time = max(wave + profile.atrioventricular + 0.015, ventricularReady)
    return BeatPlan(ventricular: time, shape: profile.conductedShape, atrial: atrial)
  }
}
