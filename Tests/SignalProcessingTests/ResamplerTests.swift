import Foundation
import SignalProcessing
import Testing

@Suite struct Resampling {
  @Test(arguments: [977.0, 360, 1000, 2000, 128, 100.3])
  func anyStretchIsTheSameBitsAsTheWhole(rate: Double) {
    let input = (0..<3000).map { place -> Float in
      let time = Double(place)
      return Float(sin(time * 0.05) + cos(time * time * 0.001))
    }
    let resampler = Resampler(from: rate, to: 250, cutoffHz: 112)
    let count = resampler.outputCount(inputCount: input.count)
    func run(_ outputs: Range<Int>) -> [Float] {
      let needed = resampler.inputs(for: outputs)
      let padded = needed.map { input[max(0, min(input.count - 1, $0))] }
      return resampler.resample(padded, inputStart: needed.lowerBound, outputs: outputs)
    }
    let whole = run(0..<count)
    for start in stride(from: 0, to: count - 40, by: 37) {
      #expect(run(start..<start + 40) == Array(whole[start..<start + 40]))
    }
  }

  @Test(arguments: [977.0, 360, 1000])
  func aConstantStaysAndATonePassesBelowTheCutOffAndNotAbove(rate: Double) {
    let resampler = Resampler(from: rate, to: 250, cutoffHz: 112)
    func amplitude(_ hertz: Double) -> Double {
      let needed = resampler.inputs(for: 500..<1000)
      let input = needed.map { Float(cos(2 * .pi * hertz * Double($0) / rate)) }
      let output = resampler.resample(input, inputStart: needed.lowerBound, outputs: 500..<1000)
      // Root mean square times root two: the tone's amplitude, or 1 for a constant.
      let power = output.reduce(0.0) { $0 + Double($1 * $1) } / Double(output.count)
      return (hertz == 0 ? power : 2 * power).squareRoot()
    }
    #expect(abs(amplitude(0) - 1) < 1e-6)
    #expect(abs(amplitude(40) - 1) < 1e-3)
    #expect(abs(amplitude(90) - 1) < 5e-3)
    #expect(amplitude(140) < 1e-3)
  }

  @Test func placesAgreeFromTheFirstSampleOn() {
    let resampler = Resampler(from: 977, to: 250, cutoffHz: 112)
    #expect(resampler.output(nearestTo: 0) == 0)
    #expect(resampler.output(nearestTo: 977) == 250)
    #expect(resampler.output(nearestTo: 977 * 3600 + 489) == 250 * 3600 + 125)
    #expect(resampler.outputCount(inputCount: 0) == 0)
    #expect(resampler.outputCount(inputCount: 978) == 251)
  }
}

@Suite struct Filtering {
  @Test func aSignalTooShortToReflectIsFilteredAllTheSame() {
    let cascade = FilterCascade([.highPass(cutoffHz: 0.5, samplingRateHz: 250)])
    for count in 0..<4 {
      var samples = (0..<count).map { Float($0) }
      cascade.apply(to: &samples, .forwardBackward, oddReflection: 500)
      #expect(samples.count == count)
      #expect(!samples.contains { !$0.isFinite })
    }
  }

  @Test func filtersAreLinear() {
    let cascade = FilterCascade([
      .highPass(cutoffHz: 30, samplingRateHz: 250), .lowPass(cutoffHz: 100, samplingRateHz: 250),
    ])
    let a = (0..<800).map { Float(sin(Double($0) * 1.3)) }
    let b = (0..<800).map { Float(cos(Double($0) * 0.7)) }
    func run(_ values: [Float]) -> [Float] {
      var values = values
      cascade.apply(to: &values, .forwardBackward, oddReflection: 100)
      return values
    }
    let apart = zip(run(a), run(b)).map { 2 * $0 - 3 * $1 }
    for (together, apart) in zip(run(zip(a, b).map { 2 * $0 - 3 * $1 }), apart) {
      #expect(abs(together - apart) < 1e-5)
    }
  }

  @Test func oddReflectionTurnsAboutTheEnds() {
    let extended = FilterCascade.oddReflection([1, 2, 4], before: 2, after: 1)
    #expect(extended == [-2, 0, 1, 2, 4, 6])
  }
}
