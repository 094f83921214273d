import Annotations
import GRDB

/// Why decisions cannot be read or kept.
public enum DecisionStoreError: Error, Equatable, CustomStringConvertible {
  case noHome
  case folderCannotBeMade(folder: String)
  case folderCannotBeWritten(folder: String)
  case newerProgram(file: String)
  case damaged(file: String)
  case diskFull(file: String)
  case cannotBeOpened(file: String)
  case cannotBeWritten(file: String)
  /// Another program has been writing for longer than one waits.
  case busy(file: String)
  case placeWithoutNumber(seconds: Double, of: String = "bookmark")
  /// A set of annotations that has not begun.
  case noSet(name: String)
  /// A record of which nothing is kept, by its digest or its path.
  case nothingOf(record: String)
  /// A row that is not as it was written.
  case damagedLabels(file: String)
  case noBackup(folder: String)
  /// What is done with files alone was asked of a server.
  case notAFile(store: String)
  /// All of a store was to be copied to one that holds something.
  case notEmpty(store: String)
  case copyDiffers(store: String, table: String)
  case serverCannotBeReached(server: String, reason: String)
  /// What is done with servers alone was asked of a file.
  case notAServer(store: String)
  case noUser(name: String)
  case noMember(name: String)
  /// The server keeps somebody from what their role does not hold.
  case notPermitted(server: String, reason: String)
  case failed(file: String, reason: String)

  public var description: String {
    switch self {
    case .noHome:
      "expected a home folder to keep decisions in, found no HOME"
    case .folderCannotBeMade(let folder):
      "\(folder): expected a folder to keep decisions in, found that it cannot be made"
    case .folderCannotBeWritten(let folder):
      "\(folder): expected a folder that can be written, found one that cannot: what is kept there can "
        + "be read from a copy of it (--store COPY)"
    case .newerProgram(let file):
      "\(file): expected decisions of this version, found those of a newer program; "
        + "they stay as they are and decisions are not kept"
    case .damaged(let file):
      "\(file): expected a file of decisions, found a damaged one"
    case .diskFull(let file):
      "\(file): expected room for a decision, found that the disk is full; it is not kept"
    case .cannotBeOpened(let file):
      "\(file): expected a file of decisions, found one that cannot be opened"
    case .cannotBeWritten(let file):
      "\(file): expected a file that can be written, found one that cannot; decisions are not kept"
    case .busy(let file):
      "\(file): expected to write a decision, found that another program holds the file; "
        + "it is not kept"
    case .placeWithoutNumber(let seconds, let what):
      "\(what): expected a finite number of seconds, found \(seconds)"
    case .noSet(let name):
      "\(name): expected a set of labels of this name, found none"
    case .nothingOf(let record):
      "\(record): expected a record of which something is kept, found none of this place or digest"
    case .damagedLabels(let file):
      "\(file): expected labels as they were written, found damaged ones; "
        + "\"tawara store check\" says which, \"tawara store restore\" brings a backup back"
    case .noBackup(let folder):
      "\(folder): expected a backup of the store that can be read, found none"
    case .notAFile, .notEmpty, .copyDiffers: storeWords
    case .serverCannotBeReached, .notAServer, .noUser, .noMember, .notPermitted: serverWords
    case .failed(let file, let reason):
      "\(file): expected to read or keep decisions, found: \(reason)"
    }
  }

  /// What is said of stores as a whole.
  private var storeWords: String {
    switch self {
    case .notAFile(let store):
      "\(store): expected a store in a file, found one on a server; pg_dump and pg_restore copy it"
    case .notEmpty(let store):
      "\(store): expected an empty store to copy all to, found one with decisions; nothing is copied"
    case .copyDiffers(let store, let table):
      "\(store): expected the rows of \(table) as they were read, found others; nothing is copied"
    default: ""
    }
  }

  /// What is said of servers and those who use them.
  private var serverWords: String {
    switch self {
    case .serverCannotBeReached(let server, let reason):
      "\(server): expected a PostgreSQL server, found: \(reason)"
    case .notAServer(let store):
      "\(store): expected a store on a server, found one in a file, which has no roles"
    case .noUser(let name):
      "\(name): expected a user of the server, found none of this name; its administrator makes one "
        + "(createuser)"
    case .noMember(let name):
      "\(name): expected somebody with a role, found none; \"tawara store roles\" lists them"
    case .notPermitted(let server, let reason):
      "\(server): expected what one's role allows, found: \(reason); an owner gives roles with "
        + "\"tawara store grant\""
    default: ""
    }
  }

  /// What went wrong with a file, in this program's words.
  init(_ error: any Error, file: String) {
    switch error {
    case let known as DecisionStoreError: self = known
    case let database as DatabaseError: self.init(database, file: file)
    case let database as LibpqError: self.init(database, server: file)
    case is ByteReader.DamagedBytes, is MarkConflict, is DecodingError:
      self = .damagedLabels(file: file)
    default: self = .failed(file: file, reason: "\(error)")
    }
  }

  private init(_ error: LibpqError, server: String) {
    switch error.state {
    case nil: self = .serverCannotBeReached(server: server, reason: error.message)
    case "53100": self = .diskFull(file: server)
    case "55P03", "57014": self = .busy(file: server)
    case "42501": self = .notPermitted(server: server, reason: error.message)
    default: self = .failed(file: server, reason: error.message)
    }
  }

  private init(_ error: DatabaseError, file: String) {
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(file: file)
    case .SQLITE_FULL: self = .diskFull(file: file)
    case .SQLITE_CANTOPEN, .SQLITE_PERM: self = .cannotBeOpened(file: file)
    case .SQLITE_READONLY, .SQLITE_IOERR: self = .cannotBeWritten(file: file)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(file: file)
    // SQLite has a hundred codes; the others are told in its own words.
    case let code: self = .failed(file: file, reason: error.message ?? "\(code)")
    }
  }
}
