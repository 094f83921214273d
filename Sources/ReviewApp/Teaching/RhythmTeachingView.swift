import ArrhythmiaModel
import ReviewSession
import TerminalGraphics
import Training
import Waveforms

/// The box in which a model of rhythms is taught.
struct RhythmTeachingView: CanvasPart {
  let canvas: Canvas
  let model: ModelState?
  let lessons: RhythmLessons?
  let list: TaughtList
  let reader: String
  let panel: RhythmPanel

  private typealias Line = TeachingBox.Line

  func draw(_ frame: inout Frame) {
    TeachingBox(
      canvas: canvas, title: "Teaching rhythms to \(model?.facts.name ?? "")", foot: foot,
      lines: lines + [Line("")] + versionLines
    ).draw(&frame)
  }

  private var foot: String {
    if panel.selection != nil { return " Enter use this model  ↑ back  Esc close " }
    guard let lessons else { return " Esc close " }
    if lessons.isTeaching { return " x end  Esc close, it goes on " }
    return lessons.lesson == nil
      ? " Enter teach  1 head  2 adapters  3 all  ↓ versions  Esc close "
      : " a take up  r leave  o all the same  g changes  1 2 3 again  Esc close "
  }

  // MARK: What there is

  private var lines: [Line] {
    guard let lessons else { return [] }
    if let problem = lessons.problem { return [Line(problem, .warning)] }
    guard let support = lessons.support else {
      return [Line("labels are being gathered ...", .textMuted)]
    }
    guard !support.rows.isEmpty else {
      return support.remarks.map { Line($0, .warning) } + [
        Line("Nothing new is named. e makes letters labels: v begins a span, + names its"),
        Line("rhythm, by any name. w in the list of records asks which to name."),
      ]
    }
    return supportLines(support) + stageLines(lessons, support)
  }

  private func supportLines(_ support: RhythmSupport) -> [Line] {
    let head = "Labels of \(reader) in \(support.records.counted("record")):"
    return [
      Line(head), Line(Self.row("", ["windows teach", "guard", "patients"]), .textMuted),
    ]
      + support.rows.map { row in
        Line(
          Self.row(
            row.label + (row.isNew ? " (new)" : ""),
            ["\(row.teaching)", "\(row.guarding)", "\(row.patients)"]))
      } + support.remarks.map { Line($0, .warning) }
  }

  private static func row(_ name: String, _ values: [String]) -> String {
    let name = TextWidth.truncated(name, to: 24)
    return name + String(repeating: " ", count: max(0, 24 - TextWidth.columns(of: name)))
      + values.map { String(repeating: " ", count: max(0, 14 - $0.count)) + $0 }.joined()
  }

  private func stageLines(_ lessons: RhythmLessons, _ support: RhythmSupport) -> [Line] {
    let curve = lessons.training.flatMap(LossCurve.init)
    if let progress = lessons.progress {
      let rows = curve.map { [$0.words] + $0.rows } ?? []
      return [progressLine(progress)] + rows.map { Line($0, .textMuted) }
    }
    guard let lesson = lessons.lesson else {
      return [Line("Enter teaches \(Self.words(support.suited)).", .title)]
    }
    return lessonLines(lesson, lessons) + (curve.map { [Line($0.words, .textMuted)] } ?? [])
  }

  private static func words(_ depth: AdaptationDepth) -> String {
    switch depth {
    case .instant: "the head alone: seconds"
    case .adapters: "the head, the last block and all gains: half a minute"
    case .full: "the whole network: a minute and more"
    }
  }

  private func progressLine(_ progress: RhythmTeacher.Progress) -> Line {
    let done = Int(progress.share * 24)
    let bar = String(repeating: "█", count: done) + String(repeating: "░", count: 24 - done)
    let left = progress.secondsLeft.map { ", \(Int($0.rounded())) s left" } ?? ""
    return Line("teaching \(bar) \(Int(100 * progress.share)) %\(left)", .title)
  }

  // MARK: What came of it

  private func lessonLines(_ lesson: RhythmLesson, _ lessons: RhythmLessons) -> [Line] {
    let verdict = lesson.verdict
    var lines = [Line(Self.row("guard", ["windows", "right before", "right now"]), .textMuted)]
    lines += verdict.guarding.map {
      Line(Self.row($0.label, ["\($0.count)", "\($0.before)", "\($0.after)"]))
    }
    if let known = verdict.knownF1 {
      lines.append(
        Line(
          "what it knew: macro-F1 \(Self.figure(known.before)) before, "
            + "\(Self.figure(known.after)) now, "
            + verdict.known.total.count.counted("window")))
    }
    lines.append(outcome(verdict))
    return lines + [changeLine(lessons)]
  }

  private static func figure(_ value: Double) -> String {
    "\((value * 1000).rounded() / 1000)"
  }

  private func outcome(_ verdict: AdaptationVerdict) -> Line {
    switch verdict.outcome {
    case .better: Line("No guarding label is lost: a takes it up, for all records.", .title)
    case .worse: Line("Fewer guarding labels are right: not taken up by itself.", .warning)
    case .forgets: Line("What it knew is lost: not taken up by itself.", .warning)
    case .unjudged:
      Line("Nothing judges it: a third span or a second patient would.", .warning)
    }
  }

  private func changeLine(_ lessons: RhythmLessons) -> Line {
    guard let model else { return Line("") }
    let total = model.places.count.counted("window")
    guard !lessons.changes.isEmpty else { return Line("No window of \(total) here changes.") }
    return Line("\(lessons.changes.count) of \(total) here change: \(lessons.changeWords)")
  }

  // MARK: Versions

  private var versionLines: [Line] {
    [Line("Models", .title)]
      + list.names.enumerated().map { place, name in
        let isShown = name == model?.facts.name
        let words =
          place == 0 ? "as it came" : words(list.versions[place - 1], list.stale[place - 1])
        return Line(
          (isShown ? "▸ " : "  ") + "\(name)  \(words)", isSelected: panel.selection == place)
      }
  }

  private func words(_ version: TaughtModels.Version, _ stale: Int) -> String {
    let teaching = version.teaching
    let parent = list.versions.first { $0.digest == teaching.parent }?.name ?? list.root
    let judged = teaching.guardRows.total
    return (teaching.overridden.map { "overridden: \($0), " } ?? "")
      + "after \(parent), right \(judged.before) before, \(judged.after) now of "
      + "\(judged.count), by "
      + "\(teaching.taught.count.counted("window")) of \(teaching.reader)"
      + (stale == 0 ? "" : ", \(stale) no longer so")
  }
}
