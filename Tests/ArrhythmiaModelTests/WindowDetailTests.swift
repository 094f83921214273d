import ArrhythmiaModel
import NeuralNetwork
import TestSupport
import Testing
import Waveforms

@Suite("One window in detail")
struct WindowDetailTests {
  private func reading(
    _ record: Record, _ change: (inout ModelProperties) -> Void = { _ in }, seed: UInt64 = 8,
    threads: Int = 1
  ) throws -> RecordReading {
    try RecordReading(
      ReadingFixtures.classifier(
        ReadingFixtures.weights(ReadingFixtures.sizes, preset: "g8", seed: seed, change),
        threads: threads),
      record)
  }

  private static let short = ReadingFixtures.record(
    seconds: 20, leads: ["II", "V1"], electrograms: ["CS 1-2", "ABL d"], silent: 10..<12)

  /// Numbers of windows with both modalities, and those where II and the electrograms are silent.
  private static let (whole, half) = (8, 43)

  private func sum(_ values: [Float]) -> Double { values.reduce(0) { $0 + Double($1) } }

  @Test("The finding is the bits of the one without detail", arguments: [1, 2])
  func finding(_ threads: Int) throws {
    var reading = try reading(Self.short, threads: threads)
    for index in [0, Self.whole, Self.half, reading.count - 1] {
      let detail = try #require(try reading.detail(index))
      #expect([detail.finding] == (try reading.findings([index])), "\(index)")
      #expect(detail.index == index && detail.decision == detail.finding.decision)
      let place = reading.places[index]
      #expect(abs(place.lowerBound - detail.span.lowerBound - 0.128) < 1e-12)
      #expect(abs(detail.span.upperBound - place.upperBound - 0.128) < 1e-12)
    }
  }

  @Test("Details do not depend on what was asked before")
  func independence() throws {
    var reading = try reading(Self.short)
    let first = try reading.detail(Self.whole)
    _ = try reading.detail(Self.half)
    _ = try reading.findings(0..<reading.count)
    #expect(try reading.detail(Self.whole) == first)
  }

  @Test(
    "Heat is the model's own kind, as shares of 1",
    arguments: [ExplanationMethod.attention, .rollout])
  func heat(_ method: ExplanationMethod) throws {
    var reading = try reading(
      Self.short,
      {
        $0.heatMethod = method.rawValue
        $0.isFaithful = method == .rollout
      })
    let detail = try #require(try reading.detail(Self.whole))
    #expect(detail.heat.method == method && detail.heat.isFaithful == (method == .rollout))
    #expect(detail.heat.ecg.count == 16 && detail.heat.iegm.count == 16)
    #expect(abs(sum(detail.heat.ecg + detail.heat.iegm) - 1) < 1e-5)
    #expect(detail.heat.peak == (detail.heat.ecg + detail.heat.iegm).max())
    if method == .attention {
      for (token, weight) in detail.attention.enumerated() {
        #expect(abs(detail.heat.ecg[token] - weight * detail.ecgWeight[token]) < 1e-5)
      }
    }
  }

  @Test("Heat by the gradient is a share of 1, or nothing where nothing speaks for the class")
  func gradient() throws {
    let sums = try (UInt64(1)...8).map { seed in
      var reading = try reading(Self.short, { $0.heatMethod = "gradient" }, seed: seed)
      let heat = try #require(try reading.detail(Self.whole)).heat
      #expect(heat.method == .gradient && (heat.ecg + heat.iegm).allSatisfy { $0 >= 0 })
      return sum(heat.ecg + heat.iegm)
    }
    #expect(sums.allSatisfy { $0 == 0 || abs($0 - 1) < 1e-5 })
    #expect(sums.contains { $0 > 0 })
  }

  @Test("Without a named kind the heat is the gradient's, and not said to be faithful")
  func unnamed() throws {
    var reading = try reading(Self.short)
    let heat = try #require(try reading.detail(Self.whole)).heat
    #expect(heat.method == .gradient && !heat.isFaithful)
  }

  @Test("Attention over time and across the modalities adds up to 1")
  func attention() throws {
    var reading = try reading(Self.short)
    let detail = try #require(try reading.detail(Self.whole))
    #expect(detail.tokens == 16 && abs(sum(detail.attention) - 1) < 1e-5)
    let cross = try #require(detail.crossAttention)
    #expect(cross.count == 256)
    for token in 0..<16 {
      #expect(abs(sum(Array(cross[token * 16..<(token + 1) * 16])) - 1) < 1e-5)
    }
    #expect(detail.ecgWeight.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test("Relevance is the engine's, summed by channel and time", arguments: [1, 16, 100, 128])
  func relevance(_ bins: Int) throws {
    let weights = try ReadingFixtures.weights()
    var reading = try RecordReading(ReadingFixtures.classifier(weights), Self.short)
    let detail = try #require(try reading.detail(Self.whole, bins: bins))
    var prepared = PreparedReader(try RecordPreparation(Self.short))
    let start = 64 * Self.whole
    let signal = try prepared.signal(start..<start + 128, crew: Crew(count: 1))
    let window = WindowNormalization(samples: 128).window(signal, from: start)
    let expected = RelevanceEngine(weights, crew: Crew(count: 1)).run(
      Windows(
        samples: 128, ecg: window.ecg, iegm: window.iegm, ecgLive: window.ecgLive,
        iegmLive: window.iegmLive), classes: [detail.decision])
    #expect(detail.channels.count == 19)
    for (place, channel) in detail.channels.enumerated() {
      #expect(channel.relevance.count == bins)
      let rows = place < 12 ? [place] : [place - 12, place - 5]
      let values = rows.reduce(0.0) { sum, row in
        let all = place < 12 ? expected.ecg : expected.iegm
        return sum + self.sum(Array(all[row * 128..<(row + 1) * 128]))
      }
      #expect(abs(sum(channel.relevance) - values) < 1e-4, "\(channel.channel.name)")
      #expect((values != 0) == (channel.state == .used), "\(channel.channel.name)")
    }
    let used = detail.channels.filter { $0.state == .used }.flatMap(\.relevance)
    #expect(detail.evenRelevance > 0)
    #expect(
      abs(detail.evenRelevance * Float(used.count) - used.reduce(0) { $0 + abs($1) }) < 1e-3)
  }

  @Test("More bins than samples are as many as samples")
  func manyBins() throws {
    var reading = try reading(Self.short)
    let detail = try #require(try reading.detail(Self.whole, bins: 1000))
    #expect(detail.channels.allSatisfy { $0.relevance.count == 128 })
    #expect(try reading.detail(Self.whole, bins: 0)?.channels[1].relevance.count == 1)
  }

  // MARK: What is missing

  @Test("It says which channels are used, dead and missing")
  func channels() throws {
    var reading = try reading(Self.short)
    let whole = try #require(try reading.detail(Self.whole))
    func names(_ detail: WindowDetail, _ state: ModelFit.ModalityState) -> [String] {
      detail.channels.filter { $0.state == state }.map(\.channel.name)
    }
    #expect(names(whole, .used) == ["II", "V1", "ABL12", "CS12"])
    #expect(whole.ecg == .used && whole.iegm == .used)
    #expect(names(whole, .missing).count == 15)
    let silent = try #require(try reading.detail(Self.half))
    #expect(names(silent, .used) == ["V1"] && names(silent, .dead) == ["II", "ABL12", "CS12"])
    #expect(silent.ecg == .used && silent.iegm == .dead)
    #expect(silent.crossAttention == nil)
    #expect(silent.heat.iegm.allSatisfy { $0 == 0 } && silent.ecgWeight.allSatisfy { $0 == 1 })
  }

  @Test("A model of one modality says that it does not read the other")
  func oneModality() throws {
    var reading = try reading(Self.short, { $0.modality = "iegm" })
    let detail = try #require(try reading.detail(Self.whole))
    #expect(detail.ecg == .unread && detail.iegm == .used)
    #expect(detail.channels[..<12].allSatisfy { $0.state == .unread })
    #expect(detail.channels[..<12].allSatisfy { $0.relevance.allSatisfy { $0 == 0 } })
    #expect(try reading.detail(Self.half) == nil)
    #expect(reading.fit.remark == "this model reads the IEGM alone")
  }

  @Test("A window without a live channel has no detail, and a finding all the same")
  func deadWindow() throws {
    let record = ReadingFixtures.record(seconds: 10, leads: ["II"], silent: 4..<6)
    var reading = try reading(record)
    let dead = try #require(reading.index(nearestTo: 5))
    #expect(try reading.detail(dead) == nil)
    let finding = try #require(try reading.findings([dead]).first)
    #expect(finding.decision == nil && finding.isUncertain && finding.similarities.isEmpty)
  }

  @Test("The shipped rhythm model reads a surface record, and says that it has no IEGM")
  func surfaceOnly() throws {
    let record = ReadingFixtures.record(seconds: 20, leads: ["I", "II", "V1"])
    let classifier = try ReadingFixtures.shipped("g8")
    let expected = try classifier.run(record)
    var reading = try RecordReading(classifier, record)
    #expect(reading.fit.remark == "no IEGM: this model reads the ECG alone here")
    #expect(reading.fit.missingChannels.count == 16)
    let detail = try #require(try reading.detail(4))
    #expect(detail.finding == expected[4] && detail.tokens == 128)
    #expect(detail.iegm == .missing && detail.crossAttention == nil)
    #expect(detail.ecgWeight.allSatisfy { $0 == 1 })
    #expect(abs(detail.span.upperBound - detail.span.lowerBound - 4.096) < 1e-9)
  }

  // MARK: Similarity

  @Test("Similarities are those that the uncertainty flag goes by")
  func similarities() throws {
    var reading = try reading(Self.short)
    let detail = try #require(try reading.detail(Self.whole))
    #expect(detail.similarities.map(\.mean) == detail.finding.similarities)
    #expect(detail.similarities.map(\.mean).max() == detail.finding.evidence?.similarity)
    #expect(abs(sum(detail.embedding.map { $0 * $0 }) - 1) < 1e-5)
    let prototypes = try #require(detail.finding.evidence).prototypeProbabilities
    let likeliest = detail.similarities.indices.max {
      detail.similarities[$0].prototype < detail.similarities[$1].prototype
    }
    #expect(likeliest == prototypes.indices.max { prototypes[$0] < prototypes[$1] })
  }

  @Test("Examples are each class's nearest windows, in whatever order they come")
  func examples() throws {
    var reading = try reading(Self.short)
    let findings = try reading.findings(0..<reading.count)
    let examples = PrototypeExamples(classes: 4, findings)
    var backwards = PrototypeExamples(classes: 4)
    for (index, finding) in findings.enumerated().reversed() { backwards.add(finding, index) }
    #expect(backwards == examples)
    for (place, example) in examples.nearest.enumerated() {
      let example = try #require(example)
      let all = findings.map { $0.similarities[place] }
      #expect(example.similarity == all.max())
      #expect(example.index == all.firstIndex(of: example.similarity))
    }
    #expect(PrototypeExamples(classes: 2, [nil, nil]).nearest == [nil, nil])
  }

  // MARK: Fit

  @Test("The fit tells from the header what a model finds in a record")
  func fit() throws {
    let classifier = try ReadingFixtures.classifier(ReadingFixtures.weights())
    let both = classifier.fit(Self.short)
    #expect(both.remark == nil && both.problem == nil)
    #expect(
      both.channels.compactMap(\.recorded).sorted() == ["ABL d", "CS 1-2", "II", "V1"])
    let inside = ReadingFixtures.record(seconds: 2, leads: [], electrograms: ["RVa"])
    #expect(classifier.fit(inside).remark == "no ECG: this model reads the IEGM alone here")
    let other = Record.synthetic([SyntheticChannel(name: "RESP", values: [0, 0])], name: "r")
    #expect(classifier.fit(other).problem == .noChannel(record: "r", found: ["RESP"]))
    #expect(classifier.fit(other).remark == "no channel that this model reads")
    let brief = ReadingFixtures.record(seconds: 0.1, leads: ["V2"])
    #expect(
      classifier.fit(brief).problem == .tooShort(record: "long", seconds: 0.1, expected: 0.128))
    let ecg = try ReadingFixtures.classifier(ReadingFixtures.weights { $0.modality = "ecg" })
    #expect(ecg.fit(inside).remark == "this model reads the ECG alone, and there is none")
    #expect(ecg.fit(Self.short).remark == "this model reads the ECG alone")
    #expect(ecg.fit(Self.short).missingChannels.count == 10)
  }
}
