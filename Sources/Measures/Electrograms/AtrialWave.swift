/// One activation of the atria as several channels show it.
struct AtrialWave: Sendable, Equatable {
  /// In order of time, at least one.
  let sites: [SiteActivation]
  /// Earliest activation of any channel, in seconds from the record's start.
  var time: Double { sites[0].time }

  /// Half the time that a wave takes through both atria, with room.
  static let reachSeconds = 0.075

  /// Gathers the channels' atrial deflections into waves, around the greatest first: in each
  /// channel a wave is the steepest deflection within 75 ms.
  /// - Parameters:
  ///   - candidates: channel, deflection, and its slope in units of the channel's usual one.
  ///   - channels: how many channels are alive; a wave is in half of them or more.
  static func waves(
    _ candidates: [(channel: Int, deflection: Deflection, part: Float)], channels: Int
  ) -> [AtrialWave] {
    var rest = candidates
    var waves: [AtrialWave] = []
    while let seed = rest.max(by: { $0.part < $1.part }) {
      func isNear(_ time: Double) -> Bool { abs(time - seed.deflection.time) <= reachSeconds }
      var best: [Int: Deflection] = [:]
      for candidate in rest where isNear(candidate.deflection.time) {
        let slope = best[candidate.channel]?.slope ?? 0
        if candidate.deflection.slope > slope { best[candidate.channel] = candidate.deflection }
      }
      rest.removeAll { isNear($0.deflection.time) }
      guard 2 * best.count >= channels else { continue }
      let sites = best.map { SiteActivation(channel: $0.key, time: $0.value.time) }
      waves.append(
        AtrialWave(sites: sites.sorted { ($0.time, $0.channel) < ($1.time, $1.channel) }))
    }
    return waves.sorted { $0.time < $1.time }
  }
}

/// Atria that are activated while the ventricles are, in a record whose channels have not shown
/// both apart: nodal re-entry from the first beat to the last.
///
/// Only what physiology says is left. The base of the ventricles, across the groove from the
/// coronary sinus, is among the last to be activated, 30 ms after the first ventricular muscle at
/// the earliest (Durrer, van Dam, Freud, Janse, Meijler and Arzbaecher, Circulation 1970;41:899): a
/// near field before that is the atrium's, and those that follow it from bipole to bipole belong
/// to its wave. It does not hold for complexes that begin at the base: paced, pre-excited and
/// other wide ones, which are left alone.
enum FusedWave {
  /// In nodal re-entry the atria are activated from 40 ms before QRS onset on. The ventricles'
  /// base, which lies beside the coronary sinus, comes later than 40 ms after it in a narrow
  /// complex.
  private static let earliest = -0.04
  private static let latestBeginning = 0.04
  private static let latestEnd = 0.1
  private static let longestComplex = 0.12

  /// - Parameters:
  ///   - candidates: near fields by channel, as in `AtrialWave.waves`.
  ///   - channels: how many channels are alive.
  static func find(
    _ candidates: [(channel: Int, deflection: Deflection, part: Float)], qrs: QRSBounds,
    channels: Int
  ) -> AtrialWave? {
    guard qrs.offset - qrs.onset < longestComplex else { return nil }
    let near = candidates.filter {
      $0.deflection.isNear
        && (earliest...latestEnd).contains($0.deflection.time - qrs.onset)
    }
    let waves = AtrialWave.waves(near, channels: channels)
    return waves.first { $0.time <= qrs.onset + latestBeginning }
  }
}

/// To which of two beats an atrial wave belongs.
///
/// Only time tells. In a long RP tachycardia with retrograde conduction (permanent junctional
/// reciprocating tachycardia, ventricular pacing with a long way back) the wave is given to the
/// next beat, as in atrial tachycardia: without a pacing manoeuvre nothing tells these apart.
enum AtrialAssignment {
  /// Atria that are activated so shortly before the ventricles did not lead to them, as in nodal
  /// re-entry: the bundle alone takes longer.
  static let simultaneous = 0.03
  /// Conduction takes no longer.
  private static let longest = (antegrade: 0.45, retrograde: 0.32)

  /// The wave that leads to a beat: the last one nearer to it than to the complex before (RP not
  /// shorter than PR, the rule by which tachycardias are called long or short RP).
  static func antegrade(
    _ waves: [AtrialWave], onset: Double, previousOnset: Double?
  ) -> AtrialWave? {
    waves.last { wave in
      let interval = onset - wave.time
      guard interval > simultaneous, interval <= longest.antegrade else { return false }
      return previousOnset.map { wave.time - $0 >= interval } ?? true
    }
  }

  /// The wave to which a beat leads: the first one nearer to it than to the next complex.
  static func retrograde(
    _ waves: [AtrialWave], onset: Double, nextOnset: Double?
  ) -> AtrialWave? {
    waves.first { wave in
      let interval = wave.time - onset
      guard interval >= -simultaneous, interval <= longest.retrograde else { return false }
      return nextOnset.map { interval < $0 - wave.time } ?? true
    }
  }
}
