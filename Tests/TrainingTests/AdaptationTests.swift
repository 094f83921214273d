import Annotations
import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing
import Training

/// A model of two classes, and windows of a third one to teach it by.
private struct Pupil: Sendable {
  let model: ModelWeights
  let memory: TrainingMemory

  init() throws {
    let folder = try ScratchFolder()
    let dataset = try SeparableDataset.make(in: folder, patients: 6, windows: 12)
    let fold = try #require(try dataset.folds(.all, seed: 1).first)
    var settings = TrainingSettings()
    (settings.objective, settings.epochs, settings.batch) = (.ce, 4, 8)
    (settings.size, settings.calibrationParts, settings.rate) = (.small, 0, 4e-3)
    var run = try TrainingRun(dataset, fold, settings, crew: Crew(count: 1))
    model = try run.run().model
    memory = run.memory(of: model)
  }

  func adaptation(
    _ support: TaughtSupport, _ depth: AdaptationDepth = .instant, steps: Int = 6,
    memory: TrainingMemory? = nil, without: [String] = [], threads: Int = 1
  ) throws -> Adaptation {
    var settings = AdaptationSettings(depth: depth)
    (settings.steps, settings.batch) = (steps, 8)
    return try Adaptation(
      model, memory: memory ?? self.memory, support: support, settings: settings,
      without: without, crew: Crew(count: threads))
  }

  func says(_ model: ModelWeights, _ windows: [TaughtWindow]) -> [String] {
    let engine = InferenceEngine(model, crew: Crew(count: 1))
    let names = model.properties?.classes ?? []
    return windows.map { window in
      let signal = window.signal
      return names[
        engine.run(
          Windows(
            samples: WindowPlan.samples, ecg: signal.ecg, iegm: signal.iegm,
            ecgLive: signal.ecgLive, iegmLive: signal.iegmLive), maps: false
        ).likeliest[0]]
    }
  }

  /// What the memory has of a class.
  func known(_ label: String, _ role: TrainingMemory.Role) -> [TaughtWindow] {
    memory.windows.filter { memory.classes[$0.label] == label && $0.role == role }.enumerated()
      .map { number, window in
        TaughtWindow(
          signal: window.signal, label: label, patient: "m\(window.patient)",
          record: "m\(window.patient)", digest: "m\(window.patient)",
          seconds: Double(5 * number)..<Double(5 * number) + 4.096, episode: number)
      }
  }
}

/// Saw teeth, three a second, which are neither of the model's classes.
private func sawteeth(
  _ patient: Int, _ number: Int, label: String = "EAT", seed: UInt64 = 1
) -> TaughtWindow {
  var random = SplitMix64(seed: seed &+ UInt64(1000 * patient + number))
  var signal = PreparedWindow(samples: WindowPlan.samples)
  let (hertz, phase) = (random.uniform(2.8, 3.2), random.uniform(0, 1))
  for lead in 0..<2 {
    signal.ecgLive[lead] = 1
    for sample in 0..<WindowPlan.samples {
      let turn = hertz * Double(sample) / 250 + phase
      signal.ecg[lead * WindowPlan.samples + sample] = Float(
        2 * (turn - turn.rounded()) + 0.05 * random.normal())
    }
  }
  return TaughtWindow(
    signal: signal, label: label, patient: "p\(patient)", record: "r\(patient)",
    digest: "d\(patient)", seconds: Double(5 * number)..<Double(5 * number) + 4.096,
    episode: 100 * patient + number)
}

private func sawteeth(_ patients: Range<Int>, each: Int, label: String = "EAT") -> [TaughtWindow] {
  patients.flatMap { patient in (0..<each).map { sawteeth(patient, $0, label: label) } }
}

@Suite("A model of rhythms that is taught") struct AdaptationTests {
  private let pupil: Pupil
  private let folder: ScratchFolder

  /// It is trained once for all.
  private static let shared = Result { try Pupil() }

  init() throws { (pupil, folder) = (try Self.shared.get(), try ScratchFolder()) }

  private func support(teaching: [TaughtWindow], guarding: [TaughtWindow] = []) -> TaughtSupport {
    TaughtSupport(teaching: teaching, guarding: guarding)
  }

  // MARK: Learning

  @Test(arguments: AdaptationDepth.allCases)
  func `A class that it did not have is said of other patients, and the old ones are kept`(
    depth: AdaptationDepth
  ) throws {
    let outcome = try pupil.adaptation(
      support(teaching: sawteeth(0..<2, each: 4), guarding: sawteeth(2..<4, each: 3)), depth,
      steps: 30
    ).run()
    #expect(outcome.model.properties?.classes == ["SINUS", "AVRT", "EAT"])
    let others = pupil.says(outcome.model, sawteeth(5..<8, each: 3))
    #expect(others.count { $0 == "EAT" } >= 8)
    for label in ["SINUS", "AVRT"] {
      let said = pupil.says(outcome.model, pupil.known(label, .guarding))
      #expect(said.count { $0 == label } * 10 >= said.count * 9)
    }
    #expect(outcome.verdict.outcome == .better)
    #expect(outcome.verdict.before == 0 && outcome.verdict.after >= 5)
    let interval = try #require(outcome.verdict.interval)
    #expect(interval.lowerBound > 0.5 && interval.upperBound <= 1)
  }

  @Test func `One window is enough to begin with`() throws {
    let outcome = try pupil.adaptation(support(teaching: [sawteeth(0, 0)])).run()
    #expect(pupil.says(outcome.model, [sawteeth(0, 0)]) == ["EAT"])
    #expect(outcome.verdict.outcome == .unjudged)
  }

  @Test func `A class that is taken away is said no more`() throws {
    let outcome = try pupil.adaptation(
      support(teaching: sawteeth(0..<2, each: 3)), without: ["AVRT"]
    ).run()
    #expect(outcome.model.properties?.classes == ["SINUS", "EAT"])
    #expect(outcome.memory.classes == ["SINUS", "EAT"])
    let waves = pupil.known("AVRT", .guarding)
    #expect(!pupil.says(outcome.model, waves).contains("AVRT"))
    #expect(outcome.verdict.known.map(\.label) == ["SINUS"])
  }

  @Test(arguments: [AdaptationDepth.instant, .adapters])
  func `The same support gives the same bits, on one thread and on two`(
    depth: AdaptationDepth
  ) throws {
    let support = support(
      teaching: sawteeth(0..<2, each: 3), guarding: sawteeth(2..<3, each: 2))
    let (one, two) = (
      try pupil.adaptation(support, depth).run(),
      try pupil.adaptation(support, depth, threads: 2).run()
    )
    #expect(one.model == two.model)
    #expect(one.memory == two.memory && one.verdict == two.verdict)
  }

  @Test func `What is not to be trained stays as it was, bit by bit`() throws {
    let support = support(teaching: sawteeth(0..<2, each: 3))
    let adapted = try pupil.adaptation(support, .adapters).run().model
    let instant = try pupil.adaptation(support, .instant).run().model
    for (name, tensor) in pupil.model.tensors where tensor.shape.first != 2 {
      let isAdapter =
        ["head.", "projection", "pool", "transformer.1."].contains(where: name.hasPrefix)
        || name.contains("norm") && !name.contains("running")
      if !isAdapter { #expect(adapted.tensors[name] == tensor, "\(name)") }
      if !["head.", "prototype"].contains(where: name.hasPrefix) {
        #expect(instant.tensors[name] == tensor, "\(name)")
      }
    }
    let gains = "ecg.norm.weight"
    #expect(adapted.tensors[gains] != pupil.model.tensors[gains])
  }

  @Test func `A pull keeps the whole network nearer to what it was`() throws {
    func distance(_ pull: Double) throws -> Double {
      var settings = AdaptationSettings(depth: .full)
      (settings.steps, settings.batch, settings.rate, settings.pull) = (20, 8, 2e-3, pull)
      let model = try Adaptation(
        pupil.model, memory: pupil.memory, support: support(teaching: sawteeth(0..<2, each: 3)),
        settings: settings, crew: Crew(count: 2)
      ).run().model
      let (old, new) = (pupil.model.tensors, model.tensors)
      return try ["ecg.stem.weight", "pool.weight"].reduce(0) { sum, name in
        let (first, second) = (try #require(old[name]).values, try #require(new[name]).values)
        return sum + zip(first, second).reduce(0) { $0 + pow(Double($1.0 - $1.1), 2) }
      }
    }
    let (free, held) = (try distance(0), try distance(100))
    #expect(free > 0 && held < 0.5 * free)
  }

  // MARK: Ending and going on

  private struct Enough: Error {}

  @Test(arguments: AdaptationDepth.allCases)
  func `It ends where it is told to, and soon`(depth: AdaptationDepth) throws {
    let adaptation = try pupil.adaptation(
      support(teaching: sawteeth(0..<3, each: 6)), depth, steps: 10_000)
    var (asked, longest) = (0, Duration.zero)
    var last = ContinuousClock.now
    #expect(throws: Enough.self) {
      try adaptation.run { progress in
        longest = max(longest, .now - last)
        last = .now
        asked += 1
        if asked > 12 || progress.share > 0.5 { throw Enough() }
      }
    }
    #expect(longest < .milliseconds(500), "\(longest) between two questions")
  }

  @Test func `One that was ended goes on from its state, and ends with the same bits`() throws {
    let support = support(teaching: sawteeth(0..<2, each: 3))
    let whole = try pupil.adaptation(support, .adapters, steps: 40).run()
    let checkpoint = folder.file("state")
    var shares: [Double] = []
    #expect(throws: Enough.self) {
      try pupil.adaptation(support, .adapters, steps: 40).run(checkpoint: checkpoint) { progress in
        if progress.share >= 0.8 * 30 / 40 { throw Enough() }
      }
    }
    #expect(FileManager.default.fileExists(atPath: checkpoint))
    let rest = try pupil.adaptation(support, .adapters, steps: 40).run(checkpoint: checkpoint) {
      shares.append($0.share)
    }
    #expect((shares.first ?? 0) >= 0.8 * 25 / 40 - 1e-9)
    #expect(rest.model == whole.model)
    #expect(!FileManager.default.fileExists(atPath: checkpoint))
    // The state of another training is begun anew over.
    try Data("no state".utf8).write(to: URL(filePath: checkpoint))
    let anew = try pupil.adaptation(support, .adapters, steps: 40).run(checkpoint: checkpoint)
    #expect(anew.model == whole.model)
  }

  // MARK: Safety

  @Test func `Wrong labels are refused, or lose nothing that was known`() throws {
    for seed in 0..<3 {
      var random = SplitMix64(seed: UInt64(seed))
      func said(_ label: String, _ role: TrainingMemory.Role) -> [TaughtWindow] {
        pupil.known(label, role).map { window in
          var window = window
          if random.uniform(0, 1) < 0.2 { window.label = label == "SINUS" ? "AVRT" : "SINUS" }
          return window
        }
      }
      let outcome = try pupil.adaptation(
        support(
          teaching: said("SINUS", .replay) + said("AVRT", .replay),
          guarding: said("SINUS", .guarding) + said("AVRT", .guarding)), .adapters, steps: 30
      ).run()
      let known = try #require(outcome.verdict.knownF1)
      let isHarmless = known.before - known.after <= 0.0101
      #expect(outcome.verdict.outcome != .better || isHarmless, "\(known)")
    }
  }

  @Test
  func `Without a memory nobody can say what is forgotten, and nothing is taken up by itself`()
    throws
  {
    let outcome = try Adaptation(
      pupil.model, memory: nil,
      support: support(
        teaching: sawteeth(0..<2, each: 2) + pupil.known("AVRT", .replay),
        guarding: sawteeth(2..<4, each: 2)),
      settings: AdaptationSettings(depth: .instant), crew: Crew(count: 1)
    ).run()
    #expect(outcome.verdict.outcome == .unjudged)
    #expect(outcome.model.properties?.certainty == nil)
  }

  @Test func `A model that forgets is told from one that learns`() throws {
    // All that it knew as saw teeth.
    let wrong = (pupil.known("SINUS", .replay) + pupil.known("AVRT", .replay)).map { window in
      var window = window
      window.label = "EAT"
      return window
    }
    var memory = pupil.memory
    memory.windows.removeAll { $0.role == .replay }
    memory.features = memory.features.map { _ in [] }
    var (shares, losses): ([Double], [Double]) = ([], [])
    let outcome = try pupil.adaptation(
      support(teaching: wrong, guarding: sawteeth(0..<1, each: 2)), .full, steps: 40,
      memory: memory
    ).run {
      shares.append($0.share)
      losses = $0.losses
      #expect($0.steps == 40)
    }
    #expect(outcome.verdict.outcome == .forgets)
    // It says how far it is, and what the loss of each step was.
    #expect(shares == shares.sorted() && (shares.last ?? 0) > 0.9)
    #expect(losses.count == 40 && losses.allSatisfy { $0.isFinite && $0 > 0 })
    #expect(losses.suffix(8).reduce(0, +) < losses.prefix(8).reduce(0, +))
  }

  @Test func `What it was taught stands in its file, and it is never sure of a new class`() throws {
    var sure = try #require(pupil.model.properties)
    var bounds = UncertaintyFlag(leastProbabilities: [0.3, 0.4])
    bounds.leastSure = [0.8, 0.9]
    sure.certainty = Certainty(
      entries: [.init(kind: .init(leads: 2, hasElectrograms: false), flag: bounds)], patients: 9)
    var model = pupil.model
    try model.setProperties(sure)
    let outcome = try Adaptation(
      model, memory: pupil.memory,
      support: support(teaching: sawteeth(0..<2, each: 3), guarding: sawteeth(2..<3, each: 2)),
      settings: AdaptationSettings(depth: .instant), crew: Crew(count: 1)
    ).run()
    let path = folder.file("taught.safetensors")
    try outcome.model.write(path: path)
    let properties = try #require(try ModelWeights(path: path).properties)
    let teaching = try #require(properties.teaching)
    #expect(properties.certainty?.entries.first?.flag.leastSure == [0.8, 0.9, 1])
    #expect(teaching.parent == model.digest && teaching.ancestry == [model.digest])
    #expect(teaching.taught.count == 6 && teaching.guarding.count == 2)
    #expect(teaching.guardRows == outcome.verdict.guarding)
    #expect(properties.trainedOn.contains("r0") && properties.seenDigests.contains("d2"))
    let flag = try #require(properties.certainty?.entries.first?.flag)
    #expect(flag.leastProbabilities == [0.3, 0.4, 0.3] && flag.rareClasses == [2])
    #expect(outcome.memory.fingerprint == properties.fingerprint)
    // It can be taught on, and says where it comes from.
    let again = try Adaptation(
      outcome.model, memory: outcome.memory,
      support: support(teaching: sawteeth(4..<5, each: 2)),
      settings: AdaptationSettings(depth: .instant), crew: Crew(count: 1)
    ).run()
    #expect(again.model.properties?.teaching?.ancestry.count == 2)
    #expect(again.memory.windows.count == outcome.memory.windows.count + 2)
    #expect(again.model.properties?.teaching?.taught.count == 8)
  }

  @Test func `What has taught a model never judges it, and what has judged it never teaches`()
    throws
  {
    let windows = sawteeth(0..<6, each: 2)
    let first = try TaughtSupport(windows, base: pupil.model, crew: Crew(count: 1))
    let judges = Set(first.guarding.map(\.patient))
    #expect(judges == ["p2", "p5"] && first.known == 0)
    let taught = try pupil.adaptation(first).run().model
    let again = try TaughtSupport(windows, base: taught, crew: Crew(count: 1))
    #expect(again.teaching.isEmpty && again.known == 8 && again.guarding.count == 4)
    // With people more, the third of them would be others.
    let more = try TaughtSupport(
      windows + sawteeth(6..<9, each: 2), base: taught, crew: Crew(count: 1))
    #expect(Set(more.guarding.map(\.patient)) == judges.union(["p8"]))
    #expect(Set(more.teaching.map(\.patient)) == ["p6", "p7"])
    // A label that was corrected teaches.
    var corrected = windows
    corrected[0].label = "VT"
    #expect(
      try TaughtSupport(corrected, base: taught, crew: Crew(count: 1)).teaching.map(\.label) == [
        "VT"
      ])
  }

  // MARK: Bad input

  @Test func `What cannot be taught is said in a sentence`() throws {
    func problem(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "none"
      } catch { return "\(error)" }
    }
    let none = problem { _ = try pupil.adaptation(support(teaching: [])) }
    let missing = problem {
      _ = try pupil.adaptation(support(teaching: sawteeth(0..<1, each: 1)), without: ["VT"])
    }
    let all = problem {
      _ = try pupil.adaptation(support(teaching: []), without: ["SINUS", "AVRT"])
    }
    let alone = problem {
      _ = try Adaptation(
        pupil.model, memory: nil, support: support(teaching: sawteeth(0..<1, each: 2)),
        settings: AdaptationSettings(depth: .instant), crew: Crew(count: 1))
    }
    var other = pupil.memory
    other.fingerprint = "other"
    let foreign = problem {
      _ = try pupil.adaptation(support(teaching: sawteeth(0..<1, each: 1)), memory: other)
    }
    for sentence in [none, missing, all, alone, foreign] {
      #expect(sentenceProblem(sentence) == nil, "\(sentence)")
    }
    #expect(missing.contains("VT") && foreign.contains("memory"))
  }
}

@Suite("Labels that teach rhythms") struct TaughtSupportTests {
  private static let record: (frames: Int, rate: Double) = (250 * 100, 250)

  private func episodes(_ marks: [Mark]) throws -> [TaughtEpisode] {
    let index = try MarkIndex(marks, timeLine: TimeLine(ticksPerSecond: 250))
    return TaughtEpisode.episodes(of: index, recordSeconds: 100)
  }

  private func mark(
    _ name: String, _ ticks: Range<Int>, _ provenance: Provenance = .reader("ab")
  ) -> Mark {
    Mark(
      id: Mark.ID(rawValue: UInt64(ticks.lowerBound) + 1), ticks: ticks,
      label: Label(symbol: "+", text: "(" + name),
      provenance: provenance)
  }

  @Test func `A reader's spans and markers teach, those of files and models do not`() throws {
    let found = try episodes([
      mark("N", 0..<0, .file(annotator: "atr")),
      mark("EAT", 1000..<3000), mark("AFIB", 4000..<4000),
      mark("VT", 6000..<6000, .file(annotator: "atr")),
      mark("AFL", 8000..<9000, .model("g8")), mark("my own name", 10_000..<12_000),
    ])
    #expect(found.map(\.label) == ["EAT", "AFIB", "my-own-name"])
    #expect(found.map(\.seconds) == [4..<12, 16..<24, 40..<48])
  }

  @Test func `The last one lasts to the record's end, and a later one cuts an earlier`() throws {
    let found = try episodes([
      mark("EAT", 1000..<9000), mark("N", 3000..<3000, .file(annotator: "atr")),
      mark("VT", 5000..<5000),
    ])
    #expect(found.map(\.seconds) == [4..<20, 20..<100])
  }

  @Test func `Answers that touch do not cut each other, and two at one place teach nothing`()
    throws
  {
    let touching = try episodes([mark("EAT", 1000..<1512), mark("EAT", 1512..<2024)])
    #expect(touching.map(\.seconds) == [4..<6.048, 6.048..<8.096])
    let inside = try episodes([mark("EAT", 0..<9000), mark("EAT", 2000..<2512)])
    #expect(inside.map(\.seconds) == [0..<36, 8..<10.048])
    let contradicted = try episodes([
      mark("EAT", 1000..<3000),
      Mark(
        id: Mark.ID(rawValue: 9), ticks: 1000..<3000, label: Label(symbol: "+", text: "(VT"),
        provenance: .reader("ab")),
    ])
    #expect(contradicted.isEmpty)
  }

  @Test func `Of one patient every third span judges, of several every third patient`() throws {
    let model = ModelWeights(random: .tiny(classes: 2), seed: 1)
    func parts(_ windows: [TaughtWindow]) throws -> TaughtSupport {
      try TaughtSupport(windows, base: model, crew: Crew(count: 1))
    }
    let one = try parts((0..<6).map { sawteeth(0, $0) })
    #expect(one.guarding.map(\.episode) == [2, 5] && one.teaching.count == 4)
    let two = try parts((0..<2).map { sawteeth(0, $0) })
    #expect(two.guarding.isEmpty && two.teaching.count == 2)
    let people = try parts(sawteeth(0..<4, each: 2))
    #expect(Set(people.guarding.map(\.patient)) == ["p2"] && people.teaching.count == 6)
    // What a judge shows does not teach under another name either.
    var doubled = (0..<6).map { sawteeth(0, $0) }
    doubled.append(sawteeth(0, 2, label: "VT"))
    #expect(try !parts(doubled).teaching.contains { $0.label == "VT" })
  }
}
