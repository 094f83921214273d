public import Foundation
public import Waveforms

/// Versions of models that readers have taught, and which are in use. Versions are never changed
/// but for their names; each choice of one to use is kept behind those before.
extension DecisionStore {
  /// Keeps a version, and uses it from now on unless it was refused. One that is there with the
  /// same content and standing is not kept twice.
  public func keep(
    _ content: ModelVersion.Content, _ standing: ModelVersion.Standing, of identity: RecordIdentity,
    reader: String, at time: Date
  ) throws(DecisionStoreError) -> ModelVersion {
    for label in content.labels { try Self.requireFinite(label.seconds, "label") }
    return try write { database in
      let record = try Self.row(of: identity, at: nil, database)
      let known = try Self.versions(record, database)
      // What it followed does not make another version of it.
      var kept = known.first {
        var same = $0.content
        same.parent = content.parent
        return same == content && $0.standing == standing
      }
      if kept == nil {
        let version = ModelVersion(
          number: (known.map(\.number).max() ?? 0) + 1, name: nil, reader: reader, time: time,
          content: content, standing: standing)
        try Self.insert(version, record, database)
        kept = version
      }
      guard let kept else { throw ByteReader.DamagedBytes() }
      if standing != .refused {
        try Self.use(kept.number, of: content.model, record, reader, time, database)
      }
      return kept
    }
  }

  /// The versions of a record, the oldest first.
  public func versions(of identity: RecordIdentity) throws(DecisionStoreError) -> [ModelVersion] {
    try read { database in
      guard let record = try Self.known(identity, database) else { return [] }
      return try Self.versions(record, database)
    }
  }

  /// Those of one model.
  public func versions(
    of identity: RecordIdentity, model: String
  ) throws(DecisionStoreError) -> [ModelVersion] {
    try versions(of: identity).filter { $0.content.model == model }
  }

  /// The version of a model that is in use for a record; nil for the model itself.
  public func versionInUse(
    of identity: RecordIdentity, model: String
  ) throws(DecisionStoreError) -> ModelVersion? {
    try read { database in
      guard let record = try Self.known(identity, database) else { return nil }
      let number: Int? = try database.value(
        "SELECT version FROM modelUse WHERE record = ? AND model = ? ORDER BY id DESC LIMIT 1",
        [record, model])
      guard let number = number ?? nil else { return nil }
      return try Self.versions(record, database).first { $0.number == number }
    }
  }

  /// Digests of the models of which a record has versions in use.
  public func modelsInUse(of identity: RecordIdentity) throws(DecisionStoreError) -> Set<String> {
    try read { database in
      guard let record = try Self.known(identity, database) else { return [] }
      let rows = try database.rows(
        "SELECT model, version FROM modelUse WHERE record = ? ORDER BY id", [record])
      var used: Set<String> = []
      for row in rows {
        let (model, version): (String, Int?) = (try row[0], try row[1])
        if version == nil { used.remove(model) } else { used.insert(model) }
      }
      return used
    }
  }

  /// Uses a version from now on, by its number, or the model itself.
  public func use(
    version number: Int?, of model: String, for identity: RecordIdentity, reader: String,
    at time: Date
  ) throws(DecisionStoreError) {
    try write { database in
      let record = try Self.row(of: identity, at: nil, database)
      try Self.use(number, of: model, record, reader, time, database)
    }
  }

  /// Calls a version by a name; nil takes it away.
  public func name(
    version number: Int, _ name: String?, of identity: RecordIdentity
  ) throws(DecisionStoreError) {
    try write { database in
      let record = try Self.row(of: identity, at: nil, database)
      try database.run(
        "UPDATE modelVersion SET name = ? WHERE record = ? AND number = ?", [name, record, number])
    }
  }

  // MARK: Rows

  private static func known(_ identity: RecordIdentity, _ database: any StoreAccess) throws
    -> Int64?
  {
    try database.value("SELECT id FROM record WHERE digest = ?", [identity.digest])
  }

  private static func use(
    _ number: Int?, of model: String, _ record: Int64, _ reader: String, _ time: Date,
    _ database: any StoreAccess
  ) throws {
    try database.run(
      "INSERT INTO modelUse (record, model, version, reader, time) VALUES (?, ?, ?, ?, ?)",
      [record, model, number, reader, time.timeIntervalSince1970])
  }

  private static func insert(
    _ version: ModelVersion, _ record: Int64, _ database: any StoreAccess
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let content = String(decoding: try encoder.encode(version.content), as: UTF8.self)
    try database.run(
      """
      INSERT INTO modelVersion (record, number, name, reader, time, content, decision, reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        record, version.number, version.name, version.reader, version.time.timeIntervalSince1970,
        content, version.standing.word, version.standing.reason,
      ])
  }

  private static func versions(_ record: Int64, _ database: any StoreAccess) throws
    -> [ModelVersion]
  {
    let rows = try database.rows(
      """
      SELECT number, name, reader, time, content, decision, reason FROM modelVersion
      WHERE record = ? ORDER BY number
      """, [record])
    return try rows.map(ModelVersion.init)
  }
}

extension ModelVersion {
  /// Of the columns number, name, reader, time, content, decision, reason.
  fileprivate init(_ row: StoreRow) throws {
    let content: String = try row[4]
    guard let standing = Standing(word: try row[5], reason: try row[6]) else {
      throw ByteReader.DamagedBytes()
    }
    try self.init(
      number: row[0], name: row[1], reader: row[2],
      time: Date(timeIntervalSince1970: row[3]),
      content: JSONDecoder().decode(Content.self, from: Data(content.utf8)),
      standing: standing)
  }
}

extension ModelVersion.Standing {
  fileprivate var word: String {
    switch self {
    case .accepted: "accepted"
    case .overridden: "overridden"
    case .refused: "refused"
    }
  }

  fileprivate var reason: String? {
    if case .overridden(let reason) = self { reason } else { nil }
  }

  fileprivate init?(word: String, reason: String?) {
    switch word {
    case "accepted": self = .accepted
    case "overridden": self = .overridden(reason: reason ?? "")
    case "refused": self = .refused
    default: return nil
    }
  }
}
