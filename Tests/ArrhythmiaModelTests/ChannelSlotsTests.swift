import ArrhythmiaModel
import Testing
import Waveforms

@Suite("The model's channels in a record")
struct ChannelSlotsTests {
  private func slots(_ names: [String], unit: String = "mV") -> ChannelSlots {
    let record = Record.synthetic(names.map { SyntheticChannel(name: $0, values: [0], unit: unit) })
    return ChannelSlots(channels: record.channels)
  }

  @Test("Each Leipzig layout's channels stand at their places", arguments: ChannelLayout.allCases)
  func leipzig(_ layout: ChannelLayout) {
    let names = layout.channelNames
    let slots = slots(names)
    #expect(slots.surface == Array(0..<12))
    #expect(slots.surface.map { $0.map { names[$0] } } == ChannelSlots.leads)
    for (slot, name) in ChannelSlots.electrograms.enumerated() {
      #expect(slots.intracardiac[slot] == names.firstIndex(of: name), "\(name)")
    }
    let known = Set(ChannelSlots.leads + ChannelSlots.electrograms)
    #expect(slots.used.count == names.count { known.contains($0) })
    for (slot, channel) in slots.used {
      #expect((ChannelSlots.leads + ChannelSlots.electrograms)[slot] == names[channel])
    }
    #expect(slots.used.map(\.slot) == slots.used.map(\.slot).sorted())
  }

  @Test("The layouts differ where catheters are absent or in another order")
  func differences() {
    let complete = slots(ChannelLayout.complete.channelNames).intracardiac
    #expect(complete == Array(12..<19))
    let withoutSinus = slots(ChannelLayout.withoutCoronarySinus.channelNames).intracardiac
    #expect(withoutSinus == [12, 13, nil, nil, nil, nil, nil])
    let withoutAblation = slots(ChannelLayout.withoutAblation.channelNames).intracardiac
    #expect(withoutAblation == [nil, 12, 13, 14, 15, 16, 17])
    let unipolar = slots(ChannelLayout.withUnipolarAblation.channelNames).intracardiac
    #expect(unipolar == [12, 14, 15, 16, 17, 18, 19])
    let last = slots(ChannelLayout.rightVentricleLast.channelNames).intracardiac
    #expect(last == [12, 18, 13, 14, 15, 16, 17])
  }

  @Test("MIT-BIH's leads are found: the modified limb lead and the chest leads")
  func mitBIH() {
    let slots = slots(["MLII", "V5", "V1"])
    var surface = [Int?](repeating: nil, count: 12)
    (surface[1], surface[10], surface[6]) = (0, 1, 2)
    #expect(slots.surface == surface)
    #expect(slots.intracardiac.allSatisfy { $0 == nil })
    #expect(slots.used.map(\.slot) == [1, 6, 10])
    #expect(slots.used.map(\.channel) == [0, 2, 1])
    #expect(!slots.isEmpty)
  }

  @Test(
    "Laboratories' spellings stand for the same electrodes",
    arguments: [
      ("CS 1-2", "CS12"), ("CS 9,10", "CS90"), ("cs 9-10", "CS90"), ("CS 3/4", "CS34"),
      ("CS5-6", "CS56"), ("CS 7 8", "CS78"), ("CS90", "CS90"), ("ABL d", "ABL12"),
      ("ABLd", "ABL12"), ("ABL 1-2", "ABL12"), ("MAP d", "ABL12"), ("RVa", "RVA12"),
      ("RVA 1-2", "RVA12"), ("aVr", "aVR"), ("AVF", "aVF"), ("avl", "aVL"), ("MLI", "I"),
      ("MLIII", "III"), ("MCL1", "V1"), ("ECG II", "II"), ("ECG aVF", "aVF"), ("v6", "V6"),
      ("i", "I"),
    ])
  func spellings(_ spelling: String, _ name: String) {
    let slots = slots(["RESP", spelling])
    let all = ChannelSlots.leads + ChannelSlots.electrograms
    #expect(slots.used.map { all[$0.slot] } == [name])
    #expect(slots.used.map(\.channel) == [1])
  }

  @Test(
    "Names of other things are nobody's",
    arguments: [
      "ART", "ABL_uni", "HIS12", "HRA", "CS", "CS23", "CS11", "RESP", "Pleth", "RV34", "ABL34",
      "V7",
    ])
  func others(_ name: String) {
    #expect(slots([name]).isEmpty)
    #expect(slots([name, "II"]).used.map(\.channel) == [1])
  }

  @Test(
    "A channel that does not say which lead it is stands in for one where no other channel does",
    arguments: ["V", "IV", "", "-", "ECG", "ECG1", "MCL7", "squarewave"])
  func unnamed(_ name: String) {
    #expect(slots([name]).used.map(\.channel) == [0])
    #expect(slots([name, "II"]).used.map(\.channel) == [1])
  }

  @Test("A channel counts only where it measures a voltage")
  func units() {
    for unit in ["mV", "uV", "µV", "V", "nV"] {
      #expect(slots(["II", "CS12"], unit: unit).used.map(\.slot) == [1, 14], "\(unit)")
    }
    for unit in ["mmHg", "", "bpm", "NU", "°C"] {
      #expect(slots(["II", "CS12"], unit: unit).isEmpty, "\(unit)")
    }
    let mixed = Record.synthetic([
      SyntheticChannel(name: "II", values: [0], unit: "mmHg"),
      SyntheticChannel(name: "MLII", values: [0]), SyntheticChannel(name: "V1", values: [0]),
    ])
    let slots = ChannelSlots(channels: mixed.channels)
    #expect(slots.surface[1] == 1, "the one in volts, though it comes later")
    #expect(slots.used.count == 2)
  }

  @Test("Of two channels with one name the first counts, in whatever spelling")
  func duplicates() {
    let slots = slots(["V1", "II", "MLII", "v1", "CS 1-2", "CS12", "CSd"])
    #expect(slots.used.map(\.channel) == [1, 0, 4])
    #expect(slots.used.map(\.slot) == [1, 6, 14])
  }

  @Test("No channels are no channels")
  func none() {
    let slots = ChannelSlots(channels: [])
    #expect(slots.isEmpty && slots.used.isEmpty)
    #expect(slots.surface.count == 12 && slots.intracardiac.count == 7)
  }
}
