import Foundation
import Waveforms

/// Keeps what is remembered between runs in `$XDG_STATE_HOME/tawara/session.json`, by default
/// `~/.local/state/tawara/session.json`.
///
/// Nothing of it is needed to read records: where it cannot be kept, that is said in a sentence
/// and the program goes on.
public struct SessionStore: Sendable {
  /// Records that are remembered; those opened longest ago go first.
  public static let recordLimit = 500
  private let file: StoredFile<Session>

  public init(environment: [String: String]) {
    file = StoredFile(
      "session.json", contents: "what is remembered of records", variable: "XDG_STATE_HOME",
      home: ".local/state", environment: environment)
  }

  /// Where it is kept; nil where the environment names no folder.
  public var path: String? { file.path }

  /// Reads it all; empty where there is nothing, with a warning where a file was damaged.
  public func load() -> Session {
    switch file.read() {
    case .value(let session, _): session
    case .nothing: Session()
    case .damaged(let sentence), .unreadable(let sentence): Session(warnings: [sentence])
    }
  }

  /// Remembers a record under its path, and leaves all others as they are on the disk.
  /// - Returns: what went wrong, in a sentence.
  public func save(record path: String, _ record: RecordSession) -> String? {
    let key = Self.key(of: path)
    return file.change(empty: Session()) { session in
      session.records[key] = record.storable
      Self.dropOldest(&session, keeping: key)
      return nil
    }
  }

  /// Remembers what holds for the whole program; what is nil stays as it is on the disk.
  /// - Returns: what went wrong, in a sentence.
  public func save(_ global: GlobalSession) -> String? {
    file.change(empty: Session()) { session in
      session.global.theme = global.theme ?? session.global.theme
      session.global.glyphs = global.glyphs ?? session.global.glyphs
      session.global.lastFolder = global.lastFolder ?? session.global.lastFolder
      session.global.sort = global.sort ?? session.global.sort
      session.global.sortsDescending = global.sortsDescending ?? session.global.sortsDescending
      session.global.showsGrid = global.showsGrid ?? session.global.showsGrid
      session.global.hidesPatient = global.hidesPatient ?? session.global.hidesPatient
      return nil
    }
  }

  private static func dropOldest(_ session: inout Session, keeping key: String) {
    let excess = session.records.count - recordLimit
    guard excess > 0 else { return }
    let byAge = session.records.filter { $0.key != key }.sorted { first, second in
      let dates = (first.value.lastOpened ?? .distantPast, second.value.lastOpened ?? .distantPast)
      return dates.0 == dates.1 ? first.key < second.key : dates.0 < dates.1
    }
    for (old, _) in byAge.prefix(excess) { session.records[old] = nil }
  }

  /// The name that a record is remembered by: its absolute path without links and without `.hea`.
  public static func key(of path: String) -> String {
    let stem = path.withoutHeaderExtension
    return key(folder: resolved(stem.folderPath), name: stem.fileName)
  }

  /// A folder's absolute path without links.
  static func resolved(_ folder: String) -> String {
    URL(filePath: folder.isEmpty ? "." : folder).resolvingSymlinksInPath().standardizedFileURL.path
  }

  static func key(folder: String, name: String) -> String { folder.appendingPath(name) }
}

/// Keeps the user's montages in `$XDG_CONFIG_HOME/tawara/montages.json`, by default
/// `~/.config/tawara/montages.json`: a list of objects with `name`, `channels` and `look`.
public struct MontageStore: Sendable {
  private let file: StoredFile<[Lenient<Montage>]>

  public init(environment: [String: String]) {
    file = StoredFile(
      "montages.json", contents: "a list of montages", variable: "XDG_CONFIG_HOME",
      home: ".config", environment: environment)
  }

  /// Where they are kept; nil where the environment names no folder.
  public var path: String? { file.path }

  /// Reads them in the order of the file, with what was wrong in sentences.
  public func load() -> (montages: [Montage], warnings: [String]) {
    switch file.read() {
    case .value(let found, _):
      (found.compactMap(\.value), [refusal(found)].compactMap { $0 })
    case .nothing: ([], [])
    case .damaged(let sentence), .unreadable(let sentence): ([], [sentence])
    }
  }

  /// Puts a montage in the place of the one of its name, or after all others.
  /// - Returns: what went wrong, in a sentence.
  public func save(_ montage: Montage) -> String? {
    file.change(empty: []) { stored in
      if let refusal = refusal(stored) { return refusal }
      if let place = stored.firstIndex(where: { $0.value?.name == montage.name }) {
        stored[place] = Lenient(montage)
      } else {
        stored.append(Lenient(montage))
      }
      return nil
    }
  }

  /// Forgets a montage.
  /// - Returns: what went wrong, in a sentence.
  public func remove(named name: String) -> String? {
    file.change(empty: []) { stored in
      if let refusal = refusal(stored) { return refusal }
      stored.removeAll { $0.value?.name == name }
      return nil
    }
  }

  /// Why the file is not written over: people write it by hand, and a slip of theirs must not
  /// cost them the montage.
  private func refusal(_ stored: [Lenient<Montage>]) -> String? {
    let bad = stored.count { $0.value == nil }
    guard bad > 0 else { return nil }
    return "\(path ?? ""): expected a name and a list of channels in each montage, "
      + "found \(bad) without"
  }
}
