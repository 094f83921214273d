import Foundation

/// What electrodes, cables and the amplifier do to one patient's signals. The defaults are none.
struct AmplifierFaults: Sendable {
  /// Factors of the levels of noise.
  struct Noise: Sendable {
    var wander = 1.0
    var mains = 1.0
    var muscle = 1.0
    var floor = 1.0
  }

  var surface = Noise()
  var catheters = Noise()
  /// Factor of what a stimulus shows on the skin: a bipolar one often hardly anything.
  var surfaceSpike = 1.0
  /// Part of a stimulus that the electrodes keep as a charge, and lose within 60 ms.
  var ringing = 0.0
  /// Chest leads without an electrode, 0 to 5.
  private var off: Set<Int> = []
  /// The first of two chest leads in each other's place.
  private var exchangedChest: Int?
  private var hasArmsExchanged = false
  /// The limit of a catheter's channel in counts, by bipole, where it is below the amplifier's.
  private var rails: [Bipole: Int32] = [:]

  /// Those of a script's patient: drawn from its seed, or none.
  init(of script: PatientScript) {
    guard script.laboratory.contains(.amplifier) else { return }
    var random = SeededGenerator(seed: script.seed, stream: 0x620)
    surface = Noise(
      wander: exp(0.5 * random.normal()), mains: exp(random.normal() - 0.2),
      muscle: exp(0.8 * random.normal() + 0.4), floor: exp(0.3 * random.normal()))
    catheters = Noise(
      wander: exp(0.5 * random.normal()), mains: exp(random.normal() - 0.2),
      muscle: 1, floor: exp(0.5 * random.normal() + 0.1))
    surfaceSpike = exp(1.2 * random.normal() - 2.3)
    ringing = random.uniform(0.02, 0.25)
    off = Set((0..<6).filter { _ in random.chance(0.03) })
    let chest = random.index(weights: [1, 1, 1, 1, 1])
    exchangedChest = random.chance(0.05) ? chest : nil
    hasArmsExchanged = random.chance(0.02)
    for bipole in Bipole.allCases {
      let millivolts = random.uniform(0.4, 2)
      let isLow = random.chance(0.06)
      if isLow { rails[bipole] = Int32(millivolts * SimulatedPatient.countsPerMillivolt) }
    }
  }

  func rail(_ bipole: Bipole) -> Int32 { rails[bipole] ?? SimulatedPatient.rail }

  /// The twelve leads as they are plugged in: counts, [lead][frame].
  func apply(to leads: inout [[Int32]]) {
    if hasArmsExchanged {
      leads[0] = leads[0].map { -$0 }
      leads.swapAt(1, 2)
      leads.swapAt(3, 4)
    }
    if let exchangedChest { leads.swapAt(6 + exchangedChest, 7 + exchangedChest) }
    for lead in off { leads[6 + lead] = leads[6 + lead].map { _ in 0 } }
  }
}
