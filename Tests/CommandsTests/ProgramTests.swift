import Commands
import Testing

@Suite("The program")
struct ProgramTests {
  @Test("Help and version are results and end with 0")
  func help() {
    let version = CommandRun("--version")
    #expect(version.status == 0 && version.remarks.isEmpty)
    #expect(version.output.split(separator: ".").count == 3)
    let help = CommandRun("help", "strip")
    #expect(help.status == 0 && help.output.contains("ECG paper") && help.remarks.isEmpty)
  }

  @Test(
    "A command line that is not understood ends with 64 and prints nothing",
    arguments: [["frobnicate"], ["info"], ["info", "x", "--no-such"], ["export", "x", "--from"]])
  func grammar(_ arguments: [String]) {
    let run = CommandRun(arguments)
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.remarks.hasPrefix("Error: ") && run.remarks.contains("Usage: tawara"))
  }

  @Test(
    "What is not there is refused by every command that reads",
    arguments: [
      ["info"], ["annotations"], ["export"], ["measure"], ["detect"], ["render"], ["review"],
      ["bench", "signals"],
    ])
  func absent(_ command: [String]) {
    let run = CommandRun(command + ["/nowhere/x"])
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.remarks.hasPrefix("tawara: /nowhere/x"))
    #expect(run.remarks.split(separator: "\n").count == 1)
  }

  @Test("With too little of files or memory one sentence says so, before anything ends the program")
  func limits() {
    func complaint(_ files: String, _ bytes: String) -> String? {
      MachineLimits(
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max address space         \(bytes)            unlimited            bytes
        Max open files            \(files)            1048576              files
        """
      ).complaint
    }
    #expect(complaint("1024", "unlimited") == nil && complaint("16", "268435456") == nil)
    #expect(complaint("unlimited", "unlimited") == nil && MachineLimits("").complaint == nil)
    #expect(complaint("4", "unlimited")?.contains("found a limit of 4;") == true)
    #expect(complaint("64", "157286400")?.contains("found a limit of 150 MB") == true)
  }

  @Test("Control characters of a name do not reach the terminal")
  func controls() {
    let run = CommandRun("info", "/nowhere/\u{1B}[2J")
    #expect(run.status == 2)
    #expect(!run.remarks.contains("\u{1B}") && run.remarks.contains("·[2J"))
  }
}
