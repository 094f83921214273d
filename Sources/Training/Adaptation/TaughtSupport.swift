public import ArrhythmiaModel
public import NeuralNetwork

/// Labelled windows, parted into those that teach and those that judge.
public struct TaughtSupport: Sendable {
  /// Those that teach, at most `mostEach` of a class and patient.
  public private(set) var teaching: [TaughtWindow]
  /// Those that judge, and never teach.
  public private(set) var guarding: [TaughtWindow]

  /// Windows of one class and patient that teach at most: more would be more of the same.
  public static let mostEach = 20

  /// Every third patient of a class guards; of one patient alone every third span. A class of one
  /// or two spans of one patient has none to spare.
  ///
  /// - Parameter base: the model that is taught; of many windows those teach that stand best for
  ///   all in its features.
  public init(_ windows: [TaughtWindow], base: ModelWeights, crew: Crew) {
    var (teaching, guarding): ([TaughtWindow], [TaughtWindow]) = ([], [])
    for label in Self.labels(windows) {
      let own = windows.filter { $0.label == label }
      let judges = Self.guards(own)
      teaching += own.filter { !judges($0) }
      guarding += own.filter(judges)
    }
    // What a judge shows must not teach, whatever span it was cut from.
    teaching.removeAll { window in
      guarding.contains { $0.digest == window.digest && $0.seconds.overlaps(window.seconds) }
    }
    self.guarding = Self.spread(guarding)
    self.teaching = Self.herded(teaching, base, crew)
  }

  /// Parted as told.
  public init(teaching: [TaughtWindow], guarding: [TaughtWindow]) {
    (self.teaching, self.guarding) = (teaching, guarding)
  }

  /// The classes in the order of their names.
  public static func labels(_ windows: [TaughtWindow]) -> [String] {
    Set(windows.map(\.label)).sorted()
  }

  private static func guards(_ own: [TaughtWindow]) -> (TaughtWindow) -> Bool {
    let patients = Set(own.map(\.patient)).sorted()
    if patients.count > 1 {
      let chosen = Set(
        patients.enumerated().filter { $0.offset % 3 == min(2, patients.count - 1) }
          .map(\.element))
      return { chosen.contains($0.patient) }
    }
    let episodes = Set(own.map(\.episode)).sorted()
    let chosen = Set(episodes.enumerated().filter { $0.offset % 3 == 2 }.map(\.element))
    return { chosen.contains($0.episode) }
  }

  /// Of a class and patient, windows spread over all there are.
  private static func spread(_ windows: [TaughtWindow]) -> [TaughtWindow] {
    grouped(windows).flatMap { members in
      let step = Double(members.count) / Double(min(members.count, mostEach))
      return (0..<min(members.count, mostEach)).map { windows[members[Int(Double($0) * step)]] }
    }
  }

  private static func herded(
    _ windows: [TaughtWindow], _ base: ModelWeights, _ crew: Crew
  ) -> [TaughtWindow] {
    let groups = grouped(windows)
    guard groups.contains(where: { $0.count > mostEach }) else {
      return groups.flatMap { $0.map { windows[$0] } }
    }
    let features = WindowFeatures(base, windows.map(\.signal), crew: crew).features
    return groups.flatMap { members in
      Herding.order(members.map { features[$0] }, count: mostEach).sorted()
        .map { windows[members[$0]] }
    }
  }

  /// Numbers of the windows by class and patient, in order.
  private static func grouped(_ windows: [TaughtWindow]) -> [[Int]] {
    Dictionary(grouping: windows.indices) { [windows[$0].label, windows[$0].patient] }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}
