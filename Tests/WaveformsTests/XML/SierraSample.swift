import Foundation

/// Resting ECGs as Philips electrocardiographs write them, after the open "sierra-ecg-tools".
enum SierraSample {
  static let leads = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]

  static func file(_ waveforms: String, version: String = "1.04.01", beats: String = "") -> String {
    """
    <?xml version="1.0" encoding="UTF-16"?>
    <restingecgdata xmlns="http://www3.medical.philips.com" status="Confirmed">
    <documentinfo><documenttype>PhilipsECG</documenttype>
    <documentversion>\(version)</documentversion></documentinfo>
    <dataacquisition date="2022-02-28" time="09:05:07">
    <machine detaildescription="Philips Medical Products:860306:A.07">PageWriter TC</machine>
    <acquirer><institutionname>Ward 3</institutionname><room>---</room></acquirer>
    <signalcharacteristics><samplingrate>500</samplingrate><signalresolution>5</signalresolution>
    <acquisitiontype>STD-12</acquisitiontype>
    <numberchannelsallocated>12</numberchannelsallocated>
    <signalsigned>True</signalsigned></signalcharacteristics></dataacquisition>
    <patient><generalpatientdata><patientid>42</patientid><name><lastname>Müller</lastname>
    <firstname>Zoë</firstname></name><age><years>71</years><dateofbirth>1950-12-31</dateofbirth>
    </age><sex>Female</sex></generalpatientdata></patient>
    <interpretations><interpretation><globalmeasurements><heartrate>62</heartrate>
    <print>138</print></globalmeasurements><statement><leftstatement>Sinus rhythm</leftstatement>
    <rightstatement>normal P axis</rightstatement></statement><severity>- NORMAL -</severity>
    </interpretation></interpretations>
    <waveforms>\(waveforms)\(beats)</waveforms>
    </restingecgdata>
    """
  }

  /// The element of waveforms. Attributes are those of version 1.04, unless others are given.
  static func waveforms(_ text: String, milliseconds: Int, attributes: String = "") -> String {
    let names = leads.joined(separator: " ")
    return "<parsedwaveforms dataencoding=\"Base64\" durationperchannel=\"\(milliseconds)\" "
      + "samplespersecond=\"500\" resolution=\"5\" signaloffset=\"0\" numberofleads=\"12\" "
      + "leadlabels=\"\(names)\" \(attributes)>\(text)</parsedwaveforms>"
  }

  /// Samples of the twelve leads; the limb leads follow from I and II, and are off by little.
  static func samples(_ count: Int) -> [[Int]] {
    let chest = (0..<6).map { AECGSample.digits(count, lead: $0 + 6) }
    let one = AECGSample.digits(count, lead: 0)
    let two = AECGSample.digits(count, lead: 1)
    let pairs = Array(zip(one, two))
    let limb: [(Int, Int) -> Int] = [
      { $1 - $0 + 1 }, { -($0 + $1) / 2 }, { $0 - $1 / 2 - 2 }, { $1 - $0 / 2 },
    ]
    return [one, two] + limb.map { lead in pairs.map { lead($0.0, $0.1) } } + chest
  }

  /// Leads one after the other, as they are.
  static func plain(_ leads: [[Int]]) -> String { MUSESample.base64(leads.flatMap { $0 }) }

  /// Leads compressed by XLI.
  static func compressed(_ leads: [[Int]]) -> String {
    let bytes = residuals(leads).flatMap { chunk($0) }
    return Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
  }

  /// What III, aVR, aVL and aVF leave of what follows from I and II.
  private static func residuals(_ leads: [[Int]]) -> [[Int]] {
    var result = leads
    for index in leads[0].indices {
      let (one, two, three) = (leads[0][index], leads[1][index], leads[2][index])
      result[2][index] = two - one - three
      result[3][index] = -leads[3][index] - (one + two) >> 1
      result[4][index] = (one - three) >> 1 - leads[4][index]
      result[5][index] = (two + three) >> 1 - leads[5][index]
    }
    return result
  }

  private static func chunk(_ samples: [Int]) -> [UInt8] {
    let second = (2..<samples.count).map { index -> Int in
      2 * samples[index - 1] - samples[index - 2] - samples[index]
    }
    let numbers: [Int] = Array(samples.prefix(2)) + second.dropFirst().map { $0 + 64 } + [64]
    let words = numbers.map { UInt16(bitPattern: Int16(truncatingIfNeeded: $0)) }
    let high = words.map { UInt8($0 >> 8) }
    let low = words.map { UInt8($0 & 0xFF) }
    let packed = packed(high + low)
    let first = UInt16(bitPattern: Int16(truncatingIfNeeded: second.first ?? 0))
    var head: [UInt8] = []
    for shift in [0, 8, 16, 24] { head.append(UInt8(truncatingIfNeeded: packed.count >> shift)) }
    head += [0, 0, UInt8(first & 0xFF), UInt8(first >> 8)]
    return head + packed
  }

  /// LZW with codes of 10 bits.
  private static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var table: [[UInt8]: Int] = [:]
    for byte in UInt8.min...UInt8.max { table[[byte]] = Int(byte) }
    var codes: [Int] = []
    var text: [UInt8] = []
    for byte in bytes {
      if table[text + [byte]] == nil {
        codes.append(table[text] ?? 0)
        if table.count <= 1022 { table[text + [byte]] = table.count }
        text = []
      }
      text.append(byte)
    }
    codes.append(table[text] ?? 0)
    var bits: [UInt8] = []
    for code in codes {
      for place in 0..<10 { bits.append(UInt8(code >> (9 - place) & 1)) }
    }
    while !bits.count.isMultiple(of: 8) { bits.append(0) }
    return stride(from: 0, to: bits.count, by: 8).map { start -> UInt8 in
      bits[start..<start + 8].reduce(0) { $0 << 1 | $1 }
    }
  }

  /// The bytes in UTF-16, as PageWriters write it.
  static func bytes(_ text: String) -> [UInt8] { [UInt8](text.data(using: .utf16) ?? Data()) }

  /// An ordinary file.
  static func compressedFile(_ count: Int) -> String {
    file(
      waveforms(
        compressed(samples(count)), milliseconds: count * 2, attributes: "compression=\"XLI\""))
  }
}
