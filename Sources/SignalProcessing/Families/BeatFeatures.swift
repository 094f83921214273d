import Foundation

/// What beats are compared by: complexes, P and T waves of all leads, and timing.
///
/// Leads count alike, whatever their height, but for low ones; all numbers are divided by the
/// height of the record's usual complex.
struct BeatFeatures: Sendable {
  /// Numbers of a beat.
  let width: Int
  /// Numbers of a beat that tell of its complex, which come first.
  let complexWidth: Int
  /// [beat, number].
  private(set) var values: [Float]

  /// P and T waves are compared by means of two samples, a complex by each.
  private static let coarse = 2
  /// Bounds of a complex's height, in parts of the usual one.
  private static let heights: ClosedRange<Float> = 0.2...4

  init(_ forms: BeatForms, settings: FamilySettings) {
    let scales = Self.scales(forms.heights, settings)
    let slow = (FormWindow.early.count + FormWindow.late.count) / Self.coarse
    complexWidth = forms.leadCount * FormWindow.complex.count
    width = complexWidth + forms.leadCount * slow + BeatTiming.featureCount(settings)
    values = []
    values.reserveCapacity(forms.count * width)
    for beat in 0..<forms.count {
      appendComplex(forms, beat, scales, settings)
      for lead in 0..<forms.leadCount {
        let start = forms.range(ofBeat: beat, lead: lead).lowerBound
        appendWave(
          forms, start, FormWindow.early, scales[lead], weight: settings.earlyFormWeight)
        appendWave(forms, start, FormWindow.late, scales[lead], weight: settings.lateFormWeight)
      }
      values += forms.timings[beat].features(settings)
    }
    if forms.count >= settings.driftCount { FormDrift(self, settings).subtract(from: &values) }
  }

  var count: Int { width > 0 ? values.count / width : 0 }

  /// What each lead is multiplied by, from microvolts to parts of the usual complex.
  private static func scales(_ heights: [Float], _ settings: FamilySettings) -> [Float] {
    let highest = heights.max() ?? 0
    guard highest > 0 else { return heights.map { _ in 0 } }
    let live = heights.filter { $0 > 0 }.count
    // Makes a root mean square over the complex the length of its samples as one vector.
    let length = Float(FormWindow.complex.count * live).squareRoot()
    return heights.map { 1e-3 / (max($0, settings.leastLead * highest) * length) }
  }

  private mutating func appendComplex(
    _ forms: BeatForms, _ beat: Int, _ scales: [Float], _ settings: FamilySettings
  ) {
    let first = values.count
    var squares: Float = 0
    for lead in 0..<forms.leadCount {
      let start = forms.range(ofBeat: beat, lead: lead).lowerBound
      for index in FormWindow.complex {
        let value = Float(forms.microvolts[start + index]) * scales[lead]
        values.append(value)
        squares += value * value
      }
    }
    let height = max(squares.squareRoot(), 1e-3)
    let kept = min(max(height, Self.heights.lowerBound), Self.heights.upperBound)
    let factor = pow(kept, settings.heightPower) / height
    for index in first..<values.count { values[index] *= factor }
  }

  /// Pairs of samples without their mean, bounded: a neighbour's complex may lie within.
  private mutating func appendWave(
    _ forms: BeatForms, _ start: Int, _ range: Range<Int>, _ scale: Float, weight: Float
  ) {
    let samples = range.map { Float(forms.microvolts[start + $0]) * scale }
    let mean = samples.reduce(0, +) / Float(samples.count)
    let root = Float(Self.coarse).squareRoot()
    for index in stride(from: 0, to: samples.count, by: Self.coarse) {
      let value = (samples[index] + samples[index + 1]) / 2 - mean
      values.append(min(max(value * root, -1), 1) * weight)
    }
  }
}
