import NeuralNetwork
import SignalProcessing
public import Waveforms

/// A model's findings on one record in any order: those near the cursor first, and one window in
/// detail.
///
/// A value for one thread at a time. It works on its classifier's crew, so it is to be made and
/// asked on the thread that uses the classifier, which for a screen is one in the background: a
/// batch of 32 windows takes that thread a fraction of a second, after which it can look whether
/// the cursor has moved.
///
/// A finding is the same bits in whatever order and company it is asked for.
public struct RecordReading: Sendable {
  /// Whose findings they are.
  public let classifier: RecordClassifier
  /// Which of the model's channels the record has.
  public let fit: ModelFit
  /// What each finding is about, in seconds from the record's beginning, in order: of a rhythm
  /// window its middle half, so that places follow each other; of a beat 4 ms at the beat.
  public let places: [Range<Double>]

  let windows: [Window]
  /// Which windows a pacemaker rules.
  private var isPaced: [Bool]
  /// A row for each window where the model is told of the rhythm, else none.
  let context: [[Float]]
  /// Made when a window is asked for in detail for the first time.
  var explanation: ExplanationEngine?
  private var reader: RovingReader

  /// Windows that are normalised and computed at once.
  static let chunk = 256
  /// Windows that each thread computes between two calls of `progress`, some milliseconds.
  private static let windowsPerThread = 4
  private static let normalizedPerThread = 8

  /// What the model sees.
  struct Window: Sendable {
    /// The sample in the middle.
    var middle: Int
    /// Half of what the finding is about.
    var reach: Int

    /// What the finding is about.
    var place: Range<Int> {
      let lower = max(0, middle - reach)
      return lower..<max(lower + 1, middle + reach)
    }
  }

  /// How many findings there are.
  public var count: Int { windows.count }

  /// Lays out a record's windows.
  ///
  /// A beat model is told the beats, in frames of the record, or finds them itself; either way all
  /// of the record's leads are read for it here. `stimuli`: times of a pacemaker's or stimulator's
  /// pulses that were found, in seconds. Throws `PreparationError` where the record has no channel
  /// of the model's or is too short, and the record's own errors. `progress` is told the share that
  /// is done and can end it: see `Pieces`.
  public init(
    _ classifier: RecordClassifier, _ record: Record, beats: [Int]? = nil, stimuli: [Double] = [],
    progress: (Double) throws -> Void = { _ in }
  ) throws {
    let properties = classifier.properties
    let samples = classifier.configuration.samples
    fit = classifier.fit(record)
    if let problem = fit.problem { throw problem }
    let preparation = try RecordPreparation(
      record, PreparationSettings(direction: properties.direction)
    ) { try progress(0.1 * $0) }
    if classifier.isOfBeats {
      var reader = PreparedReader(preparation)
      let leads = try reader.surface(crew: classifier.crew) { try progress(0.1 + 0.5 * $0) }
      let found =
        try beats.map { $0.map(preparation.sample(nearestTo:)).sorted() }
        ?? Self.beats(leads) { try progress(0.6 + 0.2 * $0) }
      windows = found.map { Window(middle: $0, reach: 0) }
      let isTold = classifier.configuration.context != nil
      context =
        isTold
        ? try BeatContext.rows(leads: properties.selection.read(of: leads), beats: found) {
          try progress(0.8 + 0.15 * $0)
        } : []
      isPaced = PacedWindows.beats(found, stimuli: stimuli)
    } else {
      windows = Self.rhythmWindows(preparation.sampleCount, samples: samples)
      context = []
      isPaced = PacedWindows.spans(windows.map(\.place), stimuli: stimuli)
    }
    places = windows.map { Self.seconds($0.place) }
    reader = RovingReader(preparation)
    self.classifier = classifier
    try lookForPacing { try progress(0.95 + 0.05 * $0) }
    try progress(1)
  }

  /// Beats in which pacing is looked for: enough to tell a fifth from few.
  private static let pacingSample = 48

  /// Pulses are lost on a Holter's tape and in a filter. Where the model names many of the beats,
  /// spread over the record, for paced, all are ruled by the pacemaker: see `PacedWindows`.
  private mutating func lookForPacing(_ progress: (Double) throws -> Void) throws {
    guard let paced = classifier.properties.pacedBeatClass, isPaced.contains(false) else { return }
    let step = max(1, count / Self.pacingSample)
    let sample = try findings(stride(from: step / 2, to: count, by: step)) { try progress($0) }
    let found = sample.count { $0.decision == paced }
    if PacedWindows.isRecord(found, of: sample.count) { isPaced = isPaced.map { _ in true } }
  }

  /// Windows that overlap by half; one around all of a record that is shorter than it.
  private static func rhythmWindows(_ count: Int, samples: Int) -> [Window] {
    let half = samples / 2
    if count < samples { return [Window(middle: count / 2, reach: (count + 1) / 2)] }
    return stride(from: half, through: count - half, by: half).map {
      Window(middle: $0, reach: half / 2)
    }
  }

  private static func beats(
    _ leads: [[Float]], _ progress: (Double) throws -> Void
  ) rethrows -> [Int] {
    let present = leads.filter { !$0.isEmpty }
    return try present.isEmpty
      ? [] : QRSDetector.detect(leadsMillivolts: present, progress: progress)
  }

  static func seconds(_ samples: Range<Int>) -> Range<Double> {
    let rate = PreparationSettings.samplingRateHz
    return Double(samples.lowerBound) / rate..<Double(samples.upperBound) / rate
  }

  // MARK: Order

  /// The finding that is about a time, or nearest to it; nil where there are none.
  public func index(nearestTo seconds: Double) -> Int? {
    Self.index(nearestTo: seconds, in: places)
  }

  /// The same among places that somebody else keeps, which are in order.
  public static func index(nearestTo seconds: Double, in places: [Range<Double>]) -> Int? {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].upperBound <= seconds { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return places.isEmpty ? nil : 0 }
    guard low < places.count else { return places.count - 1 }
    let behind = seconds - places[low - 1].upperBound
    return behind < places[low].lowerBound - seconds ? low - 1 : low
  }

  /// All findings in batches of `size`, those nearest to a time first.
  ///
  /// A batch is the same findings wherever the cursor is, so that one which is done stays done.
  public func batches(nearestTo seconds: Double, of size: Int = 32) -> [Range<Int>] {
    let centre = index(nearestTo: seconds) ?? 0
    func distance(_ batch: Range<Int>) -> Int {
      max(batch.lowerBound - centre, centre - (batch.upperBound - 1), 0)
    }
    let all = stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    return all.sorted { (distance($0), $0.lowerBound) < (distance($1), $1.lowerBound) }
  }

  // MARK: Findings

  /// The findings of these numbers, in the order asked. Neighbours asked for together cost least.
  /// `progress` is told the share that is done and can end it: see `Pieces`.
  public mutating func findings(
    _ indices: some Sequence<Int>, progress: (Double) throws -> Void = { _ in }
  ) throws -> [RecordClassifier.Finding] {
    let asked = Array(indices)
    let order = asked.indices.sorted { asked[$0] < asked[$1] }
    var found = [RecordClassifier.Finding?](repeating: nil, count: asked.count)
    for start in stride(from: 0, to: order.count, by: Self.chunk) {
      let part = order[start..<min(start + Self.chunk, order.count)]
      let numbers = part.map { asked[$0] }
      func report(_ share: Double) throws {
        try progress((Double(start) + share * Double(part.count)) / Double(order.count))
      }
      let prepared = try prepared(numbers) { try report($0 / 2) }
      let findings = try computed(prepared, numbers) { try report((1 + $0) / 2) }
      for (place, finding) in zip(part, findings) { found[place] = finding }
    }
    return found.compactMap { $0 }
  }

  /// What there is to know of a window beside its samples.
  func asked(_ index: Int, _ window: PreparedWindow) -> RecordClassifier.Asked {
    RecordClassifier.Asked(
      place: windows[index].place,
      circumstances: CertaintyRule.Circumstances(
        kind: window.kind, foreign: classifier.selection.foreign(window),
        paddedSeconds: fit.paddedSeconds, isPaced: isPaced[index]))
  }

  /// Findings of windows that are ready, a few at a time for each thread.
  private func computed(
    _ prepared: [PreparedWindow], _ numbers: [Int], _ progress: (Double) throws -> Void
  ) throws -> [RecordClassifier.Finding] {
    var found: [RecordClassifier.Finding] = []
    let size = Self.windowsPerThread * classifier.crew.count
    try Pieces.forEach(of: numbers.count, size: size, progress) { piece in
      let some = numbers[piece]
      found += try classifier.findings(
        Array(prepared[piece]), context: context.isEmpty ? [] : some.map { context[$0] },
        asked: piece.map { asked(numbers[$0], prepared[$0]) })
    }
    return found
  }

  /// Normalised windows of these numbers, which are in order.
  mutating func prepared(
    _ numbers: [Int], progress: (Double) throws -> Void = { _ in }
  ) throws -> [PreparedWindow] {
    let normalization = WindowNormalization(samples: classifier.configuration.samples)
    let selection = classifier.selection
    var made: [PreparedWindow] = []
    for starts in runs(numbers) {
      guard let first = starts.first, let last = starts.last else { continue }
      let before = made.count
      func report(_ share: Double) throws {
        try progress((Double(before) + share * Double(starts.count)) / Double(numbers.count))
      }
      let range = first..<last + normalization.samples
      let signal = try reader.signal(range, crew: classifier.crew) { try report($0 / 2) }
      let size = Self.normalizedPerThread * classifier.crew.count
      try Pieces.forEach(of: starts.count, size: size, { try report((1 + $0) / 2) }) { piece in
        made += classifier.crew.map(piece.count) { index in
          var window = normalization.window(signal, from: starts[piece.lowerBound + index])
          selection.apply(to: &window)
          return window
        }
      }
    }
    return made
  }

  /// The windows' first samples, parted where there is signal between two that neither needs.
  private func runs(_ numbers: [Int]) -> [[Int]] {
    let samples = classifier.configuration.samples
    var runs: [[Int]] = []
    for start in numbers.map({ windows[$0].middle - samples / 2 }) {
      if let last = runs.last?.last, start <= last + samples {
        runs[runs.count - 1].append(start)
      } else {
        runs.append([start])
      }
    }
    return runs
  }
}
