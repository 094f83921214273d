import Foundation
public import TerminalGraphics
import Waveforms

/// What the review screen asks of the program around it.
public enum WaveformEffect: Sendable, Equatable {
  case close
  case showAnnotator(String)
  case showModel(String?)
  case saveMontage(Montage)
  case writeStrip
  /// Something that outlives the program has changed.
  case remember
}

extension WaveformState {
  /// Answers a key. Returns what is to be done outside of this value.
  public mutating func handle(_ key: KeyPress, size: Size) -> WaveformEffect? {
    message = nil
    if case .prompt(let prompt, let text)? = overlay { return type(key, prompt, text, size) }
    let command = Keymap.command(for: key)
    if case .panel(let panel, let top)? = overlay {
      let lines = lines(of: panel)
      if let top = PanelView.scrolled(command, from: top, lines: lines, size: size) {
        overlay = .panel(panel, top: top)
        return nil
      }
      // Any other key puts help and warnings away, and does no more than that.
      overlay = nil
      return nil
    }
    if key == .escape, hasSomethingOpen {
      dismiss()
      return nil
    }
    if caliper?.isHeld == true, moveCaliper(key, command, size) { return nil }
    if focusedPane != .traces, actOnPane(command, size) { return nil }
    guard let command else { return nil }
    return perform(command, size: size)
  }

  /// Carries out a command.
  public mutating func perform(_ command: Command, size: Size) -> WaveformEffect? {
    let layout = WaveformLayout(size: size, state: self)
    switch command {
    case .back: return .close
    case .help: overlay = .panel(.help, top: 0)
    case .showWarnings: overlay = .panel(.warnings, top: 0)
    case .goToTime: overlay = .prompt(.goToTime, "")
    case .search: overlay = .prompt(.search, "")
    case .panLeft, .panRight, .pageLeft, .pageRight, .goToStart, .goToEnd: pan(command, layout)
    case .jumpBack, .jumpForward: travel(command, layout)
    case .zoomIn, .zoomOut, .standardSpeed, .wholeRecord: zoom(command, layout)
    case .nextAnnotation, .previousAnnotation, .nextEvent, .previousEvent, .nextUncertain,
      .previousUncertain, .nextOfClass, .previousOfClass:
      find(command, layout)
    case .toggleBookmark: return toggleBookmark(layout)
    case .focusPrevious, .focusNext, .moveChannelUp, .moveChannelDown, .hideChannel,
      .showAllChannels, .fitLanes, .enlargeFocus:
      arrange(command, size)
    case .nextMontage: nextMontage(size)
    case .saveMontage: overlay = .prompt(.montage, montage ?? "")
    case .gainUp, .gainDown, .channelGainUp, .channelGainDown, .standardGain, .autoscale,
      .centreBaseline:
      amplify(command, layout)
    case .nextFilter, .rawSignal: changeFilter(command)
    case .calipers, .marchCalipers, .clearCalipers: changeCaliper(command, layout)
    case .toggleIntervals, .toggleTrend, .toggleDetector, .triggerView, .splitView, .otherHalf:
      changeView(command, size)
    case .paneTraces, .paneModel, .paneMeasures, .paneRelevance, .paneTokens, .panePrototypes:
      change(pane: command, size)
    case .markReviewed:
      isReviewed.toggle()
      say(isReviewed ? "marked as reviewed" : "no longer marked as reviewed")
      return .remember
    case .nextAnnotator: return nextAnnotator()
    case .nextModel: return .showModel(nil)
    case .writeStrip: return .writeStrip
    // Of the list, or of the program as a whole.
    case .open, .filter, .sort, .reverseSort, .showSummary, .palette, .menu, .nextTheme,
      .nextGlyphs, .showBookmarks:
      break
    }
    return nil
  }

  /// Esc closes what is on top, the smallest first: a pane's focus, calipers, a search, the trigger view, the
  /// split view.
  private mutating func dismiss() {
    if focusedPane != .traces {
      focusedPane = .traces
    } else if caliper?.isHeld == true {
      caliper?.isHeld = false
    } else if caliper != nil {
      caliper = nil
    } else if found != nil {
      found = nil
    } else if showsTrigger {
      showsTrigger = false
    } else {
      split = nil
    }
  }

  /// The text of a panel.
  func lines(of panel: Panel) -> [(head: String, text: String)] {
    switch panel {
    case .help: return HelpText.lines(on: .review)
    case .warnings:
      let warnings = document.warnings
      let texts = warnings.isEmpty ? ["nothing: the files are as their headers say"] : warnings
      return texts.map { ("", $0) }
    }
  }

  mutating func say(_ text: String, _ isProblem: Bool = false) {
    message = Message(text: text, isProblem: isProblem)
  }

  // MARK: Typing

  private mutating func type(
    _ key: KeyPress, _ prompt: Prompt, _ text: String, _ size: Size
  ) -> WaveformEffect? {
    switch key {
    case .escape: overlay = nil
    case .backspace: overlay = .prompt(prompt, String(text.dropLast()))
    case .enter:
      overlay = nil
      return enter(prompt, text.trimmingCharacters(in: .whitespaces), size)
    case .character(let character) where text.count < 60:
      overlay = .prompt(prompt, text + String(character))
    default: break
    }
    return nil
  }

  private mutating func enter(_ prompt: Prompt, _ text: String, _ size: Size) -> WaveformEffect? {
    let layout = WaveformLayout(size: size, state: self)
    guard !text.isEmpty || prompt == .bookmark else { return nil }
    switch prompt {
    case .goToTime: goTo(text, layout)
    case .search: startSearch(text, layout)
    case .montage: return saveMontage(text)
    case .bookmark: return setBookmark(text, layout)
    }
    return nil
  }

  private mutating func goTo(_ text: String, _ layout: WaveformLayout) {
    let record = (document.record.durationSeconds, document.record.frameRateHz)
    guard let seconds = TimeLabel.parse(text, record: record) else {
      say("expected a time such as 1:02:03.5, 90s, 15m, 50% or #12000, found \"\(text)\"", true)
      return
    }
    goTo(seconds, layout)
  }

  /// Goes to a moment, with a little of what comes before in view; it is remembered where from.
  mutating func goTo(_ seconds: Double, _ layout: WaveformLayout) {
    guard seconds <= document.record.durationSeconds else {
      let end = TimeLabel.text(document.record.durationSeconds)
      say("expected a time up to \(end), found \(TimeLabel.text(seconds))", true)
      return
    }
    history.leave(place)
    cursor = seconds
    start = seconds - viewSeconds(dots: layout.dots) / 8
    clampStart(layout)
  }

  var place: JumpHistory.Place { .init(start: start, cursor: cursor) }

  // MARK: Annotators

  private mutating func nextAnnotator() -> WaveformEffect? {
    let annotators = document.annotators
    guard annotators.count > 1 else {
      say(
        annotators.isEmpty
          ? "this record has no annotations beside it" : "only \(annotators[0]) is beside it")
      return nil
    }
    let place = annotators.firstIndex(of: document.annotations?.annotator ?? "") ?? -1
    return .showAnnotator(annotators[(place + 1) % annotators.count])
  }
}

extension AnnotationSet {
  /// What a mnemonic means, by the file's own definitions first.
  func meaning(symbol: String) -> String {
    definitions.last { $0.symbol == symbol }?.description
      ?? AnnotationDefinition.standardCode(symbol: symbol)
      .flatMap(AnnotationDefinition.standard)?.description ?? ""
  }
}
