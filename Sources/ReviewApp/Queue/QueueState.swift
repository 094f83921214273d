public import ReviewSession
public import ReviewStore
import TerminalGraphics

/// What to label next over a folder: the windows that a model has most to learn from, one by one.
public struct QueueState: Sendable {
  let folder: String
  /// Names of the folder's records.
  let names: [String]
  /// Windows to ask, the best first, and what they are of; nil until the first record was read.
  private(set) var list: QueueList?
  /// The records that were read, and those that there are.
  private(set) var readCount = 0
  private(set) var selection = 0
  private(set) var criterion = WorklistCriterion.entropy
  /// What the reader has done here, the newest last.
  private(set) var done: [QueueStep] = []
  /// The record of the selected window, where it is open.
  var preview: QueuePreview?
  var message: String?
  /// Why there is no list, in a sentence.
  var problem: String?
  var showsHelp: Int?
  /// Whether the reader has chosen a window: it stays under the eye, whatever comes before it.
  private var hasMoved = false
  /// Grows with everything after which the list is to be made anew.
  private var revision = 0
  /// Records whose labels have changed since they were read, and in which revision.
  private var changed: [String: Int] = [:]
  /// The class that was given last.
  private var lastClass: Int?

  init(folder: String, names: [String]) { (self.folder, self.names) = (folder, names) }

  /// What is to be read and listed.
  var request: QueueRequest {
    QueueRequest(
      folder: folder, names: names, criterion: criterion, changed: changed,
      revision: revision)
  }

  var selected: WorklistEntry? {
    guard let list, list.entries.indices.contains(selection) else { return nil }
    return list.entries[selection]
  }

  /// The selected window, with what it is of.
  var window: QueueWindow? { selected.flatMap { list?.window(of: $0.index) } }

  /// The record that has to be opened to show the selected window.
  var wantedPreview: String? {
    guard let name = window?.record, name != preview?.name else { return nil }
    return name
  }

  // MARK: What comes

  mutating func take(_ report: QueueReport) {
    switch report {
    case .read(let count): readCount = count
    case .cannot(let sentence): problem = sentence
    case .listed(let new):
      let kept = hasMoved ? selected?.index : nil
      list = new
      // It may have been made before the last steps were kept.
      for step in done where step.isFinal { list?.remove(step.window.index) }
      let place = kept.flatMap { index in new.entries.firstIndex { $0.index == index } }
      selection = max(0, min(place ?? selection, (list?.entries.count ?? 1) - 1))
    }
  }

  /// A step was taken, and is kept.
  mutating func took(_ step: QueueStep) {
    done.append(step)
    note(step.window.record)
    list?.remove(step.window.index)
    selection = max(0, min(selection, (list?.entries.count ?? 1) - 1))
    if preview?.name == step.window.record { preview = nil }
    message = step.words
  }

  /// The last step was taken back.
  mutating func tookBack(_ step: QueueStep) {
    if done.last == step { done.removeLast() }
    note(step.window.record)
    if preview?.name == step.window.record { preview = nil }
    message = "taken back: \(step.words)"
  }

  /// A record was reviewed: what is said of it may have changed.
  mutating func returned(from name: String) {
    note(name)
    if preview?.name == name { preview = nil }
  }

  private mutating func note(_ name: String) {
    revision += 1
    changed[name] = revision
  }

  // MARK: Keys

  /// Answers a key. Returns what is to be done outside of this value; nil closes the screen.
  mutating func handle(_ key: KeyPress, size: Size) -> [QueueEffect]? {
    message = nil
    if let top = showsHelp {
      showsHelp = PanelView.scrolled(
        Keymap.command(for: key, on: .list), from: top, lines: HelpText.queueLines, size: size)
      return []
    }
    if case .character(let character) = key, let list, let number = list.classNumber(of: character)
    {
      return answer(number)
    }
    guard case .queue(let command)? = Keymap.command(for: key, on: .queue) else {
      message = "\(key.label) does nothing here; ? lists the keys"
      return []
    }
    return perform(command)
  }

  mutating func perform(_ command: QueueCommand) -> [QueueEffect]? {
    switch command {
    case .next: move(by: 1)
    case .previous: move(by: -1)
    case .open:
      guard let window else { return nothing() }
      return [.open(window)]
    case .again:
      guard let lastClass else {
        message = "no class was given yet that could be given again"
        return []
      }
      return answer(lastClass)
    case .skip: return setAside(.skipped)
    case .putOff: return setAside(.deferred)
    case .flag: return setAside(.flagged)
    case .criterion:
      let all = WorklistCriterion.allCases
      criterion = all[((all.firstIndex(of: criterion) ?? 0) + 1) % all.count]
      (selection, hasMoved) = (0, false)
      message = "by \(criterion.title)"
    case .undo:
      guard let last = done.last else {
        message = "nothing was done here yet"
        return []
      }
      return [.takeBack(last)]
    case .help: showsHelp = 0
    case .close: return nil
    }
    return []
  }

  private mutating func move(by step: Int) {
    let last = max(0, (list?.entries.count ?? 1) - 1)
    let next = max(0, min(selection + step, last))
    hasMoved = true
    if next == selection { message = step > 0 ? "this is the last window" : "this is the first" }
    selection = next
  }

  private mutating func nothing() -> [QueueEffect] {
    message = list == nil ? "nothing is read yet" : "nothing is left to ask"
    return []
  }

  private mutating func answer(_ number: Int) -> [QueueEffect] {
    guard let window, let list else { return nothing() }
    lastClass = number
    return [.answer(window, name: list.board.list.classes[number])]
  }

  private mutating func setAside(_ state: WorklistState) -> [QueueEffect] {
    guard let window else { return nothing() }
    return [.setAside(window, state)]
  }
}

/// What the queue asks of the program around it.
public enum QueueEffect: Sendable, Equatable {
  /// Open a window's record for review.
  case open(QueueWindow)
  /// Say that a window is of a class.
  case answer(QueueWindow, name: String)
  case setAside(QueueWindow, WorklistState)
  case takeBack(QueueStep)
}

/// A window of the queue.
public struct QueueWindow: Sendable, Equatable {
  /// Its number among the list's candidates.
  public var index: Int
  /// The record's name in the folder.
  public var record: String
  /// From the record's start.
  public var seconds: Range<Double>
  /// Whether it is a beat, and no stretch of rhythm.
  public var isBeat: Bool
  /// What the model takes it for.
  public var says: String?
  /// Where the store keeps that it was set aside.
  public var place: WorklistPlace

  public var middle: Double { (seconds.lowerBound + seconds.upperBound) / 2 }
}

/// Something that was done in the queue, as it is taken back.
public enum QueueStep: Sendable, Equatable {
  /// With the change that was made of the reader's labels; nil where nothing had to be changed.
  case answered(QueueWindow, name: String, change: UInt64?)
  case setAside(QueueWindow, WorklistState)

  /// Whether the window is not asked again.
  var isFinal: Bool {
    switch self {
    case .answered: true
    case .setAside(_, let state): state != .deferred
    }
  }

  var window: QueueWindow {
    switch self {
    case .answered(let window, _, _), .setAside(let window, _): window
    }
  }

  /// `100 0:00:12.3: N, not V`
  var words: String {
    let place = "\(window.record) \(TimeLabel.text(window.middle, decimals: 1)): "
    switch self {
    case .answered(let window, let name, _):
      guard let says = window.says, says != name else { return place + name }
      return place + "\(name), not \(says)"
    case .setAside(_, let state): return place + (state.word ?? "")
    }
  }
}

/// What happens to the queue.
public enum QueueMessage: Sendable {
  /// What came of reading records.
  case read(QueueReport)
  /// The record of the selected window is open.
  case previewed(QueuePreview)
  /// The record of a window was opened for review: labels are set there.
  case opened(QueueWindow)
  /// A step is kept, or was taken back.
  case took(QueueStep)
  case tookBack(QueueStep)
}
