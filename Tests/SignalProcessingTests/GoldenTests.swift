import Foundation
import SignalProcessing
import Testing

/// What SciPy and NumPy give; `Golden/generate.py` says how.
private struct Golden: Decodable {
  struct Filter: Decodable, CustomTestStringConvertible {
    var name: String
    var sections: [[Double]]
    var reflected: [Double]
    var plain: [Double]
    var causal: [Double]
    var testDescription: String { name }
  }
  struct Resampling: Decodable, CustomTestStringConvertible {
    var rate: Double
    var input: [Float]
    var output: [Double]
    var testDescription: String { "\(rate) Hz" }
  }
  struct Quantile: Decodable, CustomTestStringConvertible {
    var values: [Float]
    var median: Float
    var q98: Float
    var testDescription: String { "\(values.count) values" }
  }
  var signal: [Float]
  var filters: [Filter]
  var resamplings: [Resampling]
  var quantiles: [Quantile]
  var welch_hz: [Double]
  var welch: [Double]

  static let file: Golden? = {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/signal_processing.json")
    guard let data = try? Data(contentsOf: path) else { return nil }
    return try? JSONDecoder().decode(Golden.self, from: data)
  }()
}

/// The largest distance between two signals; infinite where they are not of one length.
private func distance(_ a: [Float], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
}

@Suite struct SciPyAgreement {
  private static let cascades: [String: FilterCascade] = {
    func surface(_ mains: Double) -> FilterCascade {
      FilterCascade([
        .highPass(cutoffHz: 0.5, samplingRateHz: 250), .lowPass(cutoffHz: 90, samplingRateHz: 250),
        .notch(centreHz: mains, quality: 30, samplingRateHz: 250),
      ])
    }
    let band: [Biquad] = [
      .highPass(cutoffHz: 30, samplingRateHz: 250), .lowPass(cutoffHz: 100, samplingRateHz: 250),
    ]
    return [
      "surface 50": surface(50), "surface 60": surface(60), "intracardiac": FilterCascade(band),
      "intracardiac notched": FilterCascade(
        band + [.notch(centreHz: 50, quality: 35, samplingRateHz: 250)]),
      "envelope": FilterCascade([.lowPass(cutoffHz: 20, samplingRateHz: 250)]),
    ]
  }()

  @Test(arguments: Golden.file?.filters ?? [])
  private func filtersAreThoseOfSciPy(_ golden: Golden.Filter) throws {
    let cascade = try #require(Self.cascades[golden.name])
    let signal = try #require(Golden.file?.signal)
    for (section, expected) in zip(cascade.sections, golden.sections) {
      let own = [section.b0, section.b1, section.b2, section.a1, section.a2]
      for (a, b) in zip(own, expected) { #expect(abs(a - b) < 1e-8) }
    }
    var reflected = signal
    cascade.apply(to: &reflected, .forwardBackward, oddReflection: 500)
    #expect(distance(reflected, golden.reflected) < 2e-6)
    var plain = signal
    cascade.apply(to: &plain, .forwardBackward)
    #expect(distance(plain, golden.plain) < 2e-6)
    var causal = signal
    cascade.apply(to: &causal, .causal)
    #expect(distance(causal, golden.causal) < 2e-6)
  }

  @Test(arguments: Golden.file?.resamplings ?? [])
  private func resamplingIsTheDesignsSinc(_ golden: Golden.Resampling) {
    let resampler = Resampler(from: golden.rate, to: 250, cutoffHz: 112)
    let count = resampler.outputCount(inputCount: golden.input.count)
    let needed = resampler.inputs(for: 0..<count)
    let input = needed.map { golden.input[max(0, min(golden.input.count - 1, $0))] }
    let output = resampler.resample(input, inputStart: needed.lowerBound, outputs: 0..<count)
    #expect(distance(output, golden.output) < 5e-6)
  }

  @Test(arguments: Golden.file?.quantiles ?? [])
  private func quantilesAreThoseOfNumPy(_ golden: Golden.Quantile) {
    var values = golden.values
    #expect(abs(OrderStatistics.median(&values) - golden.median) < 1e-6)
    var absolute = golden.values.map(abs)
    #expect(abs(OrderStatistics.quantile(&absolute, 0.98) - golden.q98) < 1e-6)
  }

  @Test func powersAreInTheProportionsOfWelch() throws {
    let golden = try #require(Golden.file)
    let powers = BandPower.welch(
      golden.signal, samplingRateHz: 250, frequenciesHz: golden.welch_hz)
    let scale = golden.welch.reduce(0, +) / powers.reduce(0, +)
    for (power, expected) in zip(powers, golden.welch) {
      #expect(abs(power * scale - expected) < 1e-6 * (golden.welch.max() ?? 0))
    }
  }

  @Test func theGoldenFileIsThere() { #expect(Golden.file?.filters.count == 5) }
}
