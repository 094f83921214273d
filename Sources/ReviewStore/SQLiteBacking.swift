import Foundation
import GRDB

/// The store in a file.
struct SQLiteBacking: StoreBacking {
  let queue: DatabaseQueue

  func read<Value>(_ body: (any StoreAccess) throws -> Value) throws -> Value {
    try queue.read { try body(SQLiteAccess($0)) }
  }

  func write<Value>(_ body: (any StoreAccess) throws -> Value) throws -> Value {
    try queue.write { try body(SQLiteAccess($0)) }
  }
}

/// A transaction on a file.
final class SQLiteAccess: StoreAccess {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Statements are compiled once.
  func rows(_ sql: String, _ arguments: [any StoreStorable]) throws -> [StoreRow] {
    let statement = try database.cachedStatement(sql: sql)
    let rows = try Row.fetchCursor(statement, arguments: Self.arguments(arguments))
    var found: [StoreRow] = []
    while let row = try rows.next() {
      found.append(StoreRow(values: row.databaseValues.map(Self.value)))
    }
    return found
  }

  func run(_ sql: String, _ arguments: [any StoreStorable]) throws -> Int {
    try database.cachedStatement(sql: sql).execute(arguments: Self.arguments(arguments))
    return database.changesCount
  }

  let listOfTexts = "json_each(?) AS listed"

  /// SQLite looks at the numbers that are there.
  func numbersGoOn(in tables: [String]) throws {}

  func faults() throws -> [String] {
    let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check")
    return pages == ["ok"] ? [] : pages.prefix(10).map { "the file: \($0)" }
  }

  private static func arguments(_ values: [any StoreStorable]) -> StatementArguments {
    StatementArguments(
      values.map { value -> DatabaseValue in
        switch value.stored {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
      })
  }

  private static func value(_ value: DatabaseValue) -> StoreValue {
    switch value.storage {
    case .null: .null
    case .int64(let number): .integer(number)
    case .double(let number): .real(number)
    case .string(let text): .text(text)
    case .blob(let bytes): .bytes(Array(bytes))
    }
  }
}
