import ArrhythmiaModel
import NeuralNetwork
import SignalProcessing
import TestSupport
import Testing
import Waveforms

@Suite("The mains in records")
struct MainsTests {
  /// The whole record's blocks joined.
  private func whole(_ preparation: RecordPreparation) throws -> PreparedSignal {
    var reader = PreparedReader(preparation)
    return try reader.signal(0..<preparation.sampleCount, crew: Crew(count: 1))
  }

  private func mixed(_ one: [Double], _ other: [Double]) -> [Double] {
    zip(one, other).map { $0 + $1 }
  }

  @Test("The mains' frequency is found in the leads", arguments: [50.0, 60])
  func mainsFrequency(_ hertz: Double) throws {
    let lead = mixed(
      Waves.surface(seconds: 30, rateHz: 500),
      Waves.sine(hertz, amplitude: 0.05, seconds: 30, rateHz: 500))
    let preparation = try RecordPreparation(
      .synthetic([SyntheticChannel(name: "II", values: lead)], frameRateHz: 500))
    #expect(preparation.mainsHz == hertz)
    // The notch takes them out; what is given wins over what is found.
    let other = try RecordPreparation(
      .synthetic([SyntheticChannel(name: "II", values: lead)], frameRateHz: 500),
      PreparationSettings(mainsHz: 110 - hertz))
    #expect(other.mainsHz == 110 - hertz)
    func power(_ preparation: RecordPreparation) throws -> Double {
      BandPower.welch(
        try whole(preparation).channels[1], samplingRateHz: 250, frequenciesHz: [hertz])[0]
    }
    #expect(try power(preparation) < 0.02 * power(other))
  }

  @Test("Without leads the electrograms tell the mains", arguments: [50.0, 60])
  func mainsOfElectrograms(_ hertz: Double) throws {
    let values = Waves.sine(hertz, amplitude: 0.1, seconds: 10, rateHz: 1000)
    let preparation = try RecordPreparation(
      .synthetic([SyntheticChannel(name: "CS34", values: values)], frameRateHz: 1000))
    #expect(preparation.mainsHz == hertz)
  }

  @Test("Only electrograms in which the mains stand out get a notch", arguments: [50.0, 60])
  func notches(_ hertz: Double) throws {
    var random = SeededGenerator(seed: 3)
    let hum = Waves.sine(hertz, amplitude: 0.2, seconds: 20, rateHz: 500)
    let quiet = random.normals(10_000, scale: 0.05)
    let record = Record.synthetic(
      [
        SyntheticChannel(name: "II", values: mixed(hum, random.normals(10_000, scale: 0.02))),
        SyntheticChannel(name: "RVA12", values: mixed(hum, quiet)),
        SyntheticChannel(name: "CS56", values: quiet),
        SyntheticChannel(name: "CS12", values: [Double](repeating: 0, count: 10_000)),
      ], frameRateHz: 500)
    let preparation = try RecordPreparation(record)
    #expect(preparation.mainsHz == hertz)
    #expect(preparation.notched == [false, true, false, false, false, false, false])
    let signal = try whole(preparation)
    func power(_ channel: Int) -> Double {
      BandPower.welch(signal.channels[channel], samplingRateHz: 250, frequenciesHz: [hertz])[0]
    }
    let unfiltered = BandPower.welch(
      Waves.sine(hertz, amplitude: 0.2, seconds: 20, rateHz: 250).map(Float.init),
      samplingRateHz: 250, frequenciesHz: [hertz])[0]
    #expect(power(13) < 0.01 * unfiltered)
    #expect(power(16) > 0)
  }
}
