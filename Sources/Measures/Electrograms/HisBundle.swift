/// Finds the atrial and the His deflection before a complex in a His bundle electrogram.
///
/// The three deflections A, H and V follow one another (Scherlag, Lau, Helfant, Berkowitz, Stein
/// and Damato, Circulation 1969;39:13). A is the greatest before the ventricles, H the greatest
/// that is separable after it.
enum HisBundle {
  /// AH is 55 to 125 ms and HV 35 to 55 ms in health (Josephson, Clinical Cardiac
  /// Electrophysiology); what is outside these wider bounds is something else.
  private static let atrioHis = 0.03...0.35
  private static let hisVentricular = 0.015...0.12

  struct Times: Sendable, Equatable {
    /// Seconds from the record's start.
    let atrial: Double
    let his: Double
  }

  /// - Parameters:
  ///   - deflections: of a His channel, in order of time.
  ///   - qrsOnset: of an antegrade beat.
  ///   - start: the end of the complex before.
  ///   - atrial: earliest atrial activation of the beat in other channels, where known.
  static func find(
    _ deflections: [Deflection], qrsOnset: Double, start: Double, atrial: Double?
  ) -> Times? {
    let latest = qrsOnset - hisVentricular.lowerBound
    let before = deflections.filter { deflection in
      guard deflection.time > max(start, qrsOnset - 0.45), deflection.time < latest else {
        return false
      }
      return atrial.map { deflection.time > $0 - 0.055 } ?? true
    }
    guard let atrium = before.max(by: { $0.size < $1.size }) else { return nil }
    let later = before.filter {
      atrioHis.contains($0.time - atrium.time) && hisVentricular.contains(qrsOnset - $0.time)
    }
    guard let his = later.max(by: { $0.size < $1.size }) else { return nil }
    return Times(atrial: atrium.time, his: his.time)
  }
}
