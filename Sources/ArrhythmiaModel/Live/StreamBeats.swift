import SignalProcessing

/// Finds beats in a recording while it comes.
///
/// Four times a second the detector reads the last ten seconds; a beat counts once so much has come
/// behind it that the detector, which looks at both sides of a wave, hardly changes its mind. What
/// is found does not depend on how the recording was cut into packets.
public struct StreamBeats: Sendable {
  /// All beats that are kept, in order, at 250 Hz.
  public private(set) var beats: [Int] = []
  /// Where the detector has read to.
  public private(set) var end = 0

  private static let hop = 62
  private static let window = 2_500
  /// A beat waits for so much signal behind it: 0.4 s, the end of its T wave.
  private static let settled = 100
  /// No ventricle is activated again so soon.
  private static let refractory = 45
  /// The detector's levels need some beats.
  private static let least = 750
  private let keptSamples: Int

  public init(keptSeconds: Double) {
    keptSamples = Int(keptSeconds * QRSDetector.samplingRateHz)
  }

  /// The delay after which a beat is told, in seconds.
  public static let delaySeconds = Double(settled + hop) / QRSDetector.samplingRateHz

  /// Reads what has come since. Returns the beats that count now, and did not before.
  public mutating func update(_ signal: StreamSignal) -> [Int] {
    var found: [Int] = []
    while end + Self.hop <= signal.end {
      end += Self.hop
      guard end >= Self.least else { continue }
      found += detect(signal)
    }
    if let newest = beats.last, let oldest = beats.first, newest - oldest > keptSamples * 5 / 4 {
      beats.removeAll { $0 < newest - keptSamples }
    }
    return found
  }

  private mutating func detect(_ signal: StreamSignal) -> [Int] {
    let range = max(signal.signal.range.lowerBound, end - Self.window)..<end
    let leads = signal.leads(range).filter { !$0.isEmpty }
    guard !range.isEmpty, !leads.isEmpty else { return [] }
    let after = beats.last.map { $0 + Self.refractory } ?? 0
    let new = QRSDetector.detect(leadsMillivolts: leads).map { $0 + range.lowerBound }
      .filter { $0 >= after && $0 < end - Self.settled }
    beats += new
    return new
  }
}
