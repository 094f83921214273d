/// Slow changes of the usual complex, as with the position of the body.
///
/// The usual complex is followed from the stretch that shows it most often to both ends: in each
/// stretch it is the mean of the beats that resemble that of the stretch beside. What it differs by
/// from the record's is taken away from all beats there.
struct FormDrift: Sendable {
  private let stretches: [Range<Int>]
  /// [stretch, number]: what the usual complex differs by.
  private var offsets: [[Float]]
  private let width: Int
  private let step: Int

  /// Beats that resemble each other so much have one form.
  private static let likeness: Float = 0.9
  /// A mean of fewer beats says nothing.
  private static let leastBeats = 16
  private static let sampleLimit = 300

  init(_ features: BeatFeatures, _ settings: FamilySettings) {
    let parts = max(1, features.count / settings.driftReach)
    let count = features.count
    stretches = (0..<parts).map { count * $0 / parts..<count * ($0 + 1) / parts }
    (width, step) = (features.complexWidth, features.width)
    offsets = []
    let usual = usual(features)
    var best = (stretch: 0, count: -1)
    for (stretch, beats) in stretches.enumerated() {
      let alike = mean(features, beats, like: usual).count
      if alike > best.count { best = (stretch, alike) }
    }
    offsets = [[Float]](repeating: [], count: parts)
    for order in [Array(best.stretch..<parts), (0..<best.stretch).reversed()] {
      var reference = usual
      for stretch in order {
        let found = mean(features, stretches[stretch], like: reference)
        if found.count >= Self.leastBeats { reference = found.mean }
        offsets[stretch] = zip(reference, usual).map { $0 - $1 }
      }
    }
  }

  /// Takes the changes away, between the middles of stretches in part from either.
  func subtract(from values: inout [Float]) {
    for (stretch, beats) in stretches.enumerated() {
      let middle = Float(beats.lowerBound + beats.upperBound) / 2
      for beat in beats {
        let place = (Float(beat) - middle) / Float(beats.count)
        let other = min(max(stretch + (place < 0 ? -1 : 1), 0), stretches.count - 1)
        let (own, far) = (offsets[stretch], offsets[other])
        for number in 0..<width {
          values[beat * step + number] -= own[number] + (far[number] - own[number]) * abs(place)
        }
      }
    }
  }

  /// The mean of the beats that are like the commonest.
  private func usual(_ features: BeatFeatures) -> [Float] {
    let sample = Array(
      stride(from: 0, to: features.count, by: max(1, features.count / Self.sampleLimit)))
    var best = (beat: 0, alike: -1)
    for beat in sample {
      let form = Array(features.values[beat * step..<beat * step + width])
      let alike = sample.filter { likeness(features, $0, form) > Self.likeness }.count
      if alike > best.alike { best = (beat, alike) }
    }
    let form = Array(features.values[best.beat * step..<best.beat * step + width])
    return mean(features, 0..<features.count, like: form).mean
  }

  private func mean(
    _ features: BeatFeatures, _ beats: Range<Int>, like form: [Float]
  ) -> (mean: [Float], count: Int) {
    var sum = [Float](repeating: 0, count: width)
    var count = 0
    for beat in beats where likeness(features, beat, form) > Self.likeness {
      count += 1
      for number in 0..<width { sum[number] += features.values[beat * step + number] }
    }
    return (sum.map { $0 / Float(max(1, count)) }, count)
  }

  private func likeness(_ features: BeatFeatures, _ beat: Int, _ form: [Float]) -> Float {
    var (product, own, other): (Float, Float, Float) = (0, 0, 0)
    for number in 0..<width {
      let value = features.values[beat * step + number]
      product += value * form[number]
      own += value * value
      other += form[number] * form[number]
    }
    return product / max((own * other).squareRoot(), 1e-9)
  }
}
