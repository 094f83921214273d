import ArrhythmiaModel
import Testing

@Suite("What of a window a model reads")
struct InputSelectionTests {
  private func window(leads: [String], electrograms: Int = 0) -> PreparedWindow {
    var window = PreparedWindow(samples: 8)
    for (place, name) in ChannelSlots.leads.enumerated() where leads.contains(name) {
      window.ecgLive[place] = 1
      for sample in 0..<8 { window.ecg[place * 8 + sample] = Float(place + 1) }
    }
    for slot in 0..<electrograms {
      window.iegmLive[slot] = 1
      window.iegm[slot * 8] = 1
    }
    return window
  }

  private func names(_ window: PreparedWindow) -> [String] {
    window.ecgLive.indices.filter { window.ecgLive[$0] == 1 }.map { ChannelSlots.leads[$0] }
  }

  private let holter = InputSelection(
    modality: .ecg, trainedLeads: ["II": 60, "V1": 54, "V5": 12], mostLeads: 2)

  @Test(
    "A model of two leads makes the same of twelve, with electrograms or without, as of its two")
  func twelve() {
    var plain = window(leads: ["II", "V1"])
    var all = window(leads: ChannelSlots.leads)
    var study = window(leads: ChannelSlots.leads, electrograms: 7)
    holter.apply(to: &plain)
    holter.apply(to: &all)
    holter.apply(to: &study)
    #expect(names(plain) == ["II", "V1"] && plain == all && plain == study)
    #expect(plain.kind == InputKind(leads: 2, hasElectrograms: false))
  }

  @Test("Where a lead is dead the next best known takes its place")
  func next() {
    var without = window(leads: ["I", "V1", "V5", "V6"])
    holter.apply(to: &without)
    #expect(names(without) == ["V1", "V5"])
    // Leads that no training showed are no help to one that it did.
    var beside = window(leads: ["I", "II", "aVF"])
    holter.apply(to: &beside)
    #expect(names(beside) == ["II"])
  }

  @Test("Electrograms alone are nothing to a model of the surface ECG")
  func electrograms() {
    var alone = window(leads: [], electrograms: 7)
    holter.apply(to: &alone)
    #expect(!alone.isLive)
  }

  @Test("A model whose file does not say which leads it knows reads all")
  func unknown() {
    var all = window(leads: ChannelSlots.leads, electrograms: 7)
    let before = all
    InputSelection(modality: .both).apply(to: &all)
    #expect(all == before)
  }
}
