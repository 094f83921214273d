import Foundation
import Testing

@Suite("What the program finds on a machine", .serialized) struct DoctorCommandTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private struct Finding: Decodable {
    var what: String
    var state: String
    var found: String
    var mend: String?
  }

  /// Runs it in a process of its own, with an environment of its own.
  private func doctor(
    _ environment: [String: String]
  ) throws -> (status: Int32, findings: [String: [Finding]], text: String) {
    func run(_ arguments: [String]) throws -> (Int32, String) {
      let process = Process()
      let program: URL = try #require(Self.program)
      process.executableURL = program
      process.arguments = ["doctor"] + arguments
      let usual = [
        "HOME": folder.file("home"), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
        "TAWARA_HOME": Project.path(""), "PATH": "/usr/bin:/bin",
      ]
      process.environment = usual.merging(environment) { $1 }.filter { !$0.value.isEmpty }
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
    let (status, json) = try run(["--json"])
    let findings = try JSONDecoder().decode([Finding].self, from: Data(json.utf8))
    return (status, Dictionary(grouping: findings, by: \.what), try run([]).1)
  }

  /// Beside the tests' own executable.
  private static let program: URL? = {
    let folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent()
    return ["tawara", "../tawara"].map { folder.appending(path: $0) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  private static var isBuilt: Bool { program != nil }

  @Test("finds what is there", .enabled(if: isBuilt, "needs the program beside the tests"))
  func good() throws {
    let (status, findings, text) = try doctor([:])
    #expect(status == 0)
    #expect(findings["locale"]?.map(\.state) == ["good"])
    #expect(findings["model"]?.map(\.state) == ["good", "good", "good"])
    #expect(findings["themes"]?.first?.state == "good")
    #expect(findings["processor"]?.first?.found.contains("kernels for") == true)
    for glyphs in ["braille", "halfBlocks", "ascii"] { #expect(text.contains("\n\(glyphs)")) }
  }

  @Test("names what is not right", .enabled(if: isBuilt, "needs the program beside the tests"))
  func troubles() throws {
    var run = try doctor(["LC_ALL": "xx_YY.UTF-8"])
    #expect(run.status == 0)
    #expect(
      run.findings["locale"]?.first?.found == "LC_ALL=xx_YY.UTF-8, which is not installed here")
    #expect(run.text.contains("export LC_ALL=C.UTF-8"))
    run = try doctor(["TERM": "dumb"])
    // The output is a pipe: the review would print text.
    #expect(run.status == 0 && run.findings["terminal"]?.first?.found.contains("TERM=dumb") == true)
    run = try doctor(["TERM": "no-such-terminal"])
    #expect(run.findings["terminal"]?.first?.mend?.contains("not known here") == true)
    run = try doctor(["HOME": "/proc/nowhere"])
    #expect(run.status == 0)
    #expect(run.findings["folder"]?.allSatisfy { $0.state == "known" && $0.mend != nil } == true)
    run = try doctor(["HOME": "", "TAWARA_LIBLSL": "/nowhere/liblsl.so"])
    #expect(run.status == 0 && run.findings["liblsl"]?.first?.mend?.contains("/nowhere") == true)
    #expect(run.findings["labels"]?.first?.found.contains("HOME is not set") == true)
  }

  @Test(
    "a file of labels that is none", .enabled(if: isBuilt, "needs the program beside the tests"))
  func damagedStore() throws {
    let home = folder.file("home/.local/share/tawara")
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let path = home + "/decisions.sqlite"
    try String(repeating: "no labels ", count: 900).write(
      toFile: path, atomically: true, encoding: .utf8)
    let run = try doctor([:])
    #expect(run.status == 0 && run.findings["labels"]?.first?.state == "known")
    #expect(
      try String(contentsOfFile: path, encoding: .utf8).hasPrefix("no labels"), "nothing is touched"
    )
  }
}
