import Foundation

/// Where one patient's catheters lie, and what is wrong with their connections. The defaults are the
/// textbook's.
struct CatheterPlacement: Sendable {
  /// Positions of CS12 ... CS90 along the coronary sinus: 0 is its left lateral part, 4 its ostium;
  /// beyond 4 a pair lies in the right atrium.
  var sinusPositions: [Double] = (0..<5).map(Double.init)
  /// Factor of the conduction times along the groove.
  var slowness = 1.0
  /// Where the ablation catheter lies; by the diagnosis if nil.
  var ablationSite: Electrograms.AblationSite?
  /// From where retrograde activation comes out to the ablation catheter, in seconds.
  var ablationAway = 0.0
  /// From the apex to where the right ventricular catheter lies, in seconds.
  var apexAway = 0.0
  /// Factors of what a bipole sees, by bipole and kind.
  private var gains: [[Double]] = []
  /// Bipoles whose channel is constant.
  private(set) var dead: Set<Bipole> = []
  /// What stands in another's channel.
  private var exchanged: [Bipole: Bipole] = [:]
  /// Spans in which a bipole has no contact, longer than those of a beating heart's motion.
  private var withdrawn: [Bipole: ClosedRange<Double>] = [:]

  init() {}

  /// The bipole whose signal a bipole's channel shows.
  func shown(_ bipole: Bipole) -> Bipole { exchanged[bipole] ?? bipole }

  func gain(_ bipole: Bipole, _ kind: ElectrogramKind) -> Double {
    gains.isEmpty ? 1 : gains[bipole.rawValue][kind.rawValue]
  }

  /// The span in which the catheter of a bipole is off the wall, in seconds; nil for none.
  func withdrawal(_ bipole: Bipole) -> ClosedRange<Double>? { withdrawn[bipole] }

  /// Drawn from `seed`.
  init(seed: UInt64, durationSeconds: Double) {
    var random = SeededGenerator(seed: seed, stream: 0x610)
    let shift = random.uniform(-0.8, 1.1)
    let spacing = random.uniform(0.8, 1.1)
    sinusPositions = (0..<5).map { shift + spacing * Double($0) }
    slowness = random.uniform(0.8, 1.35)
    let sites: [Electrograms.AblationSite] = [.his, .annulus, .ventricle]
    ablationSite = sites[random.index(weights: [35, 40, 25])]
    ablationAway = random.uniform(0, 0.06)
    apexAway = random.chance(0.25) ? random.uniform(0.01, 0.035) : 0
    gains = Bipole.allCases.map { _ in
      ElectrogramKind.allCases.map { Self.gain($0, using: &random) }
    }
    dead = Set(Bipole.allCases.filter { _ in random.chance(0.03) })
    exchange(using: &random)
    withdraw(durationSeconds, using: &random)
  }

  /// A stimulus shows in other channels by coupling alone, which differs by two powers of ten.
  private static func gain(
    _ kind: ElectrogramKind, using random: inout SeededGenerator
  ) -> Double {
    let normal = random.normal()
    return switch kind {
    case .spike: exp(0.9 * normal - 0.4)
    case .ventricular, .ventricularFar: exp(0.6 * normal)
    case .atrial, .his: exp(0.35 * normal)
    }
  }

  /// Plugs of neighbouring pairs of the coronary sinus in each other's place in one patient of
  /// twenty-five; the whole catheter plugged in the wrong way round in one of fifty.
  private mutating func exchange(using random: inout SeededGenerator) {
    let sinus = Bipole.allCases.filter { $0.sinusPosition != nil }
    let first = random.index(weights: [1, 1, 1, 1])
    let (isExchanged, isReversed) = (random.chance(0.04), random.chance(0.02))
    if isReversed {
      exchanged = Dictionary(uniqueKeysWithValues: zip(sinus, sinus.reversed()))
    } else if isExchanged {
      exchanged = [sinus[first]: sinus[first + 1], sinus[first + 1]: sinus[first]]
    }
  }

  /// A catheter is drawn back for a while: the mapping catheter in four of ten patients.
  private mutating func withdraw(_ duration: Double, using random: inout SeededGenerator) {
    for bipole in [Bipole.ablation, .apex] {
      let seconds = duration * random.uniform(0.1, 0.4)
      let start = random.uniform(0, max(duration - seconds, 1))
      if random.chance(bipole == .ablation ? 0.4 : 0.06) {
        withdrawn[bipole] = start...start + seconds
      }
    }
  }
}
