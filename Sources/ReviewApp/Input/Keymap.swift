public import TerminalGraphics

/// The whole key map: the one table that keys, the help overlay, the menu, the palette, the line of
/// hints and the list in `docs/keys.md` come from.
public enum Keymap {
  public static let bindings: [KeyBinding] =
    (time + speed + finding + channels + amplitude + signal + measuring + views + panes + labels
    + labelling + queue + live + general).map { binding in
      var binding = binding
      if alsoLive.contains(binding.command) { binding.screens.insert(.live) }
      return binding
    }

  /// What means on the live screen what it does in the review.
  private static let alsoLive: Set<Command> = [
    .speed(.zoomIn), .speed(.zoomOut), .speed(.standard), .channels(.focusNext),
    .channels(.focusPrevious), .channels(.moveDown), .channels(.moveUp), .channels(.hide),
    .channels(.showAll), .channels(.fitLanes), .channels(.nextMontage), .channels(.turnCatheters),
    .gain(.up), .gain(.down), .gain(.channelUp), .gain(.channelDown), .gain(.standard),
    .gain(.autoscale), .filter(.next), .time(.panLeft), .time(.panRight), .time(.pageLeft),
    .time(.pageRight), .program(.nextTheme), .program(.nextGlyphs), .program(.palette),
    .screen(.help), .screen(.back),
  ]

  /// The command of a key on a screen.
  public static func command(for key: KeyPress, on screen: KeyScreens = .review) -> Command? {
    bindings.first { $0.screens.contains(screen) && $0.keys.contains(key) }?.command
  }

  /// The line of a command.
  public static func binding(of command: Command) -> KeyBinding? {
    bindings.first { $0.command == command }
  }

  private static func binding(
    _ command: Command, _ group: KeyGroup, _ title: String, _ keys: KeyPress...,
    on screens: KeyScreens = .review, inList listTitle: String? = nil
  ) -> KeyBinding {
    KeyBinding(
      command: command, keys: keys, group: group, title: title, listTitle: listTitle,
      screens: listTitle == nil ? screens : .both)
  }

  private static let time = [
    binding(.time(.panLeft), .time, "a mark of the axis back", .left, .character("h")),
    binding(
      .time(.panRight), .time, "a mark of the axis on", .right, .character("l"),
      inList: "open the record"),
    binding(
      .time(.pageLeft), .time, "a page back", .pageUp, .character("H"), .shiftLeft,
      inList: "a page up"),
    binding(
      .time(.pageRight), .time, "a page on", .pageDown, .character("L"), .shiftRight,
      inList: "a page down"
    ),
    binding(.time(.start), .time, "start", .home, .character("g"), inList: "first record"),
    binding(.time(.end), .time, "end", .end, .character("G"), inList: "last record"),
    binding(.time(.goTo), .time, "go to a time", .character("t")),
    binding(.time(.jumpBack), .time, "back to where a jump began", .character("("), .control("o")),
    binding(.time(.jumpForward), .time, "forward again", .character(")")),
  ]

  private static let speed = [
    binding(.speed(.zoomIn), .speed, "faster: zoom in", .character("+"), .character("=")),
    binding(.speed(.zoomOut), .speed, "slower: zoom out", .character("-"), .character("_")),
    binding(.speed(.standard), .speed, "25 mm/s; again, 100 mm/s", .character("s")),
    binding(.speed(.wholeRecord), .speed, "the whole record", .character("w")),
  ]

  private static let finding = [
    binding(.find(.nextAnnotation), .finding, "next annotation", .character("]")),
    binding(.find(.previousAnnotation), .finding, "previous annotation", .character("[")),
    binding(
      .find(.nextEvent), .finding, "next event (not a plain beat), or next found", .character("n")),
    binding(.find(.previousEvent), .finding, "previous event, or previous found", .character("N")),
    binding(
      .find(.search), .finding, "search: rhythm, symbol, text, class or time", .character("/")),
    binding(.find(.nextUncertain), .finding, "next window the model is unsure of", .character("z")),
    binding(
      .find(.previousUncertain), .finding, "previous window the model is unsure of", .character("Z")
    ),
    binding(.find(.nextOfClass), .finding, "next window of the chosen class", .character("y")),
    binding(
      .find(.previousOfClass), .finding, "previous window of the chosen class", .character("Y")),
    binding(
      .record(.toggleBookmark), .finding, "set a bookmark, or change or remove it", .character("B")),
    binding(.program(.bookmarks), .finding, "bookmarks", .character("'")),
    binding(.record(.nextAnnotator), .finding, "next annotator", .character("A")),
  ]

  private static let channels = [
    binding(
      .channels(.focusNext), .channels, "focus the channel below", .down, .character("j"),
      inList: "record below"),
    binding(
      .channels(.focusPrevious), .channels, "focus the channel above", .up, .character("k"),
      inList: "record above"),
    binding(.channels(.moveDown), .channels, "move the channel down", .character("J")),
    binding(.channels(.moveUp), .channels, "move the channel up", .character("K")),
    binding(.channels(.hide), .channels, "hide the channel", .character("x")),
    binding(.channels(.showAll), .channels, "show all channels", .character("X")),
    binding(
      .channels(.fitLanes), .channels, "all channels at once, or readable ones", .character("f")),
    binding(
      .channels(.enlargeFocus), .channels, "give the focused channel half of the rows",
      .character("W")),
    binding(.channels(.nextMontage), .channels, "next montage", .character("o")),
    binding(
      .channels(.saveMontage), .channels, "save the channels in view as a montage", .character("O")),
    binding(
      .channels(.nameChannels), .channels, "say what channels are, or turn them", .character("m")),
    binding(
      .channels(.turnCatheters), .channels, "catheters: proximal or distal pairs on top",
      .character("D")),
  ]

  private static let amplitude = [
    binding(.gain(.up), .gain, "all channels higher", .character(">")),
    binding(.gain(.down), .gain, "all channels lower", .character("<")),
    binding(.gain(.channelUp), .gain, "this channel higher", .character(".")),
    binding(.gain(.channelDown), .gain, "this channel lower", .character(",")),
    binding(.gain(.standard), .gain, "10 mm/mV for all", .character("0")),
    binding(.gain(.autoscale), .gain, "fit each channel to its lane", .character("a")),
    binding(.gain(.centreBaseline), .gain, "centre traces, or show true zero", .character("b")),
  ]

  private static let signal = [
    binding(.filter(.next), .signal, "next filter", .character("F")),
    binding(.filter(.raw), .signal, "the raw signal, or filtered again", .character("r")),
  ]

  private static let measuring = [
    binding(.measure(.calipers), .measuring, "set calipers, or put them down", .character("c")),
    binding(
      .measure(.pin), .measuring, "pin the calipers to the record by a name, or rename them",
      .character("p")),
    binding(.program(.intervals), .measuring, "pinned intervals", .character("\"")),
    binding(
      .measure(.snapping), .measuring, "calipers stop at activations, or on any sample",
      .character(";")),
    binding(.measure(.marchCalipers), .measuring, "march the calipers on", .character("|")),
    binding(
      .measure(.clearCalipers), .measuring, "take the calipers away, or delete those in hand",
      .character("C")),
    binding(.measure(.intervals), .measuring, "R-R beat by beat", .character("i")),
    binding(.measure(.trend), .measuring, "R-R trend of the whole record", .character("I")),
    binding(.measure(.detector), .measuring, "beats found by the detector", .character("d")),
  ]

  private static let views = [
    binding(
      .view(.trigger), .views, "beats laid over one another, and their mean", .character("v")),
    binding(.view(.split), .views, "two places side by side", .character("S")),
    binding(.view(.otherHalf), .views, "the other half, or the next pane", .tab),
    binding(.view(.grid), .views, "grid and calibration pulse", .character("#")),
    binding(
      .view(.fiducials), .views, "onsets, ends and activations of the beat", .character("E")),
  ]

  /// A digit for each pane.
  private static let panes =
    Pane.allCases.map { pane in
      binding(.pane(.show(pane)), .panes, pane.purpose, .character(pane.digit))
    } + [binding(.pane(.nextModel), .panes, "next model", .character("M"))]

  private static let labels = [
    binding(.label(.enter), .labels, "set labels: letters are labels until Esc", .character("e")),
    binding(
      .label(.families), .labels, "families of beats by form and timing, to name at once",
      .character("Q")),
    binding(
      .label(.compare), .labels, "another set of labels below the one in view", .character("V")),
    binding(
      .label(.nextDifference), .labels, "the next place on which both differ", .character("}")),
    binding(
      .label(.previousDifference), .labels, "the place before on which both differ",
      .character("{")),
    binding(
      .label(.adjudicate), .labels, "decide what both differ on, in a set of its own",
      .character("&")),
    binding(
      .label(.teach), .labels, "teach the model: it asks about beats; named spans teach rhythms",
      .character("*")),
    binding(
      .program(.labelHistory), .labels, "what was done to the labels, to go back to or take back",
      .character("U")),
  ]

  /// Letters that are no labels of the record, and signs.
  private static let labelling = [
    binding(
      .label(.next), .labelling, "the next mark, or beat", .right, .character("]"), on: .labelling),
    binding(
      .label(.previous), .labelling, "the mark before, or beat", .left, .character("["),
      on: .labelling),
    binding(
      .label(.again), .labelling, "the same label on the next beat", .character("."),
      on: .labelling),
    binding(
      .label(.remove), .labelling, "remove the mark, or those selected", .delete, .backspace,
      on: .labelling),
    binding(
      .label(.move), .labelling, "take the mark in the hand and move it", .character("m"),
      on: .labelling),
    binding(
      .label(.select), .labelling, "begin a selection, or end it", .character("v"), on: .labelling),
    binding(
      .label(.selectFound), .labelling, "select all that the search found", .character("*"),
      on: .labelling),
    binding(
      .label(.rhythm), .labelling, "a rhythm over the selection, or from here on", .character("+"),
      on: .labelling),
    binding(
      .label(.noise), .labelling, "noise over the selection", .character("~"), on: .labelling),
    binding(.label(.note), .labelling, "a remark here", .character("\""), on: .labelling),
    binding(
      .label(.other), .labelling, "any other label, by its symbol", .character("="), on: .labelling),
    binding(
      .label(.ofChannel), .labelling, "labels of this channel alone, or of all", .character("c"),
      on: .labelling),
    binding(
      .label(.propose), .labelling, "propose beats or rhythms, by the model or the detector",
      .character("P"),
      on: .labelling),
    binding(
      .label(.accept), .labelling, "accept the proposal, or those selected", .character("y"),
      on: .labelling),
    binding(
      .label(.reject), .labelling, "reject the proposal, or those selected", .character("Y"),
      on: .labelling),
    binding(
      .label(.takeFirst), .labelling, "decide for the first of two readers", .character("1"),
      on: .labelling),
    binding(
      .label(.takeSecond), .labelling, "decide for the second", .character("2"), on: .labelling),
    binding(
      .label(.takeNeither), .labelling, "decide for neither", .character("0"), on: .labelling),
    binding(
      .label(.skip), .labelling, "pass over the beat that is asked about", .character("-"),
      on: .labelling),
    binding(
      .label(.leave), .labelling, "set no more labels", .escape, .enter, .character("q"),
      on: .labelling),
  ]

  private static let queue = [
    binding(
      .list(.queue), .labels, "what to label next, over all records", .character("w"), on: .list),
    binding(.queue(.next), .queue, "the next window", .down, .character("j"), on: .queue),
    binding(.queue(.previous), .queue, "the window before", .up, .character("k"), on: .queue),
    binding(.queue(.open), .queue, "open the record there", .enter, .character("o"), on: .queue),
    binding(.queue(.again), .queue, "the same class as the last one", .character("."), on: .queue),
    binding(.queue(.skip), .queue, "skip: do not ask again", .character("s"), on: .queue),
    binding(.queue(.putOff), .queue, "unsure: ask after all others", .character("x"), on: .queue),
    binding(.queue(.flag), .queue, "leave it to somebody else", .character("f"), on: .queue),
    binding(.queue(.criterion), .queue, "choose by something else", .character("c"), on: .queue),
    binding(.queue(.undo), .queue, "take the last step back", .character("u"), on: .queue),
    binding(.queue(.help), .queue, "this help", .character("?"), on: .queue),
    binding(.queue(.close), .queue, "back to the records", .escape, .character("q"), on: .queue),
  ]

  private static let live = [
    binding(
      .live(.freeze), .live, "freeze the sweep, or go on; the stream is received all the same",
      .character(" "), on: .live),
    binding(
      .live(.mark), .live, "a mark here, kept with the recording", .character("m"), on: .live),
    binding(
      .live(.label), .live, "set labels: the sweep stands, letters are labels until Esc",
      .character("e"), on: .live),
    binding(
      .live(.teach), .live, "what your labels teach the model, to use it or leave it",
      .character("*"), on: .live),
    binding(
      .live(.lookBack), .live, "look back by a page, below, while it goes on", .character("b"),
      on: .live),
    binding(.live(.record), .live, "record, or end the recording", .character("r"), on: .live),
    binding(.live(.acknowledge), .live, "acknowledge the alarms", .character("A"), on: .live),
    binding(
      .live(.strip), .live, "write the last ten seconds as a strip on ECG paper", .character("P"),
      on: .live),
  ]

  private static let general = [
    binding(.list(.open), .general, "open the record", .enter, on: .list),
    binding(
      .list(.filter), .general, "filter by name, subject, diagnosis and rhythms", .character("/"),
      on: .list),
    binding(.list(.sort), .general, "sort by the next column", .character("s"), on: .list),
    binding(
      .list(.reverseSort), .general, "turn the order round", .character("S"), on: .list),
    binding(
      .list(.summary), .general, "all that is known of the record", .character("i"),
      on: .list),
    binding(
      .record(.markReviewed), .general, "mark the record as reviewed", .character("R"), on: .both),
    binding(
      .record(.undo), .general, "undo the last change of a label, bookmark or interval",
      .character("u")),
    binding(.record(.redo), .general, "redo the change that was undone", .control("r")),
    binding(.record(.writeStrip), .general, "write a strip on ECG paper", .character("P")),
    binding(.program(.nextTheme), .general, "next theme", .character("T"), on: .all),
    binding(
      .program(.patient), .general, "show or hide what is known of the patient", .character("@"),
      on: .all),
    binding(.program(.nextGlyphs), .general, "braille, half blocks or ASCII", on: .all),
    binding(.program(.palette), .general, "command palette", .character(":"), on: .all),
    binding(.program(.menu), .general, "menu of all keys", .character(" "), on: .all),
    binding(.record(.showWarnings), .general, "what is wrong with the files", .character("!")),
    binding(.screen(.help), .general, "this help", .character("?"), on: .both),
    binding(.screen(.back), .general, "back, or quit", .character("q"), .escape, on: .both),
  ]
}
