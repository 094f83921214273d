/// How the activation under a bipole is broken up: scars and lines of block let the front pass at
/// several moments, each with little muscle (Gardner, Ursell, Fenoglio and Wit 1985).
struct Fragments: Sendable, Equatable {
  /// In seconds from the main deflection, in order; 0 is among them.
  let offsets: [Double]
  let isDouble: Bool
  /// Part of the usual amplitude that is left.
  let part: Double

  /// Two to five deflections over 20 to 60 ms.
  static func fractionated(using random: inout SeededGenerator) -> Fragments {
    let count = 2 + random.index(weights: [2, 4, 3, 2])
    let span = random.uniform(0.012 + 0.008 * Double(count - 1), 0.06)
    let gap = span / Double(count - 1)
    let places = (0..<count).map { number -> Double in
      let isInside = number > 0 && number < count - 1
      return gap * (Double(number) + (isInside ? random.uniform(-0.2, 0.2) : 0))
    }
    return Fragments(places, isDouble: false, part: random.uniform(0.2, 0.5), using: &random)
  }

  /// Two deflections 35 to 75 ms apart, one on either side of a line of block.
  static func double(using random: inout SeededGenerator) -> Fragments {
    Fragments(
      [0, random.uniform(0.035, 0.075)], isDouble: true, part: random.uniform(0.35, 0.7),
      using: &random)
  }

  private init(
    _ places: [Double], isDouble: Bool, part: Double, using random: inout SeededGenerator
  ) {
    let main = places[random.index(weights: places.map { _ in 1 })]
    offsets = places.map { $0 - main }
    (self.isDouble, self.part) = (isDouble, part)
  }

  /// The form once for each moment: the main one as it is, the others smaller and rounder.
  func applied(
    to form: ElectrogramForm, using random: inout SeededGenerator
  ) -> ElectrogramForm {
    let phases = offsets.flatMap { offset -> [ElectrogramForm.Phase] in
      let size = random.uniform(0.3, 0.65) * (random.chance(0.4) ? -1 : 1)
      let stretch = random.uniform(1.15, 1.5)
      guard offset != 0 else { return form.phases }
      return form.phases.map {
        .init(
          center: $0.center * stretch + offset, width: $0.width * stretch, size: $0.size * size)
      }
    }
    return ElectrogramForm(phases: phases)
  }
}
