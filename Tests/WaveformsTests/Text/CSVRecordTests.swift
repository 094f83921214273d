import Foundation
import Testing
import Waveforms

@Suite struct CSVRecordTests {
  @Test func `an export reads back as the very values`() throws {
    let files = try TextRecordFolder([("a.csv", CSVSample.bytes())])
    let record = try files.open("a.csv")
    #expect(files.listed == ["a.csv"])
    #expect(record.frameRateHz == 500 && record.frameCount == 20)
    #expect(record.channels.map(\.name) == ["I", "HIS d"])
    #expect(record.channels.map(\.calibration.unit) == ["mV", "mV"])
    #expect(record.channels.allSatisfy { $0.calibration.isCalibrated })
    #expect(try record.allPhysical(0) == (0..<20).map { Float($0 * $0 - 50) / 200 })
    #expect(record.warnings == [])
  }

  /// A channel of 16 bits as the export prints it: floating-point numbers of no few decimals.
  @Test(
    arguments: [
      (6553.6, 0), (200, 0), (977.5, 12), (10.2375, 0.5), (32768.0 / 3, 0), (1e5 / 7, -0.5),
    ] as [(Double, Double)])
  func `digital steps are found again`(gain: Double, baseline: Double) throws {
    var state: UInt32 = 7
    let values = (0..<5000).map { index in
      state = state &* 1_664_525 &+ 1_013_904_223
      let digital =
        index < 2 ? Int16(index * 65_535 - 32_768) : Int16(bitPattern: UInt16(state >> 16))
      return Float((Double(digital) - baseline) * (1 / gain))
    }
    let lines = values.enumerated().map { "\(Double($0) / 977),\($1)\n" }.joined()
    let record = try TextRecordFolder("a.csv", "seconds,RV (mV)\n" + lines).open("a.csv")
    #expect(record.frameRateHz == 977)
    #expect(try record.allPhysical(0) == values)
  }

  @Test(
    .enabled(if: SharedRecords.isPresent, "needs ../shared/records"),
    arguments: [
      "mitdb/100", "intracardiac/bard_avnrt", "intracardiac/prucka_vt14", "ludb/1",
      "edf/test_generator_2.edf", "wfdb-python/03700181",
    ])
  func `exported records read back as the very values`(name: String) throws {
    guard let record = try? Recording(path: SharedRecords.path(name)).record,
      Set(record.channels.map(\.samplesPerFrame)) == [1]
    else { return }
    let frames = 0..<min(20_000, record.frameCount)
    let block = try record.physical(channels: Array(record.channels.indices), frames: frames)
    let heads = record.channels.map { "\($0.name) (\($0.calibration.unit))" }
    var text = (["seconds"] + heads).joined(separator: ",") + "\n"
    for frame in frames {
      let values = record.channels.indices.map { block[$0][frame + block[$0].startIndex] }
      let cells = values.map { $0.isNaN ? "" : "\($0)" }
      text += (["\(Double(frame) / record.frameRateHz)"] + cells).joined(separator: ",") + "\n"
    }
    let read = try TextRecordFolder("a.csv", text).open("a.csv")
    #expect(read.frameRateHz == record.frameRateHz)
    #expect(read.channels.map(\.name) == record.channels.map(\.name))
    for channel in record.channels.indices {
      let values = try read.allPhysical(channel)
      let expected = Array(block[channel])
      #expect(values.count == expected.count)
      #expect(zip(values, expected).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
    }
  }

  @Test func `slower channels have their own rate`() throws {
    let text =
      "seconds,I (mV),ART (mmHg)\n"
      + (0..<40).map { "\(Double($0) / 1000),\($0),\($0 % 4 == 0 ? "\($0 + 80)" : "")\n" }.joined()
    let record = try TextRecordFolder("a.csv", text).open("a.csv")
    #expect(record.frameRateHz == 250 && record.frameCount == 10)
    #expect(record.channels.map(\.samplesPerFrame) == [4, 1])
    #expect(record.channels.map(\.samplingRateHz) == [1000, 250])
    #expect(try record.allPhysical(1) == (0..<10).map { Float($0 * 4 + 80) })
  }

  @Test(arguments: [
    "time;I [uV];II [uV]\n0,000;1,5;2\n0,002;-3;nan\n0,004;;4\n0,006;1;1\n",
    "t\tI (uV)\tII (uV)\r\n0\t1.5\t2\r\n0.002\t-3\tNaN\r\n0.004\t\t4\r\n0.006\t1\t1\r\n",
    "# recorded somewhere\n# time_ms,I_uV,II_uV\n0,1.5,2\n2,-3,\n4,,4\n6,1,1",
    "'Elapsed time','I','II'\n'hh:mm:ss.mmm','uV','uV'\n'0:00.000',1.5,2\n'0:00.002',-3,-\n"
      + "'0:00.004',-,4\n'0:00.006',1,1\n",
    "\u{FEFF}\"seconds\",\"I (uV)\",\"II (uV)\",\n0,\"1.5\",2,\n0.002,-3,,\n0.004,,4,\n0.006,1,1,\n",
    "# sampling rate: 500 Hz\nI_uV II_uV\n1.5 2\n-3 nan\nnan 4\n1 1\n",
    "Sampling frequency (Hz);500\n\nsample;I (uV);II (uV)\n0;1.5;2\n1;-3;\n2;;4\n3;1;1\n",
  ])
  func `common forms are read`(text: String) throws {
    let record = try TextRecordFolder("a.csv", text).open("a.csv")
    #expect(record.frameRateHz == 500)
    #expect(record.channels.map(\.name) == ["I", "II"])
    #expect(record.channels.map(\.calibration.unit) == ["uV", "uV"])
    let first = try record.allPhysical(0)
    #expect(first[0] == 1.5 && first[1] == -3 && first[2].isNaN && first[3] == 1)
    let second = try record.allPhysical(1)
    #expect(second[0] == 2 && second[1].isNaN && second[2] == 4 && second[3] == 1)
  }

  @Test func `an Apple Watch export gives its lead, unit and rate`() throws {
    let text =
      "Name,Jane\nClassification,Sinus Rhythm\nDevice,\"Watch4,2\"\n"
      + "Sample Rate,512 hertz\n\n\nLead,Lead I\nUnit,µV\n\n-12.3\n4.5\n6\n"
    let record = try TextRecordFolder("ecg.csv", text).open("ecg.csv")
    #expect(record.frameRateHz == 512)
    #expect(record.channels[0].name == "I" && record.channels[0].calibration.unit == "µV")
    #expect(try record.allPhysical(0) == [-12.3, 4.5, 6])
    #expect(record.comments.contains("Classification,Sinus Rhythm"))
  }

  @Test func `times in few decimals give the plain rate`() throws {
    let text =
      "time,ecg\n"
      + (0..<500).map { row in
        String(format: "%.3f,%d\n", Double(row) / 360, row)
      }.joined()
    let record = try TextRecordFolder("a.csv", text).open("a.csv")
    #expect(record.frameRateHz == 360)
    #expect(record.channels[0].calibration.unit == "mV")
    #expect(!record.channels[0].calibration.isCalibrated)
    #expect(record.warnings.count == 1 && record.warnings[0].contains("no unit for ecg"))
  }

  @Test(arguments: [
    ("I,II\n1,2\n3,4\n", "expected a rate: a column of times, `seconds`, or the option --rate HZ"),
    ("time,I\n0,2\n1,4\n2,5\n", "found times in whole steps without a unit"),
    ("seconds,I\n0,1\n0.1,1\n0.3,2\n0.4,2\n", "evenly spaced samples"),
    ("seconds,I\n0,1\n0.1,1\n,2\n0.3,2\n", "evenly spaced samples"),
    ("seconds,I\n0,1\n0,1\n0,2\n", "times that grow"),
    ("seconds,I\n0.5,1\n", "at least two samples"),
    ("sample,I\n0,1\n5,1\n6,2\n", "a rate"),
    ("seconds,I\n0,1\n,1\n0.2,2\n", "a time for each sample"),
  ])
  func `what is wrong is told in a sentence`(text: String, sentence: String) throws {
    let files = try TextRecordFolder("a.csv", text)
    #expect(files.failure("a.csv").contains(sentence), "\(files.failure("a.csv"))")
  }

  @Test func `rows of unequal length are told by their line`() throws {
    let rows = (0..<100).map { "\(Double($0) / 100),1\n" }
    let text = "seconds,I (mV)\n" + rows[..<80].joined() + "0.8,1,2\n" + rows[81...].joined()
    let files = try TextRecordFolder("a.csv", text)
    #expect(files.failure("a.csv") == "a.csv, line 82: expected 2 columns, found more")
    let huge = text.replacing("0.8,1,2", with: "0.8,1e999")
    let wrong = try TextRecordFolder("a.csv", huge).failure("a.csv")
    #expect(wrong == "a.csv, line 82: expected a number in column 2, found 1e999")
    let cut = try TextRecordFolder("b.csv", "seconds,I (mV)\n" + rows.joined() + "1.0")
    #expect(try cut.open("b.csv").warnings.contains { $0.contains("ends within row 101") })
  }

  @Test(arguments: [
    "time,type,remark\n0.1,N,\n0.5,V,paced\n",
    "patient,age,weight\n1,45,80\n2,50,90\n3,33,70\n",
    "time,code\n0.1,1\n0.9,5\n1.2,1\n",
    "a,b\n1,2\n3,4\n",
    "1,2,3\n4,5,6\n", "", "\n\n", "name\n", "0,1\0,2\n",
    "seconds,I (mV)\n0,1\n0.1,2\nmean,1.5\n",
  ])
  func `other tables are no records`(text: String) throws {
    let files = try TextRecordFolder("a.csv", text)
    #expect(files.listed == [])
    #expect(files.failure("a.csv").contains("expected a file of a record"))
  }

  @Test func `hostile tables are refused`() throws {
    let wide = try TextRecordFolder(
      "a.csv", "seconds" + String(repeating: ",I (mV)", count: 1_000_000) + "\n0,1\n")
    #expect(wide.failure("a.csv") != "")
    let rows = "\n0,1,2" + String(repeating: ",3", count: 1_000_000)
    let deep = try TextRecordFolder("b.csv", "seconds,I (mV),II (mV)" + rows)
    #expect(deep.failure("b.csv") != "")
    let endless = try TextRecordFolder(
      "c.csv", "seconds,I (mV)\n0,1\n0.1,2\n0.2,3\n0.3," + String(repeating: "9", count: 100_000))
    #expect(endless.failure("c.csv") == "" || endless.failure("c.csv").contains("expected"))
  }
}
