import Foundation
import Testing

/// What `classify` says where it cannot know, on what is shipped.
@Suite("The shipped models say what they cannot know")
struct HonestFlagTests {
  private static let record = Project.path("SampleData/x001")
  private static let leads = "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6".split(separator: " ")
  private static let electrograms = "ABL12 RVA12 CS12 CS34 CS56 CS78 CS90".split(separator: " ")
  private static let shared = URL(filePath: Project.path("")).deletingLastPathComponent()
    .appending(path: "shared/records").path
  private static let isPresent = FileManager.default.fileExists(atPath: shared + "/mitdb/102.hea")

  /// `classify --csv` of x001 by `aami`, with some of its channels alone.
  private func beats(_ channels: [Substring], _ options: String...) -> CommandRun {
    let unused = (Self.leads + Self.electrograms).filter { !channels.contains($0) }
    let map = unused.isEmpty ? [] : ["--map", unused.map { "\($0)=none" }.joined(separator: ",")]
    let model = Project.path("Models/aami.safetensors")
    return CommandRun(
      ["classify", Self.record, "--model", model, "--beats", "atr", "--csv"] + map + options)
  }

  private func sure(_ run: CommandRun) -> Int {
    run.lines.dropFirst().count {
      $0.split(separator: ",", omittingEmptySubsequences: false)[3] == "0"
    }
  }

  @Test("Twelve leads, or electrograms beside them, leave a model of two leads as sure as it is")
  func leads() {
    let two = beats(["II", "V1"], "--no-families")
    let twelve = beats(Self.leads, "--no-families")
    #expect(two.status == 0 && two.lines.count > 100)
    #expect(twelve.output == two.output)
    // Families are of all leads.
    let families = beats(Self.leads)
    #expect(abs(sure(families) - sure(two)) <= two.lines.count / 20)
    #expect(beats(Self.leads + Self.electrograms).output == families.output)
    let one = beats(["II"])
    #expect(one.status == 0 && one.lines.count == two.lines.count)
    #expect(sure(one) <= sure(two) + two.lines.count / 5)
  }

  @Test("Without any lead there is no beat's class, but a sentence")
  func electrogramsAlone() {
    let run = beats(Self.electrograms)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.remarks.contains("expected a surface lead"))
  }

  @Test("A lead that no training showed is guessed at, and never with certainty")
  func foreignLead() {
    let run = beats(["aVR"])
    #expect(run.status == 0 && sure(run) == 0)
    #expect(run.lines.dropFirst().allSatisfy { $0.contains(",1,unlike,") || $0.contains(",1,s") })
  }

  @Test(
    "No beat of a paced record is sure", .enabled(if: isPresent, "needs ../shared/records"),
    arguments: ["102", "104", "107", "217"])
  func paced(_ name: String) {
    let run = CommandRun(
      "classify", Self.shared + "/mitdb/" + name, "--model",
      Project.path("Models/aami.safetensors"), "--beats", "atr", "--csv")
    #expect(run.status == 0 && run.lines.count > 2000)
    #expect(sure(run) == 0)
    let paced = run.lines.dropFirst().count { $0.contains(",1,paced,") }
    #expect(Double(paced) > 0.95 * Double(run.lines.count), "\(paced)")
  }
}
