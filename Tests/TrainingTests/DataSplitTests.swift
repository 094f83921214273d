import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing
import Training

@Suite("Splits") struct DataSplitTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Patients with one to three records of random segments; the first two classes are common. Class 4 is
  /// in two patients only, class 5 in none.
  private func random(seed: UInt64, gap: Int = 2200) throws -> Dataset {
    var random = SplitMix64(seed: seed)
    var made = HandMadeDataset()
    let patients = 8 + Int(random.uniform(0, 9))
    for patient in 0..<patients {
      for record in 0..<1 + Int(random.uniform(0, 2.5)) {
        var segments = [(label: 0, windows: 12), (label: 1, windows: 11)]
        for _ in 0..<Int(random.uniform(0, 3)) {
          segments.append((label: Int(random.uniform(0, 4)), windows: Int(random.uniform(1, 20))))
        }
        if patient < 2 { segments.append((label: 4, windows: 30)) }
        made.addRecord(
          "r\(patient)-\(record)", patient: "p\(patient)",
          cohort: patient.isMultiple(of: 2) ? "children" : "adults", segments: segments, gap: gap,
          dense: true)
      }
    }
    made.windows.append(
      .init(source: 0, start: 0, set: .fewShot, group: "AFL", label: -1, segment: 90))
    made.windows.append(
      .init(source: 0, start: 0, set: .transition, group: "SINUS>VT", label: -1, segment: -1))
    return try made.read(in: folder)
  }

  private func patients(_ indices: [Int], _ dataset: Dataset) -> Set<String> {
    Set(indices.map { dataset.sources[dataset.windows[$0].source].patient })
  }

  private func labels(_ indices: [Int], _ dataset: Dataset) -> [Int] {
    indices.map { dataset.windows[$0].plan.label }
  }

  private func parts(_ fold: Fold) -> [[Int]] { [fold.train, fold.validation, fold.test] }

  private struct Segment: Hashable {
    var source: Int
    var segment: Int
  }

  private func segment(_ index: Int, _ dataset: Dataset) -> Segment {
    Segment(source: dataset.windows[index].source, segment: dataset.windows[index].plan.segment)
  }

  // MARK: All splits

  @Test(arguments: [DataSplit.patients, .blocked, .random], 0..<6)
  func `No window is in two parts, and only closed ones are in any`(
    split: DataSplit, seed: Int
  ) throws {
    let dataset = try random(seed: UInt64(seed))
    let folds = try dataset.folds(split, seed: 1)
    #expect(folds.count == split.folds)
    for fold in folds {
      let all = parts(fold).flatMap { $0 }
      #expect(Set(all).count == all.count)
      #expect(parts(fold).allSatisfy { !$0.isEmpty })
      #expect(all.allSatisfy { dataset.windows[$0].plan.set == .closed })
      #expect(!(fold.validation + fold.test).contains { dataset.windows[$0].plan.isDense })
    }
  }

  @Test(arguments: [DataSplit.patients, .blocked, .random])
  func `Every class of a fold has thirty training windows of two patients`(
    split: DataSplit
  ) throws {
    let dataset = try random(seed: 3)
    for fold in try dataset.folds(split, seed: 1) {
      let counts = dataset.counts(fold.train)
      #expect(
        fold.classes
          == dataset.classes.indices.filter { counts[$0].windows >= 30 && counts[$0].patients >= 2 }
      )
    }
  }

  @Test(arguments: [DataSplit.patients, .blocked, .random])
  func `The same seed gives the same folds`(split: DataSplit) throws {
    let dataset = try random(seed: 4)
    #expect(try dataset.folds(split, seed: 7) == dataset.folds(split, seed: 7))
  }

  @Test(arguments: [DataSplit.patients, .blocked, .random])
  func `A cohort's split has no windows of others`(split: DataSplit) throws {
    let dataset = try random(seed: 6)
    for fold in try dataset.folds(split, seed: 1, cohort: "children") {
      let cohorts = Set(
        parts(fold).flatMap { $0 }.map { dataset.sources[dataset.windows[$0].source].cohort })
      #expect(cohorts == ["children"])
    }
  }

  @Test func `Splits that share patients say that they are leaky`() {
    #expect(DataSplit.allCases.filter(\.isLeaky) == [.blocked, .random])
    #expect(
      DataSplit.allCases.filter { $0.title.contains("leaky") }
        == DataSplit.allCases.filter(\.isLeaky))
  }

  // MARK: Patients

  @Test(arguments: 0..<20)
  func `No patient is in two parts of a patient-wise fold`(seed: Int) throws {
    let dataset = try random(seed: UInt64(seed))
    for fold in try dataset.folds(.patients, seed: 1) {
      let sets = parts(fold).map { patients($0, dataset) }
      #expect(sets[0].isDisjoint(with: sets[1]))
      #expect(sets[0].isDisjoint(with: sets[2]))
      #expect(sets[1].isDisjoint(with: sets[2]))
    }
  }

  @Test(arguments: 0..<10)
  func `Over patient-wise folds each window of a kept class is tested once and chooses once`(
    seed: Int
  ) throws {
    let dataset = try random(seed: UInt64(seed))
    let folds = try dataset.folds(.patients, seed: 1)
    let counts = dataset.counts(dataset.windows.indices)
    let kept = dataset.windows.indices.filter {
      let plan = dataset.windows[$0].plan
      return plan.set == .closed && !plan.isDense && counts[plan.label].patients >= 3
    }
    #expect(folds.flatMap(\.test).sorted() == kept)
    #expect(folds.flatMap(\.validation).sorted() == kept)
  }

  @Test func `A class of two patients leaves a patient-wise split whole`() throws {
    let dataset = try random(seed: 1)
    #expect(dataset.counts(dataset.windows.indices)[4].windows > 100)
    for fold in try dataset.folds(.patients, seed: 1) {
      #expect(!parts(fold).flatMap { labels($0, dataset) }.contains(4))
      #expect(!fold.classes.contains(4))
    }
    #expect(try dataset.folds(.random, seed: 1)[0].classes.contains(4))
  }

  @Test func `Patients of a common class are spread evenly over the folds`() throws {
    var made = HandMadeDataset()
    for patient in 0..<20 {
      let other = patient < 10 ? 1 : 2
      made.addRecord("r\(patient)", segments: [(0, 12), (other, 12)])
    }
    let dataset = try made.read(in: folder)
    for fold in try dataset.folds(.patients, seed: 1) {
      #expect(dataset.counts(fold.test).map(\.patients) == [4, 2, 2, 0, 0, 0])
    }
  }

  // MARK: Blocked

  @Test(arguments: 0..<8)
  func `Over blocked folds each window is tested once`(seed: Int) throws {
    let dataset = try random(seed: UInt64(seed))
    let coarse = dataset.windows.indices.filter {
      dataset.windows[$0].plan.set == .closed && !dataset.windows[$0].plan.isDense
    }
    #expect(try dataset.folds(.blocked, seed: 1).flatMap(\.test).sorted() == coarse)
  }

  @Test(arguments: 0..<8)
  func `A segment is in one part of a blocked fold`(seed: Int) throws {
    let dataset = try random(seed: UInt64(seed), gap: 100)
    for fold in try dataset.folds(.blocked, seed: 1) {
      let sets = parts(fold).map { Set($0.map { segment($0, dataset) }) }
      #expect(sets[0].isDisjoint(with: sets[1]))
      #expect(sets[0].isDisjoint(with: sets[2]))
      #expect(sets[1].isDisjoint(with: sets[2]))
    }
  }

  @Test(arguments: 0..<8)
  func `Eight seconds are between the parts of a blocked fold`(seed: Int) throws {
    let dataset = try random(seed: UInt64(seed), gap: 100)
    func isNear(_ a: Int, _ b: Int) -> Bool {
      let (one, other) = (dataset.windows[a], dataset.windows[b])
      return one.source == other.source
        && abs(one.plan.start - other.plan.start) < WindowPlan.samples + 8 * 250
    }
    for fold in try dataset.folds(.blocked, seed: 1) {
      #expect(
        !fold.train.contains { a in (fold.validation + fold.test).contains { isNear(a, $0) } })
      #expect(!fold.validation.contains { a in fold.test.contains { isNear(a, $0) } })
      // Segments that are close are only thinned at their ends, not left out.
      let all = parts(fold).flatMap { $0 }.count
      let closed = dataset.windows.filter { $0.plan.set == .closed }.count
      #expect(all > closed / 3 && all < closed)
    }
  }

  @Test func `Windows exactly eight seconds apart may be in two parts`() throws {
    // The last window of a segment ends 8 s before the next segment begins.
    var made = HandMadeDataset()
    for patient in 0..<3 {
      made.addRecord(
        "r\(patient)",
        segments: Array(repeating: (0, 6), count: 5) + Array(repeating: (1, 6), count: 5),
        gap: 2000 - 512)
    }
    let dataset = try made.read(in: folder)
    for fold in try dataset.folds(.blocked, seed: 1) {
      #expect(parts(fold).reduce(0) { $0 + $1.count } == dataset.windows.count)
    }
    for index in made.windows.indices where made.windows[index].segment % 2 == 1 {
      made.windows[index].start -= 1
    }
    let closer = try made.read(in: folder)
    for fold in try closer.folds(.blocked, seed: 1) {
      #expect(parts(fold).reduce(0) { $0 + $1.count } < closer.windows.count)
    }
  }

  // MARK: Random

  @Test(arguments: 0..<8)
  func `Random windows are parted 80 to 10 to 10 in each class`(seed: Int) throws {
    let dataset = try random(seed: UInt64(seed))
    let fold = try #require(try dataset.folds(.random, seed: UInt64(seed)).first)
    let counts = parts(fold).map { dataset.counts($0).map(\.windows) }
    for label in dataset.classes.indices {
      let all = dataset.windows.filter {
        $0.plan.label == label && !$0.plan.isDense && $0.plan.ordinal.isMultiple(of: 2)
      }.count
      #expect(counts.map { $0[label] }.reduce(0, +) == all)
      #expect(counts[2][label] == all / 10)
      #expect(counts[1][label] == all / 5 - all / 10)
    }
  }

  @Test func `Random windows of one segment do not overlap`() throws {
    let dataset = try random(seed: 2)
    let fold = try #require(try dataset.folds(.random, seed: 1).first)
    let all = Dictionary(grouping: parts(fold).flatMap { $0 }) { segment($0, dataset) }
    #expect(all.values.contains { $0.count > 3 })
    for members in all.values {
      let starts = members.map { dataset.windows[$0].plan.start }.sorted()
      #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 >= WindowPlan.samples })
      #expect(members.allSatisfy { dataset.windows[$0].plan.ordinal.isMultiple(of: 2) })
    }
  }

  @Test func `Another seed gives another random split`() throws {
    let dataset = try random(seed: 2)
    #expect(try dataset.folds(.random, seed: 1) != dataset.folds(.random, seed: 2))
  }

  // MARK: MIT-BIH

  private func benchmark(_ names: [String]) throws -> Dataset {
    var made = HandMadeDataset()
    for name in names { made.addRecord(name, segments: [(0, 20), (1, 20)]) }
    return try made.read(in: folder)
  }

  @Test func `DS1 trains with the paced records, DS2 tests and other databases choose`() throws {
    // The lists of de Chazal et al. 2004, a paced record that is in neither, and one from elsewhere.
    let first = numbers(
      "101 106 108 109 112 114 115 116 118 119 122 124 201 203 205 207 208 209 215 220 223 230")
    let second = numbers(
      "100 103 105 111 113 117 121 123 200 202 210 212 213 214 219 221 222 228 231 232 233 234")
    let dataset = try benchmark((first + ["102", "801"] + second).sorted())
    let fold = try #require(try dataset.folds(.ds1ds2, seed: 1).first)
    #expect(Set(patients(fold.train, dataset)) == Set(first + ["102"]))
    #expect(Set(patients(fold.test, dataset)) == Set(second))
    #expect(Set(patients(fold.validation, dataset)) == ["801"])
    let alone = try benchmark((first + second).sorted())
    #expect(try #require(try alone.folds(.ds1ds2, seed: 1).first).validation.isEmpty)
  }

  private func numbers(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  @Test(arguments: [["101", "106", "x1"], ["100", "103"], ["x1", "x2"]])
  func `Records of MIT-BIH that are missing are told`(names: [String]) throws {
    let dataset = try benchmark(names)
    let error = #expect(throws: DatasetError.self) { try dataset.folds(.ds1ds2, seed: 1) }
    guard case .noRecord("ds1-ds2", let missing) = try #require(error) else {
      Issue.record("another error: \("\(String(describing: error))")")
      return
    }
    #expect(!missing.isEmpty)
    #expect(Set(missing).isDisjoint(with: names))
    #expect(sentenceProblem("\(try #require(error))") == nil)
  }

  // MARK: Too little

  @Test func `One class is too few, and those too rare are named`() throws {
    var made = HandMadeDataset()
    for patient in 0..<10 { made.addRecord("r\(patient)", segments: [(0, 20), (2, 1)]) }
    let dataset = try made.read(in: folder)
    for split in [DataSplit.patients, .random, .blocked] {
      let error = #expect(throws: DatasetError.self) { try dataset.folds(split, seed: 1) }
      #expect(error == .tooFewClasses(found: ["SINUS"], left: ["AVRT"]))
      #expect(sentenceProblem("\(try #require(error))") == nil)
    }
  }

  @Test func `Four patients leave one of five folds without a test`() throws {
    var made = HandMadeDataset()
    for patient in 0..<4 { made.addRecord("r\(patient)", segments: [(0, 40), (1, 40)]) }
    let dataset = try made.read(in: folder)
    let error = #expect(throws: DatasetError.self) { try dataset.folds(.patients, seed: 1) }
    guard case .emptyTest("patients", 4, _) = try #require(error) else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(sentenceProblem("\(try #require(error))") == nil)
  }

  @Test func `A cohort that nobody is in is too few`() throws {
    let dataset = try random(seed: 1)
    #expect(throws: DatasetError.tooFewClasses(found: [], left: [])) {
      try dataset.folds(.patients, seed: 1, cohort: "elders")
    }
  }
}
