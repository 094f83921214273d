import ArgumentParser
import Foundation
import ReviewStore

/// Where what readers decide is kept, and who the reader is.
struct StoreOptions: ParsableArguments {
  @Option(
    name: [.customLong("store"), .customLong("decisions")],
    help: ArgumentHelp(
      "The file of labels and decisions, or a folder for it; the user's own if not given.",
      valueName: "path"))
  var store: String?

  /// The file that is meant.
  func path() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    guard let store else {
      guard let path = DecisionStore.path(environment: environment) else {
        throw DecisionStoreError.noHome
      }
      return path
    }
    let absolute = URL(filePath: store).standardizedFileURL.path
    let kind = try? FileManager.default.attributesOfItem(atPath: absolute)[.type]
    let isFolder = kind as? FileAttributeType == .typeDirectory
    return isFolder || store.hasSuffix("/") ? absolute + "/decisions.sqlite" : absolute
  }

  /// Opens it, or makes it for the user alone, and says what was wrong with it.
  func open() throws -> DecisionStore {
    let store = try DecisionStore(path: path())
    if let notice = store.notice { Output.note(notice) }
    return store
  }

  /// Opens it where it is there.
  func openExisting() throws -> DecisionStore {
    let path = try path()
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandError.badOption(
        name: "--store", expected: "a file of labels and decisions", found: path)
    }
    return try open()
  }

  /// Opens it to write: a copy of it is made first, where today's is not there yet. What hinders
  /// that is said.
  func openForWriting() throws -> DecisionStore {
    let store = try open()
    do { try store.backUpToday() } catch { Output.note("warning: no backup was made: \(error)") }
    return store
  }
}
