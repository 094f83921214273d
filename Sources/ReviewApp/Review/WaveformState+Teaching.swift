import Annotations
import ArrhythmiaModel
import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

// Teaching the model by questions. Answers are labels like any others; what they make of the model
// is shown at once, and kept when the reader takes it up.

extension WaveformState {
  /// Labels that the model is to be taught by: those of the questions, those that wait to be taken
  /// up, or those of the version in use.
  var wantedTeaching: TeachingRequest? {
    guard review.model?.facts.isBeatCentred == true else { return nil }
    return labelling?.questions?.request ?? candidate
      ?? versions.used.map { TeachingRequest(labels: $0.content.labels) }
  }

  /// How far the mark of a beat may lie from the finding about it, in seconds.
  private static let markReach = 0.05

  // MARK: Questions

  /// Beats are asked about; rhythms are taught by what was labelled.
  mutating func teach() -> [WaveformEffect] {
    guard !isBlind, let model = review.model, model.problem == nil, !model.facts.isBeatCentred
    else {
      // What is not decided yet comes first; its box asks more, too.
      if candidate != nil, !isBlind {
        cover = .teaching(TeachingPanel(versions))
      } else {
        beginTeaching()
      }
      return []
    }
    return beginRhythmTeaching()
  }

  /// Begins to ask, as soon as the model has read the record.
  mutating func beginTeaching() {
    guard !isBlind else { return say("a blind reading shows nothing of what models say") }
    guard !review.awaitsModel else {
      wantsTeaching = true
      return say("the model is being opened: it asks as soon as it can")
    }
    guard let model = answeringModel() else { return }
    guard model.isComplete else {
      wantsTeaching = true
      return say("it asks as soon as the model has read the record: \(model.readPercent) % done")
    }
    guard !model.places.isEmpty else { return say("no beats to teach") }
    guard !measuring.showsTrigger else {
      return say("questions are asked on the traces: v closes the trigger view first")
    }
    wantsTeaching = false
    startLabelling()
    labelling?.questions = Questions(review.ownLabels)
    say("looking for the beat whose label helps most")
  }

  /// Takes in what the model's reading, or labels, have made of it.
  mutating func followTeaching() -> [WaveformEffect] {
    if wantsTeaching, !review.awaitsModel { return beginAwaitedTeaching() }
    followQuestions()
    return []
  }

  /// Begins what was asked for before the model was open, or had read the record.
  private mutating func beginAwaitedTeaching() -> [WaveformEffect] {
    guard let model = review.model, model.problem == nil else {
      wantsTeaching = false
      return []
    }
    guard !model.facts.isBeatCentred || model.isComplete else { return [] }
    wantsTeaching = false
    // Who has begun something else is not interrupted.
    guard cover == nil, labelling == nil else {
      say(
        model.facts.isBeatCentred
          ? "the model has read the record: * asks now" : "the model is open: * teaches it")
      return []
    }
    return teach()
  }

  private mutating func followQuestions() {
    guard let questions = labelling?.questions, let taught = review.model?.taught,
      taught.request == questions.request
    else { return }
    guard !questions.isDone, let question = taught.question,
      let place = review.model?.places[question]
    else { return endTeaching() }
    labelling?.questions?.asked = place.lowerBound
    message = nil
    viewport.reach(place.lowerBound, dots: layout.dots)
    // A finding lies at 250 samples a second, its beat's mark where the record has it.
    let near = document.beatMark(near: place.lowerBound, reach: Self.markReach)
    viewport.cursor = near?.seconds ?? place.lowerBound
    labelling?.chosen = near?.id
  }

  /// Takes in what was answered or taken back.
  mutating func followAnswers() {
    guard var questions = labelling?.questions else { return }
    questions.labels = review.ownLabels
    questions.asked = nil
    labelling?.questions = questions
  }

  /// Passes over a beat that the reader cannot answer.
  mutating func skipQuestion() {
    guard var questions = labelling?.questions, let asked = questions.asked else {
      return say("no question yet")
    }
    questions.skipped.append(asked)
    questions.asked = nil
    labelling?.questions = questions
    say("passed over; the next one")
  }

  /// What the model makes of the beat that is asked about, and what answers have made of the model.
  var questionWords: String {
    guard let model = review.model, let asked = labelling?.questions?.asked,
      let index = model.index(at: asked)
    else { return "" }
    let changes = model.taught?.changes.count ?? 0
    return "the model: \(model.className(model.findings[index]));"
      + " \(changes.counted("beat")) changed so far"
  }

  /// Shows what came of the answers.
  mutating func endTeaching() {
    guard let questions = labelling?.questions else { return }
    labelling = nil
    // The last answer's words are of keys that are the box's now.
    message = nil
    candidate =
      questions.labels.isEmpty || questions.labels == versions.used?.content.labels
      ? nil : TeachingRequest(labels: questions.labels)
    cover = .teaching(TeachingPanel(versions))
  }

  // MARK: What came of it

  /// What waits to be taken up or not; nil where nothing does, or it is not ready.
  var lesson: TaughtRecord? {
    guard let taught = review.model?.taught, let candidate,
      taught.request.labels == candidate.labels
    else { return nil }
    return taught
  }

  /// All keys are the box's while it is open.
  mutating func answerTeaching(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard case .teaching(var panel)? = cover else { return .ignored }
    defer { if case .teaching? = cover { cover = .teaching(panel) } }
    switch key {
    case .up, .character("k"): panel.selection = max(0, panel.selection - 1)
    case .down, .character("j"):
      panel.selection = min(versions.all.count, panel.selection + 1)
    case .enter: return .consumed(use(panel.selection))
    case .character("n"): nameVersion(panel.selection)
    case .character("a"): return .consumed(takeUp())
    case .character("o"): askForReason()
    case .character("r"): return .consumed(refuse())
    case .character("g"): showChanges()
    case .character("m"), .character("*"):
      cover = nil
      beginTeaching()
    case .escape, .character("q"): closeTeaching()
    default: say("\(key.label) does nothing here; the box says which keys do")
    }
    return .consumed
  }

  private mutating func closeTeaching() {
    cover = nil
    guard candidate != nil else { return }
    say("not decided yet: * brings the box back")
  }

  private func content(_ lesson: TaughtRecord) -> ModelVersion.Content? {
    guard let model = review.model else { return nil }
    return ModelVersion.Content(lesson, of: model, parent: versions.inUse)
  }

  private mutating func takeUp() -> [WaveformEffect] {
    guard let lesson, let content = content(lesson) else {
      say("nothing new to take up: m asks more")
      return []
    }
    switch lesson.verdict.outcome {
    case .better: return [.version(.keep(content, .accepted))]
    case .unjudged:
      say("too few labels to say whether it is better: m asks more, o takes it up with a reason")
    case .noBetter:
      say("as many labels were right before: r leaves it, m asks more, o takes it up with a reason")
    case .worse:
      say("the labels say that it is worse: r leaves it, o takes it up with a reason")
    }
    return []
  }

  private mutating func askForReason() {
    guard lesson != nil else { return say("nothing new to take up: m asks more") }
    cover = .prompt(.overriding, "")
  }

  /// Takes up what the labels speak against, for a reason that is kept.
  mutating func override(for reason: String) -> [WaveformEffect] {
    guard !reason.isEmpty, let lesson, let content = content(lesson) else {
      say("no reason, so it is not taken up")
      cover = .teaching(TeachingPanel(versions))
      return []
    }
    return [.version(.keep(content, .overridden(reason: reason)))]
  }

  private mutating func refuse() -> [WaveformEffect] {
    guard let lesson, let content = content(lesson) else {
      say("nothing to leave: m asks")
      return []
    }
    candidate = nil
    cover = nil
    return [.version(.keep(content, .refused))]
  }

  /// The beats of which another class is said, as what a search has found.
  private mutating func showChanges() {
    guard let model = review.model, let taught = model.taught, !taught.changes.isEmpty else {
      return say("no beat changes")
    }
    cover = nil
    let hits = taught.changes.map { index in
      SearchResult.Hit(
        seconds: model.places[index].lowerBound,
        text:
          "\(model.className(model.untaught(index))) is \(model.className(taught.findings[index]))")
    }
    found = SearchResult(text: "changed by teaching", hits: hits)
    say("\(hits.count.counted("beat")) changed: n N go through them, Esc ends, * goes back")
  }

  // MARK: Versions

  private mutating func use(_ selection: Int) -> [WaveformEffect] {
    let version = selection == 0 ? nil : versions.all[selection - 1]
    guard version?.number != versions.inUse || candidate != nil else {
      say("\(version?.title ?? "the model as it came") is in use already")
      return []
    }
    candidate = nil
    return [.version(.use(version?.number))]
  }

  private mutating func nameVersion(_ selection: Int) {
    guard selection > 0 else { return say("the model as it came has its name") }
    let version = versions.all[selection - 1]
    cover = .prompt(.versionName(version.number), version.name ?? "")
  }

  /// Takes in what was done to the versions.
  mutating func show(_ versions: ModelVersions, after request: VersionRequest?) {
    self.versions = versions
    review.nameVersion(versions.used?.title)
    let title = versions.used?.title ?? "the model as it came"
    switch request {
    case nil: break
    case .keep(_, .refused):
      cover = nil
      say("not taken up: \(title) stays in use")
    case .keep:
      (candidate, cover) = (nil, nil)
      say("\(title) is in use for this record; * and Enter go back to an earlier one")
    case .use:
      cover = .teaching(TeachingPanel(versions))
      say("\(title) is in use")
    case .name:
      cover = .teaching(TeachingPanel(versions))
      say("named")
    }
  }
}
