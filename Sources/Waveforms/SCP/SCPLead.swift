/// Section 3: the leads, and how they were taken.
struct SCPLead {
  var name: String
  /// First and last sample of the lead on the recording's time line, counted from 1.
  var samples: ClosedRange<Int>

  /// Leads, and whether a reference beat was subtracted from them.
  static func read(
    _ body: ByteReader?, file: String
  ) throws(FileError) -> (leads: [SCPLead], isSubtracted: Bool) {
    guard let body, let count = body.byte(0), let flags = body.byte(1), count > 0 else {
      throw .content(
        file: file, expected: "the leads of a recording in section 3", found: "none")
    }
    var leads: [SCPLead] = []
    for index in 0..<Int(count) {
      let place = 2 + 9 * index
      guard let first = body.uint32(place), let last = body.uint32(place + 4),
        let code = body.byte(place + 8), first >= 1, first <= last
      else {
        throw .content(
          file: file, expected: "first and last sample of \(count) leads in section 3",
          found: "no such numbers for lead \(index + 1)")
      }
      leads.append(SCPLead(name: name(Int(code)), samples: Int(first)...Int(last)))
    }
    return (leads, flags & 1 == 1)
  }

  private static func name(_ code: Int) -> String {
    if let name = names[code] { return name }
    if calibrations.contains(code), let name = names[code - 30] { return name + " calibration" }
    return "Lead \(code)"
  }

  /// The calibration pulses of the leads 1 to 30.
  private static let calibrations = 31...60

  private static let names: [Int: String] = {
    let first =
      "I II V1 V2 V3 V4 V5 V6 V7 V2R V3R V4R V5R V6R V7R X Y Z CC5 CM5 LA RA LL fI fE fC fA fM fF fH"
    let later = "III aVR aVL aVF -aVR V8 V9 V8R V9R D A J Defib Pace A1 A2 A3 A4"
    var names: [Int: String] = [:]
    for (start, list) in [(1, first), (61, later)] {
      for (index, name) in list.split(separator: " ").enumerated() {
        names[start + index] = String(name)
      }
    }
    return names
  }()
}
