import ArrhythmiaModel
import CursesTerminal
import Foundation
import LiveStreams
import NeuralNetwork
import ReviewApp
import ReviewStore
import TerminalGraphics
import Waveforms

/// Looks at all that the program needs of a machine; nothing is changed by it but that a file is
/// made and removed in each folder that is to be written to.
struct HealthCheck {
  /// How it is.
  enum State: String, Encodable {
    case good
    /// The program runs; something is not as it could be.
    case known
    /// The program cannot do what it is for.
    case bad
  }

  struct Finding: Encodable {
    var what: String
    var state = State.good
    var found: String
    /// What to do about it.
    var mend: String?
  }

  let environment: [String: String]
  let isTerminal: Bool
  /// The file of labels and decisions; nil where there is no place for one.
  let store: StoreOptions.Place?

  var findings: [Finding] {
    [program, terminal, locale, colours, processor] + models + [themes, labels] + folders + [
      streams
    ]
  }

  // MARK: The terminal

  private var program: Finding {
    Finding(what: "program", found: "tawara \(ProgramVersion.withCommit), not for diagnosis")
  }

  private var terminal: Finding {
    let term = environment["TERM"] ?? ""
    do {
      _ = try Terminfo(term: term)
    } catch {
      return Finding(
        what: "terminal", state: isTerminal ? .bad : .known,
        found: term.isEmpty ? "TERM is not set" : "TERM=\(term), which cannot show a picture",
        mend: "\(error)")
    }
    guard isTerminal else {
      return Finding(
        what: "terminal", state: .known, found: "TERM=\(term), and the output is not a terminal",
        mend: "the review prints facts as text then; run it in a terminal to see records")
    }
    return Finding(what: "terminal", found: "TERM=\(term)")
  }

  private var locale: Finding {
    let glyphs = GlyphSet.detect(environment: environment)
    guard let (variable, name) = TerminalLocale.named(in: environment) else {
      return Finding(
        what: "locale", state: .known, found: "none is set: traces are drawn in \(glyphs.rawValue)",
        mend: "export LC_ALL=C.UTF-8 for braille, four times as fine")
    }
    guard TerminalLocale.isInstalled(name) else {
      return Finding(
        what: "locale", state: .known, found: "\(variable)=\(name), which is not installed here",
        mend: "export \(variable)=C.UTF-8, or install it (locale-gen \(name))")
    }
    guard glyphs != .ascii else {
      return Finding(
        what: "locale", state: .known,
        found: "\(variable)=\(name) is not UTF-8: traces are drawn in ascii",
        mend: "export LC_ALL=C.UTF-8 for braille, four times as fine")
    }
    return Finding(what: "locale", found: "\(variable)=\(name), glyphs \(glyphs.rawValue)")
  }

  private var colours: Finding {
    guard let info = try? Terminfo(term: environment["TERM"] ?? "") else {
      return Finding(what: "colours", state: .known, found: "unknown without a terminal")
    }
    let depth = ColorDepth.detect(
      environment: environment, terminalColors: info.colors, hasDirectColor: info.hasDirectColor,
      override: nil)
    if depth == .palette8 || depth == .mono {
      return Finding(
        what: "colours", state: .known, found: Self.words(depth),
        mend:
          "TERM=xterm-256color has more, where the terminal does; `tawara themes` lists the themes")
    }
    return Finding(what: "colours", found: Self.words(depth))
  }

  private static func words(_ depth: ColorDepth) -> String {
    switch depth {
    case .mono: "none"
    case .palette8: "8"
    case .palette16: "16"
    case .palette256: "256"
    case .trueColor: "24 bits"
    }
  }

  private var processor: Finding {
    let set = InstructionSet.current
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let provider = ProductProvider.current
    let found =
      "\(cores.counted("core")), kernels for \(set), products by "
      + (provider == .openblas ? "OpenBLAS" : "tiles")
    guard set == "baseline" else { return Finding(what: "processor", found: found) }
    return Finding(
      what: "processor", state: .known, found: found,
      mend: provider == .openblas
        ? "the model reads some times slower than on a processor with AVX2"
        : "install OpenBLAS (libopenblas0): the model reads faster with it on this processor")
  }

  // MARK: The program's own files

  private var models: [Finding] {
    ModelChoice.shipped.map { name in
      do {
        let path = try Installation.model(named: name)
        let weights = try ModelWeights(path: path)
        guard weights.properties != nil else { throw ModelProblem.saysNothing(path) }
        return Finding(what: "model", found: "\(name): \(path)")
      } catch {
        return Finding(
          what: "model", state: .known, found: "\(name): \(error)",
          mend: "install the program whole (make install), or set TAWARA_HOME to its folder; "
            + "records are shown without it")
      }
    }
  }

  private enum ModelProblem: Error, CustomStringConvertible {
    case saysNothing(String)
    var description: String {
      switch self {
      case .saysNothing(let path): "\(path) does not say what it was trained for"
      }
    }
  }

  private var themes: Finding {
    let library = Installation.themes
    let broken = library.names.filter { (try? library.theme(named: $0)) == nil }
    guard !library.names.isEmpty else {
      return Finding(
        what: "themes", state: .known, found: "the built-in one alone",
        mend: "install the program whole (make install), or set TAWARA_HOME to its folder")
    }
    guard broken.isEmpty else {
      return Finding(
        what: "themes", state: .known, found: "cannot be read: \(broken.joined(separator: ", "))",
        mend: "tawara themes --check \(broken[0]) says why")
    }
    return Finding(what: "themes", found: "\(library.names.count)")
  }

  // MARK: What is kept

  private var labels: Finding {
    let storePath: String
    switch store {
    case .file(let path): storePath = path
    case .server: return server
    case nil:
      return Finding(
        what: "labels", state: .known, found: "no place for a file of labels: HOME is not set",
        mend: "set HOME, or name a file with --store; what is decided is lost otherwise")
    }
    guard FileManager.default.fileExists(atPath: storePath) else {
      return Finding(what: "labels", found: "\(storePath): made when there is something to keep")
    }
    // Opening it would set a damaged one aside: that is not for a look.
    let head = FileHandle(forReadingAtPath: storePath).flatMap { try? $0.read(upToCount: 16) }
    guard let head, head.isEmpty || head == Data("SQLite format 3\0".utf8) else {
      return Finding(
        what: "labels", state: .known,
        found: "\(storePath) is no file of labels, or cannot be read",
        mend: "the next command that opens it keeps it aside and begins a new one; "
          + "tawara store restore takes a copy back")
    }
    return FileManager.default.isWritableFile(atPath: storePath)
      ? Finding(what: "labels", found: storePath)
      : Finding(
        what: "labels", state: .known, found: "\(storePath) takes nothing new",
        mend: "chmod u+w it, or name another file with --store")
  }

  /// A group's store, which opening does not harm.
  private var server: Finding {
    do {
      return Finding(what: "labels", found: try store?.open().name ?? "")
    } catch {
      return Finding(
        what: "labels", state: .known, found: "\(error)",
        mend: "psql with the same URL says whether server, name and password are right")
    }
  }

  /// Where small things are kept between runs.
  private var folders: [Finding] {
    let places = [
      ("labels", "XDG_DATA_HOME", ".local/share"), ("session", "XDG_STATE_HOME", ".local/state"),
      ("findings", "XDG_CACHE_HOME", ".cache"),
    ]
    return places.map { what, variable, usual in
      let told = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
      let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0.appendingPath(usual) : nil }
      guard let place = told ?? home else {
        return Finding(
          what: "folder", state: .known, found: "none for \(what): HOME is not set",
          mend: "set HOME or \(variable) to a folder of yours")
      }
      return isWritable(place)
        ? Finding(what: "folder", found: "\(what): \(place)")
        : Finding(
          what: "folder", state: .known, found: "\(what): nothing can be written to \(place)",
          mend: "set \(variable) to a folder that can be written to; the program runs, and forgets")
    }
  }

  /// Whether the folder, or the nearest one above it that there is, takes a file.
  private func isWritable(_ path: String) -> Bool {
    var folder = path
    while !FileManager.default.fileExists(atPath: folder), folder != "/", !folder.isEmpty {
      folder = folder.folderPath
    }
    let probe = folder.appendingPath(".tawara-\(ProcessInfo.processInfo.processIdentifier)")
    guard FileManager.default.createFile(atPath: probe, contents: nil) else { return false }
    return (try? FileManager.default.removeItem(atPath: probe)) != nil
  }

  private var streams: Finding {
    if let problem = LSLSource.problem(environment: environment) {
      return Finding(
        what: "liblsl", state: .known, found: "not there; only `live lsl:NAME` needs it",
        mend: problem)
    }
    return Finding(what: "liblsl", found: "there")
  }
}
