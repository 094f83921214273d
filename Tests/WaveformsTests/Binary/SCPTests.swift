import Foundation
import Testing
import Waveforms

@Suite("SCP-ECG")
struct SCPTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open(_ bytes: [UInt8]) throws -> Recording {
    try folder.write(bytes, "ecg.scp")
    return try Recording(path: folder.file("ecg.scp"))
  }

  private func digital(_ record: Record) throws -> [[Int]] {
    let channels = Array(record.channels.indices)
    let block = try record.digital(channels: channels, frames: 0..<record.frameCount)
    return channels.map { block[$0].map { Int($0) } }
  }

  @Test("Eight leads, packed, and the four that follow from them")
  func packed() throws {
    let sample = SCPSample.packed()
    let record = try open(sample.bytes).record
    #expect(record.container == "SCP-ECG" && record.frameRateHz == 500)
    #expect(
      record.channels.map(\.name)
        == ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"])
    #expect(
      record.channels.map(\.calibration.gain)
        == [400, 400, 800, 800, 800, 800] + Array(repeating: 400, count: 6))
    #expect(record.warnings == [])
    let samples = try digital(record)
    for (index, lead) in zip([0, 1, 6, 7, 8, 9, 10, 11], sample.leads) {
      #expect(samples[index] == lead.samples)
    }
    let (one, two) = (sample.leads[0].samples, sample.leads[1].samples)
    #expect(samples[2] == zip(one, two).map { 2 * ($1 - $0) })
    #expect(samples[3] == zip(one, two).map { -$0 - $1 })
    #expect(samples[4] == zip(one, two).map { 2 * $0 - $1 })
    #expect(samples[5] == zip(one, two).map { 2 * $1 - $0 })
  }

  @Test("Patient, device, time, measurements and statements")
  func texts() throws {
    let recording = try open(SCPSample.packed().bytes)
    #expect(recording.record.start == RecordStart(time: "09:10:05", date: "22/11/2002"))
    for line in [
      "patient: last name: Müller", "patient: first name: Eva", "patient: id: P-9",
      "patient: age: 70 years", "patient: born: 08/05/1953", "patient: sex: female",
      "device: CART-1", "device: serial number: s17", "device: maker: maker",
      "recording: high-pass filter: 0.05 Hz", "recording: low-pass filter: 150 Hz",
      "recording: a remark", "statement (confirmed): sinus rhythm",
      "statement (confirmed): normal\u{FFFD}[31m ECG", "measurement: mean RR interval 810 ms",
      "measurement: QRS axis -61 degrees", "measurement: ventricular rate 74 /min",
      "measurement: QTc interval 443 ms", "measurement: P onset in the reference beat 100 ms",
      "III, aVR, aVL and aVF are not in the file; they are computed from I and II",
    ] { #expect(recording.record.comments.contains(line), "\(line)") }
    #expect(!recording.record.comments.contains { $0.contains("999") })
    let set = try recording.annotations("ann")
    #expect(set.annotations.map { set.seconds($0, frameRateHz: 500) } == [0.077, 0.301])
    #expect(
      set.annotations.map(\.text) == [
        "atrial, -1500 uV, 400 us", "ventricular, internal, 2000 uV, 400 us",
      ])
  }

  @Test("Every way of packing and of taking differences", arguments: [0, 1, 2] as [UInt8])
  func packings(order: UInt8) throws {
    for packing in [SCPPacking.none, .standard, .own] {
      for isInverse in [false, true] {
        var sample = SCPSample(order: order, packing: packing, isInverse: isInverse)
        sample.leads = [
          SCPSample.Lead(code: 3, samples: SCPSample.wave(count: 333, seed: 5)),
          SCPSample.Lead(
            code: 66, samples: [32_767, -32_768, -1, 0, 1, 99, 8, -8, 9, -9, 127, 128]),
        ]
        let samples = try digital(try open(sample.bytes).record)
        #expect(samples[0] == sample.leads[0].samples)
        #expect(Array(samples[1].prefix(12)) == sample.leads[1].samples)
      }
    }
  }

  @Test("A reference beat is added where it was subtracted, with nothing rounded")
  func subtracted() throws {
    let sample = SCPSample.subtracted()
    let recording = try open(sample.bytes)
    let samples = try digital(recording.record)
    for (index, lead) in sample.leads.enumerated() {
      var expected = lead.samples.map { $0 * 5 }
      for beat in sample.beats where beat.type == 0 {
        for place in Int(beat.first)...min(Int(beat.last), expected.count) {
          let inBeat = Int(sample.referenceFiducial) + place - Int(beat.fiducial)
          if (1...lead.beat.count).contains(inBeat) {
            expected[place - 1] += lead.beat[inBeat - 1] * 2
          }
        }
      }
      #expect(samples[index] == expected && expected != lead.samples.map { $0 * 5 })
    }
    #expect(recording.record.channels[0].calibration.gain == 2000)
    let set = try recording.annotations("ann")
    #expect(set.annotations.map(\.time) == [3, 39, 69, 195].map { $0 * 2000 })
    #expect(set.annotations.map(\.number) == [0, 0, 1, 0])
    #expect(set.annotations.allSatisfy { set.symbol($0.code) == "Q" })
  }

  @Test("Leads that were taken one after the other lie one after the other")
  func sequential() throws {
    var sample = SCPSample()
    sample.leads = [
      SCPSample.Lead(code: 1, samples: [1, 2, 3]),
      SCPSample.Lead(code: 3, first: 4, samples: [4, 5]),
    ]
    let record = try open(sample.bytes).record
    let missing = Int(Int32.min)
    #expect(
      try digital(record) == [[1, 2, 3, missing, missing], [missing, missing, missing, 4, 5]])
    #expect(record.warnings == [])
    sample.leads = [SCPSample.Lead(code: 1, first: 4_000_000_000, samples: [1, 2, 3])]
    let late = try open(sample.bytes).record
    #expect(try digital(late) == [[1, 2, 3]] && late.warnings.count == 1)
  }

  @Test("Leads are named by their codes, calibration pulses after their leads")
  func names() throws {
    var sample = SCPSample()
    sample.leads = [0, 30, 33, 60, 61, 78, 79, 95, 255].map { code in
      SCPSample.Lead(code: code, samples: [1])
    }
    #expect(
      try open(sample.bytes).record.channels.map(\.name)
        == [
          "Lead 0", "fH", "V1 calibration", "fH calibration", "III", "A4", "Lead 79", "Lead 95",
          "Lead 255",
        ])
  }

  @Test("What is not read is refused in a sentence that says what to do")
  func refused() throws {
    var sample = SCPSample.packed()
    sample.isBimodal = true
    let bimodal = #expect(throws: FileError.self) { try open(sample.bytes) }
    #expect(bimodal?.description.contains("bimodal compression") == true)
    // Nothing was left out where the interval is that of the reference beat.
    for index in sample.leads.indices { sample.leads[index].beat = [1, 2, 3] }
    #expect(try open(sample.bytes).record.frameCount == 500)
    sample.beatInterval = 500
    #expect(throws: FileError.self) { try open(sample.bytes) }
    var other = SCPSample.subtracted()
    other.beatInterval = 1000
    #expect(throws: FileError.self) { try open(other.bytes) }
    other = SCPSample.subtracted()
    other.beats = Array(repeating: SCPSample.Beat(first: 1, fiducial: 8, last: 200), count: 5000)
    // 255 leads of half a million samples, a bit each.
    var many = SCPSample(packing: .standard)
    many.leads = (0..<255).map { SCPSample.Lead(code: $0, samples: [0]) }
    let leads = (0..<255).flatMap { lead in [1, 0, 0, 0, 0, 0, 8, 0, UInt8(lead)] as [UInt8] }
    many.sections[3] = [255, 0] + leads
    let absurd = #expect(throws: FileError.self) { try open(many.bytes) }
    #expect(absurd?.description.contains("samples of all leads") == true)
    let overlap = #expect(throws: FileError.self) { try open(other.bytes) }
    #expect(overlap?.description.contains("overlap") == true)
  }

  @Test("Changed bytes are warned of, absurd ones refused")
  func damaged() throws {
    var bytes = SCPSample.packed().bytes
    bytes[bytes.count - 1] ^= 1
    #expect(try open(bytes).record.warnings.count == 2)
    bytes = SCPSample.packed().bytes
    for count in [0, 6, 21, 100, 160, 400, bytes.count / 2] {
      #expect(throws: (any Error).self) { try open(Array(bytes.prefix(count))) }
    }
    for section in [3, 6] {
      var sample = SCPSample.packed()
      for content in [[], [0, 0], [UInt8](repeating: 255, count: 40)] as [[UInt8]] {
        sample.sections[section] = content
        #expect(throws: FileError.self) { try open(sample.bytes) }
      }
    }
    var table = SCPSample.packed()
    for content in [[0, 0], [1, 0, 1, 0], [1, 0, 2, 0] + [UInt8](repeating: 1, count: 18)]
      as [[UInt8]]
    {
      table.sections[2] = content
      #expect(throws: FileError.self) { try open(table.bytes) }
    }
  }

  @Test(
    "A file that other programs write is read as they read it",
    .enabled(if: SharedRecords.isPresent, "needs ../shared/records"))
  func shared() throws {
    let recording = try Recording(path: SharedRecords.path("formats/example.scp"))
    let record = recording.record
    #expect(record.channels.count == 12 && record.frameCount == 5000 && record.frameRateHz == 500)
    #expect(record.warnings == [] && recording.annotators == [])
    #expect(record.comments.contains("patient: id: SBJ-123"))
    #expect(!record.comments.contains { $0.contains("computed") })
    let samples = try digital(record)
    #expect(samples[0].prefix(3) == [-2, -2, -2] && samples[3].prefix(3) == [55, 53, 51])
    #expect(samples.map(\.last) == [-13, -7, 11, 8, 13, 6, -20, -15, 6, 10, -9, 0])
  }
}
