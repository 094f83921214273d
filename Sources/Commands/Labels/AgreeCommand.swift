import Annotations
import ArgumentParser
import Evaluation
import Foundation
import ReviewApp
import ReviewSession
import ReviewStore
import Training
import Waveforms

/// How far readers agree.
struct AgreeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agree", abstract: "Say how far readers agree on a folder of records.",
    discussion: """
      Compares beats within 150 ms, one to one, by the classes of EC57; a beat that a reader has not
      marked is in a class of its own, none. Prints the share of agreement, Cohen's kappa (two readers),
      Fleiss' kappa and Gwet's AC1, for all beats and for each class against the rest, each with an
      interval of 95 % from drawing patients; and for two readers the episodes of each rhythm by the rules
      of EC57. A reader is a set of labels in the store, or an annotator of files beside the records.
      Records that not all of them have read are left out.
      """)

  @Argument(help: "A folder of records, or a record.")
  var path: String

  @Option(help: "Two readers or more, with commas between them: A,B.")
  var readers: String

  @Option(help: "Draws of patients for the intervals.")
  var draws = 2000

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var store: StoreOptions
  @OptionGroup var input: InputOptions

  func run() throws {
    let names = readers.split(separator: ",").map(String.init)
    guard names.count >= 2, Set(names).count == names.count else {
      throw CommandError.badOption(
        name: "--readers", expected: "two names or more with commas between them", found: readers)
    }
    guard (1...100_000).contains(draws) else {
      throw CommandError.badOption(
        name: "--draws", expected: "a number from 1 to 100000", found: "\(draws)")
    }
    let place = try store.place()
    let known = place.isThere ? try place.open() : nil
    var comparison = ReaderComparison(names)
    let patients = PatientTable(folder: self.path)
    let (paths, hints) = try input.records(self.path)
    for path in paths {
      let recording = try Recording(path: path, hints: hints)
      let sources = LabelSources(log: known)
      let marks = try names.map { try sources.marks($0, of: recording)?.withoutProposals }
      comparison.add(recording.record, patient: patients.patient(of: recording.record.name), marks)
    }
    guard comparison.records > 0 else {
      throw CommandError.badOption(
        name: "--readers", expected: "readers who have labelled the same records",
        found: names.map { "\($0): \(comparison.read[$0] ?? 0)" }.joined(separator: ", "))
    }
    let report = comparison.report(PatientBootstrap(draws: draws))
    if json { return try Output.json(report) }
    try Output.lines(report.lines.map(PlainText.safe))
  }
}

/// Readings of several readers, record by record.
struct ReaderComparison {
  let names: [String]
  /// Records that all have read.
  private(set) var records = 0
  /// Records that each has read.
  private(set) var read: [String: Int] = [:]
  private var beats: AgreementStudy<PlaceReading<BeatClass>>
  private var episodes = EpisodeStudy()

  init(_ names: [String]) {
    self.names = names
    beats = AgreementStudy(
      readers: names.count,
      categories: BeatClass.allCases.map { PlaceReading.marked($0) } + [.unmarked])
  }

  mutating func add(_ record: Record, patient: String, _ marks: [MarkIndex?]) {
    for (name, found) in zip(names, marks) where found != nil { read[name, default: 0] += 1 }
    let all = marks.compactMap { $0 }
    guard all.count == names.count else { return }
    records += 1
    BeatAlignment(all).add(to: &beats, patient: patient) {
      $0.label.meaning.beatClass ?? .unclassifiable
    }
    guard all.count == 2 else { return }
    let rhythms = all.map { $0.rhythms(of: record).episodes }
    episodes.add(
      patient: patient, reference: rhythms[0], test: rhythms[1], frameRateHz: record.frameRateHz)
  }

  func report(_ bootstrap: PatientBootstrap) -> ReaderReport {
    let report = beats.report(bootstrap)
    return ReaderReport(
      readers: names, records: records, patients: report.patients,
      places: report.classes.reduce(0) { $0 + $1.readings } / names.count,
      beats: .init(report.overall),
      classes: report.classes.map {
        .init(name: $0.category.title, readings: $0.readings, figures: .init($0.figures))
      },
      rhythms: episodes.rhythms.map { .init($0, episodes, bootstrap) })
  }
}

extension MarkIndex {
  /// What the reader has said: proposals that nobody has accepted are nobody's word.
  fileprivate var withoutProposals: MarkIndex? {
    try? MarkIndex(filter { !$0.provenance.isProposal }, timeLine: timeLine)
  }
}

extension PlaceReading<BeatClass> {
  /// `N`, or `none`.
  fileprivate var title: String {
    switch self {
    case .marked(let own): own.rawValue
    case .unmarked: "none"
    }
  }
}
