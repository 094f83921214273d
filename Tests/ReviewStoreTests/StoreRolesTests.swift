import Annotations
import Foundation
import ReviewStore
import TestSupport
import Testing
import Waveforms

/// Users of the server by names of their own, gone with their test.
private final class ScratchUsers {
  let database: ScratchDatabase
  private let ending = UUID().uuidString.lowercased().prefix(8)
  private var names: [String] = []

  init(_ database: ScratchDatabase) { self.database = database }

  /// Makes a user; their name holds what has to be quoted.
  func make(_ stem: String) throws -> String {
    let name = "\(stem) \"\(ending)"
    try database.run("CREATE ROLE \(Self.quoted(name)) LOGIN")
    names.append(name)
    return name
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  /// The store as a user has it.
  func open(_ name: String) throws -> DecisionStore {
    let user = try #require(
      name.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
    return try DecisionStore(group: database.url.replacing(#/://[^@]*@/#, with: "://\(user)@"))
  }

  deinit {
    for name in names {
      let user = Self.quoted(name)
      try? database.run("DROP OWNED BY \(user); DROP ROLE \(user)")
    }
  }
}

@Suite(
  "Roles in a group's store",
  .enabled(if: ScratchDatabase.server != nil, "needs Scripts/with-postgres and a server"))
struct StoreRolesTests {
  private let database: ScratchDatabase
  private let users: ScratchUsers
  private let own: DecisionStore

  init() throws {
    database = try ScratchDatabase()
    users = ScratchUsers(database)
    own = try database.open()
  }

  private func key(_ set: String) -> TransactionLogKey {
    TransactionLogKey(record: record(7).digest, set: set)
  }

  /// Sets a label in somebody's name, and begins the set where there is none.
  private func label(
    _ set: String, by name: String, in store: DecisionStore, source: String? = nil
  ) throws {
    let key = key(set)
    if try store.beginning(of: key) == nil {
      try store.begin(
        key, with: SetBeginning(source: source, marks: MarkIndex(timeLine: RandomMarks.timeLine)))
    }
    let tail = try #require(try store.tail(of: key, atLeast: 1))
    var history = try tail.history()
    let mark = Mark(
      id: .random(), ticks: 5..<5, label: Label(symbol: "N"), provenance: .reader(name))
    let made = try history.commit([.add(mark)], by: name, at: instant(1))
    _ = try store.append([made], to: key, behind: tail.position, leadingTo: history.marks)
  }

  private func expectRefused(_ words: String, _ body: () throws -> Void) {
    #expect {
      try body()
    } throws: { error in
      guard case .notPermitted(_, let reason)? = error as? DecisionStoreError else { return false }
      let sentence = "\(error)"
      return reason.contains(words) && sentence.contains("store grant")
        && !sentence.contains("\n")
    }
  }

  @Test("readers set labels in their own names alone, adjudicators decide, owners do all")
  func allRoles() throws {
    let (ann, bob, eve) = (try users.make("ann"), try users.make("bob"), try users.make("eve"))
    #expect(try own.members() == [])
    try own.grant(.reader, to: ann)
    try own.grant(.adjudicator, to: bob)
    #expect(
      try own.members()
        == [StoreMember(name: ann, role: .reader), StoreMember(name: bob, role: .adjudicator)])
    let (annStore, bobStore) = (try users.open(ann), try users.open(bob))

    try label("shared", by: ann, in: annStore)
    try label("shared", by: bob, in: bobStore)
    expectRefused("in the name of bob") { try label("shared", by: bob, in: annStore) }
    expectRefused("is a reader, and an adjudicator decides here") {
      try label("both", by: ann, in: annStore, source: "ann+bob")
    }
    try label("both", by: bob, in: bobStore, source: "ann+bob")
    expectRefused("is a reader, and an adjudicator decides here") {
      try label("both", by: ann, in: annStore)
    }
    try annStore.addBookmark(Bookmark(seconds: 1), to: record(7))
    try annStore.setWorklist("skipped", reader: ann, of: record(7), at: 1)
    expectRefused("in the name of") {
      try annStore.setWorklist("skipped", reader: bob, of: record(7), at: 1)
    }
    expectRefused("is no owner") { try annStore.grant(.owner, to: ann) }
    expectRefused("is no owner") { try bobStore.revoke(ann) }
    expectRefused("is no owner") {
      _ = try bobStore.move(from: record(7), to: record(8), at: "/x")
    }
    // Somebody whom the server knows and who has no role.
    #expect(throws: (any Error).self) { try label("shared", by: eve, in: try users.open(eve)) }

    try label("shared", by: "somebody", in: own)
    #expect(try own.check().faults == [])
    #expect(try own.check().labels == 4)
  }

  @Test("roles are changed and taken; who was made an owner gives them")
  func changing() throws {
    let (ann, bob) = (try users.make("ann"), try users.make("bob"))
    try own.grant(.owner, to: ann)
    let annStore = try users.open(ann)
    try annStore.grant(.reader, to: bob)
    try label("bob", by: bob, in: try users.open(bob))
    try own.grant(.reader, to: ann)
    expectRefused("is no owner") { try annStore.revoke(bob) }
    try own.grant(.reader, to: bob)
    let bobStore = try users.open(bob)
    try label("bob", by: bob, in: bobStore)
    try own.revoke(bob)
    #expect(throws: (any Error).self) { try label("bob", by: bob, in: bobStore) }
    #expect(throws: DecisionStoreError.noMember(name: bob)) { try own.revoke(bob) }
    #expect(throws: DecisionStoreError.noUser(name: "nobody at all")) {
      try own.grant(.reader, to: "nobody at all")
    }
    #expect(try own.members() == [StoreMember(name: ann, role: .reader)])
    #expect(try own.check().labels == 2)
  }

  @Test("rights on the tables without a role do no longer do")
  func rightsAlone() throws {
    let (ann, bob) = (try users.make("ann"), try users.make("bob"))
    let quoted = "\"" + bob.replacing("\"", with: "\"\"") + "\""
    try database.run(
      """
      GRANT USAGE ON SCHEMA tawara TO \(quoted);
      GRANT ALL ON ALL TABLES IN SCHEMA tawara TO \(quoted)
      """)
    try label("bob", by: bob, in: try users.open(bob))
    try own.grant(.reader, to: ann)
    expectRefused("has no role here") { try label("bob", by: bob, in: try users.open(bob)) }
  }
}

@Suite("Roles of a file") struct NoRolesTests {
  @Test("there are none, and that is said")
  func file() throws {
    let store = try DecisionStore.inMemory()
    let error = DecisionStoreError.notAServer(store: store.name)
    #expect(throws: error) { try store.grant(.reader, to: "ann") }
    #expect(throws: error) { try store.revoke("ann") }
    #expect(throws: error) { _ = try store.members() }
  }
}
