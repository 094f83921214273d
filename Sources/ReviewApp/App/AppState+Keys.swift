import ReviewSession
import TerminalGraphics
import Waveforms

extension AppState {
  /// From the top: the palette, commands of the program as a whole, Esc that would leave, the
  /// screen.
  private static var layers: KeyLayers<AppState, AppEffect> {
    KeyLayers(layers: [
      { $0.answerPalette($1) }, { $0.answerProgram($1) }, { $0.holdEscape($1) },
      { $0.answerScreen($1) },
    ])
  }

  mutating func handle(_ key: KeyPress) -> [AppEffect] { Self.layers.answer(key, &self) }

  private var screen: KeyScreens {
    waveform != nil ? .review : queue != nil ? .queue : .list
  }

  private var isTyping: Bool {
    palette?.takesText ?? waveform?.isTyping ?? records?.isTyping ?? false
  }

  private var isCovered: Bool {
    waveform.map { $0.cover != nil } ?? (records?.overlay != nil)
  }

  /// Commands that mean the same on every screen.
  private mutating func answerProgram(_ key: KeyPress) -> KeyAnswer<AppEffect> {
    guard !isTyping, !isCovered, waveform?.takesAsLabel(key) != true,
      case .program(let command)? = Keymap.command(for: key, on: screen)
    else { return .ignored }
    return .consumed(performOwn(command))
  }

  /// Where it leads out of the program, only q leaves: Esc is also how a broken key begins.
  private mutating func holdEscape(_ key: KeyPress) -> KeyAnswer<AppEffect> {
    guard key == .escape, records == nil, let waveform, !waveform.hasSomethingOpen else {
      return .ignored
    }
    say("q quits")
    return .consumed
  }

  private mutating func answerScreen(_ key: KeyPress) -> KeyAnswer<AppEffect> {
    if waveform != nil {
      return .consumed((waveform?.handle(key) ?? []).flatMap { effects(of: $0) })
    }
    if queue != nil {
      let size = size
      return .consumed(answerQueue { $0.handle(key, size: size) })
    }
    return .consumed(effects(of: records?.handle(key, size: size)))
  }

  /// Lets the queue answer; where it closes, the list of records is there again.
  private mutating func answerQueue(_ answer: (inout QueueState) -> [QueueEffect]?) -> [AppEffect] {
    guard var open = queue else { return [] }
    let effects = answer(&open)
    (queue, leftQueue) = effects == nil ? (nil, open) : (open, nil)
    return (effects ?? []).map { .queue($0) }
  }

  /// Pasted text is typed where text is typed, up to its first line's end; elsewhere it would act
  /// as keys.
  mutating func paste(_ text: String) -> [AppEffect] {
    guard isTyping else {
      say("pasted text is not taken as keys")
      return []
    }
    for character in text.prefix(while: { !$0.isNewline }) { _ = handle(.character(character)) }
    return []
  }

  // MARK: Commands

  /// Carries out a command on the screen that is shown.
  mutating func perform(_ command: Command) -> [AppEffect] {
    if case .program(let own) = command { return performOwn(own) }
    if waveform != nil {
      waveform?.message = nil
      return (waveform?.perform(command) ?? []).flatMap { effects(of: $0) }
    }
    if queue != nil {
      guard case .queue(let own) = command else {
        say("this is of the review: Enter opens the record")
        return []
      }
      return answerQueue { $0.perform(own) }
    }
    return effects(of: records?.perform(command, size: size))
  }

  private mutating func performOwn(_ command: ProgramCommand) -> [AppEffect] {
    switch command {
    case .palette: palette = Palette(.commands)
    case .menu: palette = Palette(.menu(nil))
    case .bookmarks: palette = Palette(.bookmarks)
    case .intervals: palette = Palette(.intervals)
    case .labelHistory:
      guard waveform?.review.labels != nil else {
        say("no labels were set here yet: e sets some")
        return []
      }
      palette = Palette(.labelHistory)
    case .patient:
      looks.hidesPatient.toggle()
      say(
        looks.hidesPatient
          ? "what is known of patients is hidden; @ shows it" : "what is known of patients is shown"
      )
      return [.keepHidesPatient(looks.hidesPatient)]
    case .nextTheme:
      return looks.nextTheme.map { [.showTheme($0)] } ?? []
    case .nextGlyphs: say("glyphs: \(looks.turnGlyphs().rawValue)")
    }
    return []
  }

  mutating func effects(of action: RecordsAction?) -> [AppEffect] {
    switch action {
    case .quit: return [.quit]
    case .open(let name): return [.open(name: name)]
    case .toggleReviewed(let name):
      return toggleReviewed(name)
    case .queue:
      guard let records else { return [] }
      guard !looks.isBlind else {
        say("a blind reading shows nothing of what models say")
        return []
      }
      queue = leftQueue ?? QueueState(folder: records.folder, names: records.names)
    case nil: return []
    }
    return []
  }

  mutating func effects(of effect: WaveformEffect) -> [AppEffect] {
    switch effect {
    case .showAnnotator(let name): return [.showAnnotator(name)]
    case .showModel(let name):
      guard let wanted = name ?? nextModel else {
        say("no model is installed: tawara doctor says where they are looked for")
        return []
      }
      say("\(wanted) is being opened")
      return [choose(model: wanted)]
    case .version(let request): return [.version(request)]
    case .taught(let request): return [.taught(request)]
    case .saveMontage(let montage):
      looks.savedMontages.removeAll { $0.name == montage.name }
      looks.savedMontages.append(montage)
      return [.saveMontage(montage)]
    case .writeStrip: return [.writeStrip]
    case .keepGrid(let shows):
      looks.showsGrid = shows
      return [.keepGrid(shows)]
    case .decide(let decision):
      return waveform.map { [.decide($0.document.record.path, decision)] } ?? []
    case .label(let request): return [.label(request)]
    case .compare(let name): return [.compare(name)]
    case .adjudicate(let names): return [.adjudicate(names)]
    case .nameChannels(let map): return nameChannels(map)
    case .saveChannels(let path):
      return waveform.map { [.saveChannels($0.document.record.channelMap, path)] } ?? []
    case .loadChannels(let path): return [.loadChannels(path)]
    case .close: return close()
    }
  }

  private var nextModel: String? {
    guard !looks.modelNames.isEmpty else { return nil }
    let open = waveform?.chosenModel ?? waveform?.review.model?.facts.name
    let place = open.flatMap(looks.modelNames.firstIndex(of:)) ?? -1
    return looks.modelNames[(place + 1) % looks.modelNames.count]
  }

  // MARK: The mouse

  mutating func handle(_ event: MouseEvent) -> [AppEffect] {
    if let palette { return handle(event, palette) }
    if waveform == nil, queue != nil {
      switch event.kind {
      case .wheelUp: return handle(.up)
      case .wheelDown: return handle(.down)
      case .press, .drag, .release: return []
      }
    }
    if let answer = waveform?.handle(event) {
      let made = answer.effects.flatMap { effects(of: $0) }
      return made + (answer.command.map { perform($0) } ?? [])
    }
    return effects(of: records?.handle(event, size: size))
  }

  /// A press on a line chooses it, one outside closes; the wheel moves the selection.
  private mutating func handle(_ event: MouseEvent, _ palette: Palette) -> [AppEffect] {
    let view = PaletteView(palette, items(palette), size: size)
    switch event.kind {
    case .wheelUp: return handle(.up)
    case .wheelDown: return handle(.down)
    case .press:
      if let index = view.index(x: event.x, y: event.y) {
        return choose(view.items[index].item.action)
      }
      let isInside = view.box.columns.contains(event.x) && view.box.rows.contains(event.y)
      if !isInside { self.palette = nil }
    case .drag, .release: break
    }
    return []
  }
}
