import SignalProcessing

/// How great one channel's atrial and ventricular deflections usually are.
///
/// A coronary sinus channel sees both chambers. In most beats they are apart in time and tell
/// themselves; where both fall together, as in AV nodal re-entry, only their size is left.
struct ChannelLevels: Sendable, Equatable {
  /// Millivolts.
  let atrial: Float
  let ventricular: Float

  /// A channel in which the atrium is not so much greater cannot tell by size.
  private static let leastRatio: Float = 2.5
  /// Smaller than this part of the usual atrial deflection is another site's.
  private static let leastPart: Float = 0.15
  private static let leastMillivolts: Float = 0.05

  /// - Parameters:
  ///   - greatest: of some beats all over the record, the greatest deflection between two beats.
  ///   - withVentricles: of the same beats, the greatest while the ventricles are activated.
  init(greatest: [Float], withVentricles: [Float]) {
    var (all, inside) = (greatest, withVentricles)
    atrial = OrderStatistics.median(&all)
    // In some of the beats the atria may be activated at the same time.
    ventricular = OrderStatistics.quantile(&inside, 0.25)
  }

  /// False for a channel that shows nothing.
  var isAlive: Bool { atrial > Self.leastMillivolts }

  /// When a deflection comes, beside the ventricles' activation.
  enum Phase: Sendable {
    case apart
    /// Shortly after the complex: of the atria, if the complex's end is where it was found.
    case after
    case within
  }

  /// Whether a deflection may be the atrium's.
  func isAtrial(_ size: Float, _ phase: Phase) -> Bool {
    guard isAlive, size > Self.leastPart * atrial else { return false }
    let isTelling = atrial > Self.leastRatio * ventricular
    let isGreat = size > (atrial * ventricular).squareRoot()
    switch phase {
    case .apart: return true
    case .after: return isGreat || !isTelling
    case .within: return isGreat && isTelling
    }
  }
}
