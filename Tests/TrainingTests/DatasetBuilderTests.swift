import Annotations
import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Simulation
import Testing
import Training
import Waveforms

@Suite("Making a data set") struct DatasetBuilderTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  // MARK: Patients

  private static func script(
    _ number: Int, seed: UInt64, seconds: Double = 26, _ events: [PatientScript.Event]
  ) -> PatientScript {
    PatientScript(
      subject: .init(subjectID: "00\(number)", gender: "F", ageYears: 12, diagnosis: "AVNRT"),
      seed: seed, maximumSeconds: seconds, events: events)
  }

  private static let sinusThenReentry = script(
    1, seed: 21, [.sinus(beats: 14), .onset(.avnrt), .run(.avnrt, beats: 40)])
  private static let artifact = script(
    2, seed: 22, [.sinus(beats: 12), .artifact(seconds: 2), .sinus(beats: 30)])
  private static let adult = PatientScript(
    subject: .init(
      subjectID: "100", gender: "M", ageYears: 44, diagnosis: "TOF with VT", isAdult: true),
    layout: .ventricularOnly, seed: 23, maximumSeconds: 22,
    events: [.sinus(beats: 10), .run(.vt, beats: 30)])

  private func records(
    _ scripts: [PatientScript] = [sinusThenReentry, artifact, adult]
  ) throws -> String {
    let path = folder.file("records")
    try SimulatedDatabase.write(
      count: scripts.count, folder: path, origin: "Made for a test.",
      patient: { PatientSimulator.patient(scripts[$0]) })
    return path
  }

  private func build(
    _ path: String, _ preset: LabelPreset = .g8, threads: Int = 1, seed: UInt64 = 1
  ) throws -> Dataset {
    try DatasetBuilder(DatasetBuilder.Request(path: path, preset: preset, seed: seed))
      .build(crew: Crew(count: threads))
  }

  private func expectEqual(_ one: Dataset, _ other: Dataset) {
    #expect(one.preset == other.preset && one.direction == other.direction)
    #expect(one.origin == other.origin && one.remarks == other.remarks)
    #expect(one.sources == other.sources)
    #expect(one.windows == other.windows)
    #expect(one.context == other.context)
    #expect(one.stretches.map(\.range) == other.stretches.map(\.range))
    #expect(one.stretches == other.stretches)
  }

  // MARK: Contents

  @Test func `Records, patients and windows are those of the folder`() throws {
    let dataset = try build(try records())
    #expect(dataset.sources.map(\.name) == ["x001", "x002", "x100"])
    #expect(dataset.sources.map(\.patient) == ["children 001", "children 002", "adults 100"])
    #expect(dataset.sources.map(\.cohort) == ["children", "children", "adults"])
    #expect(dataset.sources[0].channels == Array(0..<26))
    // An adult's record has but two electrograms, the first two.
    #expect(dataset.sources[2].channels == Array(0..<14) + [19, 20])
    let groups = dataset.sources.indices.map { source in
      Set(
        dataset.windows.filter { $0.source == source && $0.plan.set == .closed }.map(\.plan.group))
    }
    #expect(groups == [["SINUS", "AVNRT"], ["SINUS"], ["RBBB", "VT"]])
    #expect(dataset.windows.contains { $0.plan.group == "RBBB>VT" && $0.plan.set == .transition })
  }

  @Test func `Each window lies in its stretch with the margin on either side`() throws {
    let dataset = try build(try records())
    for window in dataset.windows {
      let stretch = dataset.stretches[window.stretch]
      #expect(stretch.source == window.source)
      #expect(stretch.range.lowerBound <= window.plan.start - Dataset.margin)
      #expect(
        stretch.range.upperBound >= window.plan.start + WindowPlan.samples + Dataset.margin)
    }
    for stretch in dataset.stretches {
      let used = Set(dataset.sources[stretch.source].channels)
      for channel in stretch.channels.indices {
        let count = stretch.channels[channel].count
        #expect(count == (used.contains(channel) ? stretch.range.count : 0))
      }
    }
    for (one, next) in zip(dataset.stretches, dataset.stretches.dropFirst())
    where one.source == next.source {
      #expect(one.range.upperBound < next.range.lowerBound)
    }
  }

  @Test func `Windows are live and hold the record's signals`() throws {
    let path = try records([Self.artifact])
    let dataset = try build(path)
    let record = try Recording(path: path + "/x002").record
    var reader = PreparedReader(try RecordPreparation(record, PreparationSettings()))
    let crew = Crew(count: 1)
    #expect(!dataset.windows.isEmpty)
    for index in dataset.windows.indices {
      let start = dataset.windows[index].plan.start
      let signal = try reader.signal(start..<start + WindowPlan.samples, crew: crew)
      let wanted = WindowNormalization(samples: WindowPlan.samples).window(signal, from: start)
      #expect(wanted.isLive)
      #expect(dataset.prepared(index) == wanted)
    }
  }

  @Test func `No window touches noise between two marks`() throws {
    let path = try records([Self.artifact])
    let set = try Recording(path: path + "/x002").annotations("atr")
    let marks = set.annotations.filter { $0.code == .signalQuality }.map {
      Int(Double($0.time) / SimulatedPatient.frameRateHz * 250)
    }
    #expect(marks.count == 2)
    let windows = try build(path).windows
    #expect(windows.contains { $0.plan.start < marks[0] })
    #expect(windows.contains { $0.plan.start > marks[1] })
    for window in windows {
      let end = window.plan.start + WindowPlan.samples
      #expect(end <= marks[0] || window.plan.start >= marks[1])
    }
  }

  @Test func `A preset's rhythms that it lacks go to the few-shot pool`() throws {
    let windows = try build(try records([Self.adult]), .g6).windows
    #expect(windows.filter { $0.plan.group == "RBBB" }.allSatisfy { $0.plan.set == .fewShot })
    #expect(windows.contains { $0.plan.group == "VT" && $0.plan.set == .closed })
  }

  // MARK: Files

  @Test(arguments: [LabelPreset.g8, .aami])
  func `A data set is read back as it was made`(preset: LabelPreset) throws {
    let path = try records([Self.sinusThenReentry, Self.adult])
    let builder = try DatasetBuilder(DatasetBuilder.Request(path: path, preset: preset))
    let crew = Crew(count: 1)
    let built = try builder.build(crew: crew)
    let written = try Dataset.write(builder, path: folder.file("d.safetensors"), crew: crew)
    let read = try Dataset(path: folder.file("d.safetensors"))
    expectEqual(read, built)
    #expect(written.windows == read.windows)
    #expect(!read.windows.isEmpty && !read.stretches.isEmpty)
    #expect(read.context.count == (preset.isBeatCentred ? read.windows.count : 0))
    for index in read.windows.indices { #expect(read.prepared(index) == built.prepared(index)) }
  }

  @Test func `The same folder gives the same bytes, on one thread and on two`() throws {
    let path = try records()
    for (name, threads) in [("a", 1), ("b", 1), ("c", 2)] {
      let builder = try DatasetBuilder(DatasetBuilder.Request(path: path, preset: .g8))
      _ = try Dataset.write(builder, path: folder.file(name), crew: Crew(count: threads))
    }
    let bytes = try folder.bytes("a")
    #expect(bytes.count > 1_000_000)
    #expect(try folder.bytes("b") == bytes)
    #expect(try folder.bytes("c") == bytes)
  }

  @Test func `Beats and their context are the same on one thread and on two`() throws {
    let path = try records([Self.sinusThenReentry, Self.adult])
    expectEqual(try build(path, .aami, threads: 1), try build(path, .aami, threads: 2))
  }

  @Test func `Progress is told record by record`() throws {
    let builder = try DatasetBuilder(DatasetBuilder.Request(path: try records(), preset: .g8))
    var steps: [[Int]] = []
    _ = try builder.build(crew: Crew(count: 1)) { steps.append([$0, $1]) }
    #expect(steps == [[1, 3], [2, 3], [3, 3]])
  }

  @Test func `A data set that cannot be written throws and leaves nothing behind`() throws {
    let builder = try DatasetBuilder(
      DatasetBuilder.Request(path: try records([Self.artifact]), preset: .g8))
    let target = folder.file("absent/d.safetensors")
    #expect(throws: SafeTensorsError.self) {
      try Dataset.write(builder, path: target, crew: Crew(count: 1))
    }
    #expect(!folder.exists("absent"))
  }

  // MARK: Beats

  @Test func `A beat preset has a window for each beat, with its context`() throws {
    let path = try records([Self.sinusThenReentry])
    let dataset = try build(path, .aami)
    let labels = LabelledRecord(
      try Recording(path: path + "/x001").annotations("atr"),
      record: try Recording(path: path + "/x001").record)
    let beats = labels.beats.filter { $0.beatClass != nil }
    #expect(beats.count > 30)
    #expect(dataset.windows.map { $0.plan.start + 512 } == beats.map(\.sample))
    #expect(dataset.windows.map(\.plan.group) == beats.map { $0.beatClass?.rawValue ?? "" })
    #expect(dataset.context.count == beats.count)
    let timed = BeatContext.width + Dataset.contextPieces.count * RhythmContext.width
    let width = timed + Dataset.contextLeads * BeatMorphology.width
    #expect(dataset.context.allSatisfy { $0.count == width && $0.allSatisfy { $0.isFinite } })
    #expect(dataset.beatContext(3).count == BeatContext.width)
    // In a record shorter than a piece, the pieces tell what the whole record does.
    let rhythm = RhythmContext(beats: beats.map(\.sample)).values
    for (row, values) in zip(dataset.context, rhythm) {
      #expect(Array(row.prefix(RhythmContext.width)) == values)
      #expect(Array(row[..<timed].suffix(RhythmContext.width)) == values)
    }
  }

  @Test func `A paced record trains beats but never tests them, with a remark`() throws {
    let paced = Self.script(
      3, seed: 24, [.sinus(beats: 8), .run(.ventricularPaced, beats: 20), .sinus(beats: 4)])
    let path = try records([Self.artifact, paced])
    let beats = try build(path, .aami)
    #expect(beats.sources.map(\.name) == ["x002", "x003"])
    #expect(beats.pacedSources == [1])
    #expect(beats.windows.contains { $0.source == 1 && $0.plan.group == "Q" })
    #expect(beats.remarks.contains { $0.hasPrefix("x003") && $0.contains("paced") })
    let rhythms = try build(path, .g8)
    #expect(rhythms.sources.map(\.name) == ["x002", "x003"])
    #expect(rhythms.windows.contains { $0.plan.group == "PACED" })
    #expect(!rhythms.remarks.contains { $0.contains("paced") })
  }

  // MARK: What is odd

  /// Changes the annotations of a record.
  private func change(
    _ name: String, in path: String, _ change: (inout AnnotationSet) -> Void
  ) throws {
    var set = try Recording(path: path + "/" + name).annotations("atr")
    change(&set)
    try WFDBAnnotationWriter.write(set, path: path + "/" + name + ".atr")
  }

  @Test func `Unknown labels are counted in a remark`() throws {
    let path = try records([Self.sinusThenReentry, Self.artifact])
    try change("x001", in: path) { set in
      let beats = set.annotations.indices.filter { set.symbol(set.annotations[$0].code) == "X" }
      for index in beats.suffix(3) { set.annotations[index].aux = Array("AVNRT?".utf8) }
    }
    let remarks = try build(path).remarks.filter { $0.contains("AVNRT?") }
    #expect(remarks.count == 1)
    let remark = try #require(remarks.first)
    #expect(remark.hasPrefix("x001: ") && remark.contains("found 3 of"))
    #expect(sentenceProblem(remark) == nil)
  }

  @Test func `A folder without records throws a sentence that names it`() throws {
    let empty = try folder.folder("empty")
    let error = #expect(throws: RecordingError.self) { try build(empty) }
    #expect(sentenceProblem("\(try #require(error))", about: empty) == nil)
  }

  @Test func `A folder that is not there throws a sentence that names it`() throws {
    let error = #expect(throws: RecordingError.self) { try build(folder.file("absent")) }
    #expect(sentenceProblem("\(try #require(error))", about: folder.file("absent")) == nil)
  }

  @Test func `A folder whose records have no annotations throws a sentence that says so`() throws {
    let path = try records([Self.artifact, Self.adult])
    for name in ["x002", "x100"] { try folder.remove("records/\(name).atr") }
    let error = #expect(throws: DatasetError.self) { try build(path) }
    let text = "\(try #require(error))"
    #expect(sentenceProblem(text, about: path) == nil)
    #expect(text.contains("annotations") && text.contains("2 records"))
  }

  @Test func `A record without annotations is left out with a remark`() throws {
    let path = try records()
    try folder.remove("records/x001.atr")
    let dataset = try build(path)
    #expect(dataset.sources.map(\.name) == ["x002", "x100"])
    #expect(dataset.remarks.contains { $0.hasPrefix("x001: ") && $0.contains("left out") })
    #expect(dataset.windows.allSatisfy { (0..<2).contains($0.source) })
  }

  @Test func `A record that cannot be read is left out with a remark`() throws {
    let path = try records()
    try folder.write(Data("no header\n".utf8), "records/x002.hea")
    let dataset = try build(path)
    #expect(dataset.sources.map(\.name) == ["x001", "x100"])
    #expect(dataset.remarks.contains { $0.contains("x002") && $0.contains("left out") })
  }

  @Test func `A record that is named alone and cannot be read throws`() throws {
    let path = try records()
    try folder.write(Data("no header\n".utf8), "records/x002.hea")
    #expect(throws: WFDBError.self) { try build(path + "/x002") }
  }

  @Test func `A record can be named alone`() throws {
    let path = try records()
    #expect(try build(path + "/x100").sources.map(\.name) == ["x100"])
  }

  @Test func `A folder without rhythms of the preset throws a sentence`() throws {
    let short = Self.script(4, seed: 25, seconds: 8, [.sinus(beats: 3)])
    let path = try records([short])
    let error = #expect(throws: DatasetError.self) { try build(path) }
    #expect(sentenceProblem("\(try #require(error))", about: path) == nil)
  }
}
