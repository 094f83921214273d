import ArrhythmiaModel
import CMeasuring
import Foundation
import NeuralNetwork
import TestSupport
import Testing

@Suite("Memory of a training")
struct TrainingAllocationTests {
  /// Counts what ten steps allocate, all threads together. Other tests allocate meanwhile, so it is
  /// for a process of its own, which ends with 0 where nothing was allocated.
  static func exitCode(threads: Int) -> Int32 {
    let trainer = ModelFixtures.trainer(
      TrainingDeterminismTests.configuration(steps: 20), capacity: 8, threads: threads)
    let windows = ModelFixtures.noise(8, ModelFixtures.small).without(iegm: [2])
    let labels = windows.labels
    trainer.network.fill(from: windows)
    func run(_ steps: Int) -> Bool {
      for _ in 0..<steps {
        guard (try? trainer.step(labels: labels)) != nil else { return false }
      }
      return true
    }
    guard run(2) else { return 255 }
    let before = measuring_allocations()
    guard run(10) else { return 254 }
    let count = measuring_allocations() - before
    return Int32(min(count, 250))
  }

  @Test(
    "After the first two, steps with AGCACL allocate nothing",
    .enabled(if: measuring_allocations() >= 0, "allocations are counted"))
  func stepsAllocateNothing() async {
    await #expect(processExitsWith: .exitCode(0), "one thread") {
      exit(TrainingAllocationTests.exitCode(threads: 1))
    }
    await #expect(processExitsWith: .exitCode(0), "two threads") {
      exit(TrainingAllocationTests.exitCode(threads: 2))
    }
  }
}
