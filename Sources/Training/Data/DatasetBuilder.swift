public import Annotations
public import ArrhythmiaModel
public import NeuralNetwork
import SignalProcessing
public import Waveforms

/// Makes a data set from a folder of annotated records.
///
/// Annotations say which windows there are; only then are signals read, record after record, each
/// thread a minute of signal at a time. The same folder, preset and seed give the same bits on any
/// number of threads.
public struct DatasetBuilder: Sendable {
  /// What is to be made of which folder.
  public struct Request: Sendable {
    /// A folder of records, or one record.
    public var path: String
    /// Classes.
    public var preset: LabelPreset
    /// Filters.
    public var settings: PreparationSettings
    /// Name of the annotations; each record's first ones if nil.
    public var annotator: String?
    /// From which the choice among too many windows follows.
    public var seed: UInt64
    /// What the reader says of the records.
    public var hints: RecordHints
    /// Labels that are not beside the records, and who says so; nil of a record that they do not
    /// speak of.
    public var labels: LabelSource?

    /// A reader's labels.
    public struct LabelSource: Sendable {
      public var name: String
      public var marks: @Sendable (Recording) throws -> MarkIndex?

      public init(name: String, marks: @escaping @Sendable (Recording) throws -> MarkIndex?) {
        (self.name, self.marks) = (name, marks)
      }
    }

    /// Asks for a data set.
    public init(
      path: String, preset: LabelPreset, settings: PreparationSettings = PreparationSettings(),
      annotator: String? = nil, seed: UInt64 = 1, hints: RecordHints = RecordHints()
    ) {
      (self.path, self.preset, self.settings) = (path, preset, settings)
      (self.annotator, self.seed, self.hints) = (annotator, seed, hints)
    }
  }

  /// A record with the windows that are to be cut from it.
  struct PlannedRecord: Sendable {
    var preparation: RecordPreparation
    var source: Dataset.Source
    var windows: [PlannedWindow]
    /// Places of the beats that the windows are centred on; beat presets only.
    var beats: [Int]
    /// Spans of the record that hold all windows.
    var stretches: [Range<Int>]
  }

  /// What was asked for.
  public let request: Request
  /// What was left out or looked odd.
  public private(set) var remarks: [String] = []
  var records: [PlannedRecord] = []
  private var agreement = MarkerAgreement()

  /// Reads headers and annotations, and plans the windows.
  ///
  /// Throws where the folder has no record, and where no record gives a window.
  public init(_ request: Request) throws {
    self.request = request
    let paths = try Self.recordPaths(request.path)
    let patients = PatientTable(folder: request.path)
    let hints = RecordFolder.exists(request.path) ? request.hints.lenient : request.hints
    var plans: [(PlannedRecord, LabelledRecord)] = []
    var listings = FolderListings()
    for path in paths {
      if let plan = try plan(path, hints, patients, &listings) { plans.append(plan) }
    }
    // Beats are few enough, and an evaluation of beats counts them all.
    if !request.preset.isBeatCentred, let remark = agreement.remark { remarks.append(remark) }
    let windows =
      request.preset.isBeatCentred
      ? plans.map(\.0.windows) : WindowPlan.thinned(plans.map(\.0.windows), seed: request.seed)
    for (index, plan) in plans.enumerated() {
      var record = plan.0
      record.windows = windows[index]
      record.stretches = Self.stretches(record.windows)
      if request.preset.isBeatCentred {
        record.beats = plan.1.beats.filter { $0.beatClass != nil }.map(\.sample)
      }
      if !record.windows.isEmpty { records.append(record) }
    }
    guard !records.isEmpty else {
      throw DatasetError.noWindows(
        path: request.path, preset: request.preset.rawValue, records: paths.count,
        reason: remarks.first ?? "none has annotated beats of its classes, long enough for a window"
      )
    }
  }

  private static func recordPaths(_ path: String) throws -> [String] {
    guard RecordFolder.exists(path) else { return [path] }
    return try RecordFolder(path: path).recordNames.map { path.appendingPath($0) }
  }

  private mutating func plan(
    _ path: String, _ hints: RecordHints, _ patients: PatientTable,
    _ listings: inout FolderListings
  ) throws -> (PlannedRecord, LabelledRecord)? {
    do {
      let recording = try Recording(
        path: path, hints: hints, listings: &listings)
      let name = recording.record.name
      guard let labels = try labels(of: recording) else {
        let what = request.labels.map { "labels of \($0.name)" } ?? "annotations"
        remarks.append("\(name): expected \(what), found none; it is left out")
        return nil
      }
      let preparation = try RecordPreparation(recording.record, request.settings)
      remark(name, labels, preparation)
      let source = Dataset.Source(
        name: name, patient: patients.patient(of: name), cohort: patients.cohort(of: name),
        channels: Self.channels(preparation.slots), mainsHz: preparation.mainsHz,
        digest: try Dataset.digest(of: recording.record))
      return (
        PlannedRecord(
          preparation: preparation, source: source,
          windows: WindowPlan.windows(
            of: labels, sampleCount: preparation.sampleCount, preset: request.preset),
          beats: [], stretches: []), labels
      )
    } catch let error as any CustomStringConvertible & Error {
      // One record that cannot be used must not keep the others from being used.
      guard RecordFolder.exists(request.path) else { throw error }
      remarks.append("\(error.description); it is left out")
      return nil
    }
  }

  /// What is said of a record; nil where nothing is.
  private func labels(of recording: Recording) throws -> LabelledRecord? {
    if let source = request.labels {
      return try source.marks(recording).map { LabelledRecord($0, record: recording.record) }
    }
    return try (request.annotator ?? recording.annotators.first).map {
      LabelledRecord(try recording.annotations($0), record: recording.record)
    }
  }

  /// Says what is odd about a record.
  private mutating func remark(
    _ name: String, _ labels: LabelledRecord, _ preparation: RecordPreparation
  ) {
    for (label, count) in labels.unknownLabels.sorted(by: { $0.key < $1.key }) {
      remarks.append(
        "\(name): expected labels of the preset's table, found \(count) of \(NeuralNetwork.quoted(label)); "
          + "no window holds them")
    }
    agreement.add(labels)
    let used = Set(preparation.slots.used.map(\.channel))
    let unused = preparation.record.channels.indices.filter { !used.contains($0) }
    if !unused.isEmpty {
      let names = unused.map { preparation.record.channels[$0].name }
      remarks.append("\(name): not among the model's channels: \(names.joined(separator: " "))")
    }
    let beats = labels.beats.filter { $0.beatClass != nil }.count
    let paced = labels.beats.filter { $0.isPaced }.count
    if request.preset.isBeatCentred, PacedWindows.isRecord(paced, of: beats) {
      remarks.append(
        "\(name): \(paced) of \(beats) beats are paced; it may train and never tests, as EC57 says")
    }
  }

  /// Channels of the model's input that a record has.
  private static func channels(_ slots: ChannelSlots) -> [Int] {
    let used = Set(slots.used.map(\.slot))
    return (0..<PreparedSignal.channelCount).filter {
      used.contains(PreparedSignal.slot(ofChannel: $0))
    }
  }

  /// Spans that hold all windows with their margins, joined where they touch.
  private static func stretches(_ windows: [PlannedWindow]) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    for window in windows {
      let lower = window.start - Dataset.margin
      let upper = window.start + WindowPlan.samples + Dataset.margin
      if let last = spans.last, lower <= last.upperBound {
        spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, upper)
      } else {
        spans.append(lower..<upper)
      }
    }
    return spans
  }

}

extension LabelledBeat {
  /// Whether a pacemaker made it.
  var isPaced: Bool {
    if case .rhythm(.paced, _) = role { return true }
    return false
  }
}

extension DatasetBuilder {
  /// Prepares all signals and keeps them.
  ///
  /// `progress` is told how many of the records are done.
  public func build(
    crew: Crew, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Dataset {
    var dataset = empty
    for index in records.indices {
      for stretch in try signals(index, crew: crew, into: &dataset) {
        dataset.stretches.append(stretch)
      }
      progress(index + 1, records.count)
    }
    return dataset
  }

  /// A data set without windows.
  var empty: Dataset {
    Dataset(
      preset: request.preset, direction: request.settings.direction, origin: request.path,
      sources: records.map(\.source), windows: [], stretches: [], context: [], remarks: remarks)
  }

  /// One record's stretches; its windows are added to the data set.
  func signals(
    _ index: Int, crew: Crew, into dataset: inout Dataset
  ) throws -> [Dataset.Stretch] {
    let record = records[index]
    var reader = PreparedReader(record.preparation)
    let first = records[..<index].reduce(0) { $0 + $1.stretches.count }
    let normalization = WindowNormalization(samples: WindowPlan.samples)
    var rest = record.windows[...]
    var result: [Dataset.Stretch] = []
    for (number, range) in record.stretches.enumerated() {
      let signal = try reader.signal(range, crew: crew)
      while let window = rest.first, window.start < range.upperBound {
        rest.removeFirst()
        let start = window.start - range.lowerBound
        let sound = normalization.soundSlots(signal.faults, start..<start + WindowPlan.samples)
        dataset.windows.append(
          Dataset.Window(
            source: index, plan: window, stretch: first + number,
            sound: sound.enumerated().reduce(0) { $0 | ($1.element ? 1 << UInt32($1.offset) : 0) }))
      }
      result.append(Dataset.Stretch(source: index, range: range, channels: signal.channels))
    }
    if request.preset.isBeatCentred {
      dataset.context += try context(record, &reader, crew: crew)
    }
    return result
  }

  /// What each beat's context is, in the whole record and in pieces of it.
  private func context(
    _ record: PlannedRecord, _ reader: inout PreparedReader, crew: Crew
  ) throws -> [[Float]] {
    let leads = try reader.surface(crew: crew)
    let rows = BeatContext.rows(leads: leads, beats: record.beats)
    let pieces = Dataset.contextPieces.map {
      BeatContext.timing(beats: record.beats, pieceBeats: $0)
    }
    let used = leads.filter { !$0.isEmpty }
    let forms = (0..<Dataset.contextLeads).map { place in
      used.count > place
        ? BeatMorphology(leads: [used[place]], beats: record.beats).values
        : record.beats.map { _ in [Float](repeating: 0, count: BeatMorphology.width) }
    }
    return rows.indices.map { index in
      rows[index] + pieces.flatMap { $0[index] } + forms.flatMap { $0[index] }
    }
  }
}
