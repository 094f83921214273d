import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import Simulation
import TestSupport
import Testing
import Waveforms

@Suite("Classifying records")
struct RecordClassifierTests {
  typealias Finding = RecordClassifier.Finding

  /// Half a minute of a simulated child: 19 channels at 977 frames a second.
  private static let patient = PatientSimulator.patient(
    PatientScript(
      subject: .init(subjectID: "001", gender: "F", ageYears: 12, diagnosis: "AVNRT"), seed: 5,
      maximumSeconds: 30,
      events: [.sinus(beats: 12), .onset(.avnrt), .run(.avnrt, beats: 30), .sinus(beats: 60)]))

  private static let record: Record = {
    let samples = patient.samples
    return Record.synthetic(
      zip(patient.channelNames, samples).map { name, counts in
        SyntheticChannel(
          name: name, values: counts.map { Double($0) / SimulatedPatient.countsPerMillivolt },
          gain: SimulatedPatient.countsPerMillivolt)
      }, frameRateHz: SimulatedPatient.frameRateHz, name: "x001")
  }()

  private static let usual = UncertaintyFlag(
    scale: ProbabilityScale(temperature: 1.5), leastProbabilities: [0.3, 0.3, 0.3, 0.3])

  /// Random weights with what a training would say of them.
  private static func weights(
    _ sizes: ModelConfiguration = ModelFixtures.small, preset: String = "g8",
    filters: FilterCascade.Direction = .forwardBackward,
    flag: UncertaintyFlag = Self.usual
  ) throws -> ModelWeights {
    var weights = ModelWeights(random: sizes, seed: 8)
    var properties = ModelProperties(
      classes: ["A", "B", "C", "D"], preset: preset, filters: filters.rawValue, training: "none",
      data: "none", trainedOn: [])
    properties.certainty = ReadingFixtures.certainty(flag)
    try weights.setProperties(properties)
    return weights
  }

  private func classifier(_ weights: ModelWeights, threads: Int = 1) throws -> RecordClassifier {
    try #require(RecordClassifier(weights, crew: Crew(count: threads)))
  }

  /// What comes of normalising and computing windows one after another.
  private func byHand(
    _ record: Record, _ weights: ModelWeights, starts: [Int], context: [[Float]]? = nil
  ) throws -> [UncertaintyFlag.Evidence?] {
    let properties = try #require(weights.properties)
    let preparation = try RecordPreparation(
      record, PreparationSettings(direction: properties.direction))
    let samples = weights.configuration.samples
    var reader = PreparedReader(preparation)
    let signal = try reader.signal(
      -samples..<preparation.sampleCount + samples, crew: Crew(count: 1))
    let engine = InferenceEngine(weights, crew: Crew(count: 1))
    return starts.enumerated().map { index, start in
      let window = WindowNormalization(samples: samples).window(signal, from: start)
      guard window.isLive else { return nil }
      let outputs = engine.run(
        Windows(
          samples: samples, ecg: window.ecg, iegm: window.iegm, ecgLive: window.ecgLive,
          iegmLive: window.iegmLive, context: context?[index] ?? []), maps: false)
      return EvidenceReader(weights).evidence(
        logits: outputs.logits, embeddings: outputs.embeddings,
        scales: [ProbabilityScale(temperature: 1.5)]
      ).first
    }
  }

  // MARK: Rhythms

  @Test("Findings follow each other without a gap, half a window each", arguments: [4, 16, 128])
  func places(_ tokens: Int) throws {
    var sizes = ModelFixtures.small
    sizes.tokens = tokens
    let found = try classifier(Self.weights(sizes)).run(Self.record)
    let (half, total) = (sizes.samples / 2, Int(Self.record.durationSeconds * 250))
    #expect(found.count == total / half - 1)
    #expect(found.first?.place.lowerBound == half / 2)
    #expect(found.allSatisfy { $0.place.count == half })
    for (one, next) in zip(found, found.dropFirst()) {
      #expect(one.place.upperBound == next.place.lowerBound)
    }
    #expect((found.last?.place.upperBound ?? 0) > total - 2 * half)
    #expect((found.last?.place.upperBound ?? 0) <= total - half / 2)
  }

  @Test(
    "Findings are the bits of windows computed one by one",
    arguments: [(4, FilterCascade.Direction.forwardBackward), (16, .causal)])
  func sameBits(_ tokens: Int, _ filters: FilterCascade.Direction) throws {
    var sizes = ModelFixtures.small
    sizes.tokens = tokens
    let weights = try Self.weights(sizes, filters: filters)
    let half = sizes.samples / 2
    let found = try classifier(weights).run(Self.record)
    let expected = try byHand(
      Self.record, weights, starts: found.map { $0.place.lowerBound - half / 2 })
    #expect(found.count > 100)
    #expect(found.map(\.evidence) == expected)
    #expect(found.contains { $0.evidence != found[0].evidence })
    let rule = try #require(weights.properties).rule
    for (finding, evidence) in zip(found, expected) {
      #expect(finding.verdict == rule.verdict(evidence, .init(kind: finding.kind)))
      #expect(finding.decision == evidence?.decision)
    }
  }

  @Test("Probabilities sum to 1 and the decision is the likeliest class")
  func probabilities() throws {
    for finding in try classifier(Self.weights()).run(Self.record) {
      let evidence = try #require(finding.evidence)
      #expect(abs(evidence.probabilities.reduce(0, +) - 1) < 1e-9)
      #expect(abs(evidence.prototypeProbabilities.reduce(0, +) - 1) < 1e-9)
      #expect(evidence.probabilities.count == 4)
      #expect(finding.decision.map { evidence.probabilities[$0] } == evidence.confidence)
    }
  }

  @Test("Two and three threads find the bits of one", arguments: [2, 3])
  func threads(_ count: Int) throws {
    let weights = try Self.weights()
    let expected = try classifier(weights).run(Self.record)
    #expect(try classifier(weights, threads: count).run(Self.record) == expected)
  }

  @Test(
    "Rounded factors change digits, and nothing that is said",
    .enabled(if: ProductPrecision.bfloat16.isAvailable, "AVX-512 BF16"))
  func rounding() throws {
    let crew = Crew(count: 2)
    let exact = try classifier(Self.weights()).run(Self.record)
    let evidence = exact.compactMap(\.evidence)
    // Bounds that some window's own figures sit on: rounding alone would cross these.
    for index in stride(from: 0, to: evidence.count, by: 45) {
      let own = evidence[index]
      let flags = [
        UncertaintyFlag(scale: Self.usual.scale, leastProbabilities: own.probabilities),
        UncertaintyFlag(
          scale: Self.usual.scale, leastProbabilities: [0.05, 0.3, 0.3, 0.3],
          highestEnergy: own.energy,
          leastSimilarity: own.similarity),
      ]
      for flag in flags {
        let weights = try Self.weights(flag: flag)
        let quick = try #require(RecordClassifier(weights, crew: crew, precision: .bfloat16))
        let found = try quick.run(Self.record)
        let expected = try classifier(weights).run(Self.record)
        // On any number of threads, more than there are windows too.
        let many = try #require(
          RecordClassifier(weights, crew: Crew(count: 19), precision: .bfloat16))
        #expect(try many.run(Self.record) == found)
        for (one, other) in zip(found, expected) {
          #expect(one.decision == other.decision && one.verdict.set == other.verdict.set)
          #expect(one.verdict.reasons.map(\.rule) == other.verdict.reasons.map(\.rule))
          let gap = zip(
            one.evidence?.probabilities ?? [], other.evidence?.probabilities ?? []
          )
          .map { abs($0 - $1) }.max()
          #expect((gap ?? 0) < 0.02)
        }
        // The window that sits on the bound was computed anew.
        let place = try #require(expected.firstIndex { $0.evidence == own })
        #expect(found[place].evidence == own)
      }
    }
    // Where no bound is near, what was rounded stays.
    let usual = try #require(exact.first?.decision)
    var bounds = [0.99, 0.99, 0.99, 0.99]
    bounds[usual] = 0.01
    let clear = try Self.weights(
      flag: UncertaintyFlag(
        scale: ProbabilityScale(temperature: 0.1), leastProbabilities: bounds))
    let quick = try #require(RecordClassifier(clear, crew: crew, precision: .bfloat16))
    let pairs = zip(try quick.run(Self.record), try classifier(clear).run(Self.record))
    #expect(pairs.contains { $0.evidence != $1.evidence })
    #expect(pairs.allSatisfy { $0.decision == $1.decision && $0.isUncertain == $1.isUncertain })
  }

  /// Findings of one family, as a model might have made them: probabilities of the first class, of
  /// the second, and whether it is sure.
  private func family(_ said: [(Double, Double, Bool)]) throws -> [RecordClassifier.Finding] {
    let run = try classifier(Self.weights()).run(Self.record)
    return zip(run, said).map { finding, said in
      var finding = finding
      finding.evidence?.probabilities = [said.0, said.1, 0.03, 0.02]
      let decision = said.0 > said.1 ? 0 : 1
      finding.verdict =
        said.2
        ? Verdict(set: [decision], reasons: [])
        : Verdict(set: [0, 1], reasons: [.improbable(probability: 0.5, least: 0.8)])
      return finding
    }
  }

  @Test("Of a beat that the model is not sure of its family decides, and it stays uncertain")
  func families() throws {
    let classifier = try classifier(Self.weights())
    let findings = try family([(0.9, 0.05, true), (0.45, 0.5, false), (0.9, 0.05, false)])
    let found = classifier.adapted(findings, to: FamilySet(labels: [7, 7, 7]))
    #expect(found[0] == findings[0] && found[2] == findings[2])
    #expect(findings[1].decision == 1 && found[1].decision == 0)
    #expect(found[1].verdict.set == [0, 1])
    #expect(found[1].verdict.reasons == [.contradicted(by: classifier.properties.classes[0])])
    let logs = [0.9, 0.45, 0.9].map(log).reduce(0, +) / 3
    let others = [[0.05, 0.5, 0.05], [0.03, 0.03, 0.03], [0.02, 0.02, 0.02]].map { values in
      exp(values.map(log).reduce(0, +) / 3)
    }
    let mean = exp(logs) / (exp(logs) + others.reduce(0, +))
    #expect(abs((found[1].evidence?.probabilities[0] ?? 0) - mean) < 1e-12)
    // A beat alone is what it was.
    #expect(classifier.adapted(findings, to: FamilySet(labels: [0, 1, 2])) == findings)
  }

  @Test("A beat that its family contradicts stays what the model is sure of, and is sure no more")
  func contradicted() throws {
    let classifier = try classifier(Self.weights())
    let findings = try family([(0.9, 0.05, true), (0.05, 0.9, true), (0.9, 0.05, true)])
    let found = classifier.adapted(findings, to: FamilySet(labels: [0, 0, 0]))
    #expect(found[0] == findings[0] && found[2] == findings[2])
    #expect(found[1].evidence == findings[1].evidence && found[1].decision == 1)
    #expect(found[1].isUncertain && found[1].verdict.set == [0, 1])
  }

  @Test(
    "A family that is not of one mind decides nothing, and what speaks against any answer stays")
  func dividedFamily() throws {
    let classifier = try classifier(Self.weights())
    let divided = try family(
      [(0.99, 0.001, false), (0.4, 0.5, false), (0.4, 0.5, false), (0.9, 0.05, false)])
    #expect(classifier.adapted(divided, to: FamilySet(labels: [0, 0, 0, 0])) == divided)
    var findings = try family([(0.9, 0.05, true), (0.4, 0.5, false), (0.9, 0.05, true)])
    findings[1].verdict = Verdict(
      set: [0, 1, 2, 3], reasons: [.padded(seconds: 3), .divided(least: 0.6)])
    findings[2].evidence = nil
    findings[2].verdict = Verdict(set: [0, 1, 2, 3], reasons: [.noSignal])
    findings.append(findings[0])
    let found = classifier.adapted(findings, to: FamilySet(labels: [0, 0, 0, 0]))
    #expect(found[1].verdict.set == [0, 1, 2, 3])
    #expect(found[1].verdict.reasons.map(\.rule) == ["short", "family"])
    #expect(found[2] == findings[2])
  }

  @Test("One classifier takes record after record")
  func twice() throws {
    let classifier = try classifier(Self.weights())
    let first = try classifier.run(Self.record)
    let other = Record.synthetic([
      SyntheticChannel(name: "II", values: Waves.surface(seconds: 3, rateHz: 250))
    ])
    #expect(try classifier.run(other).count == 10)
    #expect(try classifier.run(Self.record) == first)
  }

  @Test("Progress goes up to 1")
  func progress() throws {
    var sizes = ModelFixtures.small
    sizes.tokens = 4
    var seen: [Double] = []
    let found = try classifier(Self.weights(sizes)).run(Self.record) { seen.append($0) }
    #expect(found.count > 256 && seen.count > 1)
    #expect(seen == seen.sorted())
    #expect(seen.last == 1 && (seen.first ?? -1) >= 0)
  }

  @Test("Thresholds decide what is uncertain")
  func thresholds() throws {
    let strict = try classifier(
      Self.weights(flag: UncertaintyFlag(leastProbabilities: [1.1, 1.1, 1.1, 1.1])))
    #expect(try strict.run(Self.record).allSatisfy { $0.isUncertain && $0.evidence != nil })
    let distant = try classifier(
      Self.weights(
        flag: UncertaintyFlag(leastProbabilities: [0, 1, 1, 1], leastSimilarity: 1.1)))
    #expect(try distant.run(Self.record).allSatisfy(\.isUncertain))
  }

  @Test("A model whose file does not say what it is classifies nothing")
  func noProperties() throws {
    let crew = Crew(count: 1)
    #expect(RecordClassifier(ModelWeights(random: ModelFixtures.small, seed: 1), crew: crew) == nil)
    let properties = try classifier(Self.weights()).properties
    #expect(properties == (try Self.weights().properties))
  }

  // MARK: Refusals and dead windows

  @Test("A record shorter than a window is padded, one that is much shorter refused in a sentence")
  func tooShort() throws {
    func record(_ samples: Int) -> Record {
      .synthetic(
        [
          SyntheticChannel(
            name: "II", values: Array(Waves.surface(seconds: 1, rateHz: 250).prefix(samples)))
        ], name: "brief")
    }
    let classifier = try classifier(Self.weights())
    let error = #expect(throws: PreparationError.self) { try classifier.run(record(31)) }
    #expect(error == .tooShort(record: "brief", seconds: 0.124, expected: 0.128))
    let text = error.map { "\($0)" } ?? ""
    #expect(
      text == "brief: expected at least 0.128 s, a quarter of the model's window, found 0.124 s")
    #expect(sentenceProblem(text, about: "brief") == nil)
    #expect(throws: PreparationError.self) { try classifier.run(record(0)) }
    let found = try classifier.run(record(128))
    #expect(found.map(\.place) == [32..<96])
    #expect(classifier.fit(record(128)).paddedSeconds == 0)
    // What is shorter is padded: one window, which is about all of it.
    for count in [32, 100, 101, 127] {
      #expect(try classifier.run(record(count)).map(\.place) == [0..<count])
      #expect(abs(classifier.fit(record(count)).paddedSeconds - Double(128 - count) / 250) < 1e-9)
      #expect(classifier.fit(record(count)).remark?.contains("padded by") == true)
    }
  }

  @Test("A record without a channel of the model's is refused")
  func noChannel() throws {
    let record = Record.synthetic([
      SyntheticChannel(name: "RESP", values: [Double](repeating: 0, count: 1000))
    ])
    let classifier = try classifier(Self.weights())
    #expect(throws: PreparationError.noChannel(record: "synthetic", found: ["RESP"])) {
      try classifier.run(record)
    }
  }

  @Test("A window without a live channel has no evidence and is uncertain, its neighbours are not")
  func deadWindow() throws {
    var values = Waves.surface(seconds: 20, rateHz: 250)
    for index in 2000..<2600 { values[index] = .nan }
    let record = Record.synthetic([SyntheticChannel(name: "II", values: values)])
    let weights = try Self.weights(flag: Self.usual)
    let found = try classifier(weights).run(record)
    let starts = found.map { $0.place.lowerBound - 32 }
    for (finding, start) in zip(found, starts) {
      // Seven samples of 128 are more than a twentieth.
      let missing = (start..<start + 128).clamped(to: 2000..<2600).count
      #expect((finding.evidence == nil) == (missing > 6), "\(start)")
      if finding.evidence == nil { #expect(finding.isUncertain && finding.decision == nil) }
    }
    #expect(found.count { $0.evidence == nil } == 11)
    #expect(found.map(\.evidence) == (try byHand(record, weights, starts: starts)))
  }

  @Test("A record without any live window has findings all the same")
  func deadRecord() throws {
    let record = Record.synthetic([
      SyntheticChannel(name: "II", values: [Double](repeating: 0.5, count: 1000))
    ])
    let found = try classifier(Self.weights()).run(record)
    #expect(found.count == 14)
    #expect(found.allSatisfy { $0.evidence == nil && $0.isUncertain })
  }

  // MARK: Beats

  /// A model that is told all of a beat's context.
  private static let beatSizes: ModelConfiguration = {
    var sizes = ModelFixtures.small
    sizes.context = .init(inputs: BeatContext.width, base: 0, target: 1)
    return sizes
  }()

  @Test("A beat model has a finding at each beat that it is told")
  func beats() throws {
    let weights = try Self.weights(Self.beatSizes, preset: "aami")
    let preparation = try RecordPreparation(Self.record)
    let frames = [0] + Self.patient.truth.map { Int($0.qrsPeak * 977) } + [Self.record.frameCount]
    let found = try classifier(weights).run(Self.record, beats: frames)
    let places = frames.map(preparation.sample(nearestTo:))
    #expect(found.map(\.place) == places.map { $0..<$0 + 1 })
    #expect(found.count > 30)
    var reader = PreparedReader(preparation)
    let leads = try reader.surface(crew: Crew(count: 1))
    let expected = try byHand(
      Self.record, weights, starts: places.map { $0 - 64 },
      context: BeatContext.rows(leads: leads, beats: places))
    #expect(found.map(\.evidence) == expected)
    let plain = try classifier(Self.weights(preset: "aami")).run(Self.record, beats: frames)
    #expect(plain.map(\.place) == found.map(\.place))
    #expect(plain.map(\.evidence) != found.map(\.evidence))
  }

  @Test("Beats that nobody told are found in the leads")
  func foundBeats() throws {
    let record = Record.synthetic([
      SyntheticChannel(name: "II", values: Waves.surface(seconds: 20, rateHz: 250))
    ])
    let weights = try Self.weights(Self.beatSizes, preset: "aami")
    let found = try classifier(weights).run(record)
    #expect(found.count >= 25 && found.count <= 27)
    #expect(try classifier(weights).run(record, beats: found.map(\.place.lowerBound)) == found)
    for finding in found {
      let phase = (Double(finding.place.lowerBound) / 250).truncatingRemainder(dividingBy: 0.75)
      #expect(abs(phase - 0.2) < 0.02)
    }
  }

  @Test("Without beats, or leads to find them in, there are no findings")
  func noBeats() throws {
    let classifier = try classifier(Self.weights(Self.beatSizes, preset: "aami"))
    #expect(try classifier.run(Self.record, beats: []).isEmpty)
    let record = Record.synthetic([
      SyntheticChannel(name: "CS12", values: Waves.electrogram(seconds: 5, rateHz: 250))
    ])
    #expect(try classifier.run(record).isEmpty)
    #expect(try classifier.run(record, beats: [250, 500]).count == 2)
  }
}
