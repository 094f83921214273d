import Testing
import Waveforms

/// The inputs after public fault reports that are not EDF's: what is right stands beside each.
@Suite("SharedBugs", .enabled(if: SharedBugs.isPresent, "needs ../shared/bugs"))
struct SharedBugsTests {
  private func open(_ name: String) throws -> Recording {
    try Recording(path: SharedBugs.path(name))
  }

  @Test func annotationsAfterTheEndAreToldOf() throws {
    let set = try open("annotations_after_end/a").annotations("atr")
    #expect(
      set.warnings == [
        "atr: expected annotations up to the record's end at 0:00:02, found 1 of 3 behind it, the last "
          + "at 31:40:00"
      ])
  }

  @Test(arguments: ["ecg.edf", "ekg.edf", "afdb", "noname", "ii.edf", "lead.edf"])
  func everyRecordHasALead(name: String) throws {
    let channels = try open("ecg_label/" + name).record.channels
    #expect(channels.first?.kind == .surface && channels.first?.identity.lead == "II")
  }

  @Test func pointersAreNoSamples() {
    let error = #expect(throws: (any Error).self) { try open("lfs_pointer/p") }
    #expect(error.map { "\($0)" }?.contains("Git LFS pointer") == true)
  }

  @Test func pathsAsNamesOpen() throws {
    let record = try open("ptbxl_plus_path/00001_medians").record
    let values = try record.physical(channels: [0], frames: 0..<600).samples
    #expect((values.min() ?? 0) > -0.4 && (values.max() ?? 0) > 0.8)
    #expect(record.channels.map(\.name) == ["I", "II"])
  }

  @Test(arguments: ["b", "n", "r"])
  func wholeNumbersMayHaveAPoint(name: String) throws {
    let record = try open("wfdb_real_numbers/" + name).record
    #expect(record.frameCount == 256 && record.channels.map(\.name) == ["I", "II"])
  }

  @Test(arguments: ["UP", "UP.HEA", "UP.DAT"])
  func capitalsOpen(name: String) throws {
    #expect(try open("wfdb_upper_case/" + name).record.frameCount == 256)
  }

  @Test func recordsWithoutSignalsEndWithTheirAnnotations() throws {
    #expect(try open("trend_no_frames/c1").record.frameCount > 0)
  }
}
