import GRDB

/// How the file came to its present form. Numbered and only ever appended to: a file of any
/// earlier version goes through those that it has not seen.
enum DecisionMigrations {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1", migrate: recordsAndBookmarks)
    migrator.registerMigration("2", migrate: channelMaps)
    migrator.registerMigration("3", migrate: intervals)
    return migrator
  }

  /// A path holds one record, that which was seen there last; a record may lie at several paths.
  /// Instants are in seconds from 1970.
  private static func recordsAndBookmarks(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE record (
          id INTEGER PRIMARY KEY,
          digest TEXT NOT NULL UNIQUE,
          state TEXT NOT NULL DEFAULT 'new',
          lastOpened REAL,
          lastPath TEXT
        );
        CREATE TABLE place (
          path TEXT PRIMARY KEY,
          record INTEGER NOT NULL REFERENCES record
        ) WITHOUT ROWID;
        CREATE INDEX placeByRecord ON place(record);
        CREATE TABLE bookmark (
          id TEXT PRIMARY KEY,
          record INTEGER NOT NULL REFERENCES record,
          seconds REAL NOT NULL,
          text TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX bookmarkByRecord ON bookmark(record, seconds);
        CREATE TABLE imported (path TEXT PRIMARY KEY) WITHOUT ROWID;
        """)
  }

  /// Ends lie on channels by name, in seconds from the record's start.
  private static func intervals(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE interval (
          id TEXT PRIMARY KEY,
          record INTEGER NOT NULL REFERENCES record,
          name TEXT NOT NULL,
          fromChannel TEXT NOT NULL,
          fromSeconds REAL NOT NULL,
          toChannel TEXT NOT NULL,
          toSeconds REAL NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX intervalByRecord ON interval(record, fromSeconds);
        """)
  }

  /// By the names of a record's channels, in order.
  private static func channelMaps(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE channelMap (
          names TEXT PRIMARY KEY,
          map TEXT NOT NULL
        ) WITHOUT ROWID;
        """)
  }
}
