import ArrhythmiaModel
import TerminalGraphics
import Waveforms

extension WaveformState {
  mutating func find(_ command: Command, _ layout: WaveformLayout) {
    switch command {
    case .nextAnnotation: findMark(forward: true, layout) { _ in true }
    case .previousAnnotation: findMark(forward: false, layout) { _ in true }
    case .nextEvent, .previousEvent:
      let forward = command == .nextEvent
      if found != nil { return goToHit(forward: forward, layout) }
      findMark(forward: forward, layout, where: \.isEvent)
    case .nextUncertain, .previousUncertain:
      findWindow(forward: command == .nextUncertain, layout, "the model is unsure of") {
        $0.isUncertain
      }
    default:
      guard let model else { return say("no model is open: M chooses one") }
      let under = model.index(at: attended(layout)).flatMap { model.findings[$0]?.decision }
      guard let wanted = chosenClass ?? under, model.classes.indices.contains(wanted) else {
        return say("no class under the cursor: choose one in the model's pane, key 2")
      }
      findWindow(forward: command == .nextOfClass, layout, "of \(model.classes[wanted])") {
        $0.decision == wanted && !$0.isUncertain
      }
    }
  }

  /// Where looking goes on from: the cursor, or the view's edge where the cursor was left behind.
  private func origin(forward: Bool, _ layout: WaveformLayout) -> (seconds: Double, isCursor: Bool)
  {
    let view = viewSeconds(dots: layout.dots)
    if let cursor, (start...start + view).contains(cursor) { return (cursor, true) }
    return (forward ? start : start + view, false)
  }

  private mutating func findMark(
    forward: Bool, _ layout: WaveformLayout, where isWanted: (Mark) -> Bool
  ) {
    guard !document.marks.isEmpty else { return say("this record has no annotations beside it") }
    let (from, isCursor) = origin(forward: forward, layout)
    let mark =
      forward
      ? document.marks[document.index(at: isCursor ? from.nextUp : from)...].first(where: isWanted)
      : document.marks[..<document.index(at: from)].last(where: isWanted)
    guard let mark else {
      return say(forward ? "nothing more to the end of the record" : "nothing before this")
    }
    let meaning = document.annotations?.meaning(symbol: mark.symbol) ?? ""
    let text = mark.text.isEmpty ? "" : "  \(mark.text)"
    reach(mark.seconds, layout, "\(mark.symbol)\(text)  \(meaning)")
  }

  /// The next run of windows that are wanted, after the run that the cursor is in.
  private mutating func findWindow(
    forward: Bool, _ layout: WaveformLayout, _ what: String,
    where isWanted: (RecordClassifier.Finding) -> Bool
  ) {
    guard let model else { return say("no model is open: M chooses one") }
    if let problem = model.problem { return say(problem, true) }
    let (from, isCursor) = origin(forward: forward, layout)
    guard var index = model.index(at: from) else { return say("the model has read nothing yet") }
    func holds(_ index: Int) -> Bool { model.findings[index].map(isWanted) ?? false }
    let step = forward ? 1 : -1
    if isCursor {
      while model.places.indices.contains(index), holds(index) { index += step }
    }
    while model.places.indices.contains(index), !holds(index) { index += step }
    guard model.places.indices.contains(index) else {
      let rest = model.isComplete ? "" : " (\(model.readCount) of \(model.places.count) read)"
      return say("no \(forward ? "further" : "earlier") window \(what)\(rest)")
    }
    let place = model.places[index]
    let finding = model.findings[index]
    let name = finding?.decision.map { model.classes[$0] } ?? "no live channel"
    let share = (finding?.evidence?.confidence).map { " \(Self.share($0))" } ?? ""
    reach(
      (place.lowerBound + place.upperBound) / 2, layout,
      "model: \(name)\(share)\(finding?.isUncertain == true ? ", uncertain" : "")")
  }

  /// `.93`, as probabilities are printed; never 1.00 for what is less.
  static func share(_ value: Double) -> String {
    let text = decimal(min(value, 1), 2)
    if text == "1.00" { return value >= 1 ? "1.00" : ">.99" }
    return String(text.dropFirst())
  }

  mutating func startSearch(_ text: String, _ layout: WaveformLayout) {
    let record = (document.record.durationSeconds, document.record.frameRateHz)
    let result = search(text)
    if result.hits.isEmpty, text.contains(where: \.isNumber),
      let seconds = TimeLabel.parse(text, record: record)
    {
      return goTo(seconds, layout)
    }
    guard !result.hits.isEmpty else {
      found = nil
      return say(
        "nothing found for \"\(text)\" in rhythms, symbols, texts, classes, bookmarks", true)
    }
    found = result
    goToHit(forward: true, layout)
  }

  private mutating func goToHit(forward: Bool, _ layout: WaveformLayout) {
    guard let found else { return }
    let (from, isCursor) = origin(forward: forward, layout)
    let place =
      forward
      ? found.hits.firstIndex { isCursor ? $0.seconds > from : $0.seconds >= from }
      : found.hits.lastIndex { $0.seconds < from }
    guard let place else {
      return say(
        "\"\(found.text)\": nothing \(forward ? "further" : "earlier"); Esc ends the search")
    }
    let hit = found.hits[place]
    reach(hit.seconds, layout, "\(place + 1) of \(found.hits.count)  \(hit.text)")
  }

  /// Puts the cursor on a moment; the view moves only where it is not in it.
  mutating func reach(_ seconds: Double, _ layout: WaveformLayout, _ text: String) {
    let view = viewSeconds(dots: layout.dots)
    if seconds < start || seconds > start + view * 0.95 {
      history.leave(place)
      start = seconds - view / 2
      clampStart(layout)
    }
    cursor = seconds
    say("\(text)  at \(TimeLabel.text(seconds))")
  }

  // MARK: Bookmarks

  /// How near a bookmark has to be to be the one under the cursor, in dots.
  private static let bookmarkReach = 4.0

  mutating func toggleBookmark(_ layout: WaveformLayout) -> WaveformEffect? {
    let here = attended(layout)
    let reach = Self.bookmarkReach * speed.secondsPerDot
    if let place = bookmarks.firstIndex(where: { abs($0.seconds - here) <= reach }) {
      let old = bookmarks.remove(at: place)
      say("bookmark \(old.text) removed")
      return .remember
    }
    cursor = here
    overlay = .prompt(.bookmark, "")
    return nil
  }

  mutating func setBookmark(_ text: String, _ layout: WaveformLayout) -> WaveformEffect? {
    let here = attended(layout)
    let text = text.isEmpty ? TimeLabel.text(here, decimals: 1) : text
    bookmarks.append(Bookmark(seconds: here, text: text))
    bookmarks.sort { $0.seconds < $1.seconds }
    say("bookmark \(text); ' lists them")
    return .remember
  }
}
