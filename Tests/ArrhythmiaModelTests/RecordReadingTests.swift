import ArrhythmiaModel
import NeuralNetwork
import Testing
import Waveforms

@Suite("Reading a record in any order")
struct RecordReadingTests {
  typealias Finding = RecordClassifier.Finding

  /// Numbers shuffled with a fixed seed.
  private func shuffled(_ count: Int) -> [Int] {
    var random = SplitMix64(seed: 3)
    return (0..<count).map { ($0, random.next()) }.sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// All findings, asked for in pieces of a shuffled order.
  private func piecemeal(
    _ reading: inout RecordReading, by size: Int
  ) throws -> [Finding?] {
    var found = [Finding?](repeating: nil, count: reading.count)
    let order = shuffled(reading.count)
    for start in stride(from: 0, to: order.count, by: size) {
      let part = order[start..<min(start + size, order.count)]
      for (index, finding) in zip(part, try reading.findings(part)) { found[index] = finding }
    }
    return found
  }

  @Test(
    "Whatever is asked for when, the findings are the bits of a run from start to end",
    arguments: [(1, 1), (300, 2), (1000, 1)])
  func anyOrder(_ size: Int, _ threads: Int) throws {
    let weights = try ReadingFixtures.weights()
    let expected = try ReadingFixtures.classifier(weights).run(ReadingFixtures.long)
    let classifier = try ReadingFixtures.classifier(weights, threads: threads)
    var reading = try RecordReading(classifier, ReadingFixtures.long)
    #expect(reading.count == expected.count && expected.count > 1000)
    // One by one, a part of them is enough.
    if size == 1 {
      for index in shuffled(reading.count).prefix(15) {
        #expect(try reading.findings([index]) == [expected[index]], "\(index)")
      }
    } else {
      #expect(try piecemeal(&reading, by: size) == expected)
    }
    #expect(Set(expected.compactMap { $0.evidence?.energy }).count > 1000)
    #expect(expected.contains { $0.evidence != nil && $0.similarities.count == 4 })
  }

  @Test("Batches from the cursor outwards give the same findings")
  func outwards() throws {
    let weights = try ReadingFixtures.weights()
    let expected = try ReadingFixtures.classifier(weights).run(ReadingFixtures.long)
    var reading = try RecordReading(
      ReadingFixtures.classifier(weights), ReadingFixtures.long)
    for batch in reading.batches(nearestTo: 150, of: 100) {
      #expect(try reading.findings(batch) == Array(expected[batch]), "\(batch)")
    }
  }

  @Test("A number that is asked for twice is answered twice, in the order asked")
  func repeated() throws {
    let classifier = try ReadingFixtures.classifier(ReadingFixtures.weights())
    var reading = try RecordReading(classifier, ReadingFixtures.long)
    let found = try reading.findings([700, 3, 700, 1200])
    #expect(found[0] == found[2] && found[0] != found[1])
    #expect(
      found.map(\.place.lowerBound) == [700, 3, 700, 1200].map { 32 + 64 * $0 })
    #expect(try reading.findings([]).isEmpty)
  }

  @Test("Places are the findings' in seconds")
  func places() throws {
    let classifier = try ReadingFixtures.classifier(ReadingFixtures.weights())
    var reading = try RecordReading(classifier, ReadingFixtures.long)
    let found = try reading.findings(0..<20)
    for (finding, place) in zip(found, reading.places) {
      #expect(Double(finding.place.lowerBound) / 250 == place.lowerBound)
      #expect(Double(finding.place.upperBound) / 250 == place.upperBound)
    }
    #expect(reading.places.count == reading.count)
  }

  @Test("A record that a model cannot read is refused as in a run")
  func refusals() throws {
    let classifier = try ReadingFixtures.classifier(ReadingFixtures.weights())
    let other = Record.synthetic([
      SyntheticChannel(name: "RESP", values: [Double](repeating: 0, count: 1000))
    ])
    #expect(throws: PreparationError.noChannel(record: "synthetic", found: ["RESP"])) {
      try RecordReading(classifier, other)
    }
    let brief = ReadingFixtures.record(seconds: 0.1, leads: ["II"])
    #expect(throws: PreparationError.tooShort(record: "long", seconds: 0.1, expected: 0.128)) {
      try RecordReading(classifier, brief)
    }
  }

  // MARK: Order

  @Test("The finding at a time is the one about it, else the nearest")
  func indices() throws {
    let classifier = try ReadingFixtures.classifier(ReadingFixtures.weights())
    let reading = try RecordReading(classifier, ReadingFixtures.long)
    for index in [0, 1, 77, reading.count - 1] {
      let place = reading.places[index]
      #expect(reading.index(nearestTo: place.lowerBound) == index)
      #expect(reading.index(nearestTo: place.upperBound - 0.001) == index)
    }
    #expect(reading.index(nearestTo: -3) == 0)
    #expect(reading.index(nearestTo: 1e6) == reading.count - 1)
  }

  @Test("Between two beats the nearer one counts, and without beats there is none")
  func betweenBeats() throws {
    let classifier = try ReadingFixtures.classifier(
      ReadingFixtures.weights(ReadingFixtures.beatSizes, preset: "aami"))
    let record = ReadingFixtures.record(seconds: 10, leads: ["II"])
    let reading = try RecordReading(classifier, record, beats: [250, 500, 1500])
    #expect(reading.index(nearestTo: 1.4) == 0)
    #expect(reading.index(nearestTo: 1.6) == 1)
    #expect(reading.index(nearestTo: 5.9) == 2)
    #expect(reading.places.map(\.lowerBound) == [1, 2, 6])
    let none = try RecordReading(classifier, record, beats: [])
    #expect(none.index(nearestTo: 2) == nil && none.batches(nearestTo: 2).isEmpty)
  }

  @Test("Batches hold every finding once, the nearest first", arguments: [0.0, 150, 1e4])
  func batches(_ cursor: Double) throws {
    let classifier = try ReadingFixtures.classifier(ReadingFixtures.weights())
    let reading = try RecordReading(classifier, ReadingFixtures.long)
    let batches = reading.batches(nearestTo: cursor, of: 32)
    #expect(batches.flatMap { $0 }.sorted() == Array(0..<reading.count))
    let centre = try #require(reading.index(nearestTo: cursor))
    #expect(batches.first?.contains(centre) == true)
    let distances = batches.map { batch in batch.map { abs($0 - centre) }.min() ?? 0 }
    #expect(distances == distances.sorted())
    // The same batches wherever the cursor is.
    #expect(Set(batches) == Set(reading.batches(nearestTo: 77, of: 32)))
  }

  // MARK: Beats

  @Test("A beat model's findings do not depend on the order either")
  func beats() throws {
    let weights = try ReadingFixtures.weights(ReadingFixtures.beatSizes, preset: "aami")
    let record = ReadingFixtures.record(seconds: 130, leads: ["MLII", "V1"])
    let expected = try ReadingFixtures.classifier(weights).run(record)
    var reading = try RecordReading(ReadingFixtures.classifier(weights), record)
    #expect(expected.count > 150)
    #expect(try piecemeal(&reading, by: 7) == expected)
    #expect(reading.count == expected.count)
  }

  // MARK: The models that are shipped

  @Test("The shipped beat model reads two leads at 360 Hz beat by beat")
  func shippedBeats() throws {
    let record = ReadingFixtures.record(seconds: 40, leads: ["MLII", "V5"], rateHz: 360)
    let classifier = try ReadingFixtures.shipped("aami")
    let expected = try classifier.run(record)
    var reading = try RecordReading(classifier, record)
    #expect(expected.count > 45)
    #expect(try piecemeal(&reading, by: 5) == expected)
    let detail = try #require(try reading.detail(20))
    #expect(detail.finding == expected[20])
    #expect(detail.heat.method == classifier.properties.explanationMethod)
    #expect(detail.heat.isFaithful == (classifier.properties.isFaithful == true))
    #expect(detail.iegm == .unread && detail.channels[1].state == .used)
    #expect(detail.channels[1].channel.recorded == "MLII")
  }

  @Test("The shipped rhythm model reads a sample record from its middle as from its start")
  func shippedRhythms() throws {
    // Half a minute of it will do.
    var record = try Recording(path: ReadingFixtures.repository("SampleData/x003")).record
    record.frameCount = 30 * 977
    for index in record.channels.indices { record.channels[index].sampleCount = 30 * 977 }
    let classifier = try ReadingFixtures.shipped("g8", threads: 2)
    let expected = try classifier.run(record)
    #expect(expected.count == 13 && expected.allSatisfy { $0.evidence != nil })
    var reading = try RecordReading(classifier, record)
    for batch in reading.batches(nearestTo: 15, of: 4) {
      #expect(try reading.findings(batch) == Array(expected[batch]), "\(batch)")
    }
    let detail = try #require(try reading.detail(6))
    #expect(detail.finding == expected[6])
    #expect(detail.heat.isFaithful == (classifier.properties.isFaithful == true))
    #expect(detail.heat.method.rawValue == classifier.properties.heatMethod)
    #expect(detail.crossAttention?.count == 128 * 128)
  }
}
