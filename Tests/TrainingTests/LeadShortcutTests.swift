import ArrhythmiaModel
import Testing
import Training

/// Where all of a class were recorded with some lead, a network would take the lead for the class.
@Suite("Leads that would tell the class") struct LeadShortcutTests {
  private func window(live: [Int]) -> PreparedWindow {
    var window = PreparedWindow(samples: WindowPlan.samples)
    for lead in live {
      window.ecgLive[lead] = 1
      window.ecg[lead * WindowPlan.samples + 5] = Float(lead)
    }
    return window
  }

  @Test("leads go to the places of another record's, with what they show")
  func renames() {
    var window = window(live: [1, 6])
    Augmentation.rename(&window, from: [1, 6], to: [1, 7])
    #expect(window.ecgLive.indices.filter { window.ecgLive[$0] == 1 } == [1, 7])
    #expect(window.ecg[7 * WindowPlan.samples + 5] == 6)
    #expect(window.ecg[6 * WindowPlan.samples + 5] == 0)
  }

  @Test("a lead that was left out stays out; where there is no room all stay")
  func keeps() {
    var window = window(live: [6])
    Augmentation.rename(&window, from: [1, 6], to: [1, 7])
    #expect(window.ecgLive.indices.filter { window.ecgLive[$0] == 1 } == [7])
    let before = window
    Augmentation.rename(&window, from: [1, 7], to: [2])
    #expect(window == before)
    // Rhythms are told by their leads, too: these keep them.
    #expect(Augmentation().renaming == 0)
  }

  @Test("the sampler's preference is taken off by as much as is asked for")
  func priors() {
    // 90 and 10 windows, drawn by the roots: 3 to 1.
    let sampler = BatchSampler(
      Array(0..<100), labels: { $0 < 90 ? 0 : 1 }, classCount: 3, scheme: .squareRoot, windows: 400,
      seed: 1)
    let offsets = sampler.restoringOffsets(1)
    #expect(abs(offsets[0] - 0.1823) < 1e-3)
    #expect(abs(offsets[1] + 0.9163) < 1e-3)
    #expect(offsets[2] == 0)
    #expect(sampler.restoringOffsets(0).allSatisfy { $0 == 0 })
  }
}
