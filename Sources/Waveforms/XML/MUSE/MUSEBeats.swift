/// The QRS complexes that the device found.
///
/// No public text says what their times are counted in. In public exports of MUSE 9 at 500 Hz they
/// are milliseconds (intervals of 1242 beside a mean RR interval of 1242 ms); programs of others
/// take them for samples. The mean RR interval that the file gives tells which it is.
struct MUSEBeats {
  private(set) var set: AnnotationSet?
  private(set) var comments: [String] = []
  private(set) var warnings: [String] = []

  /// - Parameters:
  ///   - rateHz: samples per second of the waveform.
  ///   - seconds: its length.
  init(_ root: XMLElement, rateHz: Double, seconds: Double) {
    let times = root.child("QRSTimesTypes")
    let complexes = (times?.all("QRS") ?? []).compactMap { complex -> (time: Int, type: Int)? in
      guard let time = complex.text(of: "Time").flatMap({ Int($0) }), abs(time) < 1 << 31
      else { return nil }
      return (time, complex.text(of: "Type").flatMap { Int($0) } ?? 0)
    }.sorted { $0.time < $1.time }
    guard let last = complexes.last else { return }
    let ticks = [1000, rateHz, Self.measurementRate(root)].compactMap { $0 }
      .filter { Double(last.time) / $0 <= seconds + 0.5 }
    guard let resolution = Self.best(ticks, complexes.map(\.time), Self.meanInterval(root)) else {
      warnings.append(
        "The times of \(complexes.count) QRS complexes suit neither the length of the waveform nor "
          + "the mean RR interval: they are left out")
      return
    }
    let annotations = complexes.map { complex in
      // The types number the shapes that the device tells apart; they are no classes of beats.
      WFDBAnnotation(
        time: complex.time, code: WFDBAnnotationDefinition.standardCode(symbol: "Q") ?? .note,
        number: Int8(clamping: complex.type))
    }
    set = AnnotationSet(
      annotator: "ann", annotations: annotations, timeResolutionHz: resolution)
    comments.append(
      "annotations: QRS complexes of the device, not classified; their number is its type of shape")
  }

  /// Samples per second that the measurements count in.
  private static func measurementRate(_ root: XMLElement) -> Double? {
    let rate = MUSEWaveform.scaled(
      root.child("RestingECGMeasurements"), "ECGSampleBase", "ECGSampleExponent")
    return rate.flatMap { (0.1...1e6).contains($0) ? $0 : nil }
  }

  /// Seconds from beat to beat, as the file gives them.
  private static func meanInterval(_ root: XMLElement) -> Double? {
    let number = { (parent: String, name: String) -> Double? in
      root.child(parent)?.text(of: name).flatMap(EDFText.number).flatMap { $0 > 0 ? $0 : nil }
    }
    return number("QRSTimesTypes", "GlobalRR").map { $0 / 1000 }
      ?? number("RestingECGMeasurements", "VentricularRate").map { 60 / $0 }
  }

  /// The ticks per second that make the times suit the mean interval; the first where nothing
  /// tells.
  private static func best(_ ticks: [Double], _ times: [Int], _ interval: Double?) -> Double? {
    guard let interval, times.count > 2, let first = times.first, let last = times.last,
      last > first
    else { return ticks.first }
    let mean = Double(last - first) / Double(times.count - 1)
    let error = { (ticks: Double) in abs(mean / ticks / interval - 1) }
    return ticks.filter { error($0) < 0.3 }.min { error($0) < error($1) }
  }
}
