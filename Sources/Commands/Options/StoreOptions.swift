public import ArgumentParser
import Foundation
public import ReviewStore

extension StoreRole: ExpressibleByArgument {}

/// Where what readers decide is kept, and who the reader is.
struct StoreOptions: ParsableArguments {
  @Option(
    name: [.customLong("store"), .customLong("decisions")],
    help: ArgumentHelp(
      """
      The file of labels and decisions, or a folder for it, or a group's on a PostgreSQL server \
      (postgresql://USER@HOST/DATABASE); $TAWARA_STORE, or the user's own if not given.
      """, valueName: "path"))
  var store: String?

  /// Where a store is.
  enum Place {
    case file(String)
    /// By libpq's URL.
    case server(String)

    /// A URL of PostgreSQL's, `sqlite://PATH`, a file or a folder.
    init(_ text: String) {
      if ["postgres://", "postgresql://"].contains(where: text.hasPrefix) {
        self = .server(text)
        return
      }
      let path = text.hasPrefix("sqlite://") ? String(text.dropFirst(9)) : text
      let absolute = URL(filePath: path).standardizedFileURL.path
      let kind = try? FileManager.default.attributesOfItem(atPath: absolute)[.type]
      let isFolder = kind as? FileAttributeType == .typeDirectory
      self = .file(isFolder || path.hasSuffix("/") ? absolute + "/decisions.sqlite" : absolute)
    }

    /// What is meant where nothing is said.
    static func standard() throws(DecisionStoreError) -> Place {
      let environment = ProcessInfo.processInfo.environment
      if let named = environment["TAWARA_STORE"], !named.isEmpty { return Place(named) }
      guard let path = DecisionStore.path(environment: environment) else { throw .noHome }
      return .file(path)
    }

    /// Whether there is something to open.
    var isThere: Bool {
      switch self {
      case .file(let path): FileManager.default.fileExists(atPath: path)
      case .server: true
      }
    }

    /// Whether a text can be nothing but a store.
    static func isURL(_ text: String) -> Bool {
      ["postgres://", "postgresql://", "sqlite://"].contains(where: text.hasPrefix)
    }

    /// Opens it, or makes it for the user alone, and says what was wrong with it.
    func open() throws -> DecisionStore {
      switch self {
      case .server(let url): return try DecisionStore(group: url)
      case .file(let path):
        let store = try DecisionStore(path: path)
        if let notice = store.notice { Output.note(notice) }
        return store
      }
    }

    /// Opens it where it is there.
    func openExisting() throws -> DecisionStore {
      if case .file(let path) = self, !isThere {
        throw CommandError.badOption(
          name: "--store", expected: "a file of labels and decisions", found: path)
      }
      return try open()
    }
  }

  /// What is meant.
  func place() throws -> Place { try store.map(Place.init) ?? Place.standard() }

  /// The file that is meant. Throws where a server is.
  func path() throws -> String {
    switch try place() {
    case .file(let path): return path
    case .server: throw DecisionStoreError.notAFile(store: try open().name)
    }
  }

  /// Opens it, or makes it for the user alone, and says what was wrong with it.
  func open() throws -> DecisionStore { try place().open() }

  /// Opens it where it is there.
  func openExisting() throws -> DecisionStore { try place().openExisting() }

  /// Opens it to write: a copy of it is made first, where today's is not there yet. What hinders
  /// that is said.
  func openForWriting() throws -> DecisionStore {
    let store = try open()
    do { try store.backUpToday() } catch { Output.note("warning: no backup was made: \(error)") }
    return store
  }
}
