/// Roles in a group's store. Throws `notAServer` for a store in a file, which is one reader's.
extension DecisionStore {
  /// Gives a user of the server a role, in place of any other; an owner does that.
  public func grant(_ role: StoreRole, to user: String) throws(DecisionStoreError) {
    try changeRoles { access in
      if try Self.isOwnSchema(access) {
        for statement in PostgresRoles.make { try access.run(statement, []) }
      }
      let quoted = try Self.quoted(user, access)
      for statement in PostgresRoles.rights(quoted, role) { try access.run(statement, []) }
      try access.run(
        """
        INSERT INTO member (name, role) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET role = excluded.role
        """, [user, role.rawValue])
    }
  }

  /// Takes a user's role and rights; what they decided stays.
  public func revoke(_ user: String) throws(DecisionStoreError) {
    try changeRoles { access in
      guard try Self.hasRoles(access),
        try access.run("DELETE FROM member WHERE name = ?", [user]) > 0
      else { throw DecisionStoreError.noMember(name: user) }
      let quoted = try Self.quoted(user, access)
      for statement in PostgresRoles.take(quoted) { try access.run(statement, []) }
    }
  }

  /// All who have a role, by name; nobody where none was ever given.
  public func members() throws(DecisionStoreError) -> [StoreMember] {
    guard server != nil else { throw .notAServer(store: name) }
    return try read { access in
      guard try Self.hasRoles(access) else { return [] }
      return try access.rows("SELECT name, role FROM member ORDER BY name").compactMap { row in
        guard let role = StoreRole(rawValue: try row[1]) else { return nil }
        return StoreMember(name: try row[0], role: role)
      }
    }
  }

  private func changeRoles(_ body: (any StoreAccess) throws -> Void) throws(DecisionStoreError) {
    guard server != nil else { throw .notAServer(store: name) }
    try write { access in
      let role: String? =
        try Self.hasRoles(access)
        ? access.value("SELECT roleOfCaller()")
        : Self.isOwnSchema(access) ? StoreRole.owner.rawValue : nil
      guard role == StoreRole.owner.rawValue else {
        let caller: String? = try access.value("SELECT session_user::text")
        throw DecisionStoreError.notPermitted(
          server: name, reason: "\(caller ?? "this user") is no owner")
      }
      try body(access)
    }
  }

  private static func hasRoles(_ access: any StoreAccess) throws -> Bool {
    let table: String? = try access.value("SELECT to_regclass('tawara.member')::text")
    return table != nil
  }

  /// Whether the caller may make tables and functions there.
  private static func isOwnSchema(_ access: any StoreAccess) throws -> Bool {
    let count: Int? = try access.value(
      """
      SELECT count(*) FROM pg_namespace
      WHERE nspname = 'tawara' AND pg_has_role(session_user, nspowner, 'MEMBER')
      """)
    return count == 1
  }

  private static func quoted(_ user: String, _ access: any StoreAccess) throws -> String {
    let quoted: String? = try access.value(
      "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = ?", [user])
    guard let quoted else { throw DecisionStoreError.noUser(name: user) }
    return quoted
  }
}
