import GRDB

/// How the file came to its present form. Numbered and only ever appended to: a file of any
/// earlier version goes through those that it has not seen.
enum DecisionMigrations {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1", migrate: recordsAndBookmarks)
    migrator.registerMigration("2", migrate: channelMaps)
    migrator.registerMigration("3", migrate: intervals)
    migrator.registerMigration("4") { database in
      try labelLog(database)
      try labelsFromLog(database)
    }
    // Marks are written in a form that programs before this cannot read: to them the file is a
    // newer one.
    migrator.registerMigration("5") { _ in }
    migrator.registerMigration("6", migrate: modelVersions)
    migrator.registerMigration("7", migrate: worklistHolds)
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

  /// What readers do to labels, set by set: a log that is only appended to. Identities and
  /// checksums are 64 bits, instants seconds from 1970.
  private static func labelLog(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE labelSet (
          id INTEGER PRIMARY KEY,
          record INTEGER NOT NULL REFERENCES record,
          name TEXT NOT NULL,
          source TEXT,
          ticksPerSecond REAL NOT NULL,
          definitions TEXT NOT NULL,
          UNIQUE (record, name)
        );
        CREATE TABLE labelTransaction (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          labelSet INTEGER NOT NULL REFERENCES labelSet,
          key INTEGER NOT NULL,
          author TEXT NOT NULL,
          time REAL NOT NULL,
          basis INTEGER,
          cause INTEGER NOT NULL,
          other INTEGER,
          editCount INTEGER NOT NULL,
          checksum INTEGER NOT NULL,
          edits BLOB NOT NULL
        );
        CREATE INDEX labelTransactionBySet ON labelTransaction(labelSet, id, editCount);
        CREATE TRIGGER labelTransactionIsKept BEFORE UPDATE ON labelTransaction
          BEGIN SELECT raise(ABORT, 'the log of labels is only appended to'); END;
        CREATE TRIGGER labelTransactionStays BEFORE DELETE ON labelTransaction
          BEGIN SELECT raise(ABORT, 'the log of labels is only appended to'); END;
        """)
  }

  /// Versions of models, numbered within their record, and which was used from when on: the last
  /// row counts, without a version for the model itself.
  private static func modelVersions(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE modelVersion (
          id INTEGER PRIMARY KEY,
          record INTEGER NOT NULL REFERENCES record,
          number INTEGER NOT NULL,
          name TEXT,
          reader TEXT NOT NULL,
          time REAL NOT NULL,
          content TEXT NOT NULL,
          decision TEXT NOT NULL,
          reason TEXT,
          UNIQUE (record, number)
        );
        CREATE TRIGGER modelVersionStays BEFORE DELETE ON modelVersion
          BEGIN SELECT raise(ABORT, 'versions of models are kept'); END;
        CREATE TABLE modelUse (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          record INTEGER NOT NULL REFERENCES record,
          model TEXT NOT NULL,
          version INTEGER,
          reader TEXT NOT NULL,
          time REAL NOT NULL
        );
        CREATE INDEX modelUseByRecord ON modelUse(record, model, id);
        """)
  }

  /// Windows that a reader is to label until an instant, in seconds from 1970.
  private static func worklistHolds(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE worklistHold (
          record INTEGER NOT NULL REFERENCES record,
          seconds REAL NOT NULL,
          reader TEXT NOT NULL,
          ends REAL NOT NULL,
          PRIMARY KEY (record, seconds)
        ) WITHOUT ROWID;
        """)
  }

  /// What follows from the log, and what was made of it.
  private static func labelsFromLog(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE labelSnapshot (
          labelSet INTEGER NOT NULL REFERENCES labelSet,
          after INTEGER NOT NULL,
          basis INTEGER,
          checksum INTEGER NOT NULL,
          marks BLOB NOT NULL,
          UNIQUE (labelSet, after)
        );
        CREATE TABLE labelCount (
          labelSet INTEGER NOT NULL REFERENCES labelSet,
          symbol TEXT NOT NULL,
          text TEXT NOT NULL,
          count INTEGER NOT NULL,
          PRIMARY KEY (labelSet, symbol, text)
        ) WITHOUT ROWID;
        CREATE TABLE worklistMark (
          record INTEGER NOT NULL REFERENCES record,
          reader TEXT NOT NULL,
          seconds REAL NOT NULL,
          state TEXT NOT NULL,
          PRIMARY KEY (record, reader, seconds)
        ) WITHOUT ROWID;
        CREATE TABLE labelExport (
          path TEXT NOT NULL,
          labelSet INTEGER NOT NULL REFERENCES labelSet,
          digest TEXT NOT NULL,
          PRIMARY KEY (path, labelSet)
        ) WITHOUT ROWID;
        """)
  }
}
