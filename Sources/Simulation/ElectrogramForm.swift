import Foundation

/// The form of an electrogram as a sum of Gaussian phases. Widths keep it below the release's
/// 100 Hz.
struct ElectrogramForm: Sendable {
  /// Times in seconds.
  struct Phase: Sendable {
    var center: Double
    var width: Double
    var size: Double
  }

  var phases: [Phase]

  private static let searchStep = 0.000_1

  func value(_ time: Double) -> Double {
    phases.reduce(0) { sum, phase in
      let distance = (time - phase.center) / phase.width
      return sum + phase.size * exp(-0.5 * distance * distance)
    }
  }

  func slope(_ time: Double) -> Double {
    phases.reduce(0) { sum, phase in
      let distance = (time - phase.center) / phase.width
      return sum - phase.size * distance / phase.width * exp(-0.5 * distance * distance)
    }
  }

  /// Adds the charge that a stimulus leaves on the electrodes: it comes at once and goes within
  /// some 60 ms. `part`: of the stimulus.
  mutating func ring(_ part: Double) {
    guard part > 0 else { return }
    phases += [(0.008, 0.005, 1.0), (0.022, 0.012, 0.6), (0.042, 0.016, 0.25)].map {
      Phase(center: $0.0, width: $0.1, size: -part * $0.2)
    }
  }

  /// Before and after this nothing is left.
  private var extent: ClosedRange<Double> {
    let first = phases.map { $0.center - 4 * $0.width }.min() ?? 0
    let last = phases.map { $0.center + 4 * $0.width }.max() ?? 0
    return first...max(first, last)
  }

  /// The same form with its steepest slope at 0, and falling there.
  ///
  /// Forms that are so aligned can be mixed in any proportion: no other moment of the sum is
  /// steeper, because none is in any part of it. So the local activation stays where it is when a
  /// catheter moves.
  var aligned: ElectrogramForm {
    let (low, high) = (extent.lowerBound, extent.upperBound)
    var (place, steepest) = (0.0, 0.0)
    for step in 0...Int((high - low) / Self.searchStep) {
      let time = low + Double(step) * Self.searchStep
      let slope = slope(time)
      if abs(slope) > abs(steepest) { (place, steepest) = (time, slope) }
    }
    let sign = steepest > 0 ? -1.0 : 1
    return ElectrogramForm(
      phases: phases.map {
        Phase(center: $0.center - place, width: $0.width, size: $0.size * sign)
      })
  }

  /// Samples at the record's rate; time 0 is at frame `lead`, the greatest size is `amplitude`.
  func samples(lead: Int, amplitude: Double) -> [Float] {
    let rate = SimulatedPatient.frameRateHz
    let count = lead + max(1, Int(extent.upperBound * rate) + 2)
    let values = (0..<count).map { value(Double($0 - lead) / rate) }
    let greatest = max(values.map(abs).max() ?? 1, 1e-9)
    return values.map { Float($0 * amplitude / greatest) }
  }
}

/// What is drawn for one bipole and kind.
struct DeflectionDraw: Sendable {
  let kind: ElectrogramKind
  /// Millivolts; negative where it points the other way.
  let amplitude: Double
  /// Seconds.
  let width: Double
  let before: Double
  let after: Double
  let tail: Double

  init(_ kind: ElectrogramKind, typical: Double, using random: inout SeededGenerator) {
    self.kind = kind
    let size = typical * exp(0.3 * random.normal())
    let sign = random.chance(0.3) && kind != .spike ? -1.0 : 1
    amplitude = size * sign
    width =
      switch kind {
      case .ventricularFar: 0.0085
      case .ventricular: random.uniform(0.0026, 0.0038)
      case .spike: 0.0011
      default: random.uniform(0.0019, 0.0027)
      }
    before = random.uniform(0.3, 0.55)
    after = random.uniform(0.45, 0.75)
    tail = random.uniform(0.08, 0.2)
  }

  /// Muscle beside the electrodes, or a stimulus: one rounded deflection, the greatest at 0.
  private var round: ElectrogramForm {
    let phases: [(center: Double, width: Double, size: Double)] =
      kind == .spike
      ? [(0, 1, 1), (2.6, 1.2, -0.55), (7, 4, -0.06)]
      : [(-2.1, 1.05, -before), (0, 1, 1), (2.2, 1.2, -after), (4.9, 1.5, tail)]
    return ElectrogramForm(
      phases: phases.map {
        .init(center: $0.center * width, width: $0.width * width, size: $0.size)
      })
  }

  /// Muscle under the electrodes: the front comes, passes between the poles, where the trace is
  /// steepest, and goes, more slowly where it spreads.
  private struct Passing {
    var rise = 1.0
    var fall = 1.0
    var early: Double
    var late: Double
    var spread: Double
    var width: Double

    var form: ElectrogramForm {
      ElectrogramForm(phases: [
        .init(center: -3.2 * width, width: 1.1 * width, size: -early),
        .init(center: -1.1 * width, width: width, size: rise),
        .init(center: 1.1 * spread * width, width: spread * width, size: -fall),
        .init(center: (2.2 + 1.6 * spread) * width, width: 1.4 * width, size: late),
      ])
    }
  }

  /// The forms between which the bipole's electrogram goes as the catheter turns: in the first the
  /// coming front is the greater, in the second the going one. The second is nil where there is
  /// nothing under the electrodes.
  func forms(
    _ fragments: Fragments?, using random: inout SeededGenerator
  ) -> (first: ElectrogramForm, second: ElectrogramForm?) {
    let second = Passing(
      rise: random.uniform(0.35, 0.8), early: random.uniform(0.08, 0.25),
      late: random.uniform(0.08, 0.25), spread: random.uniform(0.85, 1.5),
      width: width * random.uniform(0.9, 1.2))
    let first = Passing(
      fall: after + 0.35, early: before * 0.4, late: tail, spread: random.uniform(0.85, 1.5),
      width: width)
    guard kind != .spike, kind != .ventricularFar else { return (round, nil) }
    guard let fragments else { return (first.form.aligned, second.form.aligned) }
    return (
      fragments.applied(to: first.form, using: &random).aligned,
      fragments.applied(to: second.form, using: &random).aligned
    )
  }

  /// How much muscle lies under the electrodes: more at some sites than at others.
  static func voltage(using random: inout SeededGenerator) -> Double {
    min(max(exp(0.35 * random.normal()), 0.4), 2)
  }
}
