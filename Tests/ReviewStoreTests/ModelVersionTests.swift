import Foundation
import ReviewStore
import Testing
import Waveforms

@Suite("Versions of a taught model") struct ModelVersionTests {
  private func content(_ labels: Int, model: String = "aa") -> ModelVersion.Content {
    ModelVersion.Content(
      model: model, modelName: "aami", parent: nil,
      labels: (0..<labels).map { .init(seconds: Double($0) + 0.1, label: "V") },
      settings: "s", program: "1",
      judged: [.init(label: "V", count: labels, before: 0, after: labels)],
      changed: [.init(before: "N", after: "V", count: 7)])
  }

  @Test("a version that was taken up is in use, also after the program has ended")
  func keep() throws {
    let file = try ScratchFile()
    let kept = try file.open().keep(
      content(3), .accepted, of: record(1), reader: "ann", at: instant(5))
    #expect(kept.number == 1)
    let store = try file.open()
    #expect(try store.versions(of: record(1)) == [kept])
    #expect(try store.versionInUse(of: record(1), model: "aa") == kept)
    #expect(try store.versionInUse(of: record(1), model: "bb") == nil)
    #expect(try store.versionInUse(of: record(2), model: "aa") == nil)
  }

  @Test("models of which versions are in use are those where the last choice was one")
  func modelsInUse() throws {
    let store = try DecisionStore.inMemory()
    #expect(try store.modelsInUse(of: record(1)).isEmpty)
    let kept = try store.keep(content(2), .accepted, of: record(1), reader: "a", at: instant(1))
    try store.use(version: kept.number, of: "bb", for: record(1), reader: "a", at: instant(2))
    #expect(try store.modelsInUse(of: record(1)) == ["aa", "bb"])
    try store.use(version: nil, of: "aa", for: record(1), reader: "a", at: instant(3))
    #expect(try store.modelsInUse(of: record(1)) == ["bb"])
    #expect(try store.modelsInUse(of: record(2)).isEmpty)
  }

  @Test("one that was refused is kept and not used; an overridden one has its reason")
  func refused() throws {
    let store = try DecisionStore.inMemory()
    let first = try store.keep(content(2), .accepted, of: record(1), reader: "a", at: instant(1))
    _ = try store.keep(content(4), .refused, of: record(1), reader: "a", at: instant(2))
    #expect(try store.versionInUse(of: record(1), model: "aa") == first)
    let third = try store.keep(
      content(5), .overridden(reason: "seen on paper"), of: record(1), reader: "b", at: instant(3))
    #expect(third.number == 3)
    #expect(
      try store.versions(of: record(1)).map(\.standing) == [
        .accepted, .refused, .overridden(reason: "seen on paper"),
      ])
    #expect(try store.versionInUse(of: record(1), model: "aa") == third)
  }

  @Test("the same content is one version; using it again is kept as a choice")
  func again() throws {
    let store = try DecisionStore.inMemory()
    let first = try store.keep(content(2), .accepted, of: record(1), reader: "a", at: instant(1))
    _ = try store.keep(content(3), .accepted, of: record(1), reader: "a", at: instant(2))
    let again = try store.keep(content(2), .accepted, of: record(1), reader: "a", at: instant(3))
    #expect(again == first)
    #expect(try store.versions(of: record(1)).count == 2)
    #expect(try store.versionInUse(of: record(1), model: "aa") == first)
  }

  @Test("rolled back to an earlier one, or to the model as it came")
  func rollBack() throws {
    let store = try DecisionStore.inMemory()
    let first = try store.keep(content(2), .accepted, of: record(1), reader: "a", at: instant(1))
    _ = try store.keep(content(3), .accepted, of: record(1), reader: "a", at: instant(2))
    try store.use(version: 1, of: "aa", for: record(1), reader: "a", at: instant(3))
    #expect(try store.versionInUse(of: record(1), model: "aa") == first)
    try store.use(version: nil, of: "aa", for: record(1), reader: "a", at: instant(4))
    #expect(try store.versionInUse(of: record(1), model: "aa") == nil)
    #expect(try store.versions(of: record(1)).count == 2)
  }

  @Test("a name is the only thing that changes")
  func name() throws {
    let store = try DecisionStore.inMemory()
    let first = try store.keep(content(2), .accepted, of: record(1), reader: "a", at: instant(1))
    #expect(first.title == "v1")
    try store.name(version: 1, "after ablation", of: record(1))
    let named = try store.versions(of: record(1))[0]
    #expect(named.title == "after ablation")
    #expect(named.content == first.content)
    try store.name(version: 1, nil, of: record(1))
    #expect(try store.versions(of: record(1))[0].title == "v1")
  }

  @Test("two programs that teach one model both keep what they made")
  func twoPrograms() throws {
    let file = try ScratchFile()
    let (one, other) = (try file.open(), try file.open())
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: 8) { turn in
      failures.note {
        _ = try (turn % 2 == 0 ? one : other).keep(
          content(turn + 1), .accepted, of: record(1), reader: "r\(turn % 2)", at: instant(turn))
      }
    }
    #expect(failures.found.isEmpty)
    #expect(try one.versions(of: record(1)).map(\.number) == Array(1...8))
  }

  @Test("a label at no moment is refused")
  func notFinite() throws {
    let store = try DecisionStore.inMemory()
    var bad = content(1)
    bad.labels[0].seconds = .nan
    #expect(throws: DecisionStoreError.self) {
      try store.keep(bad, .accepted, of: record(1), reader: "a", at: instant(1))
    }
  }

  @Test("versions go with a record whose files have changed, and stay where the other has some")
  func move() throws {
    let file = try ScratchFile()
    let store = try file.open()
    let kept = try store.keep(content(2), .accepted, of: record(1), reader: "a", at: instant(1))
    _ = try store.move(from: record(1), to: record(2), at: "/x")
    #expect(try store.versions(of: record(2)) == [kept])
    #expect(try store.versionInUse(of: record(2), model: "aa") == kept)
    _ = try store.keep(content(3), .accepted, of: record(3), reader: "a", at: instant(2))
    _ = try store.move(from: record(2), to: record(3), at: "/x")
    #expect(try store.versions(of: record(2)) == [kept])
  }
}
