import ArrhythmiaModel
@testable import ReviewApp
import ReviewSession
import ReviewStore
import Testing
import TerminalGraphics
import Waveforms

/// One key of each command, and what has to be different after it.
struct CommandCase: Sendable, CustomTestStringConvertible {
  var command: Command
  /// Pressed before, to come to a place where the command has something to do.
  var before = ""
  var check: @Sendable (_ before: Reviewer, _ after: Reviewer) -> Bool
  var testDescription: String { "\(command)" }

  init(
    _ command: Command, before: String = "",
    _ check: @escaping @Sendable (Reviewer, Reviewer) -> Bool
  ) {
    (self.command, self.before, self.check) = (command, before, check)
  }

  /// The record under review.
  private static func wave(_ reviewer: Reviewer) -> WaveformState {
    reviewer.state.waveform ?? { fatalError("no record is open") }()
  }

  /// The step of the topmost lead's gain.
  private static func firstStep(_ reviewer: Reviewer) -> Int {
    wave(reviewer).gain.sensitivity(of: 0, laneRows: 2).step
  }

  static let time: [CommandCase] = [
    .init(.time(.panLeft), before: "LL") { wave($1).viewport.start < wave($0).viewport.start },
    .init(.time(.panRight)) { wave($1).viewport.start > wave($0).viewport.start },
    .init(.time(.pageLeft), before: "LL") { wave($1).viewport.start < wave($0).viewport.start - 1 },
    .init(.time(.pageRight)) { wave($1).viewport.start > wave($0).viewport.start + 1 },
    .init(.time(.start), before: "L") {
      wave($1).viewport.start == 0 && wave($0).viewport.start > 0
    },
    .init(.time(.end)) { wave($1).viewport.start > 60 && wave($0).viewport.start == 0 },
    .init(.time(.goTo)) { wave($1).cover == .prompt(.goToTime, "") && wave($0).cover == nil },
    .init(.time(.jumpBack), before: "t50<Enter>") {
      wave($1).viewport.start == 0 && wave($0).viewport.start > 40
    },
    .init(.time(.jumpForward), before: "t50<Enter>(") {
      wave($1).viewport.start > 40 && wave($0).viewport.start == 0
    },
    .init(.speed(.zoomIn)) { wave($1).viewport.speed.step == wave($0).viewport.speed.step + 1 },
    .init(.speed(.zoomOut)) { wave($1).viewport.speed.step == wave($0).viewport.speed.step - 1 },
    .init(.speed(.standard), before: "++") {
      wave($1).viewport.speed == .standard && wave($0).viewport.speed != .standard
    },
    .init(.speed(.wholeRecord)) {
      wave($1).viewport.speed.step < -1 && wave($1).viewport.start == 0
        && wave($0).viewport.start == 0
    },
  ]

  static let finding: [CommandCase] = [
    .init(.find(.nextAnnotation)) {
      wave($1).viewport.cursor == wave($0).document.marks[0].seconds
    },
    .init(.find(.previousAnnotation), before: "]]]") {
      wave($1).viewport.cursor == wave($0).document.marks[1].seconds
    },
    .init(.find(.nextEvent)) {
      wave($1).viewport.cursor == wave($0).document.marks.first(where: \.isEvent)?.seconds
    },
    .init(.find(.previousEvent), before: "nnn") {
      wave($1).viewport.cursor ?? 99 < wave($0).viewport.cursor ?? 0
    },
    .init(.find(.search)) { wave($1).cover == .prompt(.search, "") && wave($0).cover == nil },
    .init(.find(.nextUncertain)) { before, after in
      let index = wave(after).viewport.cursor.flatMap { wave(after).review.model?.index(at: $0) }
      return wave(before).viewport.cursor == nil
        && index.flatMap { wave(after).review.model?.findings[$0]?.isUncertain } == true
    },
    .init(.find(.previousUncertain), before: "G") { before, after in
      let index = wave(after).viewport.cursor.flatMap { wave(after).review.model?.index(at: $0) }
      return index.flatMap { wave(after).review.model?.findings[$0]?.isUncertain } == true
    },
    .init(.find(.nextOfClass), before: "2jjjjjjjj1") { before, after in
      guard let model = wave(after).review.model, let chosen = wave(before).modelFocus.chosenClass,
        let index = wave(after).viewport.cursor.flatMap(model.index(at:))
      else { return false }
      return model.classes[chosen] == "PACED" && model.findings[index]?.decision == chosen
    },
    .init(.find(.previousOfClass), before: "G2jjjjjjjj1") { before, after in
      guard let model = wave(after).review.model,
        let index = wave(after).viewport.cursor.flatMap(model.index(at:))
      else { return false }
      let chosen = wave(before).modelFocus.chosenClass
      return chosen == 7 && model.findings[index]?.decision == chosen
    },
    .init(.record(.toggleBookmark)) {
      wave($1).cover == .prompt(.bookmark, "") && wave($0).cover == nil
    },
    .init(.record(.undo), before: "]Bhere<Enter>") { before, after in
      wave(before).decisions.bookmarks.map(\.text) == ["here"]
        && wave(after).decisions.bookmarks.isEmpty
        && after.effects.contains(where: \.isKeeping)
    },
    .init(.record(.redo), before: "]Bhere<Enter>u") { before, after in
      wave(before).decisions.bookmarks.isEmpty
        && wave(after).decisions.bookmarks.map(\.text) == ["here"]
        && after.effects.contains(where: \.isKeeping)
    },
    .init(.program(.bookmarks), before: "]Bhere<Enter>") {
      $1.state.palette?.kind == .bookmarks && $0.state.palette == nil
        && $1.frame().plainText.contains("here")
    },
    .init(.record(.nextAnnotator)) {
      wave($1).message?.text == "only atr is beside it" && wave($0).message == nil
    },
  ]

  static let channels: [CommandCase] = [
    .init(.channels(.focusNext)) { wave($1).channels.focus == wave($0).channels.shown[1] },
    .init(.channels(.focusPrevious), before: "jj") {
      wave($1).channels.focus == wave($0).channels.shown[1]
    },
    .init(.channels(.moveDown)) { wave($1).channels.shown[1] == wave($0).channels.shown[0] },
    .init(.channels(.moveUp), before: "j") {
      wave($1).channels.shown[0] == wave($0).channels.shown[1]
    },
    .init(.channels(.hide)) { wave($1).channels.shown.count == wave($0).channels.shown.count - 1 },
    .init(.channels(.showAll), before: "xx") {
      wave($1).channels.hidden.isEmpty && wave($0).channels.hidden.count == 11
    },
    .init(.channels(.fitLanes), before: "X") {
      $1.layout?.lanes.count == 19 && $0.layout?.lanes.count ?? 19 < 19
    },
    .init(.channels(.enlargeFocus)) { before, after in
      let heights = after.layout?.lanes.map(\.rect.height) ?? []
      return heights.first ?? 0 >= 3 * (before.layout?.lanes.first?.rect.height ?? 99)
    },
    .init(.channels(.nextMontage), before: "o") {
      wave($0).channels.montage == "IEGM" && wave($1).channels.montage == "ECG"
    },
    .init(.channels(.saveMontage)) {
      wave($1).cover == .prompt(.montage, "") && wave($0).cover == nil
    },
    .init(.channels(.nameChannels)) {
      wave($1).cover == .channels(ChannelNaming(selection: wave($1).channels.focus))
        && wave($0).cover == nil
    },
    .init(.channels(.turnCatheters)) { before, after in
      let names = { (state: WaveformState) in
        state.channels.shown.map { state.document.record.channels[$0].name }
      }
      return names(wave(before)).contains(["CS90", "CS78", "CS56", "CS34", "CS12"])
        && names(wave(after)).contains(["CS12", "CS34", "CS56", "CS78", "CS90"])
    },
    .init(.gain(.up)) {
      firstStep($1) == firstStep($0) + 1 && wave($0).gain.sensitivity == nil
    },
    .init(.gain(.down)) {
      firstStep($1) == firstStep($0) - 1 && wave($0).gain.sensitivity == nil
    },
    .init(.gain(.channelUp)) { wave($1).gain.channelSteps[wave($0).channels.focus] == 1 },
    .init(.gain(.channelDown)) { wave($1).gain.channelSteps[wave($0).channels.focus] == -1 },
    .init(.gain(.standard), before: ">.") {
      wave($1).gain.sensitivity == .standard
        && wave($1).gain.channelSteps.values.allSatisfy { $0 == 0 }
        && !wave($0).gain.channelSteps.isEmpty
    },
    .init(.gain(.autoscale)) { wave($1).gain.channelSteps != wave($0).gain.channelSteps },
    .init(.gain(.centreBaseline)) {
      !wave($1).gain.centresBaseline && wave($0).gain.centresBaseline
    },
    .init(.filter(.next)) {
      wave($1).filter.current == .monitor && wave($0).filter.current == .none
    },
    .init(.filter(.raw), before: "FF") {
      wave($1).filter.current == .none && wave($0).filter.current == .diagnostic
    },
  ]

  static let measuring: [CommandCase] = [
    .init(.measure(.calipers)) {
      wave($1).measuring.caliper?.isHeld == true && wave($0).measuring.caliper == nil
    },
    .init(.measure(.pin), before: "clll") {
      if case .prompt(.pin, "")? = wave($1).cover { wave($0).cover == nil } else { false }
    },
    .init(.program(.intervals), before: "clllpHV<Enter>") {
      $1.state.palette?.kind == .intervals && $0.state.palette == nil
        && $1.frame().plainText.contains("Pinned intervals")
    },
    .init(.measure(.snapping)) { !wave($1).measuring.snaps && wave($0).measuring.snaps },
    .init(.measure(.marchCalipers), before: "clll") {
      wave($1).measuring.caliper?.marches == true && wave($0).measuring.caliper?.marches == false
    },
    .init(.measure(.clearCalipers), before: "clll") {
      wave($1).measuring.caliper == nil && wave($0).measuring.caliper != nil
    },
    .init(.measure(.intervals)) { $1.layout?.intervalRow != nil && $0.layout?.intervalRow == nil },
    .init(.measure(.trend)) { $1.layout?.trend.height == 3 && $0.layout?.trend.height == 0 },
    .init(.measure(.detector)) { before, after in
      after.layout?.detectorRow != nil && before.layout?.detectorRow == nil
        && wave(after).wants.detection
    },
    .init(.view(.trigger)) { before, after in
      wave(after).wants.average?.beats.isEmpty == false
        && wave(before).wants.average == nil
    },
    .init(.view(.grid)) {
      $1.effects == [.keepGrid(false)] && wave($0).showsGrid && !wave($1).showsGrid
        && $0.frame() != $1.frame()
    },
    .init(.view(.fiducials)) { wave($0).showsFiducials && !wave($1).showsFiducials },
    .init(.view(.split)) { $1.layout?.sections.count == 2 && $0.layout?.sections.count == 1 },
    .init(.view(.otherHalf), before: "SLL") { before, after in
      wave(after).viewport.start == wave(before).viewport.split?.start
        && wave(after).viewport.split?.start == wave(before).viewport.start
        && wave(before).viewport.start > 0
    },
  ]

  static let panes: [CommandCase] = [
    .init(.pane(.show(.traces)), before: "2") {
      $1.state.waveform?.panes.focused == .traces && $0.state.waveform?.panes.focused == .model
    },
    .init(.pane(.show(.model))) {
      wave($1).panes.focused == .model && wave($0).panes.focused == .traces
    },
    .init(.pane(.show(.measures))) {
      wave($1).panes.focused == .measures && wave($0).panes.focused == .traces
    },
    .init(.pane(.show(.relevance))) {
      $1.layout?.relevance.height ?? 0 > 3 && $0.layout?.relevance.height == 0
    },
    .init(.pane(.show(.tokens))) { before, after in
      after.layout?.panes.contains { $0.pane == .tokens } == true
        && before.layout?.panes.contains { $0.pane == .tokens } == false
    },
    .init(.pane(.show(.prototypes))) { before, after in
      after.layout?.panes.contains { $0.pane == .prototypes } == true
        && before.layout?.panes.contains { $0.pane == .prototypes } == false
    },
    .init(.pane(.nextModel)) { $1.effects == [.showModel("aami")] && $0.effects.isEmpty },
  ]

  static let general: [CommandCase] = [
    .init(.record(.markReviewed)) {
      wave($1).decisions.isReviewed && !wave($0).decisions.isReviewed
        && $1.effects.contains(where: \.isKeeping)
    },
    .init(.record(.writeStrip)) { $1.effects == [.writeStrip] && $0.effects.isEmpty },
    .init(.program(.nextTheme)) { $1.effects == [.showTheme("light")] && $0.effects.isEmpty },
    .init(.program(.patient)) {
      $1.effects == [.keepHidesPatient(true)] && $1.state.looks.hidesPatient
        && !$0.state.looks.hidesPatient
    },
    .init(.label(.enter)) {
      $1.state.waveform?.labelling != nil && $0.state.waveform?.labelling == nil
    },
    .init(.label(.families)) {
      $1.state.waveform?.wantsFamilies == true && $0.state.waveform?.wantsFamilies == false
    },
    .init(.label(.compare)) {
      $1.state.waveform?.message?.text == "there is no other set of labels of this record"
        && $0.state.waveform?.message == nil
    },
    .init(.label(.nextDifference)) {
      $1.state.waveform?.message?.text.hasPrefix("V shows another set") == true
        && $0.state.waveform?.message == nil
    },
    .init(.label(.previousDifference)) {
      $1.state.waveform?.message?.text.hasPrefix("V shows another set") == true
        && $0.state.waveform?.message == nil
    },
    // The rest is in `TeachingTests`, of a model of beats, and in `RhythmTeachingTests`.
    .init(.label(.teach)) {
      $1.effects == [.taught(.list)] && wave($0).cover == nil
        && wave($1).cover == .rhythms(RhythmPanel())
    },
    .init(.label(.adjudicate)) { $1.effects == [.adjudicate(nil)] && $0.effects.isEmpty },
    .init(.program(.labelHistory)) {
      $1.state.waveform?.message?.text == "no labels were set here yet: e sets some"
        && $0.state.palette == nil
    },
    .init(.program(.palette)) { $1.state.palette?.kind == .commands && $0.state.palette == nil },
    .init(.program(.menu)) { $1.state.palette?.kind == .menu(nil) && $0.state.palette == nil },
    .init(.record(.showWarnings)) {
      wave($1).cover == .panel(.warnings, top: 0) && wave($0).cover == nil
    },
    .init(.screen(.help)) { wave($1).cover == .panel(.help, top: 0) && wave($0).cover == nil },
    .init(.screen(.back)) { $1.effects == [.quit] && $0.effects.isEmpty },
  ]

  static let review = time + finding + channels + measuring + panes + general

  /// Of the list of records.
  static let list: [CommandCase] = [
    .init(.channels(.focusNext)) {
      $1.state.records?.selected == "x002" && $0.state.records?.selected == "x001"
    },
    .init(.channels(.focusPrevious), before: "jj") {
      $1.state.records?.selected == "x002" && $0.state.records?.selected == "x003"
    },
    .init(.time(.end)) {
      $1.state.records?.selected == "x100" && $0.state.records?.selected == "x001"
    },
    .init(.time(.start), before: "G") {
      $1.state.records?.selected == "x001" && $0.state.records?.selected == "x100"
    },
    .init(.list(.open)) { $1.effects == [.open(name: "x001")] && $0.effects.isEmpty },
    .init(.list(.filter)) {
      $1.state.records?.isTyping == true && $0.state.records?.isTyping == false
    },
    .init(.list(.sort)) {
      $1.frame().text(row: 0).contains("sort: length")
        && $0.frame().text(row: 0).contains("sort: name")
    },
    .init(.list(.reverseSort)) {
      $1.state.records?.selected == "x001" && $1.state.records?.matches.first == "x100"
        && $0.state.records?.matches.first == "x001"
    },
    .init(.list(.queue)) { $1.state.queue != nil && $0.state.queue == nil },
    .init(.list(.summary)) {
      $1.state.records?.overlay == .summary(top: 0) && $0.state.records?.overlay == nil
    },
    .init(.record(.markReviewed)) {
      $1.effects.contains(where: \.isKeeping) && $1.frame().plainText.contains("✓")
        && !$0.frame().plainText.contains("✓")
    },
    .init(.screen(.help)) {
      $1.state.records?.overlay == .help(top: 0) && $0.state.records?.overlay == nil
    },
    .init(.program(.palette)) { $1.state.palette?.kind == .commands && $0.state.palette == nil },
    .init(.program(.menu)) { $1.state.palette?.kind == .menu(nil) && $0.state.palette == nil },
    .init(.program(.nextTheme)) { $1.effects == [.showTheme("light")] && $0.effects.isEmpty },
    .init(.program(.patient)) {
      $1.effects == [.keepHidesPatient(true)] && $1.state.records?.hidesPatient == true
        && $0.state.records?.hidesPatient == false
    },
    .init(.screen(.back)) { $1.effects == [.quit] && $0.effects.isEmpty },
  ]
}

@Suite("Keys of every command")
struct CommandTests {
  @Test("each key of a command does what its line says", arguments: CommandCase.review)
  func review(_ item: CommandCase) throws {
    let binding = try #require(Keymap.binding(of: item.command))
    for key in binding.keys where key != .escape {
      var reviewer = try Reviewer()
      try reviewer.readWithModel()
      reviewer.press(item.before)
      reviewer.effects = []
      let before = reviewer
      reviewer.effects = reviewer.state.update(.terminal(.key(key)))
      let isRight = item.check(before, reviewer)
      #expect(isRight, "\(key.label)")
      #expect(reviewer.frame().size == reviewer.state.size)
    }
  }

  @Test("each key of the list does what its line says", arguments: CommandCase.list)
  func list(_ item: CommandCase) throws {
    let binding = try #require(Keymap.binding(of: item.command))
    for key in binding.keys where key != .escape {
      var reviewer = try Reviewer.list()
      for name in reviewer.state.records?.names ?? [] {
        let look = RecordLook(path: Patients.folder + "/" + name)
        _ = reviewer.state.update(.surveyed([name: look]))
      }
      reviewer.press(item.before)
      reviewer.effects = []
      let before = reviewer
      reviewer.effects = reviewer.state.update(.terminal(.key(key)))
      let isRight = item.check(before, reviewer)
      #expect(isRight, "\(key.label)")
    }
  }

  @Test("every command with a key has a case")
  func complete() {
    let review = Set(
      Keymap.bindings.filter { $0.screens.contains(.review) && !$0.keys.isEmpty }.map(\.command))
    #expect(Set(CommandCase.review.map(\.command)) == review)
    let list = Set(Keymap.bindings.filter { $0.screens.contains(.list) }.map(\.command))
    // Opening by "l" and pages are tried on the list's own screen.
    let elsewhere: Set<Command> = [
      .time(.panRight), .time(.pageLeft), .time(.pageRight), .program(.nextGlyphs),
    ]
    #expect(Set(CommandCase.list.map(\.command)) == list.subtracting(elsewhere))
    let queue = Keymap.bindings.filter { $0.screens == .queue }.map(\.command)
    #expect(Set(queue) == Set(QueueCommand.allCases.map(Command.queue)))
  }
}

extension AppEffect {
  /// Whether a decision is to be kept.
  var isKeeping: Bool { if case .decide = self { true } else { false } }
}
