public import ArrhythmiaModel
public import NeuralNetwork

/// Labelled windows, parted into those that teach and those that judge.
public struct TaughtSupport: Sendable {
  /// Those that teach, at most `mostEach` of a class and patient.
  public private(set) var teaching: [TaughtWindow]
  /// Those that judge, and never teach.
  public private(set) var guarding: [TaughtWindow]
  /// How many have taught the model already: they are in its memory, and judge no more.
  public private(set) var known = 0

  /// Windows of one class and patient that teach at most: more would be more of the same.
  public static let mostEach = 20

  /// Every third patient of a class guards; of one patient alone every third span. A class of one
  /// or two spans of one patient has none to spare. What has taught the model before never judges
  /// it, and what has judged it never teaches.
  ///
  /// - Parameter base: the model that is taught; of many windows those teach that stand best for
  ///   all in its features.
  ///   `progress` is told the share that is done; what it throws ends the work.
  public init(
    _ windows: [TaughtWindow], base: ModelWeights, crew: Crew,
    progress: (Double) throws -> Void = { _ in }
  ) rethrows {
    let windows = Self.ordered(windows)
    let before = base.properties?.teaching
    let new = windows.filter { window in !(before?.taught ?? []).contains { $0.holds(window) } }
    func hasJudged(_ window: TaughtWindow) -> Bool {
      (before?.guarding ?? []).contains { $0.overlaps(window) }
    }
    known = windows.count - new.count
    var (teaching, guarding) = ([TaughtWindow](), new.filter(hasJudged))
    let open = new.filter { !hasJudged($0) }
    let records = Set((before?.taught ?? []).map(\.digest))
    let people = Set(windows.filter { records.contains($0.digest) }.map(\.patient))
    for label in Self.labels(open) {
      let own = open.filter { $0.label == label }
      let judges = Self.guards(own, taught: people)
      teaching += own.filter { !judges($0) }
      guarding += own.filter(judges)
    }
    // What a judge shows must not teach, whatever span it was cut from.
    teaching.removeAll { window in
      guarding.contains { $0.digest == window.digest && $0.seconds.overlaps(window.seconds) }
    }
    self.guarding = Self.spread(guarding)
    self.teaching = try Self.herded(teaching, base, crew, progress)
  }

  /// Parted as told.
  public init(teaching: [TaughtWindow], guarding: [TaughtWindow]) {
    (self.teaching, self.guarding) = (teaching, guarding)
  }

  /// The classes in the order of their names.
  public static func labels(_ windows: [TaughtWindow]) -> [String] {
    Set(windows.map(\.label)).sorted()
  }

  /// In an order that does not depend on which record is in view, spans numbered by it.
  private static func ordered(_ windows: [TaughtWindow]) -> [TaughtWindow] {
    var sorted = windows.sorted {
      ($0.digest, $0.seconds.lowerBound, $0.label) < ($1.digest, $1.seconds.lowerBound, $1.label)
    }
    var numbers: [Int: Int] = [:]
    for place in sorted.indices {
      let number = numbers[sorted[place].episode] ?? numbers.count
      numbers[sorted[place].episode] = number
      sorted[place].episode = number
    }
    return sorted
  }

  /// - Parameter taught: people who have taught the model before: they never judge it.
  private static func guards(
    _ own: [TaughtWindow], taught: Set<String>
  ) -> (TaughtWindow) -> Bool {
    let patients = Set(own.map(\.patient)).sorted()
    if !taught.isDisjoint(with: patients) {
      let fresh = patients.filter { !taught.contains($0) }
      let chosen = Set(fresh.enumerated().filter { $0.offset % 3 == 2 }.map(\.element))
      return { chosen.contains($0.patient) }
    }
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
    _ windows: [TaughtWindow], _ base: ModelWeights, _ crew: Crew,
    _ progress: (Double) throws -> Void
  ) rethrows -> [TaughtWindow] {
    let groups = grouped(windows)
    guard groups.contains(where: { $0.count > mostEach }) else {
      return groups.flatMap { $0.map { windows[$0] } }
    }
    let features = try WindowFeatures(
      base, windows.map(\.signal), crew: crew, progress: progress
    ).features
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

extension ModelTeaching.Place {
  fileprivate func overlaps(_ window: TaughtWindow) -> Bool {
    let length = Double(WindowPlan.samples) / PreparationSettings.samplingRateHz
    return digest == window.digest && (seconds..<seconds + length).overlaps(window.seconds)
  }

  /// Whether it has said the same already.
  fileprivate func holds(_ window: TaughtWindow) -> Bool {
    label == window.label && overlaps(window)
  }
}
