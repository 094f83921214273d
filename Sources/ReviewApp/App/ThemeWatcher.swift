import Foundation
public import TerminalGraphics

/// Looks at a theme's files from time to time and tells of what they have become.
public final class ThemeWatcher: Sendable {
  private let task: Task<Void, Never>

  /// Begins to watch the theme of a name and those it inherits.
  /// - Parameter interval: from one look to the next.
  /// - Parameter onChange: gets the changed theme, or what is wrong with it, from another thread;
  ///   what it was told it is not told again.
  public init(
    library: ThemeLibrary, name: String, interval: Duration = .milliseconds(500),
    onChange: @escaping @Sendable (Result<Theme, ThemeError>) -> Void
  ) {
    let begun = ThemeObservation(library: library, name: name)
    task = Task.detached(priority: .utility) {
      var observation = begun
      while await Self.pause(interval) {
        if let news = observation.look() { onChange(news) }
      }
    }
  }

  deinit { task.cancel() }

  /// Ends the watch; what is being told at this moment still is.
  public func cancel() { task.cancel() }

  /// Returns whether the watch goes on.
  private static func pause(_ interval: Duration) async -> Bool {
    do {
      try await Task.sleep(for: interval)
      return !Task.isCancelled
    } catch {
      return false
    }
  }
}

/// A theme's files as they were when last looked at.
public struct ThemeObservation: Sendable {
  private let library: ThemeLibrary
  private let name: String
  /// The theme and those it inherits, the last one perhaps without a file: it may come.
  private var lineage: [String]
  private var stamps: [Stamp?]
  private var known: Result<Theme, ThemeError>

  /// Takes what the theme is now as known.
  public init(library: ThemeLibrary, name: String) {
    self.library = library
    self.name = name
    // The stamps come first: what is written after them is seen at the next look.
    lineage = library.lineage(of: name)
    stamps = Self.stamps(of: lineage, library)
    known = Self.load(name, library)
  }

  /// The theme, or what is wrong with it, if that has changed since the last look.
  ///
  /// Only the files' dates and sizes are looked at where they are as before; so is whether a
  /// folder that comes first has got a file of the name.
  public mutating func look() -> Result<Theme, ThemeError>? {
    guard Self.stamps(of: lineage, library) != stamps else { return nil }
    lineage = library.lineage(of: name)
    stamps = Self.stamps(of: lineage, library)
    let found = Self.load(name, library)
    if found == known { return nil }
    known = found
    return found
  }

  private static func load(
    _ name: String, _ library: ThemeLibrary
  ) -> Result<Theme, ThemeError> {
    do throws(ThemeError) {
      return .success(try library.theme(named: name))
    } catch {
      return .failure(error)
    }
  }

  private static func stamps(of names: [String], _ library: ThemeLibrary) -> [Stamp?] {
    names.map { library.url(named: $0).flatMap(Stamp.init) }
  }

  /// What tells that a file is another than before, without reading it.
  private struct Stamp: Sendable, Equatable {
    let path: String
    let modified: Date?
    let size: Int?

    /// Of the file itself where its name is a link; nil where it has gone.
    init?(_ url: URL) {
      path = url.resolvingSymlinksInPath().path
      guard let values = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
      modified = values[.modificationDate] as? Date
      size = (values[.size] as? NSNumber)?.intValue
    }
  }
}
