public import ArrhythmiaModel
public import Foundation
public import Training
import Waveforms

/// The models that readers have taught, in a folder of their own: each a file with its memory beside
/// it, and which of them is in use.
///
/// The files that came with the program are never changed, and no version is ever written over.
public struct TaughtModels: Sendable {
  /// A taught model.
  public struct Version: Sendable, Equatable {
    /// The file's name: `g8-v2`.
    public var name: String
    public var path: String
    public var digest: String
    public var teaching: ModelTeaching
    public var time: Date

    /// How many of a record's windows have another label now than it was taught by.
    /// - Parameter digest: of the record: see `Dataset.digest(of:)`.
    public func stale(_ digest: String, spans: [TaughtEpisode]) -> Int {
      teaching.taught.count { place in
        place.digest == digest
          && !spans.contains {
            $0.label == place.label && $0.seconds.contains(place.seconds + Self.middle)
          }
      }
    }

    /// From a window's beginning to its middle, in seconds.
    private static let middle =
      Double(WindowPlan.samples) / (2 * PreparationSettings.samplingRateHz)
  }

  public let folder: String

  public init(folder: String) { self.folder = folder }

  /// `$XDG_DATA_HOME/tawara/models`; nil where there is no home.
  public init?(environment: [String: String]) {
    let data = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let base = data ?? environment["HOME"].map({ $0 + "/.local/share" }) else { return nil }
    folder = base + "/tawara/models"
  }

  /// The model that a name is a version of: `g8` of `g8-v2`, and of `g8`.
  public static func root(of name: String) -> String {
    guard let dash = name.range(of: "-v", options: .backwards),
      !name[dash.upperBound...].isEmpty, name[dash.upperBound...].allSatisfy(\.isNumber)
    else { return name }
    return String(name[..<dash.lowerBound])
  }

  /// Where a training of a model keeps its state; makes the folder.
  public func checkpoint(of name: String) throws -> String {
    try makeFolder()
    return folder + "/." + Self.root(of: name) + ".checkpoint"
  }

  // MARK: Which there are

  /// Names of the files of a model's versions, or of all, the oldest first.
  public func names(of root: String? = nil) -> [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(Self.suffix) && !$0.hasPrefix(".") }
      .map { String($0.dropLast(Self.suffix.count)) }
      .filter { root == nil || Self.root(of: $0) == root }
      .sorted { (Self.number($0), $0) < (Self.number($1), $1) }
  }

  /// All versions of a model, the oldest first; of all models where none is named.
  public func versions(of root: String? = nil) -> [Version] {
    names(of: root).compactMap(version)
  }

  /// A version by its name; nil where there is none, or its file is no taught model.
  public func version(named name: String) -> Version? {
    let path = path(of: name)
    guard let weights = try? ModelWeights(path: path), let teaching = weights.properties?.teaching
    else { return nil }
    let found = try? FileManager.default.attributesOfItem(atPath: path)
    return Version(
      name: name, path: path, digest: weights.digest, teaching: teaching,
      time: found?[.modificationDate] as? Date ?? .distantPast)
  }

  /// The name of what is in use of a model: a version's, or the model's own.
  public func used(of root: String) -> String {
    let text = try? String(contentsOfFile: folder + "/\(root).used", encoding: .utf8)
    let name = text?.trimmingCharacters(in: .whitespacesAndNewlines)
    guard let name, Self.root(of: name) == root, isThere(name) else { return root }
    return name
  }

  /// Where a version lies.
  public func path(of name: String) -> String { folder + "/" + name + Self.suffix }

  public func isThere(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(of: name))
  }

  private static let suffix = ".safetensors"

  private static func number(_ name: String) -> Int {
    Int(name.dropFirst(root(of: name).count + 2)) ?? 0
  }

  // MARK: Changes

  /// Uses a version of a model from now on, or the model itself.
  public func use(_ name: String) throws {
    try makeFolder()
    try AtomicFile.write(
      Array((name + "\n").utf8), path: folder + "/\(Self.root(of: name)).used")
  }

  /// Keeps what was taught as the next version of a model, and uses it. Two programs that keep one
  /// at the same time get two numbers.
  /// - Parameter overridden: why it is taken up against the verdict; nil where that speaks for it.
  public func keep(
    _ outcome: Adaptation.Outcome, of base: String, reader: String, program: String,
    overridden: String?
  ) throws -> Version {
    try makeFolder()
    var model = outcome.model
    if var properties = model.properties {
      properties.teaching?.reader = reader
      properties.teaching?.program = program
      properties.teaching?.overridden = overridden
      // What the labels speak against, or nothing speaks for, is never sure.
      if overridden != nil { properties.certainty = nil }
      try model.setProperties(properties)
    }
    let root = Self.root(of: base)
    var number = (names(of: root).map(Self.number).max() ?? 0) + 1
    let waiting = "\(folder)/.\(root).\(UUID().uuidString).part"
    defer {
      for path in [waiting, waiting + ".memory"] {
        try? FileManager.default.removeItem(atPath: path)
      }
    }
    try model.write(path: waiting)
    try outcome.memory.write(path: waiting + ".memory")
    // Who has linked the memory has the name: a link fails where there is one.
    while true {
      let path = path(of: "\(root)-v\(number)")
      do {
        try FileManager.default.linkItem(
          atPath: waiting + ".memory", toPath: TrainingMemory.path(beside: path))
        break
      } catch CocoaError.fileWriteFileExists { number += 1 }
    }
    let name = "\(root)-v\(number)"
    try FileManager.default.linkItem(atPath: waiting, toPath: path(of: name))
    try use(name)
    guard let version = version(named: name) else { throw AdaptationError.unknownModel }
    return version
  }

  private func makeFolder() throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }
}
