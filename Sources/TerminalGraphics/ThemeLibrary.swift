public import Foundation

/// The folders that theme files are looked for in, the first one first.
public struct ThemeLibrary: Sendable {
  public let folders: [URL]

  /// The user's own folder, `$XDG_CONFIG_HOME/tawara/themes`, then the given ones.
  public init(environment: [String: String], folders: [URL]) {
    self.init(folders: [Self.userFolder(environment)].compactMap { $0 } + folders)
  }

  public init(folders: [URL]) { self.folders = folders }

  /// The names that can be loaded, in order.
  public var names: [String] {
    let files = folders.flatMap { folder in
      (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    }
    return Set(files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }).sorted()
  }

  /// The theme of a name, with all it inherits.
  public func theme(named name: String) throws(ThemeError) -> Theme {
    try load(name, inheritedBy: [])
  }

  /// The file a name stands for.
  public func url(named name: String) -> URL? {
    guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else { return nil }
    return folders.lazy.map { $0.appendingPathComponent(name + ".toml") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The files that a theme is made of: its own, then those it inherits, as far as they are there
  /// and can be read.
  public func files(of name: String) -> [URL] { lineage(of: name).compactMap(url(named:)) }

  /// A theme's name, then those it inherits, up to the first that has no file or none that can
  /// be read.
  public func lineage(of name: String) -> [String] {
    var names: [String] = []
    var next: String? = name
    while let name = next, !names.contains(name) {
      names.append(name)
      next = inherited(by: name)
    }
    return names
  }

  /// What a theme's file inherits; nil where there is none to read or it has errors, which
  /// loading the theme says.
  private func inherited(by name: String) -> String? {
    guard let url = url(named: name) else { return nil }
    do throws(ThemeError) {
      return try ThemeFile(toml: try Self.text(of: url), file: url.path).inherits
    } catch {
      return nil
    }
  }

  private func load(_ name: String, inheritedBy chain: [String]) throws(ThemeError) -> Theme {
    guard let url = url(named: name) else {
      if name == Theme.builtIn.name { return .builtIn }
      throw .notFound(name: name, folders: folders.map(\.path))
    }
    if chain.contains(name) { throw .inheritsItself(file: url.path, chain: chain + [name]) }
    let file = try ThemeFile(toml: try Self.text(of: url), file: url.path)
    var parent: Theme?
    if let inherited = file.inherits { parent = try load(inherited, inheritedBy: chain + [name]) }
    return file.theme(named: name, over: parent)
  }

  private static func text(of url: URL) throws(ThemeError) -> String {
    do {
      return try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw .unreadable(file: url.path, reason: error.localizedDescription)
    }
  }

  private static func userFolder(_ environment: [String: String]) -> URL? {
    let configuration =
      environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment["HOME"].map { $0 + "/.config" }
    return configuration.map { URL(fileURLWithPath: $0 + "/tawara/themes", isDirectory: true) }
  }
}
