import Annotations
import ArrhythmiaModel
import ReviewSession
import TerminalGraphics
import Training
import Waveforms

// Teaching a model of rhythms by the spans that the reader has named, of all records of the folder.
// It goes on in the background; what comes of it is a model of its own once it is taken up.

extension WaveformState {
  /// Opens the box: labels are gathered, and nothing is taught yet.
  mutating func beginRhythmTeaching() -> [WaveformEffect] {
    if let other = foreignSet {
      say("in view are the labels of \(other): A shows your own, which teach")
      return []
    }
    cover = .rhythms(RhythmPanel())
    if rhythms?.isTeaching != true, rhythms?.lesson == nil {
      rhythms = RhythmLessons(request(nil))
    }
    return [.taught(.list)]
  }

  /// Whose labels are in view where the reader has own ones that are not; nil where these are, or
  /// there are none.
  private var foreignSet: String? {
    guard let labels = review.labels else {
      return sets.contains(reader) ? document.annotations?.annotator ?? "nobody" : nil
    }
    return labels.key.set == reader ? nil : labels.key.set
  }

  /// Numbered on, as what an earlier wish has come to comes too late.
  private mutating func request(_ depth: AdaptationDepth?) -> RhythmTeacher.Request {
    rhythmRequests += 1
    return .init(spans: taughtSpans, depth: depth, number: rhythmRequests)
  }

  /// What the reader says now of the record's rhythms.
  var taughtSpans: [TaughtEpisode] {
    review.labels.map { TaughtEpisode.episodes(of: $0.marks, in: document.record) } ?? []
  }

  /// Takes in what the background tells.
  mutating func take(_ report: RhythmTeacher.Report) {
    guard report.number == rhythms?.request.number else { return }
    switch report.content {
    case .gathered(let support): rhythms?.support = support
    case .progress(let progress):
      guard rhythms?.isTeaching == true else { return }
      rhythms?.progress = progress
      if let training = progress.training { rhythms?.training = training }
    case .taught(let lesson): show(lesson)
    case .cannot(let sentence):
      rhythms?.progress = nil
      rhythms?.problem = sentence
      if !showsRhythmBox { say(sentence, true) }
    }
  }

  private var showsRhythmBox: Bool {
    if case .rhythms? = cover { true } else { false }
  }

  private mutating func show(_ lesson: RhythmLesson) {
    guard rhythms?.isTeaching == true else { return }
    rhythms?.progress = nil
    rhythms?.lesson = lesson
    let changes = changes(by: lesson)
    rhythms?.changes = changes
    let words = changeWords(lesson, changes)
    rhythms?.changeWords = words
    guard !showsRhythmBox else { return }
    // Who has begun something else is not interrupted.
    if cover == nil && labelling == nil {
      cover = .rhythms(RhythmPanel())
    } else {
      say("the model is taught: * shows what came of it")
    }
  }

  /// Windows of which another class is said than the model in view says.
  private func changes(by lesson: RhythmLesson) -> [Int] {
    guard let model = review.model, model.findings.count == lesson.findings.count else { return [] }
    return model.findings.indices.filter { index in
      let after = lesson.findings[index].decision.map { lesson.classes[$0] }
      let before = model.findings[index].flatMap { $0.decision.map { model.classes[$0] } }
      return model.findings[index] != nil && before != after
    }
  }

  /// `SINUS to EAT 12, ...`, the most first.
  private func changeWords(_ lesson: RhythmLesson, _ changes: [Int]) -> String {
    guard let model = review.model else { return "" }
    var counts: [String: Int] = [:]
    for index in changes {
      let after = lesson.findings[index].decision.map { lesson.classes[$0] } ?? "no class"
      counts["\(model.className(model.findings[index])) to \(after)", default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  // MARK: Keys

  /// All keys are the box's while it is open.
  mutating func answerRhythms(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard case .rhythms(var panel)? = cover else { return .ignored }
    defer { if case .rhythms? = cover { cover = .rhythms(panel) } }
    let last = taughtList.names.count - 1
    switch key {
    case .down, .character("j"): panel.selection = min(last, (panel.selection ?? -1) + 1)
    case .up, .character("k"):
      panel.selection = panel.selection.flatMap { $0 > 0 ? $0 - 1 : nil }
    case .enter: return .consumed(enterRhythms(panel))
    case .character("1"): teachRhythms(.instant)
    case .character("2"): teachRhythms(.adapters)
    case .character("3"): teachRhythms(.full)
    case .character("x"): endRhythms()
    case .character("a"): return .consumed(takeUpRhythms())
    case .character("o"): askForRhythmReason()
    case .character("r"): refuseRhythms()
    case .character("g"): showRhythmChanges()
    case .escape, .character("q"), .character("*"): closeRhythms()
    default: say("\(key.label) does nothing here; the box says which keys do")
    }
    return .consumed
  }

  private mutating func enterRhythms(_ panel: RhythmPanel) -> [WaveformEffect] {
    guard let place = panel.selection else {
      if rhythms?.lesson != nil { return takeUpRhythms() }
      teachRhythms(rhythms?.support?.suited ?? .instant)
      return []
    }
    let name = taughtList.names[place]
    guard name != review.model?.facts.name else {
      say("\(name) is in view already")
      return []
    }
    return [.taught(.use(name))]
  }

  private mutating func teachRhythms(_ depth: AdaptationDepth) {
    guard let lessons = rhythms, !lessons.isTeaching else {
      return say("it teaches already: x ends it")
    }
    if lessons.problem != nil {
      rhythms = RhythmLessons(request(nil))
      return say("labels are gathered once more")
    }
    guard let support = lessons.support else { return say("labels are still being gathered") }
    guard support.rows.contains(where: { $0.teaching > 0 }) else {
      return say("nothing teaches yet: e v + name the rhythm of a span")
    }
    rhythms = RhythmLessons(request(depth))
    rhythms?.support = support
    rhythms?.progress = .init(share: 0, secondsLeft: nil, training: nil)
    rhythms?.training = nil
  }

  private mutating func endRhythms() {
    guard rhythms?.isTeaching == true else { return say("nothing is being taught") }
    let request = request(nil)
    rhythms?.request = request
    rhythms?.progress = nil
    say("ended; the model in view is as it was")
  }

  private mutating func takeUpRhythms() -> [WaveformEffect] {
    guard let lesson = rhythms?.lesson else {
      say("nothing is taught yet: Enter teaches")
      return []
    }
    switch lesson.verdict.outcome {
    case .better: return [.taught(.keep(overridden: nil))]
    case .worse: say("fewer guarding labels are right: r leaves it, o takes it up with a reason")
    case .forgets: say("what it knew is lost: r leaves it, o takes it up with a reason")
    case .unjudged:
      say("nothing judges it: label a third span or a second patient, or o with a reason")
    }
    return []
  }

  private mutating func askForRhythmReason() {
    guard rhythms?.lesson != nil else { return say("nothing is taught yet: Enter teaches") }
    cover = .prompt(.overridingRhythms, "")
  }

  /// Takes up what the verdict speaks against, for a reason that is kept.
  mutating func overrideRhythms(for reason: String) -> [WaveformEffect] {
    cover = .rhythms(RhythmPanel())
    guard !reason.isEmpty else {
      say("no reason, so it is not taken up")
      return []
    }
    return [.taught(.keep(overridden: reason))]
  }

  private mutating func refuseRhythms() {
    guard rhythms?.lesson != nil else { return say("nothing is taught yet: Enter teaches") }
    rhythms = nil
    cover = nil
    say("left: \(review.model?.facts.name ?? "the model") stays as it was")
  }

  private mutating func closeRhythms() {
    cover = nil
    if rhythms?.isTeaching == true {
      say("it goes on: the last line says how far it is, * shows it")
    } else if rhythms?.lesson != nil {
      say("not decided yet: * comes back to it")
    } else {
      rhythms = nil
    }
  }

  /// The windows of which another class is said, as what a search has found.
  private mutating func showRhythmChanges() {
    guard let lessons = rhythms, let lesson = lessons.lesson, let model = review.model,
      !lessons.changes.isEmpty
    else { return say("no window of this record changes") }
    cover = nil
    let hits = lessons.changes.map { index in
      SearchResult.Hit(
        seconds: model.places[index].lowerBound,
        text: "\(model.className(model.findings[index])) is "
          + (lesson.findings[index].decision.map { lesson.classes[$0] } ?? "no class"))
    }
    found = SearchResult(text: "changed by teaching", hits: hits)
    say("\(hits.count.counted("window")) changed: n N go through them, Esc ends, * goes back")
  }

  // MARK: Versions

  /// Takes in which versions there are, and what was done.
  mutating func show(_ list: TaughtList, after request: TaughtRequest) {
    taughtList = list
    switch request {
    case .list: break
    case .keep:
      (rhythms, cover) = (nil, nil)
      say(
        "\(list.versions.last?.name ?? "it") is in use from now on; * goes back to an earlier one")
    case .use(let name):
      (rhythms, cover) = (nil, nil)
      say("\(name) is in use from now on")
    }
  }
}
