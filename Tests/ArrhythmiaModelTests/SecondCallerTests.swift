import ArrhythmiaModel
import Foundation
import NeuralNetwork
import Testing

/// Two threads that call one object at a time would get wrong numbers: the program stops instead.
@Suite struct SecondCallerTests {
  /// Calls `work` from two threads, over and over, for as long as nothing stops the program.
  private static func fromTwoThreads(_ work: @escaping @Sendable () -> Void) {
    for _ in 0..<2 {
      Thread { while true { work() } }.start()
    }
    Thread.sleep(forTimeInterval: 20)
  }

  private func expectStopped(_ name: String, _ result: ExitTest.Result?) {
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("expected one caller at a time, found a second one"), "\(name)")
  }

  @Test func ofAnEngine() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let weights = try ReadingFixtures.weights()
      // Each thread has a crew of its own: what is shared is the engine's memory.
      let engine = InferenceEngine(weights, crew: Crew(count: 1))
      let windows = ModelFixtures.noise(8, ReadingFixtures.sizes)
      Self.fromTwoThreads { _ = engine.run(windows, maps: false) }
    }
    expectStopped("InferenceEngine", result)
  }

  @Test func ofAClassifier() async throws {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let classifier = try ReadingFixtures.classifier(ReadingFixtures.weights())
      let reading = try RecordReading(classifier, ReadingFixtures.long)
      Self.fromTwoThreads {
        var own = reading
        _ = try? own.findings(0..<64)
      }
    }
    expectStopped("RecordClassifier", result)
  }
}
