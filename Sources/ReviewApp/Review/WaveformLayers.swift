import Foundation
public import TerminalGraphics
public import Waveforms

/// What the review screen asks of the program around it.
public enum WaveformEffect: Sendable, Equatable {
  case close
  case showAnnotator(String)
  case showModel(String?)
  case saveMontage(Montage)
  case writeStrip
  case decide(Decision)
  /// Do something to the labels, keep it, and show it then.
  case label(LabelRequest)
  /// Do something to the versions of the model.
  case version(VersionRequest)
  /// Do something to the taught models of rhythms.
  case taught(TaughtRequest)
  /// Show another set of marks beside the one in view.
  case compare(String)
  /// Open the set of decisions between two others; nil for the one that was begun.
  case adjudicate([String]?)
  /// Keep whether traces lie on a grid.
  case keepGrid(Bool)
  /// Keep and show what channels are.
  case nameChannels(ChannelMap)
  /// Write what was said of channels to a file, or read it from one.
  case saveChannels(String)
  case loadChannels(String)
}

extension WaveformState {
  /// Answers a key. Returns what is to be done outside of this value.
  public mutating func handle(_ key: KeyPress) -> [WaveformEffect] {
    defer { settle(size) }
    message = nil
    return Self.layers.answer(key, &self)
  }

  /// From the top: text being typed, a box of text, Esc for the smallest thing that is open,
  /// calipers in the hand, the pane that has the focus, the key map.
  private static var layers: KeyLayers<WaveformState, WaveformEffect> {
    KeyLayers(layers: [
      { $0.typeIntoPrompt($1) }, { $0.nameChannels($1) },
      { $0.browseFamilies($1) }, { $0.answerTeaching($1) },
      { $0.answerRhythms($1) }, { $0.scrollPanel($1) },
      { $0.moveMark($1) }, { $0.setLabels($1) },
      { $0.dismissSmallest($1) },
      { $0.moveCalipers($1) }, { $0.actOnPane($1) }, { $0.chooseTrigger($1) },
      { $0.followKeymap($1) },
    ])
  }

  /// A key that changes nothing says so.
  private mutating func followKeymap(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard let command = Keymap.command(for: key) else {
      say("\(key.label) does nothing here; ? lists the keys")
      return .consumed
    }
    let before = Changeable(self)
    let effects = perform(command)
    if effects.isEmpty, message == nil, before == Changeable(self) {
      say(Self.nothingSaid(of: command))
    }
    return .consumed(effects)
  }

  /// What keys can change.
  private struct Changeable: Equatable {
    let place: JumpHistory.Place
    let speed: SweepSpeed
    let split: Viewport.Split?
    let channels: ChannelArrangement
    let gain: Amplification
    let measuring: Measuring
    let panes: PaneArrangement
    let found: SearchResult?
    let cover: Cover?
    let labelling: Labelling?

    init(_ state: WaveformState) {
      // Not the history of jumps: a jump to where one is is none.
      (place, speed) = (state.viewport.place, state.viewport.speed)
      (split, channels, gain) = (state.viewport.split, state.channels, state.gain)
      (measuring, panes, found) = (state.measuring, state.panes, state.found)
      (cover, labelling) = (state.cover, state.labelling)
    }
  }

  private static func nothingSaid(of command: Command) -> String {
    let start = "this is the record's start"
    let end = "this is the record's end"
    let special: [Command: String] = [
      .time(.panLeft): start, .time(.pageLeft): start, .time(.start): start,
      .time(.panRight): end, .time(.pageRight): end, .time(.end): end,
      .pane(.show(.traces)): "keys act on the traces already; 2 to 6 open panes",
    ]
    return special[command]
      ?? "\(Keymap.binding(of: command)?.title ?? "this"): nothing changes here"
  }

  // MARK: Covers

  var isTyping: Bool {
    switch cover {
    case .prompt: true
    case .channels(let naming): naming.typed != nil
    case .panel, .families, .teaching, .rhythms, nil: false
    }
  }

  /// WFDB's annotations hold 255 bytes of text.
  private static let longestTyped = 250

  private mutating func typeIntoPrompt(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard case .prompt(let prompt, let text)? = cover else { return .ignored }
    switch key {
    case .escape: cover = coverBehind(prompt)
    case .delete:
      guard let removed = remove(by: prompt) else { break }
      return .consumed(removed)
    case .backspace: cover = .prompt(prompt, String(text.dropLast()))
    case .enter:
      cover = nil
      return .consumed(enter(prompt, text.trimmingCharacters(in: .whitespaces)))
    case .character(let character):
      guard text.utf8.count < Self.longestTyped else {
        say("no more than \(Self.longestTyped) letters: what is there can be kept with Enter")
        break
      }
      cover = .prompt(prompt, text + String(character))
    default: break
    }
    return .consumed
  }

  /// What lay over the traces before something was typed.
  private func coverBehind(_ prompt: Cover.Prompt) -> Cover? {
    switch prompt {
    case .familyRhythm(let browser): .families(browser)
    case .overriding, .versionName: .teaching(TeachingPanel(versions))
    case .overridingRhythms: .rhythms(RhythmPanel())
    case .goToTime, .search, .montage, .saveChannels, .loadChannels, .pin, .rhythm, .note, .label,
      .bookmark, .changeBookmark, .renameInterval:
      nil
    }
  }

  private mutating func enter(_ prompt: Cover.Prompt, _ text: String) -> [WaveformEffect] {
    switch prompt {
    case .overriding: return override(for: text)
    case .overridingRhythms: return overrideRhythms(for: text)
    case .versionName(let number): return [.version(.name(number, text))]
    case .bookmark: return setBookmark(text)
    case .changeBookmark(let id): return changeBookmark(id, text)
    case .pin(let usual): return pin(as: text, usual: usual)
    case .renameInterval(let id): return rename(id, text)
    case .rhythm: return addRhythm(text)
    case .familyRhythm(let browser): return nameRhythm(text, browser)
    case .note: return addNote(text)
    case .label: return setOther(text)
    case .goToTime, .search, .montage, .saveChannels, .loadChannels: break
    }
    guard !text.isEmpty else { return [] }
    switch prompt {
    case .goToTime: goTo(text)
    case .search: startSearch(text)
    case .montage: return saveMontage(text)
    case .saveChannels: return [.saveChannels(text)]
    case .loadChannels: return [.loadChannels(text)]
    case .bookmark, .changeBookmark, .pin, .renameInterval, .rhythm, .familyRhythm, .note, .label,
      .overriding, .overridingRhythms, .versionName:
      break
    }
    return []
  }

  /// Removes what a prompt shows the text of; nil for a prompt of something new.
  private mutating func remove(by prompt: Cover.Prompt) -> [WaveformEffect]? {
    switch prompt {
    case .changeBookmark(let id):
      cover = nil
      return removeBookmark(id)
    case .renameInterval(let id):
      cover = nil
      return remove(id)
    case .goToTime, .search, .montage, .bookmark, .saveChannels, .loadChannels, .pin, .rhythm,
      .familyRhythm, .note, .label, .overriding, .overridingRhythms, .versionName:
      return nil
    }
  }

  /// All keys are the naming screen's while it is open.
  private mutating func nameChannels(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard case .channels(var naming)? = cover else { return .ignored }
    let action = naming.answer(key, record)
    cover = .channels(naming)
    switch action {
    case .none: break
    case .close: cover = nil
    case .say(let map): return .consumed([.nameChannels(map)])
    case .save: cover = .prompt(.saveChannels, record.name.fileName + ".channels")
    case .load: cover = .prompt(.loadChannels, "")
    }
    return .consumed
  }

  /// Keys that scroll; any other puts help and warnings away, and does no more than that.
  private mutating func scrollPanel(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard case .panel(let panel, let top)? = cover else { return .ignored }
    let scrolled = PanelView.scrolled(
      Keymap.command(for: key), from: top, lines: panel.lines(document), size: size)
    cover = scrolled.map { .panel(panel, top: $0) }
    return .consumed
  }

  // MARK: Esc

  /// Whether leaving would close something smaller than the record.
  var hasSomethingOpen: Bool {
    cover != nil || labelling != nil || wantsTeaching || panes.focused != .traces
      || measuring.shownCaliper != nil
      || found != nil
      || measuring.showsTrigger || viewport.split != nil
  }

  /// Esc closes what is on top, the smallest first: a pane's focus, calipers, a search, the trigger
  /// view, the split view.
  private mutating func dismissSmallest(_ key: KeyPress) -> KeyAnswer<WaveformEffect> {
    guard key == .escape, hasSomethingOpen else { return .ignored }
    if wantsTeaching {
      wantsTeaching = false
      say("no questions then; * asks")
    } else if panes.focused != .traces {
      panes.focused = .traces
    } else if measuring.shownCaliper?.isHeld == true {
      return .consumed(putDown())
    } else if measuring.shownCaliper != nil {
      measuring.shownCaliper = nil
    } else if found != nil {
      found = nil
    } else if measuring.showsTrigger {
      measuring.showsTrigger = false
    } else {
      viewport.split = nil
    }
    return .consumed
  }
}
