import Annotations
import Foundation
import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

/// All that is known of one record, line by line.
struct RecordSummary {
  struct Line: Equatable {
    var head: String
    var text: String
    var role: ThemeRole
  }

  private(set) var lines: [Line] = []

  init(_ state: RecordsState, name: String) {
    add("record", name, .title)
    if !state.hidesPatient { addSubject(state.database?.subject(of: name.fileName)) }
    addDecisions(state.decisions[name], zone: state.timeZone)
    if case .failed(let sentence)? = state.surveys[name] {
      add("files", sentence.replacing(state.folder + "/", with: ""), .warning)
    } else if let facts = state.facts[name] {
      for warning in facts.warnings {
        add("files", warning.replacing(state.folder + "/", with: ""), .warning)
      }
      addModel(state.readings[name])
      addRhythms(facts)
      addBeats(facts)
      addSignals(facts)
      for comment in state.hidesPatient ? [] : facts.comments { add("header", comment) }
    } else {
      add("", "being looked at", .textMuted)
    }
  }

  /// The same for a box of text.
  var panelLines: [(head: String, text: String)] { lines.map { ($0.head, $0.text) } }

  /// A head that was said on the line before is not said again.
  private mutating func add(_ head: String, _ text: String, _ role: ThemeRole = .text) {
    let isRepeated = lines.last { !$0.head.isEmpty }?.head == head
    lines.append(Line(head: isRepeated ? "" : head, text: text, role: role))
  }

  private mutating func addSubject(_ subject: LeipzigSubject?) {
    guard let subject else { return }
    let gender = subject.gender.map { $0 == .female ? "female" : "male" }
    let age = subject.ageYears.map { decimal($0, 1, trimmed: true) + " years" }
    let facts = [gender, age, "subject \(subject.subjectID) of the \(subject.cohort.rawValue)"]
    add("subject", facts.compactMap { $0 }.joined(separator: ", "))
    if let diagnosis = subject.diagnosis {
      let pathway = subject.accessoryPathway.map { ", pathway " + $0 } ?? ""
      add("diagnosis", diagnosis + pathway)
    }
  }

  private mutating func addSignals(_ facts: RecordFacts) {
    let begin = [facts.startDate, facts.startTime].compactMap { $0 }.joined(separator: " ")
    let rate = decimal(facts.frameRateHz, 3, trimmed: true) + " Hz"
    add(
      "length",
      [
        TimeLabel.text(facts.durationSeconds, decimals: 0), facts.channelCount.counted("channel"),
        rate,
        facts.container,
      ].joined(separator: ", ") + (begin.isEmpty ? "" : ", begins \(begin)"))
    for group in facts.channels {
      let title = "\(group.names.count) \(group.kind.title): "
      add("channels", title + group.names.joined(separator: " "), group.kind.role)
    }
  }

  private mutating func addBeats(_ facts: RecordFacts) {
    for beat in facts.beats { add("beats", "\(beat.count) \(beat.group.title)", beat.group.role) }
    let annotators = facts.annotators.map { "\($0.name) \($0.count.map(String.init) ?? "?")" }
    add("annotators", annotators.isEmpty ? "none" : annotators.joined(separator: ", "))
  }

  private mutating func addRhythms(_ facts: RecordFacts) {
    for rhythm in facts.rhythms {
      let glyph = String(RhythmGlyph.scalar(of: rhythm.name))
      let share = Self.percent(rhythm.seconds, of: facts.durationSeconds)
      let longest = TimeLabel.text(rhythm.longestSeconds, decimals: 0)
      let times = rhythm.episodes == 1 ? "once" : "\(rhythm.episodes) times, longest \(longest)"
      add(
        "rhythms",
        "\(glyph) \(rhythm.name) \(TimeLabel.text(rhythm.seconds, decimals: 0)) (\(share)), "
          + times, RhythmStyle.role(of: rhythm.name))
    }
    if facts.noiseSpans > 0 {
      let share = Self.percent(facts.noiseSeconds, of: facts.durationSeconds)
      let spans = facts.noiseSpans == 1 ? "one span" : "\(facts.noiseSpans) spans"
      add(
        "noise", "▒ \(TimeLabel.text(facts.noiseSeconds, decimals: 0)) (\(share)), \(spans)",
        .noise)
    }
  }

  /// What is there but small is not told as nothing.
  private static func percent(_ part: Double, of whole: Double) -> String {
    guard whole > 0 else { return "–" }
    let percent = 100 * part / whole
    return percent > 0 && percent < 1 ? "<1%" : decimal(percent, 0) + "%"
  }

  private mutating func addModel(_ reading: RecordReadingSummary?) {
    guard let reading else { return }
    let share = decimal(reading.uncertainShare * 100, 0)
    let top = reading.topClass.map { ", mostly \($0)" } ?? ""
    add(
      "model",
      "uncertain of \(share)% of \(reading.windows) windows\(top) (\(reading.model))")
  }

  private mutating func addDecisions(_ decisions: ReaderDecisions?, zone: TimeZone) {
    guard let decisions else { return add("opened", "never", .textMuted) }
    let date = decisions.lastOpened.map { Self.text($0, zone) }
    let state = decisions.isReviewed ? ", reviewed" : ""
    add("opened", (date ?? (decisions.reviewState == .new ? "never" : "before")) + state)
    for bookmark in decisions.bookmarks {
      add("bookmarks", "\(TimeLabel.text(bookmark.seconds, decimals: 1)) \(bookmark.text)")
    }
  }

  private static func text(_ date: Date, _ zone: TimeZone) -> String {
    let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: zone)
      .year().month().day().time(includingFractionalSeconds: false)
    // Minutes are enough.
    return String(date.formatted(style).prefix(16))
  }
}
