import Dispatch
import Foundation
import Glibc
import ReviewStore
import Synchronization
import Testing

/// Speaks as a server of PostgreSQL does until the first statement of each connection, which it
/// answers with an error: the states of `answers` in turn, and of the last from then on. The
/// message says which connection it was. Where a state is nil the connection ends without one.
/// For some seconds it lets nobody in, as one that is starting does.
private final class RefusingServer: Sendable {
  let folder = NSTemporaryDirectory() + "refusing-" + UUID().uuidString
  private let listener: Int32
  private let met = Mutex(0)

  var url: String { "postgresql://nobody@/none?host=\(folder)" }
  var connections: Int { met.withLock { $0 } }

  init(answers: [String?], startingSeconds: Double = 0) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_un()
    place.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &place.sun_path) { bytes in
      unsafe bytes.copyBytes(from: Array("\(folder)/.s.PGSQL.5432".utf8))
    }
    let bound = unsafe withUnsafePointer(to: &place) { place in
      unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0 && listen(listener, 4) == 0)
    let start = ContinuousClock.now + .seconds(startingSeconds)
    Thread.detachNewThread { [self] in serve(answers, from: start) }
  }

  /// Ends the thread that serves, too.
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func serve(_ answers: [String?], from start: ContinuousClock.Instant) {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { break }
      take(client)
      guard .now >= start else {
        refuse(client, "57P03", "not yet")
        close(client)
        continue
      }
      let number = met.withLock { number in
        number += 1
        return number
      }
      // Whoever it is may come in, and the server waits for a statement.
      give(client, "R", [0, 0, 0, 0])
      give(client, "Z", Array("I".utf8))
      take(client)
      if let state = answers[min(number, answers.count) - 1] {
        refuse(client, state, "connection \(number)")
        give(client, "Z", Array("I".utf8))
        take(client)
      }
      close(client)
    }
    close(listener)
  }

  private func refuse(_ client: Int32, _ state: String, _ words: String) {
    let fields = ["SERROR", "C" + state, "M" + words]
    give(client, "E", fields.flatMap { Array($0.utf8) + [0] } + [0])
  }

  private func take(_ client: Int32) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    _ = unsafe read(client, &bytes, bytes.count)
  }

  private func give(_ client: Int32, _ kind: Character, _ body: [UInt8]) {
    let length = UInt32(body.count + 4).bigEndian
    let message = unsafe [kind.asciiValue ?? 0] + withUnsafeBytes(of: length, Array.init) + body
    _ = unsafe send(client, message, message.count, Int32(MSG_NOSIGNAL))
  }
}

/// What becomes of a store's opening while its server goes away.
@Suite("A group's store whose server is lost while it is opened")
struct LostServerTests {
  /// What opening says.
  private func reason(_ server: RefusingServer) -> String {
    defer { server.stop() }
    do {
      _ = try DecisionStore(group: server.url)
      return "opened"
    } catch {
      return "\(error)"
    }
  }

  @Test(
    "one that ends after it let the program in is looked for again",
    arguments: ["57P01", "57P02", "57P03", "08006", nil])
  func lost(state: String?) throws {
    let server = try RefusingServer(answers: [state, state, "XX000"])
    #expect(reason(server).contains("connection 3"))
    #expect(server.connections == 3)
  }

  @Test("one that is starting is waited for longer than one that is not there")
  func starting() throws {
    let server = try RefusingServer(answers: ["XX000"], startingSeconds: 7)
    #expect(reason(server).contains("connection 1"))
  }

  @Test("one that is not there is told of after some seconds")
  func absent() {
    let start = ContinuousClock.now
    #expect(throws: DecisionStoreError.self) {
      try DecisionStore(group: "postgresql://nobody@/none?host=/nowhere")
    }
    #expect((.seconds(4) ... .seconds(20)).contains(.now - start))
  }

  @Test("one that says no is asked once")
  func refuses() throws {
    let server = try RefusingServer(answers: ["42501"])
    #expect(reason(server).contains("connection 1"))
    #expect(server.connections == 1)
  }
}
