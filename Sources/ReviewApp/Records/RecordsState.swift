import TerminalGraphics
public import Waveforms

/// What is known of a record in the list.
public enum RecordSurvey: Sendable {
  case document(ReviewDocument)
  /// Why it cannot be opened, in a sentence.
  case failed(String)

  /// Opens a record with the annotations of its first annotator.
  public init(path: String) { self.init { try ReviewDocument(path: path) } }

  init(_ open: () throws -> ReviewDocument) {
    do {
      self = .document(try open())
    } catch {
      self = .failed("\(error)")
    }
  }
}

/// The list of a folder's records.
public struct RecordsState: Sendable {
  public let folder: String
  public let names: [String]
  /// Facts of the subjects, where the folder has tables of them.
  public let database: LeipzigDatabase?
  /// What is known of the records looked at so far, by name.
  public var surveys: [String: RecordSurvey] = [:]
  /// Records that are being looked at.
  public var surveying: Set<String> = []
  public var filter = ""
  public var isTyping = false
  /// Place in `matches`.
  public var selection = 0
  public var top = 0
  public var message: String?
  /// Lines that the help is scrolled by; nil where it is not shown.
  public var helpTop: Int?

  /// Lists a folder. Throws `RecordingError`.
  public init(folder: String) throws {
    let found = try RecordFolder(path: folder)
    self.folder = folder
    names = found.recordNames
    guard LeipzigDatabase.isLeipzig(folder: folder) else {
      database = nil
      return
    }
    do {
      database = try LeipzigDatabase(folder: folder)
      message = database?.warnings.first
    } catch {
      // The records can be read without what the tables say of their subjects.
      database = nil
      message = "\(error)"
    }
  }

  public func path(of name: String) -> String { folder.isEmpty ? name : folder + "/" + name }

  /// Names that have the filter's characters in their order, in any case.
  public var matches: [String] {
    filter.isEmpty ? names : names.filter { Self.isSubsequence(filter, of: searchText($0)) }
  }

  private func searchText(_ name: String) -> String {
    let subject = database?.subject(of: name)
    return [name, subject?.diagnosis, subject?.accessoryPathway].compactMap { $0 }
      .joined(separator: " ")
  }

  static func isSubsequence(_ wanted: String, of text: String) -> Bool {
    var rest = text.lowercased()[...]
    for character in wanted.lowercased() where character != " " {
      guard let place = rest.firstIndex(of: character) else { return false }
      rest = rest[rest.index(after: place)...]
    }
    return true
  }

  public var selected: String? {
    let matches = matches
    return matches.indices.contains(selection) ? matches[selection] : nil
  }

  /// Rows of the list on a screen of a height.
  static func rows(height: Int) -> Int { max(1, height - 4) }

  /// Records in view that nobody has looked at yet.
  func unsurveyed(height: Int) -> [String] {
    let rows = Self.rows(height: height)
    return matches.dropFirst(top).prefix(rows).filter {
      surveys[$0] == nil && !surveying.contains($0)
    }
  }

  /// Most records that stay open at a time, each with its files mapped.
  private static let surveyLimit = 512

  /// Lets go of records far from view, so that a folder of thousands does not keep them all.
  mutating func forgetFar() {
    guard surveys.count > Self.surveyLimit else { return }
    let near = Set(matches.dropFirst(max(0, top - 100)).prefix(300))
    surveys = surveys.filter { near.contains($0.key) }
    surveying = surveying.intersection(near)
  }
}

/// What the list asks of the program around it.
public enum RecordsAction: Sendable, Equatable {
  case quit
  case open(name: String)
}

extension RecordsState {
  /// Answers a key.
  mutating func handle(_ key: KeyPress, size: Size) -> RecordsAction? {
    message = nil
    if let top = helpTop {
      helpTop = PanelView.scrolled(
        Keymap.command(for: key), from: top, lines: HelpText.lines, size: size)
      return nil
    }
    if isTyping { return type(key, size) }
    let page = Self.rows(height: size.height)
    switch Keymap.command(for: key) {
    case .open: return selected.map { .open(name: $0) }
    case .back:
      if !filter.isEmpty { return clearFilter() }
      if key != .escape { return .quit }
      message = "q quits"
    case .filter: isTyping = true
    case .help: helpTop = 0
    case .focusNext: move(by: 1, page)
    case .focusPrevious: move(by: -1, page)
    case .pageRight: move(by: page, page)
    case .pageLeft: move(by: -page, page)
    case .goToStart: move(by: -names.count, page)
    case .goToEnd: move(by: names.count, page)
    case .panRight: return selected.map { .open(name: $0) }
    default: break
    }
    return nil
  }

  private mutating func clearFilter() -> RecordsAction? {
    filter = ""
    selection = 0
    top = 0
    return nil
  }

  private mutating func type(_ key: KeyPress, _ size: Size) -> RecordsAction? {
    switch key {
    case .enter: isTyping = false
    case .escape:
      isTyping = false
      _ = clearFilter()
    case .backspace: setFilter(String(filter.dropLast()))
    case .character(let character) where filter.count < 40: setFilter(filter + String(character))
    case .up: move(by: -1, Self.rows(height: size.height))
    case .down: move(by: 1, Self.rows(height: size.height))
    default: break
    }
    return nil
  }

  private mutating func setFilter(_ text: String) {
    filter = text
    selection = 0
    top = 0
  }

  mutating func resize(_ size: Size) { move(by: 0, Self.rows(height: size.height)) }

  private mutating func move(by step: Int, _ page: Int) {
    selection = min(max(selection + step, 0), max(0, matches.count - 1))
    top = min(top, selection)
    top = max(top, selection - page + 1)
  }

  mutating func handle(_ event: MouseEvent, size: Size) {
    let page = Self.rows(height: size.height)
    switch event.kind {
    case .wheelUp: move(by: -1, page)
    case .wheelDown: move(by: 1, page)
    case .press where event.y >= 2 && event.y < 2 + page:
      move(by: top + event.y - 2 - selection, page)
    default: break
    }
  }
}
