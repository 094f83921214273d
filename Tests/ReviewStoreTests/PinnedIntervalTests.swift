import Foundation
import ReviewStore
import Testing
import Waveforms

@Suite struct PinnedIntervalTests {
  private func interval(_ name: String, _ from: Double, _ to: Double) -> PinnedInterval {
    PinnedInterval(
      name: name, from: .init(channel: "HIS d", seconds: from),
      to: .init(channel: "II", seconds: to))
  }

  @Test func endsAreInOrderOfTime() {
    let turned = interval("HV", 2.5, 2.25)
    #expect(turned.from == .init(channel: "II", seconds: 2.25))
    #expect(turned.to == .init(channel: "HIS d", seconds: 2.5))
    #expect(turned.seconds == 0.25)
  }

  @Test func intervalsOutliveTheProgramInOrderOfTime() throws {
    let file = try ScratchFile()
    let made = [interval("HV ✓", 7.25, 7.5), interval("AH", 1.5, 1.625)]
    do {
      let store = try file.open()
      for one in made { try store.addInterval(one, to: record(1)) }
      try store.addInterval(interval("VA", 1, 2), to: record(2))
    }
    let store = try file.open()
    #expect(try store.intervals(of: record(1)) == [made[1], made[0]])
    #expect(try store.decisions(of: record(1))?.intervals == [made[1], made[0]])
    #expect(try store.intervals(of: record(3)).isEmpty)
  }

  @Test func anIntervalOfOneIdentityTakesThePlaceOfTheEarlierOne() throws {
    let store = try DecisionStore.inMemory()
    var one = interval("HV", 1, 1.05)
    try store.addInterval(one, to: record(1))
    one.name = "H-V"
    try store.addInterval(one, to: record(1))
    #expect(try store.intervals(of: record(1)).map(\.name) == ["H-V"])
    try store.removeInterval(one.id)
    try store.removeInterval(one.id)
    #expect(try store.intervals(of: record(1)).isEmpty)
  }

  @Test func endsWithoutNumbersAreRefused() throws {
    let store = try DecisionStore.inMemory()
    let error = #expect(throws: DecisionStoreError.self) {
      try store.addInterval(interval("HV", 1, .infinity), to: record(1))
    }
    #expect(error?.description.hasPrefix("interval: expected a finite number") == true)
    #expect(try store.intervals(of: record(1)).isEmpty)
  }
}
