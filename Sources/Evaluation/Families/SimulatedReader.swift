/// A reader who names families instead of beats, simulated: how long until nearly all of a record's
/// beats are right.
///
/// Families come in the program's order, each as its mean and members, 20 a screen. The first
/// screens of all families are read one after another: the reader names each by the majority of
/// what the screen shows, and mends each beat there that is another. Then come the second screens,
/// the third ones and so on, on which beats are mended only. A screen takes 2 s to look at, a key 1
/// s. A beat that was not seen is what its family is called.
public struct SimulatedReader: Sendable {
  /// What was reached and when.
  public struct Result: Sendable, Equatable {
    /// Seconds until the part of beats that was asked for is right; nil where it never is.
    public let seconds: Double?
    /// Seconds for the first screens of all families with their keys, and the part right then.
    public let firstSeconds: Double
    public let firstPart: Double
  }

  /// Beats on a screen.
  public static let screenBeats = 20
  /// Seconds to look at a screen, and for a key.
  public static let secondsPerScreen = 2.0
  public static let secondsPerKey = 1.0

  /// The part of beats that is to be right.
  public let goal: Double

  /// A reader who is done when this part of beats is right.
  public init(goal: Double = 0.99) { self.goal = goal }

  /// Reads a record's families.
  /// - Parameters:
  ///   - families: for each family its beats in the order in which they are shown.
  ///   - labels: for each beat what it is.
  public func read(families: [[Int]], labels: [String]) -> Result {
    let beats = families.reduce(0) { $0 + $1.count }
    var (seconds, right) = (0.0, 0)
    var (reached, first): (Double?, (Double, Double)) = (nil, (0, 1))
    var names: [String] = []
    func isReached() -> Bool { Double(right) >= goal * Double(beats) }
    let screens = families.map { ($0.count + Self.screenBeats - 1) / Self.screenBeats }.max() ?? 0
    for screen in 0..<screens {
      for (family, members) in families.enumerated() {
        let shown = members.dropFirst(screen * Self.screenBeats).prefix(Self.screenBeats)
        guard !shown.isEmpty else { continue }
        seconds += Self.secondsPerScreen
        if screen == 0 {
          names.append(Self.majority(shown.map { labels[$0] }))
          seconds += Self.secondsPerKey
          right += members.filter { labels[$0] == names[family] }.count
        }
        let wrong = shown.filter { labels[$0] != names[family] }.count
        right += wrong
        seconds += Double(wrong) * Self.secondsPerKey
        if reached == nil, names.count == families.count, isReached() { reached = seconds }
      }
      if screen == 0 { first = (seconds, Double(right) / Double(max(1, beats))) }
    }
    return Result(seconds: reached, firstSeconds: first.0, firstPart: first.1)
  }

  /// Seconds to label a record beat by beat: it is read from its beginning, 20 beats a screen, all
  /// beats being normal until a key says otherwise.
  public func readBeatByBeat(labels: [String]) -> Double {
    var right = labels.filter { $0 == "N" }.count
    var seconds = 0.0
    for start in stride(from: 0, to: labels.count, by: Self.screenBeats) {
      guard Double(right) < goal * Double(labels.count) || start == 0 else { break }
      let shown = labels[start..<min(start + Self.screenBeats, labels.count)]
      let wrong = shown.filter { $0 != "N" }.count
      right += wrong
      seconds += Self.secondsPerScreen + Double(wrong) * Self.secondsPerKey
    }
    return seconds
  }

  /// The same where a key sets the label for its beat and all that follow, and all are to be read.
  public func readRunning(labels: [String]) -> Double {
    let screens = (labels.count + Self.screenBeats - 1) / Self.screenBeats
    let keys = zip(["N"] + labels, labels).filter { $0 != $1 }.count
    return Double(screens) * Self.secondsPerScreen + Double(keys) * Self.secondsPerKey
  }

  /// The commonest label; the first in the alphabet of equals.
  private static func majority(_ labels: [String]) -> String {
    let counts = labels.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    return counts.min { (-$0.value, $0.key) < (-$1.value, $1.key) }?.key ?? ""
  }
}
