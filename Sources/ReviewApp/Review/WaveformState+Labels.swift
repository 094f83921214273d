import Annotations
import ReviewSession
import ReviewStore
import TerminalGraphics
import Waveforms

// Setting labels. What is to be done is asked for as edits; it is shown when it is kept.

extension WaveformState {
  /// How near a mark has to be to be the one at the cursor, in columns.
  private static let chosenReach = 2.0

  mutating func label(_ command: LabelCommand) -> [WaveformEffect] {
    switch command {
    case .enter: return enterLabelling()
    case .teach: return teach()
    case .skip: skipQuestion()
    case .families: openFamilies()
    case .compare: return compare()
    case .nextDifference: goToDifference(forward: true)
    case .previousDifference: goToDifference(forward: false)
    case .adjudicate: return adjudicate()
    case .takeFirst: return decide(for: 0)
    case .takeSecond: return decide(for: 1)
    case .takeNeither: return decide(for: nil)
    case .leave: labelling?.questions == nil ? leaveLabelling() : endTeaching()
    case .next: chooseMark(forward: true)
    case .previous: chooseMark(forward: false)
    case .again: return labelNext()
    case .remove: return removeLabels()
    case .move: return takeUpMark()
    case .select: toggleSelection()
    case .selectFound: selectFound()
    case .rhythm: cover = .prompt(.rhythm, "")
    case .noise: return addSpan(Label(symbol: Vocabulary.qualitySymbol), "noise")
    case .note: cover = .prompt(.note, "")
    case .other: cover = .prompt(.label, "")
    case .ofChannel: toggleOfChannel()
    case .accept: return acceptProposals()
    case .reject: return rejectProposals()
    case .propose: return propose()
    }
    return []
  }

  // MARK: The mode

  private mutating func enterLabelling() -> [WaveformEffect] {
    guard !measuring.showsTrigger else {
      say("labels are set on the traces: v closes the trigger view first")
      return []
    }
    // What both readers say stands beside what is decided.
    if Deciding(review.labels) != nil, compared.count < 2 { return [.adjudicate(nil)] }
    startLabelling()
    return []
  }

  mutating func startLabelling() {
    if measuring.caliper?.isHeld == true { measuring.caliper?.isHeld = false }
    // Letters are labels from now on, and none of a pane's.
    panes.focused = .traces
    labelling = Labelling(document, deciding: Deciding(review.labels))
    if viewport.cursor == nil { viewport.cursor = attended }
    let near = mark(near: attended)
    labelling?.chosen = near?.id
    if let chosen = chosenMark { viewport.cursor = chosen.seconds }
  }

  /// Brings a moment into the middle of the view, and sets labels there.
  mutating func beginLabelling(at seconds: Double) {
    goTo(max(0, seconds - viewSeconds / 2))
    viewport.cursor = seconds
    startLabelling()
  }

  mutating func leaveLabelling() {
    labelling = nil
    say("labels are set; e sets more")
  }

  private mutating func toggleOfChannel() {
    labelling?.isOfChannel.toggle()
    let name = focused?.shownName ?? ""
    say(
      labelling?.isOfChannel == true
        ? "labels are of \(name) alone from now on" : "labels are of all channels")
  }

  // MARK: Which marks

  /// The mark that keys act on.
  var chosenMark: ShownMark? {
    guard let id = labelling?.chosen, let cursor = viewport.cursor else { return nil }
    return document.marks(from: cursor, to: cursor.nextUp).first { $0.id == id }
  }

  /// The mark that is nearest to a moment within some columns; a beat before what is none.
  func mark(near seconds: Double) -> ShownMark? {
    let reach = Self.chosenReach * 2 * viewport.speed.secondsPerDot
    let near = document.marks(from: seconds - reach, to: (seconds + reach).nextUp)
    return near.min {
      (!$0.isBeat ? 1 : 0, abs($0.seconds - seconds)) < (
        !$1.isBeat ? 1 : 0, abs($1.seconds - seconds)
      )
    }
  }

  /// The span from where the selection begins to the cursor, in seconds.
  var selectedSpan: ClosedRange<Double>? {
    guard let anchor = labelling?.anchor else { return nil }
    let cursor = viewport.cursor ?? attended
    return min(anchor, cursor)...max(anchor, cursor)
  }

  /// Marks of the selection, or those that a search has found.
  func selectedMarks(where isWanted: (ShownMark) -> Bool) -> [Mark] {
    guard let marks = editableMarks else { return [] }
    if labelling?.isOnFound == true, let found {
      let times = Set(found.hits.map(\.seconds))
      return document.marks.filter { times.contains($0.seconds) && isWanted($0) }
        .compactMap { marks[$0.id] }
    }
    guard let span = selectedSpan else { return [] }
    return document.marks(from: span.lowerBound, to: span.upperBound.nextUp).filter(isWanted)
      .compactMap { marks[$0.id] }
  }

  private mutating func toggleSelection() {
    labelling?.isOnFound = false
    if labelling?.anchor == nil {
      let here = viewport.cursor ?? attended
      labelling?.anchor = here
      say("selection begins here: move on, then a label, + rhythm, ~ noise or Del; v ends it")
    } else {
      labelling?.anchor = nil
      say("no selection")
    }
  }

  private mutating func selectFound() {
    guard let found, !found.hits.isEmpty else {
      return say("nothing is found to select: / searches, then * takes all of it")
    }
    labelling?.anchor = nil
    labelling?.isOnFound = true
    let count = selectedMarks { _ in true }.count
    say("\(count.counted("mark")) that \"\(found.text)\" found: a label or Del acts on all")
  }

  /// The marks as edits name them.
  var editableMarks: MarkIndex? {
    if let labels = review.labels { return labels.marks }
    return try? review.beginning().marks
  }

  // MARK: Labels

  var editing: LabelEditing { LabelEditing(reader: reader) }

  var isOfMany: Bool { labelling?.anchor != nil || labelling?.isOnFound == true }

  /// Gives a label to what is selected, to the mark at the cursor, or to a new one there.
  mutating func set(_ label: Label) -> [WaveformEffect] {
    labelling?.last = label
    if isOfMany { return setMany(label) }
    if let dispute, let first = dispute.marks.first,
      first.label.meaning.isBeat == label.meaning.isBeat
    {
      return commit(editing.decide(dispute, as: label), "\(label), as you say")
    }
    guard let marks = editableMarks else { return [] }
    if let chosen = mark(toBe: label), let mark = marks[chosen.id] {
      guard mark.label != label || mark.provenance.reader == nil else {
        say("it is \(label) already")
        return []
      }
      let words = mark.label == label ? "\(label) confirmed" : "\(mark.label) is \(label) now"
      return commit([editing.change(mark, to: label)], words)
    }
    return add(label, marks)
  }

  /// The mark at the cursor that a label is for: the chosen one, or where that is of another kind,
  /// as a remark on a beat is, one beside it.
  private func mark(toBe label: Label) -> ShownMark? {
    guard let chosen = chosenMark else { return nil }
    let here = document.marks(from: chosen.seconds, to: chosen.seconds.nextUp)
    return ([chosen] + here).first { $0.isBeat == label.meaning.isBeat && $0.symbol != "\"" }
  }

  private mutating func setMany(_ label: Label) -> [WaveformEffect] {
    let isBeat = label.meaning.isBeat
    let marks = selectedMarks { $0.isBeat == isBeat }
    var editing = editing
    editing.means = .selection
    let byHand = marks.filter { $0.provenance.isByHand && $0.label != label }
    let edits = marks.filter { $0.label != label && !$0.provenance.isByHand }
      .map { editing.change($0, to: label) }
    guard !edits.isEmpty else {
      say(
        byHand.isEmpty
          ? "no beat here that is not \(label) already"
          : "\(byHand.count.counted("beat")) here set by hand stay as they are")
      return []
    }
    let kept = byHand.isEmpty ? "" : "; \(byHand.count) set by hand stay"
    labelling?.selectNothing()
    let verb = edits.count == 1 ? "is" : "are"
    return commit(edits, "\(edits.count.counted("beat")) \(verb) \(label) now\(kept)")
  }

  private mutating func add(_ label: Label, _ marks: MarkIndex) -> [WaveformEffect] {
    let here = snapped(viewport.cursor ?? attended, label)
    let tick = marks.timeLine.tick(nearest: here)
    let channels = labelling?.isOfChannel == true && focused != nil ? [channels.focus] : []
    let edit = editing.add(label, tick..<tick, channels: channels)
    viewport.cursor = marks.timeLine.seconds(tick)
    labelling?.chosen = edit.id
    let twice = marks.marks(from: here - 0.05, to: here + 0.05).contains {
      $0.label.meaning.isBeat && label.meaning.isBeat
    }
    let words = "\(label) added" + (twice ? ": two beats are within 50 ms now" : "")
    return commit([edit], words)
  }

  /// How far a new beat goes to one that the detector has found, in seconds.
  private static let snapSeconds = 0.1

  private func snapped(_ seconds: Double, _ label: Label) -> Double {
    guard measuring.snaps, label.meaning.isBeat, let detected = review.detected else {
      return seconds
    }
    let place = RecordReview.index(detected, seconds - Self.snapSeconds)
    let near = detected[place...].prefix { $0 <= seconds + Self.snapSeconds }
    return near.min { abs($0 - seconds) < abs($1 - seconds) } ?? seconds
  }

  private mutating func removeLabels() -> [WaveformEffect] {
    guard let marks = editableMarks else { return [] }
    if isOfMany {
      let chosen = selectedMarks { _ in true }
      labelling?.selectNothing()
      guard !chosen.isEmpty else {
        say("no mark in the selection")
        return []
      }
      return commit(chosen.map(editing.remove), "\(chosen.count.counted("mark")) removed")
    }
    guard let chosen = chosenMark, let mark = marks[chosen.id] else {
      say("no mark at the cursor: arrows go to one")
      return []
    }
    labelling?.chosen = nil
    return commit([editing.remove(mark)], "\(mark.label) removed")
  }

  // MARK: Spans and notes

  mutating func addRhythm(_ name: String) -> [WaveformEffect] {
    guard let label = LabelAction.rhythmLabel(typed: name) else { return [] }
    return addSpan(label, label.rhythmName ?? name)
  }

  private mutating func addSpan(_ label: Label, _ name: String) -> [WaveformEffect] {
    guard let marks = editableMarks else { return [] }
    guard let span = selectedSpan else {
      if label.rhythmName == nil {
        say("noise needs a span: v begins a selection, then ~")
        return []
      }
      return add(label, marks)
    }
    let (start, end) = (
      marks.timeLine.tick(nearest: span.lowerBound), marks.timeLine.tick(nearest: span.upperBound)
    )
    guard start < end else {
      say("the selection is empty: move on from where it begins")
      return []
    }
    labelling?.anchor = nil
    return commit([editing.add(label, start..<end)], "\(name) from here to there")
  }

  mutating func addNote(_ text: String) -> [WaveformEffect] {
    guard !text.isEmpty, let marks = editableMarks else { return [] }
    return add(Label(symbol: Vocabulary.noteSymbol, text: text), marks)
  }

  /// A label by its symbol, and after a space its text.
  mutating func setOther(_ text: String) -> [WaveformEffect] {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let symbol = parts.first else { return [] }
    let label = Label(symbol: symbol, text: parts.count > 1 ? parts[1] : "")
    let isOwn = document.annotations?.definitions.contains { $0.symbol == symbol } ?? false
    guard label.meaning.kind != .unknown || isOwn else {
      say("expected a symbol such as N V A F Q / + ~, found \"\(symbol)\"", true)
      return []
    }
    return set(label)
  }

  // MARK: Keeping

  func commit(_ edits: [Edit], _ words: String) -> [WaveformEffect] {
    [.label(.commit(edits, words: words))]
  }

  /// Shows what was done to the labels.
  mutating func take(_ outcome: LabelOutcome) {
    if review.labels?.key == outcome.book.key, !outcome.changes.isEmpty {
      review.show(outcome.book, after: outcome.changes)
    } else {
      review.show(outcome.book)
    }
    if case .families(var browser)? = cover {
      browser.follow(document)
      cover = .families(browser)
    }
    switch outcome.request {
    case .commit(_, let words):
      history.addLabels()
      say(words + "; u takes it back")
      followDisputes()
      followAnswers()
    case .undo, .redo, .jump, .revert:
      guard let last = outcome.changes.last else {
        return say(outcome.request == .redo ? "nothing to do again" : "nothing to undo")
      }
      followDisputes()
      followAnswers()
      say(last.words(outcome.book.marks.timeLine))
      goToChange(last, outcome.book.marks.timeLine)
    }
  }

  /// Takes in what another program has done to the set in view.
  mutating func follow(_ book: LabelBook) {
    review.show(book)
    if case .families(var browser)? = cover {
      browser.follow(document)
      cover = .families(browser)
    }
    if let deciding = Deciding(review.labels), labelling?.deciding != nil {
      labelling?.deciding = deciding
    }
    differences = nil
    let last = book.history.revisions.last?.transaction
    say(
      "another program has changed these labels"
        + (last.map { ": " + $0.words(book.marks.timeLine) } ?? ""))
  }

  /// Brings what a change was made of into view, where it is in one place.
  private mutating func goToChange(_ change: Transaction, _ timeLine: TimeLine) {
    guard change.edits.count == 1, let mark = change.edits.first.flatMap({ $0.after ?? $0.before })
    else { return }
    viewport.reach(timeLine.seconds(mark.start), dots: layout.dots)
    labelling?.chosen = mark.id
  }
}

extension WaveformState {
  var selectedTime: SelectedTime? {
    guard let labelling else { return nil }
    let timeLine = document.timeLine
    return SelectedTime(
      span: selectedSpan,
      found: labelling.isOnFound ? Set((found?.hits ?? []).map(\.seconds)) : [],
      chosen: selectedSpan == nil ? labelling.chosen : nil,
      held: labelling.held.map {
        SelectedTime.Held(
          symbol: $0.mark.label.symbol, start: timeLine.seconds($0.ticks.lowerBound),
          end: timeLine.seconds($0.ticks.upperBound))
      })
  }
}
