import Testing
import Waveforms

@Suite struct LeipzigChannelTests {
  @Test(arguments: zip(ChannelLayout.allCases, [19, 14, 18, 20, 20, 19]))
  func layoutsAreFoundByName(layout: ChannelLayout, count: Int) {
    #expect(layout.channelNames.count == count)
    #expect(ChannelLayout(channelNames: layout.channelNames) == layout)
    #expect(Set(layout.channelNames).count == count)
  }

  @Test func otherChannelsAreNoLayout() {
    #expect(ChannelLayout(channelNames: ["MLII", "V5"]) == nil)
    #expect(ChannelLayout(channelNames: ChannelLayout.complete.channelNames.reversed()) == nil)
  }

  @Test(arguments: [
    ("aVF", "mV", ChannelKind.surface), ("MLII", "mV", .surface), ("V6", "mV", .surface),
    ("v2", "mV", .surface), ("ECG 1", "mV", .surface), ("RVA12", "mV", .ventricle),
    ("RV 1-2", "mV", .ventricle), ("CS90", "mV", .coronarySinus), ("CS 9-10", "mV", .coronarySinus),
    ("HIS d", "mV", .his), ("ABL_uni", "mV", .ablation), ("HRA", "mV", .atrium),
    ("ART", "mV", .pressure), ("RESP", "mmHg", .pressure), ("squarewave", "mV", .unknown),
    ("", "mV", .unknown),
  ])
  func kindsFollowFromNames(name: String, unit: String, kind: ChannelKind) {
    #expect(ChannelIdentity(name: name, unit: unit).kind == kind)
  }
}
