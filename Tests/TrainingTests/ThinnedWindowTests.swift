import ArrhythmiaModel
import NeuralNetwork
import Testing
import Training

@Suite("Windows as other laboratories record them") struct ThinnedWindowTests {
  /// All channels live, a one in each.
  private static let whole: PreparedWindow = {
    var window = PreparedWindow(samples: WindowPlan.samples)
    window.ecgLive = window.ecgLive.map { _ in 1 }
    window.iegmLive = window.iegmLive.map { _ in 1 }
    window.ecg = window.ecg.map { _ in 1 }
    window.iegm = window.iegm.map { _ in 1 }
    return window
  }()

  private func thinned(
    leads: Double, sites: Double, of window: PreparedWindow = whole
  ) -> [PreparedWindow] {
    var augmentation = Augmentation()
    (augmentation.fewLeads, augmentation.fewSites) = (leads, sites)
    var random = SplitMix64(seed: 3)
    return (0..<60).map { _ in
      var window = window
      augmentation.thin(&window, &random)
      return window
    }
  }

  private func live(_ values: [Float]) -> [Int] { values.indices.filter { values[$0] == 1 } }

  /// Live channels show what they showed, others nothing.
  private func isSilent(_ values: [Float], but live: [Float]) -> Bool {
    values.indices.allSatisfy { values[$0] == live[$0 / WindowPlan.samples] }
  }

  @Test("One, two, three or six leads are left, any of them")
  func leads() {
    let windows = thinned(leads: 1, sites: 0)
    #expect(Set(windows.map { live($0.ecgLive).count }) == [1, 2, 3, 6])
    #expect(Set(windows.flatMap { live($0.ecgLive) }).count == 12)
    for window in windows {
      #expect(isSilent(window.ecg, but: window.ecgLive))
      #expect(window.iegm == Self.whole.iegm && window.iegmLive == Self.whole.iegmLive)
    }
  }

  @Test("The coronary sinus's electrograms are left, or all others, each with its envelope")
  func sites() {
    let windows = thinned(leads: 0, sites: 1)
    let kinds = Set(windows.map { live($0.iegmLive) })
    #expect(kinds == [[0, 1, 7, 8], [2, 3, 4, 5, 6, 9, 10, 11, 12, 13]])
    for window in windows {
      #expect(isSilent(window.iegm, but: window.iegmLive))
      #expect(window.ecg == Self.whole.ecg)
    }
  }

  @Test("What is all there is stays")
  func onlyOne() {
    var window = PreparedWindow(samples: WindowPlan.samples)
    (window.iegmLive[0], window.iegmLive[7], window.ecgLive[4]) = (1, 1, 1)
    for thinned in thinned(leads: 1, sites: 1, of: window) { #expect(thinned == window) }
  }

  @Test("Beats, whose leads are told by name, stay as they are, and so does what is random in them")
  func beats() {
    var random = SplitMix64(seed: 3)
    var window = Self.whole
    Augmentation.beats.thin(&window, &random)
    #expect(window == Self.whole)
    var fresh = SplitMix64(seed: 3)
    #expect(random.next() == fresh.next())
  }
}
