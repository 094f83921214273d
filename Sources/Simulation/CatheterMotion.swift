import Foundation

/// How one bipole moves against the wall.
///
/// In nine beats of a recorded AV nodal re-entry (3.5 s, about one breath) the same deflection
/// varied by a factor of 1.3 to 1.8 in the coronary sinus and of 2.2 to 2.4 at the bundle and in
/// the right ventricle.
struct CatheterMotion: Sendable {
  /// A time without contact, and what the electrode's potential shows of it.
  struct Loss: Sendable {
    let span: ClosedRange<Double>
    /// Millivolts.
    let offset: Double
  }

  private struct Drift: Sendable {
    var hertz: Double
    var depth: Double
    var phase: Double
  }

  private static let edgeSeconds = 0.06
  /// What a bipole that floats still sees of the muscle that it lay on.
  private static let floatingPart = 0.07

  private let respirationHz: Double
  private let depth: Double
  private let phase: Double
  private let beatDeviation: Double
  private let drifts: [Drift]
  private let form: (middle: Double, breath: Double, drift: Double, beat: Double)
  let losses: [Loss]
  private var random: SeededGenerator

  /// A bipole that moves; the same whatever other bipoles there are.
  /// - Parameter withdrawal: a span in which it is drawn back from the wall; nil for none.
  init(
    _ bipole: Bipole, respirationHz: Double, durationSeconds: Double,
    withdrawal: ClosedRange<Double>? = nil, seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed, stream: 0x200 + UInt64(bipole.rawValue))
    self.respirationHz = respirationHz
    depth =
      switch bipole {
      case .ablation, .his12, .his34: random.uniform(0.12, 0.42)
      case .apex: random.uniform(0.1, 0.38)
      default: random.uniform(0.06, 0.28)
      }
    phase = random.uniform(0, 2 * Double.pi)
    beatDeviation = random.uniform(0.02, 0.07)
    drifts = [(70.0, 160.0), (200, 600)].map { shortest, longest in
      Drift(
        hertz: 1 / random.uniform(shortest, longest), depth: random.uniform(0.03, 0.22),
        phase: random.uniform(0, 2 * Double.pi))
    }
    form = (
      random.uniform(0.1, 0.7), random.uniform(0.05, 0.3), random.uniform(0.05, 0.3),
      random.uniform(0.01, 0.06)
    )
    let brief = Self.losses(durationSeconds, using: &random)
    if let withdrawal, withdrawal.lowerBound < durationSeconds - 1 {
      let withdrawal = withdrawal.lowerBound...min(withdrawal.upperBound, durationSeconds)
      losses = brief.filter { !$0.span.overlaps(withdrawal) } + [Loss(span: withdrawal, offset: 0)]
    } else {
      losses = brief
    }
    self.random = random
  }

  /// One in ten minutes, of about a second.
  private static func losses(
    _ duration: Double, using random: inout SeededGenerator
  ) -> [Loss] {
    var losses: [Loss] = []
    var time = 0.0
    while true {
      time += -600 * log(1 - random.uniform())
      let seconds = random.uniform(0.6, 1.5)
      let offset = random.uniform(0.05, 0.4) * (random.chance(0.5) ? -1 : 1)
      guard time + seconds < duration else { return losses }
      losses.append(Loss(span: time...time + seconds, offset: offset))
      time += seconds + 1
    }
  }

  /// How far the bipole is off the wall, 0 to 1, and the offset that it then has in millivolts.
  func floating(_ time: Double) -> (part: Double, offset: Double) {
    guard let loss = losses.first(where: { $0.span.contains(time) }) else { return (0, 0) }
    let inside = min(time - loss.span.lowerBound, loss.span.upperBound - time)
    let rise = min(1, inside / Self.edgeSeconds)
    let part = rise * rise * (3 - 2 * rise)
    return (part, part * loss.offset)
  }

  /// What a deflection is multiplied by at a time, and the part of the second form in it.
  ///
  /// A catheter that slides sees more of one chamber and less of the other.
  mutating func contact(
    _ kind: ElectrogramKind, at time: Double
  ) -> (gain: Double, second: Double) {
    let (gainJitter, formJitter) = (random.normal(), random.normal())
    let breath = sin(2 * Double.pi * respirationHz * time + phase)
    let slow = drifts.map { $0.depth * sin(2 * Double.pi * $0.hertz * time + $0.phase) }
    let drift = slow.reduce(0, +)
    let isAtrial = kind == .atrial
    let gain =
      (1 + depth * breath) * exp(isAtrial ? drift : -drift)
      * (1 + beatDeviation * min(max(gainJitter, -2.5), 2.5))
    let place = form.middle + form.breath * breath + form.drift * sin(3 * drift)
    let held = 1 - (1 - Self.floatingPart) * floating(time).part
    return (gain * held, min(max(place + form.beat * formJitter, 0), 1))
  }
}
