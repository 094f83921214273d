import ArrhythmiaModel
import Foundation
import Testing
import Waveforms

/// Real records of several databases, whatever their channels are called.
@Suite("SharedChannels") struct SharedChannelsTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/records").path

  private static var isPresent: Bool {
    FileManager.default.fileExists(atPath: folder + "/expected.json")
  }

  @Test(
    "The detector has a lead of every record that holds an ECG",
    .enabled(if: isPresent, "needs ../shared/records"),
    arguments: ["mitdb", "ludb", "qtdb", "svdb", "intracardiac", "formats"])
  func leads(database: String) throws {
    let folder = Self.folder + "/" + database
    let names = try RecordFolder(path: folder).recordNames
    #expect(names.count > 1)
    for name in names {
      let record = try Recording(path: folder + "/" + name).record
      let slots = ChannelSlots(channels: record.channels)
      #expect(slots.surface.contains { $0 != nil }, "\(name): \(record.channels.map(\.name))")
    }
  }

  @Test(
    "What is no ECG is no lead",
    .enabled(if: isPresent, "needs ../shared/records"),
    arguments: ["edf/test_edfann.edf", "wfdb-python/03700181"])
  func others(name: String) throws {
    let record = try Recording(path: Self.folder + "/" + name).record
    for channel in record.channels where ["RESP", "PLETH", "ABP"].contains(channel.name) {
      #expect(channel.kind != .surface)
    }
  }
}
