import Annotations
import Foundation
public import ReviewSession
import Waveforms

/// What the list keeps of a record: small enough to have it for thousands, whose files are not
/// kept open.
public struct RecordFacts: Sendable, Equatable {
  /// The channels of one kind, by name.
  struct ChannelGroup: Sendable, Equatable {
    var kind: ChannelKind
    var names: [String]
  }

  /// The annotations of one annotator; the number is nil where they cannot be read.
  struct Annotator: Sendable, Equatable {
    var name: String
    var count: Int?
  }

  struct BeatCount: Sendable, Equatable {
    var group: BeatGroup
    var count: Int
  }

  /// The episodes of one rhythm.
  struct RhythmTotal: Sendable, Equatable {
    var name: String
    var episodes: Int
    var seconds: Double
    var longestSeconds: Double
  }

  var container: String
  var durationSeconds: Double
  var frameRateHz: Double
  /// As the file writes them.
  var startDate: String?
  var startTime: String?
  var channelCount: Int
  var channels: [ChannelGroup]
  /// The header's remarks, often the patient's data.
  var comments: [String]
  /// The first one is the one that beats and rhythms come from.
  var annotators: [Annotator]
  /// The commonest first.
  var beats: [BeatCount]
  /// The gravest first: it is what a reader looks for, and what must not be cut off.
  var rhythms: [RhythmTotal]
  var strip: RhythmStrip
  var noiseSpans: Int
  var noiseSeconds: Double
  var warnings: [String]

  /// Remarks and warnings that are kept, and characters of each.
  private static let textLimit = (lines: 12, characters: 240)

  /// The facts of an open record. `counts` are those of further annotators.
  init(_ document: ReviewDocument, counts: [String: Int] = [:]) {
    let record = document.record
    container = record.container
    durationSeconds = record.durationSeconds
    frameRateHz = record.frameRateHz
    startDate = record.start?.date
    startTime = record.start?.time
    channelCount = record.channels.count
    channels = Self.groups(record)
    comments = Self.bounded(record.comments)
    warnings = Self.bounded(document.warnings)
    let shown = document.annotations
    annotators = document.annotators.map { name in
      Annotator(
        name: name, count: name == shown?.annotator ? shown?.annotations.count : counts[name])
    }
    beats = Self.beats(document.marks)
    let episodes = document.rhythms?.episodes ?? []
    let noise = document.rhythms?.noise ?? []
    rhythms = Self.totals(episodes, rate: record.frameRateHz)
    noiseSpans = noise.count
    noiseSeconds = Double(noise.reduce(0) { $0 + $1.frames.count }) / record.frameRateHz
    let frames = Double(max(1, record.frameCount))
    func place(_ span: Range<Int>) -> Range<Double> {
      Double(span.lowerBound) / frames..<Double(span.upperBound) / frames
    }
    strip = RhythmStrip(
      spans: episodes.map { ($0.name, place($0.frames)) }, noise: noise.map { place($0.frames) })
  }

  /// Marks of the annotator that is shown; nil where there is none.
  var markCount: Int? { annotators.first?.count }

  var rhythmNames: String { rhythms.map(\.name).joined(separator: " ") }

  private static func bounded(_ lines: [String]) -> [String] {
    lines.prefix(textLimit.lines).map { String($0.prefix(textLimit.characters)) }
  }

  private static func groups(_ record: Record) -> [ChannelGroup] {
    var groups: [ChannelGroup] = []
    for index in record.clinicalOrder {
      let channel = record.channels[index]
      if let known = groups.firstIndex(where: { $0.kind == channel.kind }) {
        groups[known].names.append(channel.name)
      } else {
        groups.append(ChannelGroup(kind: channel.kind, names: [channel.name]))
      }
    }
    return groups
  }

  private static func beats(_ marks: [ShownMark]) -> [BeatCount] {
    var counts: [BeatGroup: Int] = [:]
    for mark in marks where mark.isBeat { counts[mark.group, default: 0] += 1 }
    // Groups of equal number stand in the order of their declaration.
    return BeatGroup.allCases.filter { counts[$0] != nil }
      .map { BeatCount(group: $0, count: counts[$0] ?? 0) }
      .enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
      .map(\.element)
  }

  private static func totals(_ episodes: [RhythmEpisode], rate: Double) -> [RhythmTotal] {
    var totals: [RhythmTotal] = []
    var places: [String: Int] = [:]
    for episode in episodes {
      let seconds = Double(episode.frames.count) / rate
      let place = places[episode.name] ?? totals.count
      if place == totals.count {
        places[episode.name] = place
        totals.append(
          RhythmTotal(name: episode.name, episodes: 0, seconds: 0, longestSeconds: 0))
      }
      totals[place].episodes += 1
      totals[place].seconds += seconds
      totals[place].longestSeconds = max(totals[place].longestSeconds, seconds)
    }
    return totals.enumerated().sorted { first, second in
      let weights = [first, second].map { Vocabulary.rhythm(named: $0.element.name).gravity }
      return (weights[1], first.offset) < (weights[0], second.offset)
    }.map(\.element)
  }
}

/// A cheap sign of whether a record's files are still those that were read: size and date of
/// change of its header and of the annotations that were read with it.
public struct RecordStamp: Sendable, Equatable {
  private struct File: Sendable, Equatable {
    var bytes: Int?
    var modified: Date?
  }

  private let annotator: String?
  private let files: [File]

  /// Looks at the files of a record, which `path` names as `Recording` takes it.
  init(path: String, annotator: String?) {
    self.annotator = annotator
    let location = try? RecordLocation(path: path)
    let paths = [location?.path ?? path, annotator.flatMap { location?.annotationPath($0) }]
      .compactMap { $0 }
    files = paths.map { path in
      // A file that is not there is a finding, not a fault.
      let facts = try? FileManager.default.attributesOfItem(atPath: path)
      return File(
        bytes: (facts?[.size] as? NSNumber)?.intValue,
        modified: facts?[.modificationDate] as? Date)
    }
  }

  /// The same files as they are now.
  func now(path: String) -> RecordStamp { RecordStamp(path: path, annotator: annotator) }
}

/// A record that was looked at.
public struct RecordLook: Sendable {
  public var survey: RecordSurvey
  /// Nil where it could not be opened.
  public var facts: RecordFacts?
  /// What its files were when they were opened.
  public var stamp: RecordStamp
  /// What was decided of it; nil where nobody was asked, or nothing was.
  public var decisions: ReaderDecisions?

  /// Opens a record with the annotations of its first annotator, and counts those of the others.
  public init(path: String, opener: RecordOpener = RecordOpener()) {
    var listings = FolderListings()
    self.init(path: path, opener: opener, listings: &listings)
  }

  /// The same for one of many records, whose folders are listed once.
  init(path: String, opener: RecordOpener, listings: inout FolderListings) {
    do {
      let recording = try opener.open(path, &listings)
      // Taken before the annotations are read: what changes meanwhile is looked at again.
      stamp = RecordStamp(path: path, annotator: recording.annotators.first)
      let document = try ReviewDocument(recording: recording)
      survey = .document(document)
      facts = RecordFacts(document, counts: Self.counts(recording))
    } catch {
      survey = .failed("\(error)")
      stamp = RecordStamp(path: path, annotator: nil)
    }
  }

  private static func counts(_ recording: Recording) -> [String: Int] {
    var counts: [String: Int] = [:]
    for name in recording.annotators.dropFirst() {
      // One that cannot be read has no number: the reader is told why when it is asked for.
      counts[name] = (try? recording.annotations(name))?.annotations.count
    }
    return counts
  }
}
