import Foundation

/// A CARTO export of electrograms, as the readers of openep-core (4.0) and pulse-ep (4.1) describe it.
enum CARTOSample {
  static func text(rows: Int = 2500, version: String = "4.0", gain: String = "0.003000") -> String {
    var lines = ["ECG_Export_\(version)", "Raw ECG to MV (gain) = \(gain)"]
    if version == "4.0" {
      lines.append(
        "Unipolar Mapping Channel=M1 Bipolar Mapping Channel=M1-M2 Reference Channel=CS1-CS2")
    }
    lines.append(["I(110)", "CS1-CS2(101)", "M1(1)"].map(padded).joined())
    lines += (0..<rows).map { row in
      [row % 100 - 50, -row, row * 3].map { padded("\($0)") }.joined()
    }
    return lines.map { $0 + "\r\n" }.joined()
  }

  private static func padded(_ text: String) -> String {
    text + String(repeating: " ", count: max(1, 20 - text.count))
  }

  static func bytes() -> [UInt8] { Array(text(rows: 30).utf8) }
}

/// EnSite exports, as the readers of openep-core (Velocity, Precision) and pulse-ep (X) describe them.
enum EnSiteSample {
  /// Bipolar electrograms of EnSite X, each with two columns of its state.
  static func bipolar(rows: Int = 40, element: String = "EP_Catheter_Bipolar_Waveforms_Raw")
    -> String
  {
    let head = """
      Export File Version: 5.2
      Export Data Element: \(element)
      Exported from Software Version: 3.0.1
      Export from Study: b180
      Export from Segment: Stim LA
      Highpass: 30 Hz
      Number of Catheters: 1
      Catheter[0](name, num electrodes): RV,2
      t_dws: timepoint as seen in DWS in HH:MM:SS.mSmSmS format
      Number of waves (columns): ,10
      Number of samples (rows): ,\(rows)
      t_dws,t_secs,t_usecs,t_ref,RV(D-2)_c0,RV(D-2)_c0_ds,RV(D-2)_c0_ps,CS(3-4)_c1,CS(3-4)_c1_ds,CS(3-4)_c1_ps

      """
    let lines = (0..<rows).map { row in
      let micros = 960_324 + row * 500
      let second = 1_712_835_650 + micros / 1_000_000
      let value = Double(row * 7 - 50) / 10_000
      return " 11:40:50.960,\(second),\(micros % 1_000_000),\(Double(row) * 0.0005),\(value),0,0,"
        + "\(-value),32,0\n"
    }
    return head + lines.joined() + "EOF\n"
  }

  /// Unipolar electrograms of EnSite Velocity: numbered columns, of which a table names some. The
  /// amplifier's rate is 2034.5 Hz, and `t_ref` has six digits.
  static func unipolar(rows: Int = 4000) -> String {
    let head = """
      St. Jude Medical. File Revision : Velocity 2.0
      Export Data Element : EPcathBIO_RAW
      Export from Study : study_1
      Export Start Time (h.m.s): 03.45.10.753

      used channels:
      channel,catheter name,electrode name
      0,CS,D
      2,RV,D

      t_dws,t_secs,t_usecs,t_ref,c0,c1,c2,

      """
    let lines = (0..<rows).map { row in
      let seconds = Double(row) / 2034.5
      let micros = 753_032 + Int(seconds * 1e6)
      let digits = String(format: "%.6g", seconds)
      return "03.45.10.753,\(1_241_685_910 + micros / 1_000_000),\(micros % 1_000_000),\(digits),"
        + "\(Double(row % 50) / 1000),-50,\(Double(row % 7) / 100),\n"
    }
    return head + lines.joined() + "EOF\n"
  }
}

/// A recording of six leads, as the Kardia API gives it.
enum KardiaSample {
  static func text(
    rows: Int = 20, resolution: String = "\"amplitudeResolution\":500,", more: String = ""
  ) -> String {
    let leads = ["leadI", "leadII", "leadIII", "AVR", "AVL", "AVF"]
    let samples = leads.enumerated().map { place, lead in
      "\"\(lead)\":[" + (0..<rows).map { "\($0 * (place + 1) - 30)" }.joined(separator: ",") + "]"
    }.joined(separator: ",")
    return "{\"id\":\"e1\",\"patientID\":\"p1\",\"heartRate\":89,\"duration\":30000,"
      + "\"recordedAt\":\"2021-04-16T15:19:09+05:30\",\"algorithmDetermination\":\"normal\","
      + "\"deviceInfo\":{\"hardwareType\":\"KardiaMobile 6L\"},\(more)\"data\":{\"raw\":{"
      + "\"frequency\":300,\"mainsFrequency\":50,\(resolution)\"samples\":{\(samples)}}}}"
  }
}

/// A small valid file of each format, to be damaged.
enum TextSeeds {
  static let all: [(name: String, file: String, bytes: [UInt8])] = [
    ("LabSystem text", "a.txt", BardSample.bytes()),
    ("CardioLab text", "a.inf", Array(PruckaSample.header().utf8)),
    ("CARTO text", "b.txt", CARTOSample.bytes()),
    ("EnSite text", "a.csv", Array(EnSiteSample.bipolar().utf8)),
    ("EnSite text", "b.csv", Array(EnSiteSample.unipolar(rows: 30).utf8)),
    ("Kardia JSON", "a.json", Array(KardiaSample.text().utf8)),
    ("CSV", "c.csv", CSVSample.bytes()),
  ]
}
