import ArrhythmiaModel
import ReviewSession
import Waveforms

extension WaveformState {
  mutating func find(_ command: FindCommand) {
    switch command {
    case .nextAnnotation: findMark(forward: true) { _ in true }
    case .previousAnnotation: findMark(forward: false) { _ in true }
    case .nextEvent: findEvent(forward: true)
    case .previousEvent: findEvent(forward: false)
    case .search: cover = .prompt(.search, "")
    case .nextUncertain: findUncertain(forward: true)
    case .previousUncertain: findUncertain(forward: false)
    case .nextOfClass: findClass(forward: true)
    case .previousOfClass: findClass(forward: false)
    }
  }

  private func origin(_ forward: Bool) -> (seconds: Double, isCursor: Bool) {
    viewport.origin(forward: forward, dots: layout.dots)
  }

  // MARK: Marks

  private mutating func findEvent(forward: Bool) {
    if found != nil { return goToHit(forward: forward) }
    findMark(forward: forward, where: \.isEvent)
  }

  private mutating func findMark(forward: Bool, where isWanted: (ShownMark) -> Bool) {
    guard !document.marks.isEmpty else { return say("this record has no annotations beside it") }
    let search = MarkSearch(document: document)
    guard let mark = search.next(forward: forward, from: origin(forward), where: isWanted) else {
      return say(forward ? "nothing more to the end of the record" : "nothing before this")
    }
    reach(mark.seconds, search.words(mark))
  }

  // MARK: The model's windows

  private mutating func findUncertain(forward: Bool) {
    findWindow(forward: forward, "the model is unsure of") { $0.isUncertain }
  }

  private mutating func findClass(forward: Bool) {
    guard let model = answeringModel() else { return }
    let under = attendedWindow.flatMap { model.findings[$0]?.decision }
    guard let wanted = modelFocus.chosenClass ?? under, model.classes.indices.contains(wanted)
    else {
      return say("no class under the cursor: choose one in the model's pane, key 2")
    }
    findWindow(forward: forward, "of \(model.classes[wanted])") {
      $0.decision == wanted && !$0.isUncertain
    }
  }

  private mutating func findWindow(
    forward: Bool, _ what: String, where isWanted: (RecordClassifier.Finding) -> Bool
  ) {
    guard let model = answeringModel() else { return }
    let search = WindowSearch(model: model)
    guard let index = search.next(forward: forward, from: origin(forward), where: isWanted) else {
      return say(search.nothing(forward: forward, what))
    }
    reach(search.middle(index), search.words(index))
  }

  // MARK: Texts

  mutating func startSearch(_ text: String) {
    let result = RecordSearch(review: review, bookmarks: decisions.bookmarks).result(text)
    if result.hits.isEmpty, text.contains(where: \.isNumber),
      let seconds = TimeLabel.parse(text, record: (record.durationSeconds, record.frameRateHz))
    {
      return goTo(seconds)
    }
    guard !result.hits.isEmpty else {
      found = nil
      return say(
        "nothing found for \"\(text)\" in rhythms, symbols, texts, classes, bookmarks", true)
    }
    found = result
    goToHit(forward: true)
  }

  private mutating func goToHit(forward: Bool) {
    guard let found else { return }
    guard let place = found.next(forward: forward, from: origin(forward)) else {
      return say(
        "\"\(found.text)\": nothing \(forward ? "further" : "earlier"); Esc ends the search")
    }
    let hit = found.hits[place]
    reach(hit.seconds, "\(place + 1) of \(found.hits.count)  \(hit.text)")
  }
}
