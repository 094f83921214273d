import Foundation
import Glibc

/// The store on a PostgreSQL server, which a group shares.
///
/// One writer at a time, as with a file: what is read within a write cannot change under it. A
/// server that is lost is looked for again for some seconds. Each write leaves its number in the row
/// of its program: one whose end was not seen is asked after by it, so that it is done once and no
/// more. (The server's own numbers of transactions are given again after a crash.)
///
/// `@unchecked`: the connection is used with the lock alone.
final class PostgresBacking: StoreBacking, @unchecked Sendable {
  private let url: String
  private let lock = NSLock()
  private var connection: LibpqConnection?
  /// This program among all, and its last change.
  private let writer = Int64.random(in: 1...Int64.max)
  private var change: Int64 = 0
  /// Since when the server is lost.
  private var lostSince: ContinuousClock.Instant?

  /// How long a server that was lost is looked for: it may be starting again.
  private static let patienceSeconds = 10.0
  /// How long one is looked for that has not been seen yet.
  private static let firstPatienceSeconds = 5.0
  /// How long one is that says itself that it is starting: after a crash it reads its log first.
  private static let startingPatienceSeconds = 30.0

  /// Connects, and makes the tables where there are none. Throws a `LibpqError` where the server
  /// cannot be reached, a `DecisionStoreError` where a newer program made them.
  init(url: String) throws {
    self.url = url
    try again(for: Self.firstPatienceSeconds) {
      let first = try LibpqConnection(url: url)
      try PostgresSchema.open(first, server: Self.words(url))
      // Programs that ended long ago ask after nothing. Who may only read clears nothing away.
      _ = try? first.run(
        "DELETE FROM writer WHERE time < $1", [.real(Date().timeIntervalSince1970 - 7 * 86_400)])
      connection = first
    }
  }

  /// Without a password, and without what libpq is told besides.
  static func words(_ url: String) -> String {
    String(url.prefix { $0 != "?" }).replacing(#/(://[^:/@]*):[^@/]*@/#) { "\($0.1)@" }
  }

  func read<Value>(_ body: (any StoreAccess) throws -> Value) throws -> Value {
    try lock.withLock {
      try again {
        let access = PostgresAccess(try open())
        return try Self.transaction(
          access.connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        ) {
          try body(access)
        }
      }
    }
  }

  func write<Value>(_ body: (any StoreAccess) throws -> Value) throws -> Value {
    try lock.withLock { try again { try writeOnce(body) } }
  }

  private func writeOnce<Value>(_ body: (any StoreAccess) throws -> Value) throws -> Value {
    let access = PostgresAccess(try open())
    change += 1
    let value = try Self.rollingBack(access.connection) {
      try access.connection.runAll("BEGIN")
      // Of this store alone, until the transaction's end.
      try access.connection.runAll("SELECT pg_advisory_xact_lock(\(PostgresSchema.lock))")
      try leaveNumber(access)
      return try body(access)
    }
    try commit(access.connection)
    return value
  }

  private func leaveNumber(_ access: PostgresAccess) throws {
    try access.run(
      """
      INSERT INTO writer (id, change, time) VALUES (?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET change = excluded.change, time = excluded.time
      """, [writer, change, Date().timeIntervalSince1970])
  }

  /// Ends a change. Where the answer is lost on the way, the server is asked what came of it.
  private func commit(_ connection: LibpqConnection) throws {
    do {
      try connection.runAll("COMMIT")
    } catch {
      guard error.state == nil else { throw error }
      guard try again({ try wasKept() }) else { throw error }
    }
  }

  /// Whether the last change is there. One that the server still carries out holds the lock, and is
  /// waited for.
  private func wasKept() throws -> Bool {
    let access = PostgresAccess(try open())
    return try Self.transaction(access.connection, "BEGIN") {
      try access.connection.runAll("SELECT pg_advisory_xact_lock(\(PostgresSchema.lock))")
      let last: Int64? = try access.value("SELECT change FROM writer WHERE id = ?", [writer])
      return last == change
    }
  }

  // MARK: The way to the server

  private func open() throws(LibpqError) -> LibpqConnection {
    if let known = connection, known.isAlive { return known }
    connection = nil
    let new = try LibpqConnection(url: url)
    try new.runAll(PostgresSchema.session)
    connection = new
    return new
  }

  /// Does something again while the server is lost, until it has been so for some time: from then
  /// on nobody waits, and each is told at once.
  private func again<Value>(
    for seconds: Double = patienceSeconds, _ body: () throws -> Value
  ) throws -> Value {
    while true {
      do {
        let value = try body()
        lostSince = nil
        return value
      } catch let error as LibpqError where error.state == nil {
        let now = ContinuousClock.now
        lostSince = lostSince ?? now
        let limit = error.isStarting ? Self.startingPatienceSeconds : seconds
        if let lostSince, now - lostSince > .seconds(limit) { throw error }
        usleep(100_000)
      } catch {
        lostSince = nil
        throw error
      }
    }
  }

  private static func transaction<Value>(
    _ connection: LibpqConnection, _ begin: String, _ body: () throws -> Value
  ) throws -> Value {
    try connection.runAll(begin)
    return try rollingBack(connection) {
      let value = try body()
      try connection.runAll("COMMIT")
      return value
    }
  }

  private static func rollingBack<Value>(
    _ connection: LibpqConnection, _ body: () throws -> Value
  ) throws -> Value {
    do {
      return try body()
    } catch {
      try? connection.runAll("ROLLBACK")
      throw error
    }
  }
}

/// A transaction on a server.
final class PostgresAccess: StoreAccess {
  let connection: LibpqConnection

  init(_ connection: LibpqConnection) { self.connection = connection }

  func rows(_ sql: String, _ arguments: [any StoreStorable]) throws -> [StoreRow] {
    try connection.run(Self.numbered(sql), arguments.map(\.stored)).rows
  }

  @discardableResult func run(_ sql: String, _ arguments: [any StoreStorable]) throws -> Int {
    try connection.run(Self.numbered(sql), arguments.map(\.stored)).changes
  }

  let listOfTexts = "json_array_elements_text(?::json) AS listed(value)"

  func numbersGoOn(in tables: [String]) throws {
    for table in tables {
      try run(
        """
        SELECT setval(pg_get_serial_sequence('tawara.\(table.lowercased())', 'id'),
          greatest(max(id), 1), max(id) IS NOT NULL) FROM \(table)
        """, [])
    }
  }

  /// A server looks after its own files.
  func faults() throws -> [String] { [] }

  /// `$1` for `?1`, and for each `?` the next number.
  static func numbered(_ sql: String) -> String {
    var (text, next) = ("", 1)
    var letters = sql[...]
    while let letter = letters.popFirst() {
      guard letter == "?" else {
        text.append(letter)
        continue
      }
      if let digit = letters.first, digit.isNumber {
        text.append("$")
      } else {
        text += "$\(next)"
        next += 1
      }
    }
    return text
  }
}
