import ArrhythmiaModel
import SignalProcessing
import TestSupport
import Testing

@Suite("Windows at the model's scale")
struct WindowNormalizationTests {
  private static let samples = 400
  private let normalization = WindowNormalization(samples: samples)

  private func noise(_ seed: Int, _ count: Int = samples, scale: Double = 1) -> [Float] {
    var random = SeededGenerator(seed: seed)
    return random.normals(count, scale: scale).map(Float.init)
  }

  /// A window of one channel, all slots sound.
  private func window(_ channel: Int, _ values: [Float]) -> PreparedWindow {
    normalization.window(sound: [Bool](repeating: true, count: PreparedSignal.slotCount)) {
      $0 == channel ? values : nil
    }
  }

  private func row(_ values: [Float], _ channel: Int) -> [Float] {
    Array(values[channel * Self.samples..<(channel + 1) * Self.samples])
  }

  @Test("The median becomes 0 and the 98th percentile of what is left 1")
  func scale() {
    let found = row(window(3, noise(1).map { 7 * $0 + 3 }).ecg, 3)
    var values = found
    #expect(abs(OrderStatistics.median(&values)) < 1e-6)
    values = found.map { abs($0) }
    #expect(abs(OrderStatistics.quantile(&values, 0.98) - 1) < 1e-5)
  }

  @Test("What is far out is cut at 4, on either side")
  func limit() {
    var values = noise(2)
    (values[10], values[20]) = (500, -500)
    let found = row(window(0, values).ecg, 0)
    #expect(found[10] == 4 && found[20] == -4)
    #expect(found.count { abs($0) == 4 } == 2)
    #expect(found.allSatisfy { (-4...4).contains($0) })
  }

  @Test("Neither gain nor offset changes a window", arguments: [Float(0.5), 4, 1024])
  func invariance(_ gain: Float) {
    let values = noise(3)
    let plain = window(5, values)
    // Powers of two change no digit.
    #expect(window(5, values.map { $0 * gain }) == plain)
    let shifted = row(window(5, values.map { $0 * gain + 30 }).ecg, 5)
    let largest = zip(shifted, row(plain.ecg, 5)).reduce(0) { max($0, abs($1.0 - $1.1)) }
    #expect(largest < 1e-4)
  }

  @Test("Turned over, a signal is the same turned over")
  func sign() {
    let values = noise(4)
    let (one, other) = (window(0, values).ecg, window(0, values.map { -$0 }).ecg)
    #expect(zip(one, other).allSatisfy { abs($0 + $1) < 1e-6 })
    #expect(one.contains { $0 > 0.5 })
  }

  @Test("A channel below its floor is dead and silent, one above it lives")
  func floors() {
    for (channel, floor) in [
      (0, PreparationSettings.surfaceFloorMillivolts),
      (12, PreparationSettings.intracardiacFloorMillivolts),
      (25, PreparationSettings.intracardiacFloorMillivolts),
    ] {
      // Half of the samples above and half below the median, all equally far from it.
      func square(_ size: Float) -> [Float] {
        (0..<Self.samples).map { $0.isMultiple(of: 2) ? size : -size }
      }
      let dead = window(channel, square(floor * 0.98))
      let live = window(channel, square(floor * 1.02))
      #expect(!dead.isLive && !dead.hasECG && !dead.hasIEGM)
      #expect(dead == PreparedWindow(samples: Self.samples))
      #expect(live.isLive)
      #expect(live.hasECG == (channel < 12) && live.hasIEGM == (channel >= 12))
      #expect((live.ecgLive + live.iegmLive).firstIndex(of: 1) == channel)
      #expect((live.ecg + live.iegm).count { abs(abs($0) - 1) < 1e-6 } == Self.samples)
    }
    #expect(
      PreparationSettings.surfaceFloorMillivolts > PreparationSettings.intracardiacFloorMillivolts)
  }

  @Test("A constant channel is dead, at whatever level", arguments: [Float(0), 3, -1000])
  func constant(_ level: Float) {
    #expect(!window(0, [Float](repeating: level, count: Self.samples)).isLive)
  }

  @Test("A channel that holds no numbers is dead")
  func notANumber() {
    let window = window(2, [Float](repeating: .nan, count: Self.samples))
    #expect(!window.isLive)
    #expect(window.ecg.allSatisfy { $0 == 0 })
  }

  // MARK: Faults

  private static let flat = PreparedSignal.Fault.flat.rawValue
  private static let clipped = PreparedSignal.Fault.clipped.rawValue

  /// Whether a slot with so many faults in its first samples is sound.
  private func isSound(_ fault: UInt8, _ count: Int) -> Bool {
    let faults = [UInt8](repeating: fault, count: count)
    return normalization.soundSlots(
      [faults + [UInt8](repeating: 0, count: Self.samples - count)], 0..<Self.samples)[0]
  }

  @Test("More than a fifth of a channel standing still makes it dead")
  func flatShare() {
    #expect(isSound(Self.flat, 80))
    #expect(!isSound(Self.flat, 81))
  }

  @Test("More than a twentieth at the amplifier's limit, or missing, makes it dead")
  func clippedShare() {
    #expect(isSound(Self.clipped, 20))
    #expect(!isSound(Self.clipped, 21))
  }

  @Test("Both faults at once count for each")
  func bothFaults() {
    #expect(isSound(Self.flat | Self.clipped, 20))
    #expect(!isSound(Self.flat | Self.clipped, 21))
  }

  @Test("Only faults within the stretch count, and an absent channel is not sound")
  func places() {
    let half = [UInt8](repeating: Self.clipped, count: 400)
    let faults = half + [UInt8](repeating: 0, count: 400)
    func sound(_ place: Range<Int>) -> [Bool] { normalization.soundSlots([faults, []], place) }
    #expect(sound(0..<400) == [false, false])
    #expect(sound(400..<800) == [true, false])
    #expect(sound(380..<780) == [true, false])
    #expect(sound(379..<779) == [false, false])
  }

  @Test("A window is cut at its place in the record, its dead channels silent")
  func cut() {
    let start = 1000
    var signal = PreparedSignal(
      range: start..<start + 2000,
      channels: (0..<26).map { noise($0, 2000) },
      faults: [[UInt8]](repeating: [UInt8](repeating: 0, count: 2000), count: 19))
    signal.channels[4] = []
    signal.faults[4] = []
    // Slot 13 is clipped from sample 1700 on: its electrogram and its envelope, channels 13 and 20.
    for index in 700..<2000 { signal.faults[13][index] = Self.clipped }
    let early = normalization.window(signal, from: 1200)
    #expect(early.ecgLive == (0..<12).map { $0 == 4 ? 0 : 1 })
    #expect(early.iegmLive == [Float](repeating: 1, count: 14))
    #expect(row(early.ecg, 4).allSatisfy { $0 == 0 })
    #expect(row(early.ecg, 6) == row(window(6, Array(signal.channels[6][200..<600])).ecg, 6))
    #expect(row(early.iegm, 9) == row(window(21, Array(signal.channels[21][200..<600])).iegm, 9))
    let late = normalization.window(signal, from: 1500)
    #expect(late.iegmLive == (0..<14).map { $0 == 1 || $0 == 8 ? 0 : 1 })
    #expect(row(late.iegm, 1).allSatisfy { $0 == 0 } && row(late.iegm, 8).allSatisfy { $0 == 0 })
    #expect(late != early)
  }
}
