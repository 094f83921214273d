import ArrhythmiaModel
import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

/// The box that says what labels have made of the model, and which versions there are.
struct TeachingView: CanvasPart {
  let canvas: Canvas
  let model: ModelState?
  /// What waits to be taken up; nil where nothing does, or it is not ready yet.
  let lesson: TaughtRecord?
  let isWaiting: Bool
  let versions: ModelVersions
  /// The reader, and the beats that were labelled.
  let reader: String
  let labels: [ModelVersion.Content.Label]
  let panel: TeachingPanel

  func draw(_ frame: inout Frame) {
    TeachingBox(
      canvas: canvas, title: title, foot: foot, lines: lessonLines + [Line("")] + versionLines
    ).draw(&frame)
  }

  private typealias Line = TeachingBox.Line

  private var title: String {
    "Teaching \(model?.facts.name ?? "") on \(record.name)"
  }

  private var foot: String {
    lesson == nil
      ? " m ask  Enter use  n name  g changes  Esc close "
      : " a take up  r leave  o all the same  g changes  m ask more  Esc close "
  }

  // MARK: What came of the labels

  private var lessonLines: [Line] {
    guard let lesson, let model else {
      let words =
        !isWaiting
        ? "Nothing new is taught: m asks which of 12 beats is what." : "one moment ..."
      return [Line(words, .textMuted)]
    }
    let verdict = lesson.verdict
    var lines = [
      Line(
        "\(verdict.count.counted("label")) of \(reader); each judges what the others have taught:"
      ),
      Line("            labels   right before   right now", .textMuted),
    ]
    lines += verdict.rows.map { row in
      Line(Self.figures(model.classes[row.label], row.count, row.before, row.after))
    }
    lines.append(Line(Self.figures("all", verdict.count, verdict.before, verdict.after), .title))
    lines.append(outcome(verdict))
    if lesson.doubtful > 0 {
      lines.append(
        Line(
          "\(lesson.doubtful.counted("label")) taught nothing: like beats and the model differ",
          .warning))
    }
    if lesson.unplaced > 0 {
      lines.append(
        Line("\(lesson.unplaced.counted("label")) without a beat of the model's teach nothing"))
    }
    return lines + changeLines(lesson, model)
  }

  private static func figures(_ name: String, _ count: Int, _ before: Int, _ after: Int) -> String {
    func right(_ number: Int, _ width: Int) -> String {
      let text = "\(number)"
      return String(repeating: " ", count: max(0, width - text.count)) + text
    }
    let name = name + String(repeating: " ", count: max(0, 12 - name.count))
    return name + right(count, 6) + right(before, 15) + right(after, 12)
  }

  private func outcome(_ verdict: TeachingVerdict) -> Line {
    switch verdict.outcome {
    case .better where verdict.after == verdict.before:
      Line("No worse on so few labels: a takes it up for this record, m asks more.")
    case .better: Line("Better on the labels: a takes it up for this record.")
    case .noBetter: Line("No better on the labels: it is not taken up by itself.", .warning)
    case .worse: Line("Worse on the labels: it is not taken up by itself.", .warning)
    case .unjudged: Line("Too few labels to say whether it is better: m asks more.", .warning)
    }
  }

  private func changeLines(_ lesson: TaughtRecord, _ model: ModelState) -> [Line] {
    let count = lesson.changes.count
    let total = model.places.count
    guard count > 0 else { return [Line("No beat of \(total) changes its class.")] }
    let changed = lesson.changed(from: model.untaughtFindings, classes: model.classes)
    let named = changed.prefix(3)
    var words = named.map { "\($0.before) to \($0.after) \($0.count)" }
    let others = count - named.reduce(0) { $0 + $1.count }
    if others > 0 { words.append("others \(others)") }
    return [
      Line("\(count) of \(total.counted("beat")) change: " + words.joined(separator: ", "))
    ]
  }

  // MARK: Versions

  private var versionLines: [Line] {
    let shipped = Line(
      (versions.inUse == nil ? "▸ " : "  ") + "the model as it came",
      isSelected: panel.selection == 0)
    return [Line("Versions for this record", .title), shipped]
      + versions.all.enumerated().map { place, version in
        Line(
          (version.number == versions.inUse ? "▸ " : "  ") + words(version),
          isSelected: panel.selection == place + 1)
      }
  }

  private func words(_ version: ModelVersion) -> String {
    let judged = version.content.judged
    let count = judged.reduce(0) { $0 + $1.count }
    let decision =
      switch version.standing {
      case .accepted: ""
      case .overridden(let reason): ", overridden: \(reason)"
      case .refused: ", not taken up"
      }
    let gone = Set(version.content.labels).subtracting(labels).count
    // What was made with other constants may say other things now.
    let isOther = version.content.settings != BeatTeaching.settings
    let stale =
      (gone == 0 ? "" : ", \(gone) no longer so") + (isOther ? ", by other rules" : "")
    let name = version.name.map { " \($0)" } ?? ""
    return
      "v\(version.number)\(name)  \(count.counted("label")) of \(version.reader)\(stale), right "
      + "\(judged.reduce(0) { $0 + $1.before }) before, \(judged.reduce(0) { $0 + $1.after }) "
      + "now\(decision)"
  }
}
