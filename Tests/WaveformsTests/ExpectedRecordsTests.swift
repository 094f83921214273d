import Foundation
import Testing
import Waveforms

/// What an independent reader (wfdb-python 4.3.1) reads from each record: `expected.json`, whose
/// hashes `expected.py` beside it defines.
struct ExpectedRecord: Decodable, Sendable {
  struct Annotations: Decodable, Sendable {
    var unread: String?
    var annotations: Int?
    var by_symbol: [String: Int]?
    var sha256: String?
  }
  var unread: String?
  var fs: Double?
  var frames: Int?
  var channels: [String]?
  var samples_per_frame: [Int]?
  var gain: [Double]?
  var baseline: [Double]?
  var format: [String]?
  var digital_sha256: String?
  var annotators: [String: Annotations]?

  static let all: [String: ExpectedRecord] = {
    guard let data = FileManager.default.contents(atPath: SharedRecords.path("expected.json"))
    else { return [:] }
    return (try? JSONDecoder().decode([String: ExpectedRecord].self, from: data)) ?? [:]
  }()
}

@Suite(.enabled(if: SharedRecords.isPresent, Comment(rawValue: SharedRecords.skipReason)))
struct ExpectedRecordsTests {
  @Test("the list of expectations is there and whole")
  func listIsWhole() {
    #expect(ExpectedRecord.all.count >= 119)
  }

  @Test("digital samples and header fields", arguments: ExpectedRecord.all.keys.sorted())
  func digitalSamples(name: String) throws {
    let expected = try #require(ExpectedRecord.all[name])
    guard expected.unread == nil else { return }
    let record = try WFDBReader.open(path: SharedRecords.path(name))
    #expect(record.frameCount == expected.frames)
    #expect(abs(record.frameRateHz - (expected.fs ?? 0)) < 1e-9)
    #expect(record.channels.map(\.samplesPerFrame) == expected.samples_per_frame)
    #expect(record.channels.map(\.calibration.gain) == expected.gain)
    #expect(record.channels.map(\.calibration.baseline) == expected.baseline)
    #expect(record.channels.map(\.encoding.name) == expected.format)
    #expect(record.channels.map(\.name) == expected.channels)
    let verification = try RecordVerification(of: record)
    #expect(verification.digitalSHA256 == expected.digital_sha256)
  }

  @Test(
    "checksums of the headers hold",
    arguments: [
      "mitdb/100", "wfdb-python/100skew",
      "wfdb-python/binformats", "wfdb-python/flacformats", "wfdb-python/03700181",
      "wfdb-python/test01_00s_skewframe", "intracardiac/prucka_vt14", "wfdb-python/mixedsignals",
    ])
  func checksums(name: String) throws {
    let record = try WFDBReader.open(path: SharedRecords.path(name))
    let verification = try RecordVerification(of: record)
    for (channel, found) in zip(record.channels, verification.channels) {
      let declared = try #require(channel.checksum)
      #expect((declared - found.checksum) % 65536 == 0, "\(channel.name)")
    }
  }

  @Test(
    "records that the other reader cannot read are read, or refused with a sentence",
    arguments: ExpectedRecord.all.filter { $0.value.unread != nil }.keys.sorted())
  func unread(name: String) throws {
    do throws(WFDBError) {
      let record = try WFDBReader.open(path: SharedRecords.path(name))
      #expect(!record.channels.isEmpty)
      #expect((try? record.physical(channels: [0], frames: 0..<100)) != nil)
    } catch {
      #expect(error.description.contains("expected") || error.description.contains("cannot read"))
    }
  }

  @Test(
    "annotations", arguments: ExpectedRecord.all.filter { $0.value.annotators != nil }.keys.sorted()
  )
  func annotations(name: String) throws {
    for (annotator, expected) in try #require(ExpectedRecord.all[name]?.annotators) {
      guard expected.unread == nil else { continue }
      let set = try WFDBAnnotationReader.read(
        recordPath: SharedRecords.path(name), annotator: annotator)
      #expect(set.annotations.count == expected.annotations, "\(annotator)")
      #expect(set.sha256 == expected.sha256, "\(annotator)")
      let counts = Dictionary(grouping: set.annotations) { set.symbol($0.code) }.mapValues(\.count)
      #expect(counts == expected.by_symbol, "\(annotator)")
    }
  }
}
