import CPostgres
import Glibc

/// A connection to a PostgreSQL server. Wraps libpq; not for two threads at once.
@safe
final class LibpqConnection {
  private let connection: OpaquePointer
  /// The names under which the server has compiled statements.
  private var prepared: [String: String] = [:]

  /// Connects within five seconds. `url`: as libpq has it; what it says of the way to the server
  /// comes before what is usual here: a server that no longer answers is lost after ten seconds.
  init(url: String) throws(LibpqError) {
    let settings = [
      ("connect_timeout", "5"), ("keepalives_idle", "5"), ("keepalives_interval", "2"),
      ("keepalives_count", "3"), ("tcp_user_timeout", "10000"), ("dbname", url),
      ("application_name", "tawara"), ("client_encoding", "UTF8"),
    ]
    let (keys, values) = (settings.map(\.0), settings.map(\.1))
    let (found, isStarting) = unsafe Self.withStrings(keys) { keys in
      unsafe Self.withStrings(values) { values in
        let found = unsafe PQconnectdbParams(keys, values, 1)
        // Only where there is no connection is there something to ask.
        let isRefused = unsafe PQstatus(found) != CONNECTION_OK
        return unsafe (found, isRefused && PQpingParams(keys, values, 1) == PQPING_REJECT)
      }
    }
    guard let found = unsafe found else {
      throw LibpqError(state: nil, message: "there is no memory for a connection")
    }
    unsafe connection = found
    guard unsafe PQstatus(connection) == CONNECTION_OK else {
      throw LibpqError(state: nil, message: message, isStarting: isStarting)
    }
    // What the server has to say beside its answers is not for a screen.
    unsafe PQsetNoticeProcessor(connection, { _, _ in }, nil)
  }

  deinit { unsafe PQfinish(connection) }

  /// Whether the server is still there, as far as was seen.
  var isAlive: Bool { unsafe PQstatus(connection) == CONNECTION_OK }

  /// Carries out a statement, which is compiled once. Arguments are `$1`, `$2` and so on.
  /// - Returns: what was found, and how many rows were changed.
  func run(_ sql: String, _ arguments: [StoreValue] = []) throws(LibpqError)
    -> (rows: [StoreRow], changes: Int)
  {
    let name = try prepare(sql)
    let texts = arguments.map(Self.text)
    // C would end the text there.
    guard !texts.contains(where: { $0?.utf8.contains(0) ?? false }) else {
      throw LibpqError(state: "22021", message: "a text with a character of number 0")
    }
    let result = unsafe Self.withStrings(texts) { values in
      unsafe PQexecPrepared(connection, name, Int32(texts.count), values, nil, nil, 0)
    }
    defer { unsafe PQclear(result) }
    try unsafe check(result)
    return unsafe (Self.rows(result), Int(unsafe String(cString: PQcmdTuples(result))) ?? 0)
  }

  /// Carries out statements without arguments, one after the other.
  func runAll(_ sql: String) throws(LibpqError) {
    let result = unsafe PQexec(connection, sql)
    defer { unsafe PQclear(result) }
    try unsafe check(result)
  }

  private func prepare(_ sql: String) throws(LibpqError) -> String {
    if let name = prepared[sql] { return name }
    let name = "s\(prepared.count)"
    let result = unsafe PQprepare(connection, name, sql, 0, nil)
    defer { unsafe PQclear(result) }
    try unsafe check(result)
    prepared[sql] = name
    return name
  }

  private var message: String { Self.line(unsafe String(cString: PQerrorMessage(connection))) }

  private func check(_ result: OpaquePointer?) throws(LibpqError) {
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
    default: break
    }
    guard isAlive, let code = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "C"))) else {
      throw LibpqError(state: nil, message: message)
    }
    let words = unsafe PQresultErrorField(result, Int32(UInt8(ascii: "M")))
    let state = unsafe String(cString: code)
    throw LibpqError(
      // A server that is being stopped, or that ends this connection, is lost as well.
      state: state.hasPrefix("57P") || state.hasPrefix("08") ? nil : state,
      message: unsafe words.map { unsafe Self.line(String(cString: $0)) } ?? message)
  }

  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

// MARK: Values

extension LibpqConnection {
  /// Types of columns by PostgreSQL's own numbers (`pg_type.dat`).
  private enum Kind {
    static let bytes: Oid = 17
    static let integers: Set<Oid> = [20, 21, 23]
    static let reals: Set<Oid> = [700, 701, 1700]
  }

  /// An argument as text; nil for none.
  private static func text(_ value: StoreValue) -> String? {
    switch value {
    case .null: nil
    case .integer(let number): String(number)
    // The shortest text that gives the same number again.
    case .real(let number): number.description
    case .text(let text): text
    case .bytes(let bytes): hexadecimal(bytes)
    }
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text = Array("\\x".utf8)
    text.reserveCapacity(2 + 2 * bytes.count)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func bytes(_ text: String) -> [UInt8] {
    func digit(_ letter: UInt8) -> UInt8 { letter < 58 ? letter - 48 : letter - 87 }
    let letters = Array(text.utf8.dropFirst(2))
    return stride(from: 0, to: letters.count - 1, by: 2).map { place in
      digit(letters[place]) << 4 | digit(letters[place + 1])
    }
  }

  private static func rows(_ result: OpaquePointer?) -> [StoreRow] {
    let columns = unsafe PQnfields(result)
    let kinds = (0..<columns).map { unsafe PQftype(result, $0) }
    return (0..<(unsafe PQntuples(result))).map { row in
      StoreRow(
        values: (0..<columns).map { column in
          guard unsafe PQgetisnull(result, row, column) == 0 else { return .null }
          let text = unsafe String(cString: PQgetvalue(result, row, column))
          return value(text, kinds[Int(column)])
        })
    }
  }

  private static func value(_ text: String, _ kind: Oid) -> StoreValue {
    if Kind.integers.contains(kind), let number = Int64(text) { return .integer(number) }
    if Kind.reals.contains(kind), let number = Double(text) { return .real(number) }
    return kind == Kind.bytes ? .bytes(bytes(text)) : .text(text)
  }

  /// Texts as C has them, an end behind them. Wraps `strdup` and `free`.
  private static func withStrings<Value>(
    _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
  ) -> Value {
    var pointers = unsafe texts.map { text in
      unsafe text.flatMap { text in unsafe UnsafePointer(strdup(text)) }
    }
    defer { unsafe pointers.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
    unsafe pointers.append(nil)
    return unsafe body(pointers)
  }
}
