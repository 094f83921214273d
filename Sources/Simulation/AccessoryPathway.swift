/// Where an accessory pathway crosses the AV groove, and what follows from it.
struct AccessoryPathway: Sendable {
  /// The locations of the release's subject table, with how many of its patients had each.
  static let locations: [(name: String, patients: Int)] = [
    ("right posteroseptal", 3), ("left lateral", 2), ("right posterior", 1), ("left anterior", 1),
    ("right lateral", 1), ("right parahisian", 2), ("left posteroseptal", 1),
    ("left posterior", 2), ("left posterolateral", 2), ("left anterolateral", 1),
  ]

  /// Position along the coronary sinus catheter: 0 at CS12 (left lateral), 4 at CS90 (ostium).
  let catheterPosition: Double
  /// Conduction from the pathway to the nearest point of the catheter, in seconds.
  let distanceSeconds: Double
  /// Direction of the delta wave: left, inferior, posterior.
  let deltaDirection: SIMD3<Double>
  let isLeft: Bool
  let isSeptal: Bool

  init(location: String) {
    // Delta directions after the usual surface criteria: a left pathway is positive in V1, a right
    // one negative; a posterior one is negative in the inferior leads (Arruda 1998).
    switch location {
    case "left lateral": self.init(0, 0.004, [-0.4, 0.25, -0.7])
    case "left anterolateral": self.init(-0.6, 0.008, [-0.35, 0.6, -0.5])
    case "left anterior": self.init(-0.8, 0.012, [-0.35, 0.65, -0.4])
    case "left posterolateral": self.init(1.2, 0.004, [-0.25, -0.4, -0.65])
    case "left posterior": self.init(2.2, 0.004, [-0.05, -0.6, -0.5])
    case "left posteroseptal": self.init(3.4, 0.005, [0.1, -0.65, -0.45])
    case "right posterior": self.init(4.8, 0.02, [0.55, -0.5, 0.4])
    case "right lateral": self.init(5, 0.04, [0.75, -0.05, 0.5])
    case "right parahisian": self.init(4.6, 0.018, [0.65, 0.4, 0.4])
    default: self.init(4.4, 0.008, [0.5, -0.65, 0.15])
    }
  }

  private init(_ position: Double, _ distance: Double, _ direction: SIMD3<Double>) {
    catheterPosition = position
    distanceSeconds = distance
    deltaDirection = direction
    isLeft = position < 4
    isSeptal = (3.4...4.6).contains(position)
  }

  /// Delays from the pathway's atrial end to positions along the catheter, at about 1 m/s along the
  /// groove; `slowness` multiplies them.
  func coronarySinusDelays(at positions: [Double], _ slowness: Double) -> [Double] {
    positions.map { distanceSeconds + 0.011 * slowness * abs($0 - catheterPosition) }
  }
}
