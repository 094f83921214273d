import Annotations
import ReviewSession
import SignalProcessing
import TerminalGraphics
import Waveforms

extension WaveformState {
  /// Opens the families of the record's beats, as soon as they are sorted.
  mutating func openFamilies() {
    guard hasFamilies, let table = review.families else {
      wantsFamilies = true
      return say("sorting the beats by \(familySorting.title); they open when they are there")
    }
    (wantsFamilies, message) = (false, nil)
    guard !table.times.isEmpty else { return say("no beats to sort") }
    cover = .families(FamilyBrowser(table, document: document, model: review.model))
  }

  /// Whether the beats are sorted as the reader wants them.
  var hasFamilies: Bool {
    review.families?.times == review.beats && review.families?.sorting == familySorting
  }

  /// Sorts by the leads, or by the electrograms.
  private mutating func turnSorting() {
    guard record.channels.contains(where: \.kind.isElectrogram) else {
      return say("no electrograms here to sort by")
    }
    familySorting = familySorting == .form ? .activation : .form
    cover = nil
    openFamilies()
  }

  /// All keys are the families' while they are open.
  mutating func browseFamilies(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard case .families(var browser)? = cover else { return .ignored }
    if case .character(let character) = key, let label = browser.palette.label(character) {
      return .consumed(name(label, browser))
    }
    let opened = cover
    defer { if case .families? = cover, cover == opened { cover = .families(browser) } }
    switch key {
    case .up, .character("k"): browser.select(by: -1)
    case .down, .character("j"): browser.select(by: 1)
    case .left: browser.member == nil ? () : browser.select(by: -1)
    case .right: browser.member == nil ? browser.openMembers() : browser.select(by: 1)
    case .pageUp: browser.select(by: -20)
    case .pageDown: browser.select(by: 20)
    case .enter:
      if browser.beat == nil { browser.openMembers() } else { return .consumed(goTo(browser)) }
    case .escape, .character("q"): if !browser.closeSmallest() { cover = nil }
    case .character("u"): return .consumed(undoInFamilies(&browser))
    case .control("r"): return .consumed(perform(.record(.redo)))
    case .character(let character): act(character, &browser)
    default: say("\(key.label) does nothing here; the line below says what does")
    }
    return .consumed
  }

  private mutating func act(_ character: Character, _ browser: inout FamilyBrowser) {
    switch character {
    case "t": turnSorting()
    case "+" where browser.like == nil:
      cover = .prompt(.familyRhythm(browser), "")
    case "v":
      browser.superimposes.toggle()
      say(browser.superimposes ? "its beats over one another" : "mean and spread")
    case "o":
      browser.nextOrder()
      say("members: \(browser.order.title)")
    case "d": split(.distance, "by distance from its middle", &browser)
    case "p": split(.prematurity, "by prematurity", &browser)
    case "l":
      let leads = browser.table.leads.indices
      let isSplit = leads.contains { browser.split(by: .lead($0)) }
      say(
        isSplit ? "split by the form in one lead; u joins again" : "no lead tells two forms apart")
    case " ": browser.toggleJoined()
    case "m": say(browser.join() ? "joined; u parts them" : "space marks families, m joins them")
    case "x":
      say(
        browser.sendOut()
          ? "a family of its own; u brings it back" : "Enter opens the members, x sends one out")
    case "i":
      browser.findLike()
      say("beats like this: + and - say how many, a label is for all of them")
    case "+", "=": browser.changeLike(by: 1.25)
    case "-": browser.changeLike(by: 0.8)
    case "!":
      browser.changesByHand.toggle()
      say(
        browser.changesByHand
          ? "a label is now for beats too that were labelled by hand"
          : "beats that were labelled by hand stay as they are")
    default: say("\(character) does nothing here; the line below says what does")
    }
  }

  private mutating func split(
    _ difference: FamilyDifference, _ words: String, _ browser: inout FamilyBrowser
  ) {
    say(
      browser.split(by: difference)
        ? "split \(words); u joins again" : "its beats do not differ in that")
  }

  /// What was sorted by hand last is taken back first, then what was labelled.
  private mutating func undoInFamilies(_ browser: inout FamilyBrowser) -> [WaveformEffect] {
    if history.endsWithLabels { return perform(.record(.undo)) }
    if browser.undoSorting() {
      say("sorted as before")
      return []
    }
    return perform(.record(.undo))
  }

  private mutating func goTo(_ browser: FamilyBrowser) -> [WaveformEffect] {
    guard let beat = browser.beat else { return [] }
    cover = nil
    goTo(browser.table.times[beat])
    viewport.cursor = browser.table.times[beat]
    say("Q goes back to the families")
    return []
  }

  // MARK: Naming

  /// Says that the chosen beats are of a rhythm: a span over each run of them, to the next beat.
  /// Fewer than three in a row are no run; spans that were set by hand stay.
  mutating func nameRhythm(_ name: String, _ browser: FamilyBrowser) -> [WaveformEffect] {
    cover = .families(browser)
    guard let label = LabelAction.rhythmLabel(typed: name), let marks = editableMarks else {
      return []
    }
    let runs = browser.runs(of: browser.chosen)
    let long = runs.filter { $0.count >= RhythmTimeline.beatsInRun }
    let editing = LabelEditing(reader: reader, means: .family)
    var (edits, byHand): ([Edit], Int) = ([], 0)
    for run in long {
      let (from, to) = browser.span(of: run, end: record.durationSeconds)
      let there = marks.spans(from: from, to: to).filter { $0.label.rhythmName != nil }
      guard browser.changesByHand || !there.contains(where: \.provenance.isByHand) else {
        byHand += 1
        continue
      }
      let ticks = [from, to].map { marks.timeLine.tick(nearest: $0) }
      if there.contains(where: { $0.ticks == ticks[0]..<ticks[1] && $0.label == label }) {
        continue
      }
      edits.append(editing.add(label, ticks[0]..<max(ticks[1], ticks[0] + 1)))
    }
    let short = runs.count - long.count
    let left =
      (byHand > 0 ? "; \(byHand) set by hand stay" : "")
      + (short > 0 ? "; \(short) of fewer than three beats left out" : "")
    guard !edits.isEmpty else {
      say("no run of three beats here that is not \(label.rhythmName ?? name) already" + left)
      return []
    }
    return commit(edits, "\(edits.count.counted("run")) \(label.rhythmName ?? name)\(left)")
  }

  /// Gives a label to the beats that are chosen: marks are changed, and beats without one get it.
  private mutating func name(_ label: Label, _ browser: FamilyBrowser) -> [WaveformEffect] {
    guard let marks = editableMarks else { return [] }
    let isOne = browser.beat != nil && browser.like == nil
    let editing = LabelEditing(reader: reader, means: isOne ? .hand : .family)
    var (edits, byHand): ([Edit], Int) = ([], 0)
    for beat in browser.chosen {
      guard let mark = marks.beat(at: browser.table.times[beat]) else {
        let tick = marks.timeLine.tick(nearest: browser.table.times[beat])
        edits.append(editing.add(label, tick..<tick))
        continue
      }
      if !isOne, mark.provenance.isByHand, !browser.changesByHand {
        byHand += mark.label == label ? 0 : 1
      } else if mark.label != label || mark.provenance.isProposal {
        edits.append(editing.change(mark, to: label))
      }
    }
    let kept = byHand == 0 ? "" : "; \(byHand) labelled by hand stay, ! changes them too"
    guard !edits.isEmpty else {
      say("all of them are \(label) already" + kept)
      return []
    }
    return commit(edits, "\(edits.count.counted("beat")) \(label)\(kept)")
  }
}

extension MarkIndex {
  /// The beat at a moment.
  fileprivate func beat(at seconds: Double) -> Mark? {
    marks(from: seconds - FamilyBrowser.reach, to: (seconds + FamilyBrowser.reach).nextUp)
      .first { $0.label.meaning.isBeat }
  }
}

extension MemberOrder {
  /// In words.
  var title: String {
    switch self {
    case .reading(.typicalFirst): "the most typical first"
    case .reading(.oddFirst): "the oddest first"
    case .reading(.bothEnds): "ten typical ones, then the oddest"
    case .reading(.time): "as they come"
    case .prematurity: "the earliest first, for the usual interval"
    case .doubt: "those first that the model is least sure of"
    }
  }
}
