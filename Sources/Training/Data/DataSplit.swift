import ArrhythmiaModel
import NeuralNetwork

/// How windows are parted into those that train, those that choose, and those that test.
public enum DataSplit: String, Sendable, CaseIterable {
  /// Patient-wise, in five folds: no patient is in two parts. The one that says how a model does on
  /// somebody it has never seen.
  case patients
  /// Segment-wise: each segment is whole in one part, with 8 s between parts; patients are shared.
  case blocked
  /// Windows at random, 80/10/10: the parts share patients and segments. Leaky.
  case random
  /// The usual halves of the MIT-BIH database (de Chazal et al. 2004): DS1 trains, with the paced
  /// records of the database, and DS2 tests. Records of other databases, where the data set has
  /// any, say how sure the model may be elsewhere. Patients apart, but for the one of records 201,
  /// which trains, and 202, which tests.
  case ds1ds2 = "ds1-ds2"
  /// Everybody trains. What a model is worth is told by the people that are held out of further
  /// trainings, part by part; nobody else is seen.
  case all

  /// Whether the parts share patients, so that a test says little of other patients.
  public var isLeaky: Bool { self == .blocked || self == .random }

  /// Number of folds.
  public var folds: Int {
    switch self {
    case .patients, .blocked: 5
    case .random, .ds1ds2, .all: 1
    }
  }

  /// The letter that tables show.
  public var code: String {
    switch self {
    case .patients: "P"
    case .blocked: "B"
    case .random: "R"
    case .ds1ds2: "DS1→DS2"
    case .all: "A"
    }
  }

  /// The name that tables show.
  public var title: String {
    switch self {
    case .patients: "patient-wise"
    case .blocked: "blocked by segment (leaky: patients shared)"
    case .random: "random windows (leaky: patients and segments shared)"
    case .ds1ds2: "MIT-BIH, inter-patient (but records 201 and 202 are of one patient)"
    case .all: "everybody trains"
    }
  }
}

/// One way to part the windows; numbers of windows in the data set.
public struct Fold: Sendable, Equatable {
  /// They train.
  public var train: [Int]
  /// They choose the best state and calibrate it.
  public var validation: [Int]
  /// They test, once.
  public var test: [Int]
  /// Classes that the training can learn: enough windows, of two patients.
  public var classes: [Int]

  /// Fewer windows than these cannot train a class.
  public static let leastWindows = 30
  /// Fewer patients than these neither.
  public static let leastPatients = 2
  /// Fewer patients than these leave a patient-wise split: one to train, one to choose, one to
  /// test.
  public static let leastSplitPatients = 3
}

extension Dataset {
  /// The folds of a split of some of the data set's windows (all closed ones if nil).
  ///
  /// Throws where a fold has nothing to test, or fewer than two classes to train.
  public func folds(_ split: DataSplit, seed: UInt64, cohort: String? = nil) throws -> [Fold] {
    let closed = windows.indices.filter {
      windows[$0].plan.set == .closed
        && (cohort == nil || sources[windows[$0].source].cohort == cohort)
    }
    let paced = pacedSources
    var folds: [Fold]
    switch split {
    case .patients: folds = patientFolds(closed)
    case .blocked: folds = blockedFolds(closed)
    case .random: folds = [randomFold(closed, seed: seed)]
    case .ds1ds2: folds = [try benchmarkFold(closed)]
    case .all: folds = [Fold(train: closed, validation: [], test: [], classes: [])]
    }
    for index in folds.indices {
      folds[index].test.removeAll { paced.contains(windows[$0].source) }
      folds[index].classes = try trainableClasses(folds[index].train, split)
      if folds[index].test.isEmpty, split != .all {
        let patients = Set(closed.map { sources[windows[$0].source].patient }).count
        throw DatasetError.emptyTest(
          split: split.rawValue, fold: index, reason: "\(patients) patients are too few; add some")
      }
    }
    return folds
  }

  /// Classes with enough windows and patients among some windows. The others have to leave the
  /// closed set before training: logit adjustment would inflate the logits of a class of few
  /// windows so far that common beats are called by its name.
  func trainableClasses(_ train: [Int], _ split: DataSplit) throws -> [Int] {
    let counts = counts(train)
    let kept = classes.indices.filter {
      counts[$0].windows >= Fold.leastWindows && counts[$0].patients >= Fold.leastPatients
    }
    guard kept.count >= 2 else {
      throw DatasetError.tooFewClasses(
        found: kept.map { classes[$0] },
        left: classes.indices.filter { !kept.contains($0) && counts[$0].windows > 0 }
          .map { classes[$0] })
    }
    return kept
  }

  // MARK: Patients

  /// Groups that are kept are given to five folds; each group's rarest patients first.
  private func patientFolds(_ closed: [Int]) -> [Fold] {
    let counts = counts(closed)
    let kept = closed.filter {
      counts[windows[$0].plan.label].patients >= Fold.leastSplitPatients
    }
    let foldOf = PatientFolds.assign(labelSets(kept), folds: DataSplit.patients.folds)
    return (0..<DataSplit.patients.folds).map { fold in
      let next = (fold + 1) % DataSplit.patients.folds
      func part(_ isIn: (Int) -> Bool) -> [Int] {
        kept.filter { isIn(foldOf[sources[windows[$0].source].patient] ?? 0) }
      }
      return Fold(
        train: part { $0 != fold && $0 != next },
        validation: coarse(part { $0 == next }), test: coarse(part { $0 == fold }), classes: [])
    }
  }

  /// Each patient's windows by class.
  private func labelSets(_ indices: [Int]) -> [String: [Int: Int]] {
    var sets: [String: [Int: Int]] = [:]
    for index in indices where !windows[index].plan.isDense {
      let window = windows[index]
      sets[sources[window.source].patient, default: [:]][window.plan.label, default: 0] += 1
    }
    return sets
  }

  private func coarse(_ indices: [Int]) -> [Int] { indices.filter { !windows[$0].plan.isDense } }

  // MARK: Leaky splits, for comparison

  private func blockedFolds(_ closed: [Int]) -> [Fold] {
    let segments = Dictionary(grouping: closed) {
      SegmentKey(source: windows[$0].source, segment: windows[$0].plan.segment)
    }
    let count = DataSplit.blocked.folds
    var foldOf: [SegmentKey: Int] = [:]
    for label in classes.indices {
      // Of each class, the fold with the fewest windows takes the next longest segment.
      var loads = Array(repeating: 0, count: count)
      let own = segments.filter { windows[$0.value[0]].plan.label == label }
        .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      for (key, members) in own {
        let fold = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
        foldOf[key] = fold
        loads[fold] += members.count
      }
    }
    return (0..<count).map { blockedFold($0, closed, foldOf) }
  }

  private struct SegmentKey: Hashable, Comparable {
    var source: Int
    var segment: Int
    static func < (a: SegmentKey, b: SegmentKey) -> Bool {
      (a.source, a.segment) < (b.source, b.segment)
    }
  }

  private func blockedFold(
    _ fold: Int, _ closed: [Int], _ foldOf: [SegmentKey: Int]
  ) -> Fold {
    let next = (fold + 1) % DataSplit.blocked.folds
    func part(_ index: Int) -> Int {
      foldOf[SegmentKey(source: windows[index].source, segment: windows[index].plan.segment)] ?? 0
    }
    let test = coarse(closed.filter { part($0) == fold })
    let validation = clear(coarse(closed.filter { part($0) == next }), of: test)
    let train = closed.filter { part($0) != fold && part($0) != next }
    return Fold(
      train: clear(train, of: test + validation), validation: validation, test: test, classes: [])
  }

  /// Windows that are at least 8 s away from all of `others`.
  private func clear(_ indices: [Int], of others: [Int]) -> [Int] {
    let guardSamples = 2000 + WindowPlan.samples
    let starts = Dictionary(grouping: others) { windows[$0].source }
      .mapValues { $0.map { windows[$0].plan.start }.sorted() }
    return indices.filter { index in
      let start = windows[index].plan.start
      let near = starts[windows[index].source] ?? []
      let first = near.partitioningIndex { $0 > start - guardSamples }
      return first == near.count || near[first] >= start + guardSamples
    }
  }

  /// Windows that do not overlap, each class parted 80/10/10.
  private func randomFold(_ closed: [Int], seed: UInt64) -> Fold {
    let apart = closed.filter {
      let plan = windows[$0].plan
      return !plan.isDense && (preset.isBeatCentred || plan.ordinal.isMultiple(of: 2))
    }
    var fold = Fold(train: [], validation: [], test: [], classes: [])
    for label in classes.indices {
      var random = SplitMix64(seed: SplitMix64.mixed(seed) &+ UInt64(label))
      let own = apart.filter { windows[$0].plan.label == label }
        .map { (random.next(), $0) }.sorted { $0 < $1 }.map(\.1)
      let (tenth, fifth) = (own.count / 10, own.count / 5)
      fold.test += own[..<tenth]
      fold.validation += own[tenth..<fifth]
      fold.train += own[fifth...]
    }
    return Fold(
      train: fold.train.sorted(), validation: fold.validation.sorted(),
      test: fold.test.sorted(), classes: [])
  }

  // MARK: MIT-BIH

  /// With so few patients of DS1 every one of them is needed to train.
  private func benchmarkFold(_ closed: [Int]) throws -> Fold {
    func part(_ names: [String]) throws -> [Int] {
      let found = Set(sources.indices.filter { names.contains(sources[$0].name) })
      let present = Set(sources.map(\.name))
      let missing = names.filter { !present.contains($0) }
      if !missing.isEmpty {
        throw DatasetError.noRecord(split: DataSplit.ds1ds2.rawValue, missing: missing)
      }
      return closed.filter { found.contains(windows[$0].source) }
    }
    let paced = Set(Self.paced)
    let known = Set(Self.ds1 + Self.ds2 + Self.paced)
    func name(_ index: Int) -> String { sources[windows[index].source].name }
    let train = try Set(part(Self.ds1)).union(closed.filter { paced.contains(name($0)) })
    return Fold(
      train: train.sorted(), validation: closed.filter { !known.contains(name($0)) },
      test: try part(Self.ds2), classes: [])
  }

  private static let paced = names("102 104 107 217")

  private static let ds1 = names(
    "101 106 108 109 112 114 115 116 118 119 122 124 201 203 205 207 208 209 215 220 223 230")
  private static let ds2 = names(
    "100 103 105 111 113 117 121 123 200 202 210 212 213 214 219 221 222 228 231 232 233 234")

  private static func names(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
