import Foundation
import Measures
public import Simulation
import Waveforms

/// Measures of simulated patients beside what truly happened.
public struct MeasureTable: Sendable {
  /// Each measure's errors, in the order in which they first came.
  public private(set) var rows: [(name: String, errors: MeasureErrors)] = []
  /// Beats whose coronary sinus order was told, and those among them that have the true one.
  public private(set) var orders = (told: 0, right: 0, earliest: 0)
  /// Time for ten seconds of 19 channels.
  private var milliseconds: [Double] = []
  /// Beats that were given another atrial wave than theirs.
  public private(set) var otherWaves = 0

  /// Beats nearer to the record's ends have not all that they need around them.
  private static let edgeSeconds = 1.2

  /// A table of no patient yet.
  public init() {}

  /// Measures a patient's beats and compares them with what happened.
  /// - Parameter noise: added to the surface leads, a standard deviation in millivolts.
  public mutating func add(_ patient: SimulatedPatient, noise: Double) throws {
    let site = patient.subject.diagnosis == "AVNRT" && patient.channelNames.contains("ABL12")
    let record = Record(
      patient, renaming: site ? ["ABL12": "HIS12"] : [:], surfaceNoise: noise)
    let truths = patient.truth.filter(\.isAnnotated)
    let measurer = try BeatMeasurer(record: record, beats: patient.truth.map(\.qrsPeak))
    let measures = try timed(measurer, record.durationSeconds, channels: record.channels.count)
    let byBeat = Dictionary(measures.map { ($0.beat, $0) }) { first, _ in first }
    for truth in truths.dropFirst()
    where truth.qrsPeak > Self.edgeSeconds
      && truth.qrsPeak < record.durationSeconds - Self.edgeSeconds
    {
      guard let measures = byBeat[truth.qrsPeak] else { continue }
      add(measures, truth, channels: patient.channelNames, hasHis: site)
    }
  }

  private mutating func add(
    _ measures: BeatMeasures, _ truth: BeatTruth, channels: [String], hasHis: Bool
  ) {
    let fiducials = measures.fiducials
    let onset = truth.ventricularOnset
    let isFibrillating = truth.kind == .afib
    let leads = truth.atrial.flatMap { $0.onset < onset - 0.03 ? $0 : nil }
    let follows = truth.atrial.flatMap { $0.onset < onset - 0.03 ? nil : $0 }
    note("QRS onset", fiducials.qrsOnset, onset)
    note("QRS offset", fiducials.qrsOffset, truth.qrsOffset)
    note("QRS", measures.qrs, truth.qrsOffset - onset)
    note("T end", fiducials.tEnd, truth.tEnd)
    note("QT", measures.qt, truth.tEnd - onset)
    note("P onset", fiducials.pOnset, isFibrillating ? nil : leads?.onset)
    note("PR", measures.pr, isFibrillating ? nil : leads.map { onset - $0.onset })
    if hasHis {
      note("AH", measures.ah, truth.his.flatMap { his in leads.map { his - $0.onset - 0.038 } })
      // The bundle is activated before the ventricles in re-entry too.
      note("HV", measures.hv, truth.his.map { onset - $0 })
    }
    let sites = ["CS12", "CS34", "CS56", "CS78", "CS90"].map { channels.firstIndex(of: $0) }
    guard !sites.contains(nil) else { return }
    note("VA", measures.va, follows.flatMap { $0.coronarySinus.min() }.map { $0 - onset })
    note("AV", measures.av, leads.flatMap { $0.coronarySinus.min() }.map { onset - $0 })
    addSites(measures, truth, sites.compactMap { $0 })
  }

  private mutating func addSites(_ measures: BeatMeasures, _ truth: BeatTruth, _ channels: [Int]) {
    let times = truth.atrial?.coronarySinus
    if let times, let measured = measures.earliestSite?.time, let earliest = times.min(),
      abs(measured - earliest) > 0.1
    {
      otherWaves += 1
      return
    }
    for (place, channel) in channels.enumerated() {
      let site = measures.coronarySinus.first { $0.channel == channel }
      note("CS activation", site?.time, times?[place])
    }
    guard let times, measures.coronarySinus.count == channels.count else { return }
    orders.told += 1
    let ranked = measures.coronarySinus.map { times[$0.channel - channels[0]] }
    // Sites of equal time may stand in either order; 2 ms are two frames.
    orders.right += zip(ranked, ranked.dropFirst()).allSatisfy { $1 > $0 - 0.0021 } ? 1 : 0
    orders.earliest += ranked[0] < (times.min() ?? 0) + 0.0021 ? 1 : 0
  }

  private mutating func note(_ name: String, _ measured: Double?, _ truth: Double?) {
    let place = rows.firstIndex { $0.name == name } ?? rows.count
    if place == rows.count { rows.append((name, MeasureErrors())) }
    rows[place].errors.add(measured: measured, truth: truth)
  }

  /// All beats, ten seconds at a time as a screen asks for them.
  private mutating func timed(
    _ measurer: BeatMeasurer, _ duration: Double, channels: Int
  ) throws -> [BeatMeasures] {
    let clock = ContinuousClock()
    return try stride(from: 0, to: duration, by: 10).flatMap { start in
      let begin = clock.now
      let measures = try measurer.measure(from: start, to: start + 10)
      if channels >= 19 { milliseconds.append((clock.now - begin) / .milliseconds(1)) }
      return measures
    }
  }

  /// The table, and what it says of coronary sinus activation.
  public var markdown: [String] {
    let told = max(1, orders.told)
    return MeasureErrors.header + rows.map { $0.errors.row($0.name) } + [
      "",
      "Coronary sinus order: told in \(orders.told) beats, right in "
        + "\(Self.percent(orders.right, told)), earliest site right in "
        + "\(Self.percent(orders.earliest, told)). "
        + "Given another atrial wave than theirs: \(otherWaves) beats, which "
        + "are not in the row of coronary sinus activations.",
      "", speed,
    ]
  }

  private var speed: String {
    let sorted = milliseconds.sorted()
    guard let worst = sorted.last else { return "No record of 19 channels." }
    return String(
      format: "Ten seconds of 19 channels: median %.1f ms, worst %.1f ms.",
      sorted[sorted.count / 2], worst)
  }

  private static func percent(_ part: Int, _ whole: Int) -> String {
    "\((1000 * Double(part) / Double(whole)).rounded() / 10) %"
  }
}
