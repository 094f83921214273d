import Annotations
import ArrhythmiaModel
import LiveSession
import LiveStreams
import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

/// Teaching the model that reads a stream: what the reader's labels come to is shown, and is used
/// once the reader says so.
extension LiveState {
  /// The reader's labels of beats, by their classes of EC57.
  var taughtLabels: [LiveLesson.Label] {
    labels.compactMap { label in
      guard label.label.meaning.isBeat, let name = label.label.meaning.beatClass?.rawValue else {
        return nil
      }
      return LiveLesson.Label(frame: label.frames.lowerBound, name: name)
    }
  }

  mutating func openLesson(_ view: LiveMonitor.View) {
    let reading = view.reading
    guard let model = reading.modelName else { return say("no model reads this stream") }
    guard reading.isOfBeats else {
      return say("\(model) names rhythms: only models of beats are taught, as --model aami")
    }
    guard reading.lesson != nil || !reading.usedLabels.isEmpty else {
      return say("nothing is taught yet: e labels beats, and from two on they can teach \(model)")
    }
    cover = .lesson
  }

  /// What the box says.
  func lessonLines(_ reading: LiveReading) -> [(head: String, text: String)] {
    var lines: [(String, String)] = []
    if let lesson = reading.lesson {
      lines.append(("", "\(lesson.count.counted("label")), each judged by what the others teach"))
      lines += lesson.judged.map {
        ($0.name, "\($0.count): \($0.before) right before, \($0.after) now")
      }
      let count = lesson.changed.reduce(0) { $0 + $1.count }
      lines.append(("", "\(count) of the last \(lesson.beats.counted("beat")) change"))
      lines += lesson.changed.prefix(4).map { ("\($0.before) → \($0.after)", "\($0.count)") }
    }
    lines.append(("", ""))
    let isUsed = reading.lesson?.labels == reading.usedLabels
    if let lesson = reading.lesson, !isUsed {
      lines.append(
        lesson.isBetter
          ? ("Enter", "uses them from now on")
          : ("", lesson.count < 2 ? "too few to say: label more" : "no better: label more"))
    }
    if !reading.usedLabels.isEmpty { lines.append(("x", "goes back to the model as it came")) }
    return lines + [("Esc", "leaves it as it is")]
  }

  mutating func answerLesson(_ key: KeyPress, _ view: LiveMonitor.View) -> [Effect] {
    cover = nil
    let reading = view.reading
    let frame = view.buffer?.frameCount ?? 0
    switch key {
    case .enter:
      guard let lesson = reading.lesson, lesson.labels != reading.usedLabels else { return [] }
      guard lesson.isBetter else {
        say("not used: the labels do not say that it is better", isProblem: true)
        return []
      }
      guard let content = content(of: lesson, view) else { return [] }
      return [.use(lesson.labels), .decide(.version(content, frame: frame))]
    case .character("x"):
      guard !reading.usedLabels.isEmpty else { return [] }
      return [.use([]), .decide(.asItCame(model: reading.modelDigest, frame: frame))]
    case .escape, .character("q"): return []
    default:
      cover = .lesson
      return []
    }
  }

  private func content(
    of lesson: LiveLesson, _ view: LiveMonitor.View
  ) -> ModelVersion.Content? {
    guard let rate = view.buffer?.header.samplingRateHz, let name = view.reading.modelName else {
      return nil
    }
    return ModelVersion.Content(
      model: view.reading.modelDigest, modelName: name, parent: nil,
      labels: lesson.labels.map { .init(seconds: Double($0.frame) / rate, label: $0.name) },
      settings: TeachingSettings().summary, program: "",
      judged: lesson.judged.map {
        .init(label: $0.name, count: $0.count, before: $0.before, after: $0.after)
      },
      changed: lesson.changed.map { .init(before: $0.before, after: $0.after, count: $0.count) })
  }
}

extension LiveLesson {
  /// In the box of the model.
  var brief: String {
    "\(before)→\(after) of \(count) right" + (isBetter ? ": *" : "")
  }
}
