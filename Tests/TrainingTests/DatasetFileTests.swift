import ArrhythmiaModel
import Foundation
import NeuralNetwork
import SignalProcessing
import Testing
import Training

@Suite("File of a data set") struct DatasetFileTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Two records: one with two leads, one without signals.
  private var made: HandMadeDataset {
    var made = HandMadeDataset()
    made.sources = [
      Dataset.Source(
        name: "a", patient: "A", cohort: "children", channels: [0, 12, 19], mainsHz: 60,
        digest: "a1")
    ]
    made.stretches = [
      HandMadeDataset.Stretch(
        source: 0, range: -96..<1120, values: (0..<3 * 1216).map { Float($0 % 97) / 50 })
    ]
    made.addSource("b", samples: 9000)
    made.remarks = ["a: something odd"]
    made.windows = [
      .init(source: 0, start: 0, group: "SINUS", label: 0, sound: 1 | 1 << 12),
      .init(source: 1, start: -500, group: "VT", label: 4, segment: 3, ordinal: 7),
      .init(source: 1, start: 40, set: .fewShot, group: "AFL", label: -1, segment: 4, ordinal: -1),
      .init(source: 1, start: 60, set: .transition, group: "SINUS>VT", label: -1, segment: -1),
    ]
    return made
  }

  /// The sentence of the error that reading throws; an issue if it reads.
  private func sentence(_ made: HandMadeDataset) throws -> String {
    try made.write(folder.file("bad.safetensors"))
    return try sentence("bad.safetensors")
  }

  private func sentence(_ name: String) throws -> String {
    let error = #expect(throws: (any Error).self) { try Dataset(path: folder.file(name)) }
    let found = try #require(error)
    #expect(found is DatasetError || found is SafeTensorsError)
    let text = "\(found)"
    #expect(sentenceProblem(text, about: folder.file(name)) == nil)
    return text
  }

  @Test func `All that was written is read`() throws {
    let dataset = try made.read(in: folder)
    #expect(dataset.preset == .g6)
    #expect(dataset.direction == .forwardBackward)
    #expect(dataset.origin == made.origin)
    #expect(dataset.sources == made.sources)
    #expect(dataset.remarks == made.remarks)
    #expect(dataset.context.isEmpty)
    #expect(dataset.windows.map(\.source) == [0, 1, 1, 1])
    #expect(dataset.windows.map(\.stretch) == [0, 1, 1, 1])
    #expect(dataset.windows.map(\.plan.start) == [0, -500, 40, 60])
    #expect(dataset.windows.map(\.plan.set) == [.closed, .closed, .fewShot, .transition])
    #expect(dataset.windows.map(\.plan.group) == ["SINUS", "VT", "AFL", "SINUS>VT"])
    #expect(dataset.windows.map(\.plan.label) == [0, 4, -1, -1])
    #expect(dataset.windows.map(\.plan.segment) == [0, 3, 4, -1])
    #expect(dataset.windows.map(\.plan.ordinal) == [0, 7, -1, 0])
    #expect(dataset.windows.map(\.sound) == [1 | 1 << 12, 0, 0, 0])
    #expect((0..<19).filter(dataset.windows[0].isSound) == [0, 12])
    #expect(dataset.stretches.map(\.range) == [-96..<1120, -512..<9000])
  }

  @Test func `A stretch's signals stand at the places of the record's channels`() throws {
    let stretch = try made.read(in: folder).stretches[0]
    #expect(stretch.channels.count == PreparedSignal.channelCount)
    for channel in stretch.channels.indices {
      let row = [0, 12, 19].firstIndex(of: channel)
      let wanted = row.map { row in (0..<1216).map { Float((row * 1216 + $0) % 97) / 50 } }
      #expect(stretch.channels[channel] == wanted ?? [])
    }
  }

  @Test func `A window is normalised from its own samples, and silent where it is not sound`()
    throws
  {
    let dataset = try made.read(in: folder)
    let window = dataset.prepared(0)
    #expect(window.ecgLive == [1] + Array(repeating: 0, count: 11))
    #expect(window.iegmLive.indices.filter { window.iegmLive[$0] == 1 } == [0, 7])
    var unsound = dataset
    unsound.windows[0].sound = 1
    #expect(unsound.prepared(0).iegmLive.allSatisfy { $0 == 0 })
    #expect(unsound.prepared(0).ecg == window.ecg)
    #expect(!dataset.prepared(1).isLive)
  }

  @Test func `Windows are counted by class, with their patients`() throws {
    let dataset = try made.read(in: folder)
    let counts = dataset.counts(dataset.windows.indices)
    #expect(counts.map(\.windows) == [1, 0, 0, 0, 1, 0])
    #expect(counts.map(\.patients) == [1, 0, 0, 0, 1, 0])
  }

  // MARK: Damage

  @Test func `A file that was cut anywhere is refused in a sentence`() throws {
    try made.write(folder.file("whole.safetensors"))
    let whole = try folder.bytes("whole.safetensors")
    for length in [0, 4, 9, 100, whole.count / 2, whole.count - 1] {
      try folder.write(whole.prefix(length), "cut.safetensors")
      _ = try sentence("cut.safetensors")
    }
    try folder.write(whole + Data([0]), "long.safetensors")
    _ = try sentence("long.safetensors")
  }

  @Test func `A file that is not there is named`() throws {
    let error = #expect(throws: SafeTensorsError.self) {
      try Dataset(path: folder.file("absent.safetensors"))
    }
    #expect("\(try #require(error))".contains(folder.file("absent.safetensors")))
  }

  @Test func `Another version is refused`() throws {
    var other = made
    other.version = "2"
    #expect(try sentence(other).contains("prepare it again"))
  }

  @Test func `Filters that are not known are refused`() throws {
    var other = made
    other.filters = "sideways"
    #expect(try sentence(other).contains("prepare it again"))
  }

  @Test func `A model's file is no data set`() throws {
    try ModelWeights(random: .tiny(classes: 2), seed: 1).write(path: folder.file("m.safetensors"))
    #expect(try sentence("m.safetensors").contains("tawara prepare"))
  }

  @Test(arguments: [-97, 97, 1120, 100_000, -100_000])
  func `A window outside its stretch is refused`(start: Int) throws {
    var other = made
    other.windows[0].start = start
    #expect(try sentence(other).contains("within a stretch"))
  }

  @Test func `A window of a record that is not there is refused`() throws {
    var other = made
    other.windows[0].source = 2
    #expect(try sentence(other).contains("within a stretch"))
  }

  @Test(arguments: [6, 200, -2, -1])
  func `A closed window without one of the preset's labels is refused`(label: Int) throws {
    var other = made
    other.windows[0].label = label
    #expect(try sentence(other).contains("label of g6"))
  }

  @Test func `A stretch of a record that is not there is refused`() throws {
    var other = made
    other.stretches.append(.init(source: 1, range: 20_000..<20_010))
    other.sources.removeLast()
    other.windows.removeLast(3)
    // The writer needs each stretch's record; one that is gone can only be told in the metadata.
    other.stretches.removeLast(2)
    try other.write(folder.file("base.safetensors"))
    let file = try SafeTensors(path: folder.file("base.safetensors"))
    var metadata = file.metadata
    metadata["description"] = file.metadata["description"]?.replacingOccurrences(
      of: "[[0,-96,1120]]", with: "[[1,-96,1120]]")
    try SafeTensors.write(
      [
        "signal.0": .float32(try file.float32("signal.0")),
        "windows": .int32(try file.int32("windows"), shape: [1, 8]),
        "context": .float32(try file.float32("context")),
      ], metadata: metadata, path: folder.file("other.safetensors"))
    #expect(try sentence("other.safetensors").contains("stretch 0"))
  }

  @Test func `A stretch of another length than its signal is refused`() throws {
    try made.write(folder.file("base.safetensors"))
    let file = try SafeTensors(path: folder.file("base.safetensors"))
    var metadata = file.metadata
    metadata["description"] = file.metadata["description"]?.replacingOccurrences(
      of: "[0,-96,1120]", with: "[0,-96,1121]")
    #expect(metadata != file.metadata)
    try SafeTensors.write(
      [
        "signal.0": .float32(try file.float32("signal.0")),
        "signal.1": .float32(try file.float32("signal.1")),
        "windows": .int32(try file.int32("windows"), shape: [4, 8]),
        "context": .float32(try file.float32("context")),
      ], metadata: metadata, path: folder.file("other.safetensors"))
    #expect(try sentence("other.safetensors").contains("signal.0"))
  }

  @Test func `A channel that the model does not have is refused`() throws {
    var other = made
    other.sources[0].channels = [0, 12, PreparedSignal.channelCount]
    #expect(try sentence(other).contains("stretch 0"))
  }

  @Test func `A table of windows with other columns is refused`() throws {
    var other = made
    other.columns = 7
    #expect(try sentence(other).contains("windows"))
  }

  @Test func `Beats without what is known of them are refused`() throws {
    var other = HandMadeDataset()
    other.preset = .aami
    other.addSource("a", samples: 5000)
    other.windows = [.init(source: 0, start: 0, group: "N", label: 0)]
    #expect(
      try other.read(in: folder).context.map(\.count) == [
        BeatContext.width + 3 * RhythmContext.width + 2 * BeatMorphology.width
      ])
    let file = try SafeTensors(path: folder.file("made.safetensors"))
    try SafeTensors.write(
      [
        "signal.0": .float32(try file.float32("signal.0")),
        "windows": .int32(try file.int32("windows"), shape: [1, 8]),
        "context": .float32(Tensor(shape: [0, 0], values: [])),
      ], metadata: file.metadata, path: folder.file("other.safetensors"))
    #expect(try sentence("other.safetensors").contains("context"))
  }
}
