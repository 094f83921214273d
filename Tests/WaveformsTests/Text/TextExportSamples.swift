import Foundation

/// A LabSystem text export, as the documentation of the R package EGM describes it.
enum BardSample {
  static func text(
    names: [String] = ["I", "HIS d"], rows: [[Int]], stated: Int? = nil, range: String = "5mv "
  ) -> String {
    var lines = [
      "[Header]", "File Type: 1", "Version: 1", "Channels exported: \(names.count)",
      "Samples per channel: \(stated ?? rows.count)", "Start time:  6:55:24",
      "End time:  6:55:29", "Ch. Info. Pointer: 320", "Stamp Data: T", "Mux format: 0",
      "Mux Block Size: ", "Data Format 1", "Sample Rate: 1000Hz",
    ]
    for (place, name) in names.enumerated() {
      lines += [
        "Channel #:   \(place + 1)", "Label: \(name)", "Range: \(range)", "Low: .5Hz",
        "High: 1kHz", "Sample rate: 1000Hz", "Color: 0000FF", "Scale: -7",
      ]
    }
    lines += ["", "[Data]"] + rows.map { $0.map(String.init).joined(separator: ",") }
    return lines.map { $0 + "\r\n" }.joined()
  }

  static func bytes() -> [UInt8] {
    Array(text(rows: (0..<20).map { [$0 * 100 - 900, 1000 - $0 * $0] }).utf8)
  }
}

/// A CardioLab text export: header and table.
enum PruckaSample {
  static func header(
    names: [String] = ["I", "ABL d", "ART"], rows: Int = 20, channels: Int? = nil
  ) -> String {
    let lines =
      [
        "Patient = DOE, JANE", "Description = VT induction", "Date = 7/28/2024 11:49:37 PM",
        "Number of Channel = \(channels ?? names.count)", "Points for Each Channel = \(rows)",
        "Data Sampling Rate = 977 points/second", "Start Time = 7/26/2024 10:02:58 PM",
        "Stop Time = 7/26/2024 10:03:02 PM", "Units: mmHg for pressure and mV for all others",
        "Channel Number  Channel Label",
      ] + names.enumerated().map { "\($0 * 7 + 1)              \($1)" }
    return lines.map { $0 + "\r\n" }.joined()
  }

  static func table(rows: Int = 20) -> String {
    (0..<rows).map { row in
      let values = [Double(row) * 0.001, -0.5 + Double(row) * 0.125, 80 + Double(row) * 0.25]
      return values.map { String(format: "%.3f", $0) }.joined(separator: " ") + " \r\n"
    }.joined()
  }
}

/// Comma-separated values as the program's own export prints them.
enum CSVSample {
  static func text(rateHz: Double = 500, rows: Int = 20) -> String {
    let lines = (0..<rows).map { row in
      "\(Double(row) / rateHz),\(Float(row * row - 50) / 200),\(Float(100 - row) / 6553.6)"
    }
    return (["seconds,I (mV),HIS d (mV)"] + lines).map { $0 + "\n" }.joined()
  }

  static func bytes() -> [UInt8] { Array(text().utf8) }
}
