/// One transaction on the store, whichever database keeps it.
///
/// Statements are of the SQL that SQLite and PostgreSQL have in common, with `?` or `?1` for their
/// arguments.
protocol StoreAccess: AnyObject {
  /// What a statement finds.
  func rows(_ sql: String, _ arguments: [any StoreStorable]) throws -> [StoreRow]

  /// Carries out a statement.
  /// - Returns: how many rows it changed.
  @discardableResult func run(_ sql: String, _ arguments: [any StoreStorable]) throws -> Int

  /// What follows FROM for a table `listed` with a column `value`: the texts of a JSON list that is
  /// the statement's next argument.
  var listOfTexts: String { get }

  /// Lets the numbers that the database gives go on behind those that were copied.
  func numbersGoOn(in tables: [String]) throws

  /// What a look at the database's own structures finds wrong, a sentence each.
  func faults() throws -> [String]
}

extension StoreAccess {
  /// The first row that is found.
  func row(_ sql: String, _ arguments: [any StoreStorable] = []) throws -> StoreRow? {
    try rows(sql, arguments).first
  }

  func rows(_ sql: String) throws -> [StoreRow] { try rows(sql, []) }

  /// The first column of the first row; nil where there is no row, or no value in it.
  func value<Value: StoreStorable>(_ sql: String, _ arguments: [any StoreStorable] = []) throws
    -> Value?
  {
    try row(sql, arguments).flatMap { try $0[0] as Value? }
  }

  /// The first column of all rows.
  func values<Value: StoreStorable>(_ sql: String, _ arguments: [any StoreStorable] = []) throws
    -> [Value]
  {
    try rows(sql, arguments).map { try $0[0] }
  }
}

/// Where the store is kept.
protocol StoreBacking: Sendable {
  /// Reads one state, whatever others write meanwhile.
  func read<Value>(_ body: (any StoreAccess) throws -> Value) throws -> Value

  /// Changes all or nothing. `body` may be called again where a server was lost on the way.
  func write<Value>(_ body: (any StoreAccess) throws -> Value) throws -> Value
}
