import SignalProcessing

/// How steep one channel's atrial and ventricular deflections usually are.
///
/// A coronary sinus channel sees both chambers. In most beats they are apart in time and tell
/// themselves; where both fall together, as in AV nodal re-entry, only their steepness is left: the
/// atrium is under the electrodes, the ventricle across the groove.
struct ChannelLevels: Sendable, Equatable {
  /// Millivolts a millisecond.
  let atrial: Float
  let ventricular: Float

  /// A channel in which the atrium is not so much steeper cannot tell by that.
  private static let leastRatio: Float = 2
  /// Less than this part of the usual atrial deflection is another site's.
  private static let leastPart: Float = 0.15
  /// A deflection of 50 uV that rises in 5 ms.
  private static let leastSlope: Float = 0.01

  /// - Parameters:
  ///   - greatest: of some beats all over the record, the steepest deflection between two beats.
  ///   - withVentricles: of the same beats, the steepest while the ventricles are activated.
  init(greatest: [Float], withVentricles: [Float]) {
    var (all, inside) = (greatest, withVentricles)
    atrial = OrderStatistics.median(&all)
    // In some of the beats the atria may be activated at the same time.
    ventricular = OrderStatistics.quantile(&inside, 0.25)
  }

  /// False for a channel that shows nothing.
  var isAlive: Bool { atrial > Self.leastSlope }

  /// When a deflection comes, beside the ventricles' activation.
  enum Phase: Sendable {
    case apart
    /// Shortly after the complex: of the atria, if the complex's end is where it was found.
    case after
    case within
  }

  /// Whether the steepness of a deflection says whose it is.
  var isTelling: Bool { atrial > Self.leastRatio * ventricular }

  /// Whether a deflection may be the atrium's.
  func isAtrial(_ slope: Float, _ phase: Phase) -> Bool {
    guard isAlive, slope > Self.leastPart * atrial else { return false }
    let isSteep = slope > (atrial * ventricular).squareRoot()
    switch phase {
    case .apart: return true
    case .after: return isSteep || !isTelling
    case .within: return isSteep && isTelling
    }
  }
}
