/// What a reader can ask for, by the part of the program that answers: a command without an answer
/// does not compile, as no part has a `default`.
public enum Command: Hashable, Sendable {
  case time(TimeCommand)
  case speed(SpeedCommand)
  case find(FindCommand)
  case channels(ChannelCommand)
  case gain(GainCommand)
  case filter(FilterCommand)
  case measure(MeasureCommand)
  case view(ViewCommand)
  case pane(PaneCommand)
  case record(RecordCommand)
  case label(LabelCommand)
  case list(ListCommand)
  case queue(QueueCommand)
  case live(StreamCommand)
  case screen(ScreenCommand)
  case program(ProgramCommand)
}

/// Moves in time; on the list, among its records.
public enum TimeCommand: String, Sendable, CaseIterable {
  case panLeft, panRight, pageLeft, pageRight, start, end, goTo, jumpBack, jumpForward
}

public enum SpeedCommand: String, Sendable, CaseIterable {
  case zoomIn, zoomOut, standard, wholeRecord
}

public enum FindCommand: String, Sendable, CaseIterable {
  case nextAnnotation, previousAnnotation, nextEvent, previousEvent, search
  case nextUncertain, previousUncertain, nextOfClass, previousOfClass
}

/// Chooses, orders and hides channels; on the list, the record above and below.
public enum ChannelCommand: String, Sendable, CaseIterable {
  case focusPrevious, focusNext, moveUp, moveDown, hide, showAll, fitLanes, enlargeFocus
  case nextMontage, saveMontage, nameChannels, turnCatheters
}

public enum GainCommand: String, Sendable, CaseIterable {
  case up, down, channelUp, channelDown, standard, autoscale, centreBaseline
}

public enum FilterCommand: String, Sendable, CaseIterable {
  case next, raw
}

public enum MeasureCommand: String, Sendable, CaseIterable {
  case calipers, pin, snapping, marchCalipers, clearCalipers, intervals, trend, detector
}

public enum ViewCommand: String, Sendable, CaseIterable {
  case trigger, split, otherHalf, grid, fiducials
}

public enum PaneCommand: Hashable, Sendable, CaseIterable {
  case show(Pane)
  case nextModel

  public static var allCases: [PaneCommand] { Pane.allCases.map(PaneCommand.show) + [.nextModel] }
}

/// What is decided of a record, and made of it.
public enum RecordCommand: String, Sendable, CaseIterable {
  case toggleBookmark, undo, redo, nextAnnotator, markReviewed, writeStrip, showWarnings
}

/// Sets labels, most of them only while letters are labels, and compares them.
public enum LabelCommand: String, Sendable, CaseIterable {
  case enter, families, compare, nextDifference, previousDifference, adjudicate, leave, next,
    previous, again, remove, move, select, selectFound
  case rhythm, noise, note, other, ofChannel, accept, reject, propose
  case takeFirst, takeSecond, takeNeither
  case teach, skip
}

/// Of the list of records alone.
public enum ListCommand: String, Sendable, CaseIterable {
  case open, filter, sort, reverseSort, summary, queue
}

/// Of the windows to label next.
public enum QueueCommand: String, Sendable, CaseIterable {
  case next, previous, open, again, skip, putOff, flag, criterion, undo, help, close
}

/// Of a stream that comes.
public enum StreamCommand: String, Sendable, CaseIterable {
  case freeze, mark, label, teach, lookBack, record, acknowledge, strip
}

/// Of any screen, each in its own way.
public enum ScreenCommand: String, Sendable, CaseIterable {
  case help, back
}

/// Of the program as a whole: the same on any screen.
public enum ProgramCommand: String, Sendable, CaseIterable {
  case palette, menu, bookmarks, intervals, labelHistory, nextTheme, nextGlyphs, patient
}

extension Command: CaseIterable {
  public static var allCases: [Command] {
    TimeCommand.allCases.map(Command.time) + SpeedCommand.allCases.map(Command.speed)
      + FindCommand.allCases.map(Command.find) + ChannelCommand.allCases.map(Command.channels)
      + GainCommand.allCases.map(Command.gain) + FilterCommand.allCases.map(Command.filter)
      + MeasureCommand.allCases.map(Command.measure) + ViewCommand.allCases.map(Command.view)
      + PaneCommand.allCases.map(Command.pane) + RecordCommand.allCases.map(Command.record)
      + LabelCommand.allCases.map(Command.label) + ListCommand.allCases.map(Command.list)
      + QueueCommand.allCases.map(Command.queue) + StreamCommand.allCases.map(Command.live)
      + ScreenCommand.allCases.map(Command.screen) + ProgramCommand.allCases.map(Command.program)
  }
}
