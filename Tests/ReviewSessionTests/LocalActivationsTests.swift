import ReviewSession
import Testing
import Waveforms

@Suite("Local activations of a channel")
struct LocalActivationsTests {
  @Test("each deflection is found once, where it is steepest")
  func steepest() {
    let record = MemoryRecords.beats(seconds: 10)
    let found = LocalActivations.find(channel: 0, of: record, from: 0, to: 10)
    #expect(!found.isEmpty)
    for (first, second) in zip(found, found.dropFirst()) {
      #expect(second.seconds - first.seconds > 0.03)
    }
    let part = LocalActivations.find(channel: 0, of: record, from: 2, to: 5)
    #expect(part == found.filter { (2...5).contains($0.seconds) })
    #expect(LocalActivations.find(channel: 0, of: record, from: 20, to: 30).isEmpty)
  }
}
