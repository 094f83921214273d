import Annotations
import ArrhythmiaModel
import Foundation
import NeuralNetwork
@testable import ReviewApp
import ReviewSession
import ReviewStore
import TerminalGraphics
import Testing
import Training
import Waveforms

/// Teaching rhythms as a reader does it, key by key, through the loop, the teacher and the files.
@Suite("Teaching rhythms") struct RhythmTeachingTests {
  private let store: DecisionStore
  private let taught: TaughtModels

  init() throws {
    store = try DecisionStore.inMemory()
    taught = TaughtModels(
      folder: FileManager.default.temporaryDirectory.path + "/tawara-taught-\(UUID().uuidString)")
  }

  private func review(
    _ keys: String, isKept: Bool = true, size: Size = Size(width: 120, height: 36)
  ) throws -> String {
    var services = ReviewServices()
    services.decisions = store
    services.taught = isKept ? taught : nil
    services.reader = "ann"
    services.program = "test"
    let path = URL(filePath: ModelReadings.modelPath).deletingLastPathComponent()
      .appending(path: "g8.safetensors").path
    let used = taught.used(of: "g8")
    services.models = [ModelReader.Model(name: "g8", path: path)]
    if used != "g8" {
      services.models.insert(.init(name: used, path: taught.path(of: used)), at: 0)
    }
    let document = try Patients.document("x003")
    return AppState(waveform: WaveformState(document: document, size: size), size: size)
      .picture(after: keys, services)
  }

  /// Names the rhythm of spans of some twenty beats, one after another.
  private static func spans(_ count: Int, _ name: String = "ZZ") -> String {
    let beats = String(repeating: "<Right>", count: 20)
    return "e" + String(repeating: "v\(beats)+\(name)<Enter><Right>", count: count) + "<Esc>"
  }

  private func remove() { try? FileManager.default.removeItem(atPath: taught.folder) }

  @Test("spans that were named teach a class, which is in use once it is taken up, also later")
  func wholeWay() throws {
    defer { remove() }
    let box = try review(Self.spans(3) + "*")
    #expect(box.contains("Teaching rhythms to g8"))
    #expect(box.contains("ZZ (new)"))
    #expect(box.contains("Labels of ann in 1 record:"))
    let judged = try review("*1")
    #expect(judged.contains("right before"))
    #expect(judged.contains("what it knew: macro-F1"))
    #expect(judged.contains("here change") || judged.contains("here changes"))
    #expect(taught.versions().isEmpty)
    let used = try review("*1a")
    #expect(used.contains("g8-v1 is in use from now on"))
    let version = try #require(taught.versions().first)
    #expect(version.teaching.reader == "ann" && version.teaching.program == "test")
    #expect(version.teaching.overridden == nil)
    #expect(taught.used(of: "g8") == "g8-v1")
    #expect(try review("*").contains("taught it before, and teach nothing new"))
    let later = try review("2")
    #expect(later.contains("model g8-v1"))
    #expect(later.contains("ZZ"))
    let back = try review("*<Down><Enter>")
    #expect(back.contains("g8 is in use from now on"))
    #expect(taught.used(of: "g8") == "g8")
    #expect(!(try review("2").contains("model g8-v1")))
    #expect(try review("*").contains("g8-v1  after g8"))
  }

  @Test("without a guard nothing is taken up by itself, but for a reason that is shown")
  func override() throws {
    defer { remove() }
    _ = try review(Self.spans(1))
    #expect(try review("*1a").contains("nothing judges it"))
    #expect(try review("*1o").contains("why it is taken up all the same"))
    #expect(try review("*1o<Enter>").contains("no reason, so it is not taken up"))
    #expect(taught.versions().isEmpty)
    _ = try review("*1oseen on paper<Enter>")
    #expect(taught.versions().first?.teaching.overridden == "seen on paper")
    #expect(try review("*").contains("overridden: seen on paper"))
    let weights = try ModelWeights(path: taught.path(of: "g8-v1"))
    #expect(weights.properties?.certainty == nil)
  }

  @Test("left, ended, with nothing to teach, with no place to keep it: a sentence says so")
  func sentences() throws {
    defer { remove() }
    #expect(try review("*").contains("Nothing new is named"))
    #expect(try review("*<Enter>").contains("nothing teaches yet"))
    #expect(try review("*a").contains("nothing is taught yet"))
    #expect(try review("*x").contains("nothing is being taught"))
    #expect(try review("*y").contains("y does nothing here"))
    _ = try review(Self.spans(3))
    #expect(try review("*1r").contains("left: g8 stays as it was"))
    #expect(try review("*1g").contains("g8"))
    #expect(try review("*1a", isKept: false).contains("nothing is kept in this run"))
    #expect(taught.versions().isEmpty)
  }

  @Test(
    "the box fits a small screen",
    arguments: [Size(width: 80, height: 24), Size(width: 40, height: 12)])
  func small(_ size: Size) throws {
    defer { remove() }
    _ = try review(Self.spans(1))
    #expect(try review("*<Down>", size: size).contains("as it came"))
  }

  @Test(
    "where there is no room for the box, the screen is drawn without it",
    arguments: [Size(width: 120, height: 3), Size(width: 5, height: 24), Size(width: 1, height: 1)])
  func smallest(_ size: Size) throws {
    defer { remove() }
    #expect(!(try review("*", size: size)).contains("Teaching rhythms"))
  }
}
