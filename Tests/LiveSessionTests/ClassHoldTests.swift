import LiveSession
import Testing

@Suite struct ClassHoldTests {
  /// What is shown after each finding.
  private func shown(_ findings: [String?], needed: Int = 3) -> [String?] {
    var hold = ClassHold(needed: needed)
    return findings.map { finding in
      _ = hold.take(finding)
      return hold.shown
    }
  }

  @Test func showsWhatHolds() {
    #expect(shown(["SINUS", "SINUS", "SINUS"]) == [nil, nil, "SINUS"])
    #expect(
      shown(["SINUS", "SINUS", "SINUS", "VT", "SINUS", "VT", "VT", "VT"])
        == [nil, nil, "SINUS", "SINUS", "SINUS", "SINUS", "SINUS", "VT"])
  }

  @Test func saysUnsureAtOnce() {
    #expect(shown(["VT", "VT", "VT", nil, "VT", "VT"]) == [nil, nil, "VT", nil, nil, nil])
  }

  @Test func saysWhatIsOnItsWay() {
    var hold = ClassHold(needed: 3)
    _ = hold.take("VT")
    #expect(hold.missing?.name == "VT" && hold.missing?.findings == 2)
    let changes = [hold.take("VT"), hold.take("VT"), hold.take("VT")]
    #expect(changes == [false, true, false] && hold.missing == nil)
  }
}
