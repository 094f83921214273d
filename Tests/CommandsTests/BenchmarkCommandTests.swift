import Foundation
import Testing

@Suite("Commands that measure the program")
struct BenchmarkCommandTests {
  private func object(_ run: CommandRun) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  @Test("bench signals times frames of a record")
  func signals() throws {
    let run = CommandRun("bench", "signals", Project.record, "--size", "60x20", "--skip-decoding")
    let report = try object(run)
    #expect(report["channels"] as? Int == 18 && report["samples"] as? Int == 18 * 66_223)
    #expect((report["frames"] as? Int ?? 0) > 50)
    #expect(
      CommandRun("bench", "signals", Project.record, "--size", "8")
        .refuses("--size: expected such as 200x60, found \"8\""))
  }

  @Test("bench network times one job of the network")
  func network() throws {
    let run = CommandRun(
      "bench", "network", "--job", "infer1", "--threads", "1", "--seconds", "0.1")
    let report = try object(run)
    #expect(report["job"] as? String == "infer1" && report["threads"] as? Int == 1)
    #expect((report["milliseconds"] as? Double ?? 0) > 0)
    #expect(
      CommandRun("bench", "network", "--threads", "0")
        .refuses("--threads: expected 1 to 64, found \"0\""))
    #expect(CommandRun("bench", "network", "--instructions", "none").status == 2)
  }

  @Test("bench measures compares simulated beats with the truth")
  func measures() {
    let run = CommandRun("bench", "measures", "--patients", "1")
    #expect(run.status == 0)
    #expect(run.lines.first == "## 1 simulated patients, seed 2, as simulated")
    #expect(run.lines.count { $0.hasPrefix("| QRS onset | 227 | 100.0 % |") } == 2)
    #expect(
      CommandRun("bench", "measures", "--noise", "501")
        .refuses("--noise: expected microvolts from 0 to 500, found \"501.0\""))
  }
}
