import ArrhythmiaModel
import ReviewApp
import Testing
import TerminalGraphics
import Waveforms

/// One key of each command, and what has to be different after it.
struct CommandCase: Sendable, CustomTestStringConvertible {
  var command: Command
  /// Pressed before, to come to a place where the command has something to do.
  var before = ""
  var check: @Sendable (_ before: Reviewer, _ after: Reviewer) -> Bool
  var testDescription: String { command.rawValue }

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

  static let time: [CommandCase] = [
    .init(.panLeft, before: "LL") { wave($1).start < wave($0).start },
    .init(.panRight) { wave($1).start > wave($0).start },
    .init(.pageLeft, before: "LL") { wave($1).start < wave($0).start - 3 },
    .init(.pageRight) { wave($1).start > wave($0).start + 3 },
    .init(.goToStart, before: "L") { wave($1).start == 0 && wave($0).start > 0 },
    .init(.goToEnd) { wave($1).start > 60 && wave($0).start == 0 },
    .init(.goToTime) { wave($1).overlay == .prompt(.goToTime, "") && wave($0).overlay == nil },
    .init(.jumpBack, before: "t50<Enter>") { wave($1).start == 0 && wave($0).start > 40 },
    .init(.jumpForward, before: "t50<Enter>(") { wave($1).start > 40 && wave($0).start == 0 },
    .init(.zoomIn) { wave($1).speed.step == wave($0).speed.step + 1 },
    .init(.zoomOut) { wave($1).speed.step == wave($0).speed.step - 1 },
    .init(.standardSpeed, before: "++") {
      wave($1).speed == .standard && wave($0).speed != .standard
    },
    .init(.wholeRecord) { wave($1).speed.step < -1 && wave($1).start == 0 && wave($0).start == 0 },
  ]

  static let finding: [CommandCase] = [
    .init(.nextAnnotation) { wave($1).cursor == wave($0).document.marks[0].seconds },
    .init(.previousAnnotation, before: "]]]") {
      wave($1).cursor == wave($0).document.marks[1].seconds
    },
    .init(.nextEvent) {
      wave($1).cursor == wave($0).document.marks.first(where: \.isEvent)?.seconds
    },
    .init(.previousEvent, before: "nnn") { wave($1).cursor ?? 99 < wave($0).cursor ?? 0 },
    .init(.search) { wave($1).overlay == .prompt(.search, "") && wave($0).overlay == nil },
    .init(.nextUncertain) { before, after in
      let index = wave(after).cursor.flatMap { wave(after).model?.index(at: $0) }
      return wave(before).cursor == nil
        && index.flatMap { wave(after).model?.findings[$0]?.isUncertain } == true
    },
    .init(.previousUncertain, before: "G") { before, after in
      let index = wave(after).cursor.flatMap { wave(after).model?.index(at: $0) }
      return index.flatMap { wave(after).model?.findings[$0]?.isUncertain } == true
    },
    .init(.nextOfClass, before: "2jjjjj1") { before, after in
      guard let model = wave(after).model, let chosen = wave(before).chosenClass,
        let index = wave(after).cursor.flatMap(model.index(at:))
      else { return false }
      return model.classes[chosen] == "AVNRT" && model.findings[index]?.decision == chosen
    },
    .init(.previousOfClass, before: "G2j1") { before, after in
      guard let model = wave(after).model, let index = wave(after).cursor.flatMap(model.index(at:))
      else { return false }
      return model.findings[index]?.decision == 0 && wave(before).chosenClass == 0
    },
    .init(.toggleBookmark, before: "]Bhere<Enter>") { before, after in
      wave(before).bookmarks.map(\.text) == ["here"] && wave(after).bookmarks.isEmpty
        && after.effects == [.remember]
    },
    .init(.showBookmarks, before: "]Bhere<Enter>") {
      $1.state.palette?.kind == .bookmarks && $0.state.palette == nil
        && $1.frame().plainText.contains("here")
    },
    .init(.nextAnnotator) {
      wave($1).message?.text == "only atr is beside it" && wave($0).message == nil
    },
  ]

  static let channels: [CommandCase] = [
    .init(.focusNext) { wave($1).focus == wave($0).shown[1] },
    .init(.focusPrevious, before: "jj") { wave($1).focus == wave($0).shown[1] },
    .init(.moveChannelDown) { wave($1).shown[1] == wave($0).shown[0] },
    .init(.moveChannelUp, before: "j") { wave($1).shown[0] == wave($0).shown[1] },
    .init(.hideChannel) { wave($1).shown.count == wave($0).shown.count - 1 },
    .init(.showAllChannels, before: "xx") { wave($1).hidden.isEmpty && wave($0).hidden.count == 2 },
    .init(.fitLanes) { $1.layout?.lanes.count == 19 && $0.layout?.lanes.count ?? 19 < 19 },
    .init(.enlargeFocus) { before, after in
      let heights = after.layout?.lanes.map(\.rect.height) ?? []
      return heights.first ?? 0 >= 3 * (before.layout?.lanes.first?.rect.height ?? 99)
    },
    .init(.nextMontage, before: "o") { wave($0).montage == "all" && wave($1).montage == "ECG" },
    .init(.saveMontage) { wave($1).overlay == .prompt(.montage, "") && wave($0).overlay == nil },
    .init(.gainUp) { wave($1).sensitivity?.step ?? 0 > -1 && wave($0).sensitivity == nil },
    .init(.gainDown) { wave($1).sensitivity?.step ?? 0 < -1 && wave($0).sensitivity == nil },
    .init(.channelGainUp) { wave($1).channelSteps[wave($0).focus] == 1 },
    .init(.channelGainDown) { wave($1).channelSteps[wave($0).focus] == -1 },
    .init(.standardGain, before: ">.") {
      wave($1).sensitivity == .standard && wave($1).channelSteps.isEmpty
        && !wave($0).channelSteps.isEmpty
    },
    .init(.autoscale) { wave($1).channelSteps != wave($0).channelSteps },
    .init(.centreBaseline) { !wave($1).centresBaseline && wave($0).centresBaseline },
    .init(.nextFilter) { wave($1).filter == .monitor && wave($0).filter == .none },
    .init(.rawSignal, before: "FF") { wave($1).filter == .none && wave($0).filter == .diagnostic },
  ]

  static let measuring: [CommandCase] = [
    .init(.calipers) { wave($1).caliper?.isHeld == true && wave($0).caliper == nil },
    .init(.marchCalipers, before: "clll") {
      wave($1).caliper?.marches == true && wave($0).caliper?.marches == false
    },
    .init(.clearCalipers, before: "clll") { wave($1).caliper == nil && wave($0).caliper != nil },
    .init(.toggleIntervals) { $1.layout?.intervalRow != nil && $0.layout?.intervalRow == nil },
    .init(.toggleTrend) { $1.layout?.trend.height == 3 && $0.layout?.trend.height == 0 },
    .init(.toggleDetector) { before, after in
      after.layout?.detectorRow != nil && before.layout?.detectorRow == nil
        && wave(after).wants(after.state.size).detection
    },
    .init(.triggerView) { before, after in
      wave(after).wants(after.state.size).average?.beats.isEmpty == false
        && wave(before).wants(before.state.size).average == nil
    },
    .init(.splitView) { $1.layout?.sections.count == 2 && $0.layout?.sections.count == 1 },
    .init(.otherHalf, before: "SLL") { before, after in
      wave(after).start == wave(before).split?.start
        && wave(after).split?.start == wave(before).start && wave(before).start > 0
    },
  ]

  static let panes: [CommandCase] = [
    .init(.paneTraces, before: "2") {
      $1.state.waveform?.focusedPane == .traces && $0.state.waveform?.focusedPane == .model
    },
    .init(.paneModel) { wave($1).focusedPane == .model && wave($0).focusedPane == .traces },
    .init(.paneMeasures) { wave($1).focusedPane == .measures && wave($0).focusedPane == .traces },
    .init(.paneRelevance) {
      $1.layout?.relevance.height ?? 0 > 3 && $0.layout?.relevance.height == 0
    },
    .init(.paneTokens) { before, after in
      after.layout?.panes.contains { $0.pane == .tokens } == true
        && before.layout?.panes.contains { $0.pane == .tokens } == false
    },
    .init(.panePrototypes) { before, after in
      after.layout?.panes.contains { $0.pane == .prototypes } == true
        && before.layout?.panes.contains { $0.pane == .prototypes } == false
    },
    .init(.nextModel) { $1.effects == [.showModel("aami")] && $0.effects.isEmpty },
  ]

  static let general: [CommandCase] = [
    .init(.markReviewed) {
      wave($1).isReviewed && !wave($0).isReviewed && $1.effects == [.remember]
    },
    .init(.writeStrip) { $1.effects == [.writeStrip] && $0.effects.isEmpty },
    .init(.nextTheme) { $1.effects == [.showTheme("light")] && $0.effects.isEmpty },
    .init(.palette) { $1.state.palette?.kind == .commands && $0.state.palette == nil },
    .init(.menu) { $1.state.palette?.kind == .menu(nil) && $0.state.palette == nil },
    .init(.showWarnings) {
      wave($1).overlay == .panel(.warnings, top: 0) && wave($0).overlay == nil
    },
    .init(.help) { wave($1).overlay == .panel(.help, top: 0) && wave($0).overlay == nil },
    .init(.back) { $1.effects == [.quit] && $0.effects.isEmpty },
  ]

  static let review = time + finding + channels + measuring + panes + general

  /// Of the list of records.
  static let list: [CommandCase] = [
    .init(.focusNext) {
      $1.state.records?.selected == "x002" && $0.state.records?.selected == "x001"
    },
    .init(.focusPrevious, before: "jj") {
      $1.state.records?.selected == "x002" && $0.state.records?.selected == "x003"
    },
    .init(.goToEnd) {
      $1.state.records?.selected == "x100" && $0.state.records?.selected == "x001"
    },
    .init(.goToStart, before: "G") {
      $1.state.records?.selected == "x001" && $0.state.records?.selected == "x100"
    },
    .init(.open) { $1.effects == [.open(name: "x001")] && $0.effects.isEmpty },
    .init(.filter) { $1.state.records?.isTyping == true && $0.state.records?.isTyping == false },
    .init(.sort) {
      $1.frame().text(row: 0).contains("sort: length")
        && $0.frame().text(row: 0).contains("sort: name")
    },
    .init(.reverseSort) {
      $1.state.records?.selected == "x001" && $1.state.records?.matches.first == "x100"
        && $0.state.records?.matches.first == "x001"
    },
    .init(.showSummary) {
      $1.state.records?.overlay == .summary(top: 0) && $0.state.records?.overlay == nil
    },
    .init(.markReviewed) {
      $1.effects == [.remember] && $1.frame().plainText.contains("✓")
        && !$0.frame().plainText.contains("✓")
    },
    .init(.help) { $1.state.records?.overlay == .help(top: 0) && $0.state.records?.overlay == nil },
    .init(.palette) { $1.state.palette?.kind == .commands && $0.state.palette == nil },
    .init(.menu) { $1.state.palette?.kind == .menu(nil) && $0.state.palette == nil },
    .init(.nextTheme) { $1.effects == [.showTheme("light")] && $0.effects.isEmpty },
    .init(.back) { $1.effects == [.remember, .quit] && $0.effects.isEmpty },
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
    let elsewhere: Set<Command> = [.panRight, .pageLeft, .pageRight, .nextGlyphs]
    #expect(Set(CommandCase.list.map(\.command)) == list.subtracting(elsewhere))
  }
}
