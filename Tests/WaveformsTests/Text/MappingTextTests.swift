import Foundation
import Testing
import Waveforms

@Suite struct CARTOTextTests {
  @Test(arguments: ["4.0", "4.1"])
  func `names, gain and samples are read`(version: String) throws {
    let files = try TextRecordFolder("a.txt", CARTOSample.text(version: version))
    let record = try files.open("a.txt")
    #expect(files.listed == ["a.txt"])
    #expect(record.frameRateHz == 1000 && record.frameCount == 2500)
    #expect(record.channels.map(\.name) == ["I", "CS1-CS2", "M1"])
    #expect(record.channels.map(\.kind) == [.surface, .coronarySinus, .unknown])
    #expect(try record.allDigital(1) == (0..<2500).map { Int32(-$0) })
    #expect(try record.allPhysical(1)[2499] == -7.497)
    #expect(record.warnings == ["The rate is CARTO's usual 1000 Hz: the file does not say it"])
  }

  @Test func `what is wrong is told in a sentence`() throws {
    let without = CARTOSample.text(rows: 5).replacing("gain) = 0.003000", with: "gain) =")
    #expect(try TextRecordFolder("a.txt", without).failure("a.txt").contains("no such gain"))
    let short = try TextRecordFolder("a.txt", CARTOSample.text(rows: 5)).open("a.txt")
    #expect(short.warnings.contains { $0.contains("the file has 5") })
    let odd = CARTOSample.text(rows: 5).replacing("M1(1)", with: "     ")
    #expect(try TextRecordFolder("a.txt", odd).failure("a.txt").contains("expected 2 columns"))
  }
}

@Suite struct EnSiteTextTests {
  @Test func `bipolar electrograms are read without their states`() throws {
    let files = try TextRecordFolder("a.csv", EnSiteSample.bipolar())
    let record = try files.open("a.csv")
    #expect(files.listed == ["a.csv"])
    #expect(record.container == "EnSite text")
    #expect(record.frameRateHz == 2000 && record.frameCount == 40)
    #expect(record.channels.map(\.name) == ["RV D-2", "CS 3-4"])
    #expect(record.start == RecordStart(time: "11:40:50.960", date: nil))
    #expect(try record.allPhysical(0) == (0..<40).map { Float(Double($0 * 7 - 50) / 10_000) })
    #expect(record.warnings == ["The file names no unit: millivolts are assumed"])
    #expect(record.comments.contains("filter: highpass 30 Hz"))
  }

  @Test func `the rate is that of the exact times`() throws {
    let record = try TextRecordFolder("a.csv", EnSiteSample.unipolar()).open("a.csv")
    #expect(record.frameRateHz == 2034.5)
    #expect(record.channels.map(\.name) == ["CS D", "RV D"])
    #expect(record.start?.time == "03:45:10.753")
    #expect(try record.allPhysical(1)[6] == 0.06)
  }

  @Test func `exports of anything else are no records`() throws {
    let forces = EnSiteSample.bipolar(element: "Contact_Force_Raw")
    #expect(try TextRecordFolder("a.csv", forces).listed == [])
  }

  @Test func `what is wrong is told in a sentence`() throws {
    let text = EnSiteSample.bipolar()
    let cut = try TextRecordFolder("a.csv", String(text.dropLast(40))).open("a.csv")
    #expect(cut.warnings.contains { $0.contains("ends within row") })
    #expect(cut.warnings.contains { $0.contains("Expected 40 samples") })
    let headless = text.replacing("t_dws,t_secs", with: "dws,secs")
    #expect(try TextRecordFolder("a.csv", headless).failure("a.csv").contains("a line t_dws"))
    let gap = text.replacing("650,965324,", with: "650,995324,")
    #expect(try TextRecordFolder("a.csv", gap).failure("a.csv").contains("evenly spaced"))
  }
}

@Suite struct KardiaJSONTests {
  @Test func `six leads are read`() throws {
    let files = try TextRecordFolder("a.json", KardiaSample.text())
    let record = try files.open("a.json")
    #expect(files.listed == ["a.json"])
    #expect(record.frameRateHz == 300 && record.frameCount == 20)
    #expect(record.channels.map(\.name) == ["I", "II", "III", "aVR", "aVL", "aVF"])
    #expect(record.channels[0].calibration == Calibration(gain: 2, unit: "uV"))
    #expect(record.start == RecordStart(time: "15:19:09", date: "16/04/2021"))
    #expect(try record.allDigital(5) == (0..<20).map { Int32($0 * 6 - 30) })
    #expect(record.comments.contains("interpretation: normal"))
    #expect(record.warnings == [])
  }

  @Test func `a scale that is not given is not made up`() throws {
    let record = try TextRecordFolder("a.json", KardiaSample.text(resolution: "")).open("a.json")
    #expect(!record.channels[0].calibration.isCalibrated)
    #expect(record.warnings.contains { $0.contains("no amplitude resolution") })
  }

  @Test func `missing samples and fractions are read`() throws {
    let text = KardiaSample.text().replacing("[-30,-29,", with: "[null,0.5,")
    let record = try TextRecordFolder("a.json", text).open("a.json")
    let values = try record.allPhysical(0)
    #expect(values[0].isNaN && values[1] == 0.25 && values[2] == -14)
  }

  @Test(arguments: [
    (KardiaSample.text(more: "\"data12L\":{},"), "found one of twelve"),
    (KardiaSample.text().replacing("[-30,-29", with: "[-30,\"x\""), "something else in data.raw"),
    (KardiaSample.text().replacing("[-30,-29", with: "[-30,1e999"), "expected"),
    (KardiaSample.text().replacing("\"frequency\":300", with: "\"frequency\":0"), "data.raw"),
    (String(KardiaSample.text().dropLast(5)), "no JSON, or one that is damaged"),
    (KardiaSample.text(more: "\"a\":" + String(repeating: "[", count: 100_000) + ","), "damaged"),
  ])
  func `what is wrong is told in a sentence`(text: String, sentence: String) throws {
    let failure = try TextRecordFolder("a.json", text).failure("a.json")
    #expect(failure.contains(sentence), "\(failure)")
  }

  @Test func `other JSON is no record`() throws {
    let files = try TextRecordFolder("a.json", "{\"patientID\":\"p\",\"data\":[1,2,3]}")
    #expect(files.listed == [])
  }
}

/// Files that are damaged anywhere open or are refused; none ends the program.
@Suite struct DamagedTextTests {
  @Test(arguments: TextSeeds.all.indices)
  func `damage is survived`(index: Int) throws {
    let seed = TextSeeds.all[index]
    let folder = try TemporaryFolder()
    try folder.write(Array(PruckaSample.table().utf8), "a.txt")
    var state: UInt64 = 42 &+ UInt64(index)
    for _ in 0..<150 {
      var bytes = seed.bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let place = Int(state >> 33) % bytes.count
        switch state >> 20 & 3 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: state >> 24)
        case 1: bytes.removeSubrange(place...min(bytes.count - 2, place + 5))
        case 2: bytes.insert(contentsOf: Array("99999999".utf8), at: place)
        default: bytes = Array(bytes[...place]) + [UInt8(ascii: "\n")]
        }
        if bytes.count < 10 { bytes = seed.bytes }
      }
      try folder.write(bytes, seed.file)
      if let record = try? Recording(path: folder.file(seed.file)).record {
        _ = try record.physical(
          channels: Array(record.channels.indices), frames: 0..<min(1000, record.frameCount))
      }
    }
  }
}
