import LiveSession
import LiveStreams
import ReviewSession
import TerminalGraphics

extension LiveState {
  /// Answers a key.
  mutating func handle(_ key: KeyPress, _ view: LiveMonitor.View) -> [Effect] {
    if let cover { return answer(key, cover, view) }
    if let effects = label(key, view) { return effects }
    guard let command = Keymap.command(for: key, on: .live) else {
      say("\(key.label) means nothing here; ? shows the keys")
      return []
    }
    return perform(command, view)
  }

  private mutating func answer(_ key: KeyPress, _ cover: Cover, _ view: LiveMonitor.View)
    -> [Effect]
  {
    switch cover {
    case .help(let top):
      let command = Keymap.command(for: key, on: .review)
      let moved = PanelView.scrolled(command, from: top, lines: HelpText.liveLines, size: size)
      self.cover = moved.map { .help(top: $0) }
      return []
    case .rhythm(let text): return typeRhythm(key, text, view)
    case .lesson: return answerLesson(key, view)
    case .palette(var palette):
      self.cover = nil
      if key == .escape { return [] }
      let items = PaletteMatches(paletteItems, palette).items
      if key == .enter {
        guard items.indices.contains(palette.selection) else { return [] }
        return choose(items[palette.selection].item.action, view)
      }
      _ = palette.take(key)
      let last = PaletteMatches(paletteItems, palette).items.count - 1
      palette.selection = max(0, min(palette.selection, last))
      self.cover = .palette(palette)
      return []
    }
  }

  /// Commands of this screen, montages, filters, themes.
  var paletteItems: [Palette.Item] {
    let commands = Keymap.bindings.filter { $0.screens.contains(.live) && !$0.keys.isEmpty }.map {
      Palette.Item(
        title: $0.title(on: .live), note: $0.keys.map(\.label).joined(separator: " "),
        action: .command($0.command))
    }
    let montages = channels.map { $0.arrangement.montages($0.record) } ?? []
    return commands
      + montages.map { .init(title: "montage \($0.name)", note: "", action: .montage($0.name)) }
      + DisplayFilter.allCases.map { .init(title: $0.label, note: "causal", action: .filter($0)) }
      + looks.themeNames.map { .init(title: "theme \($0)", note: "", action: .theme($0)) }
  }

  private mutating func choose(_ action: Palette.Action, _ view: LiveMonitor.View) -> [Effect] {
    switch action {
    case .command(let command): return perform(command, view)
    case .montage(let name):
      guard let channels,
        let montage = channels.arrangement.montages(channels.record).first(where: {
          $0.name == name
        })
      else { return [] }
      show(montage)
      return []
    case .filter(let filter):
      self.filter.current = filter
      return showFilter()
    case .theme(let name): return [.showTheme(name)]
    case .group, .goTo, .bookmark, .interval, .revision, .findClass, .speed, .glyphs, .annotator,
      .model, .focus, .trigger:
      return []
    }
  }

  // MARK: Commands

  /// What a command of the key map does here. Those that are of the review alone have no key on
  /// this screen.
  private mutating func perform(_ command: Command, _ view: LiveMonitor.View) -> [Effect] {
    switch command {
    case .live(let own): return perform(own, view)
    case .program(let own): return perform(own)
    case .channels(let own): perform(own)
    case .gain(let own): perform(own, view)
    case .speed(let own): perform(own)
    case .filter(let own):
      _ = filter.perform(own)
      return showFilter()
    case .time(.panLeft), .time(.pageLeft): lookBack(by: 1, view)
    case .time(.panRight), .time(.pageRight): lookBack(by: -1, view)
    case .screen(.help): cover = .help(top: 0)
    case .screen(.back): return back()
    case .time, .find, .measure, .view, .pane, .record, .label, .list, .queue: break
    }
    return []
  }

  /// Closes what is open first; leaves with q where nothing is.
  private mutating func back() -> [Effect] {
    if past != nil {
      past = nil
    } else if frozenAt != nil {
      frozenAt = nil
    } else {
      return [.quit]
    }
    return []
  }

  private mutating func perform(_ command: StreamCommand, _ view: LiveMonitor.View) -> [Effect] {
    switch command {
    case .freeze:
      frozenAt = frozenAt == nil ? view.buffer?.frameCount : nil
      say(frozenAt == nil ? "goes on" : "frozen: the stream is still received; Space goes on")
    case .mark:
      guard let buffer = view.buffer else {
        say("nothing comes yet to be marked", isProblem: true)
        return []
      }
      let letter = Character(Unicode.Scalar(UInt8(ascii: "A") + UInt8(marks % 26)))
      marks += 1
      let frame = frozenAt ?? buffer.frameCount
      let isKept = view.recording.part(of: frame) != nil
      say("mark \(letter) set" + (isKept ? "" : "; r records, so that such are kept"))
      return [.decide(.mark("mark \(letter)", frame: frame))]
    case .lookBack: lookBack(by: 1, view)
    case .acknowledge:
      guard !view.alarms.isEmpty else {
        say("there is no alarm")
        return []
      }
      return [.acknowledge]
    case .record: return [.toggleRecording]
    case .strip: return [.writeStrip]
    case .label: beginLabels(view)
    case .teach: openLesson(view)
    }
    return []
  }

  /// Goes back by pages, from the last whole one on; forward to where the present is.
  private mutating func lookBack(by pages: Int, _ view: LiveMonitor.View) {
    guard let buffer = view.buffer else { return say("nothing has come yet") }
    let current = page(end: buffer.frameCount)
    let next = (past ?? current.number) - pages
    guard next < current.number else {
      past = nil
      return say("this is the present")
    }
    guard next >= 0,
      Double((next + 1) * current.dots) * current.framesPerDot > Double(buffer.kept.lowerBound)
    else {
      let minutes = Int((Double(buffer.kept.count) / buffer.header.samplingRateHz / 60).rounded())
      return say("no more is kept than \(minutes) min; what is recorded can be reviewed")
    }
    past = next
  }

  private mutating func perform(_ command: ProgramCommand) -> [Effect] {
    switch command {
    case .palette: cover = .palette(Palette(.commands))
    case .nextTheme:
      return looks.nextTheme.map { [.showTheme($0)] } ?? []
    case .nextGlyphs: say("glyphs: \(looks.turnGlyphs().rawValue)")
    case .menu, .bookmarks, .intervals, .labelHistory, .patient: break
    }
    return []
  }

  private mutating func perform(_ command: ChannelCommand) {
    guard var channels else { return }
    var said: String?
    switch command {
    case .focusNext: said = channels.arrangement.moveFocus(by: 1)
    case .focusPrevious: said = channels.arrangement.moveFocus(by: -1)
    case .moveDown: said = channels.arrangement.moveChannel(by: 1)
    case .moveUp: said = channels.arrangement.moveChannel(by: -1)
    case .hide: said = channels.arrangement.hide()
    case .showAll: said = channels.arrangement.showAll()
    case .fitLanes:
      channels.arrangement.fitsAllLanes.toggle()
      said =
        channels.arrangement.fitsAllLanes ? "all channels at once" : "lanes of two rows or more"
    case .turnCatheters: said = channels.arrangement.turnCatheters(channels.record)
    case .nextMontage:
      guard let next = channels.arrangement.nextMontage(channels.record) else {
        return say("these channels have one montage")
      }
      return show(next)
    case .enlargeFocus, .saveMontage, .nameChannels: break
    }
    self.channels = channels
    if let said { say(said) }
  }

  private mutating func show(_ montage: Montage) {
    guard var channels else { return }
    let said = channels.arrangement.show(montage, channels.record)
    self.channels = channels
    say("montage \(montage.name)" + (said.isProblem ? ": \(said.text)" : ""))
  }

  private mutating func perform(_ command: GainCommand, _ view: LiveMonitor.View) {
    guard var channels else { return }
    let layout = layout(view)
    let rows =
      channels.placed(layout.sweep, layout, fitsAll: channels.arrangement.fitsAllLanes)
      .map(\.rect.height).min() ?? 2
    let focus = channels.arrangement.focus
    switch command {
    case .up: channels.gain.sensitivity = channels.gain.common(laneRows: rows).moved(by: 1)
    case .down: channels.gain.sensitivity = channels.gain.common(laneRows: rows).moved(by: -1)
    case .channelUp: channels.gain.moveChannel(focus, by: 1, laneRows: rows)
    case .channelDown: channels.gain.moveChannel(focus, by: -1, laneRows: rows)
    case .standard: channels.gain.restoreStandard()
    case .autoscale: channels.fit(layout)
    case .centreBaseline: channels.gain.centresBaseline.toggle()
    }
    self.channels = channels
    say(channels.gain.sensitivity(of: focus, laneRows: rows).label)
  }

  private mutating func perform(_ command: SpeedCommand) {
    let steps = SweepSpeed.offered.map(\.step)
    switch command {
    case .zoomIn: speed.step = min(speed.step + 1, steps.last ?? speed.step)
    case .zoomOut: speed.step = max(speed.step - 1, steps.first ?? speed.step)
    case .standard: speed = speed == .standard ? .electrograms : .standard
    case .wholeRecord: break
    }
    past = nil
    say(speed.label)
  }

  private mutating func showFilter() -> [Effect] {
    say(filter.current == .none ? "filters off" : "\(filter.current.label), causal")
    return [.filter(filter.current)]
  }
}
