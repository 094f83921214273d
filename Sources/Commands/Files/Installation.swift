import Foundation
import ReviewSession
import TerminalGraphics

/// Where the program's own files are: beside a checkout's build, or under an installed prefix.
enum Installation {
  /// A folder of the program by name (`Themes`, `SampleData`), wherever it is run from.
  static func folder(_ name: String) -> String? {
    candidates.map { $0 + "/" + name }.first { FileManager.default.fileExists(atPath: $0) }
  }

  /// `$TAWARA_HOME`, the prefix's `share/tawara`, then each folder above the executable: a
  /// checkout's build lies some levels below it.
  private static var candidates: [String] {
    var folders = [ProcessInfo.processInfo.environment["TAWARA_HOME"]].compactMap { $0 }
    let link = "/proc/self/exe"
    let executable =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: link))
      ?? CommandLine.arguments[0]
    var folder = URL(filePath: executable).deletingLastPathComponent()
    folders.append(folder.appending(path: "../share/tawara").standardized.path)
    while folder.path != "/" && folder.pathComponents.count > 1 {
      folders.append(folder.path)
      folder = folder.deletingLastPathComponent()
    }
    return folders
  }

  /// A model that is shipped, by its preset's name.
  static func model(named name: String) throws -> String {
    let file = "\(name).safetensors"
    guard let path = folder("Models").map({ $0 + "/" + file }),
      FileManager.default.fileExists(atPath: path)
    else {
      throw CommandError.badOption(
        name: "--model", expected: "a model's file, as Models/\(file) is not installed",
        found: "none")
    }
    return path
  }

  /// A model's file, or the taught or shipped model of that name.
  static func modelPath(_ model: String) throws -> String {
    if model.contains("/") || model.contains(".") { return model }
    if let taught = taughtModels, taught.isThere(model) { return taught.path(of: model) }
    return try self.model(named: model)
  }

  /// What readers have taught on this machine; nil where there is no home.
  static var taughtModels: TaughtModels? {
    TaughtModels(environment: ProcessInfo.processInfo.environment)
  }

  static func theme(_ name: String?) throws -> Theme {
    try themes.theme(named: name ?? Theme.builtIn.name)
  }

  /// The user's themes, then those that came with the program.
  static var themes: ThemeLibrary {
    ThemeLibrary(
      environment: ProcessInfo.processInfo.environment,
      folders: [folder("Themes")].compactMap { $0 }.map { URL(filePath: $0) })
  }
}
