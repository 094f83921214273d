/// The multiplex groups that share one time line, and where each begins on it.
struct DICOMTimeLine {
  struct Part {
    var group: DICOMWaveformGroup
    /// Samples from the time line's start to the group's first, at the group's rate.
    var lead: Int
    var samplesPerFrame: Int
    /// Index of the record's channel that is the group's first.
    var firstChannel: Int
  }

  private(set) var parts: [Part] = []
  /// Groups whose samples are computed from others.
  private(set) var derived: [DICOMWaveformGroup]
  private(set) var frameRateHz: Double
  /// Time from the acquisition's start to the first frame.
  private(set) var offsetMilliseconds: Double
  private(set) var warnings: [String] = []

  /// Most samples of a channel in one frame.
  private static let samplesPerFrameLimit = 4096
  /// Missing samples before a group's first, for each sample that the groups hold: what a file
  /// states in a few bytes must not fill the memory.
  private static let leadFactor = 8

  /// The first original group is the record. Others join it where all rates are whole multiples of
  /// the slowest one; a median beat is no part of the time line.
  /// - Parameter groups: those of the file that hold samples; at least one.
  init?(_ groups: [DICOMWaveformGroup]) {
    let originals = groups.filter { !$0.isDerived }
    guard let first = originals.first ?? groups.first else { return nil }
    derived = groups.filter { $0.isDerived && $0.number != first.number }
    var chosen = [first]
    for group in groups where group.number != first.number {
      if let reason = Self.reason(against: group, joining: chosen) {
        warnings.append("\(group.title) is left out: \(reason)")
      } else {
        chosen.append(group)
      }
    }
    chosen.sort { $0.number < $1.number }
    frameRateHz = chosen.map(\.rateHz).min() ?? first.rateHz
    offsetMilliseconds = chosen.map(\.offsetMilliseconds).min() ?? 0
    place(chosen)
  }

  private static func reason(
    against group: DICOMWaveformGroup, joining chosen: [DICOMWaveformGroup]
  ) -> String? {
    if group.isDerived { return "its samples are computed from others (DERIVED), not recorded" }
    let rates = (chosen + [group]).map(\.rateHz)
    let lowest = rates.min() ?? group.rateHz
    guard rates.allSatisfy({ multiple($0, of: lowest) != nil }) else {
      let others = DICOMText.number(chosen[0].rateHz)
      return "its \(DICOMText.number(group.rateHz)) Hz and \(others) Hz are no whole multiples"
    }
    let offsets = (chosen + [group]).map(\.offsetMilliseconds)
    let spread = ((offsets.max() ?? 0) - (offsets.min() ?? 0)) / 1000
    let held = (chosen + [group]).reduce(0) { $0 + $1.totalSampleCount }
    let leads = (chosen + [group]).reduce(0.0) {
      $0 + spread * $1.rateHz * Double($1.channels.count)
    }
    return leads <= Double(held) * Double(leadFactor)
      ? nil : "it begins \(DICOMText.number(spread)) s from the others"
  }

  private static func multiple(_ rate: Double, of lowest: Double) -> Int? {
    let ratio = rate / lowest
    guard ratio <= Double(samplesPerFrameLimit), abs(ratio - ratio.rounded()) < 1e-9 * ratio else {
      return nil
    }
    return Int(ratio.rounded())
  }

  private mutating func place(_ groups: [DICOMWaveformGroup]) {
    var channel = 0
    for group in groups {
      let lead = (group.offsetMilliseconds - offsetMilliseconds) / 1000 * group.rateHz
      let whole = lead.rounded()
      if abs(lead - whole) > 0.01 {
        warnings.append(
          "\(group.title) begins between two samples of the others, and is shown at the nearest")
      }
      parts.append(
        Part(
          group: group, lead: Int(whole),
          samplesPerFrame: Self.multiple(group.rateHz, of: frameRateHz) ?? 1,
          firstChannel: channel))
      channel += group.channels.count
    }
  }

  /// The part that a group is on the time line; nil for one that is left out.
  func part(group number: Int) -> Part? { parts.first { $0.group.number == number } }

  /// Samples of all channels, with the missing ones before them.
  var totalSampleCount: Int {
    parts.reduce(0) { $0 + ($1.lead + $1.group.sampleCount) * $1.group.channels.count }
  }

  /// The same with one group alone.
  func only(_ part: Part) -> DICOMTimeLine {
    var copy = self
    var part = part
    copy.frameRateHz = part.group.rateHz
    copy.offsetMilliseconds = part.group.offsetMilliseconds
    (part.lead, part.samplesPerFrame, part.firstChannel) = (0, 1, 0)
    copy.parts = [part]
    for left in parts where left.group.number != part.group.number {
      copy.warnings.append(
        "\(left.group.title) is left out: the recording is too long to show groups together")
    }
    return copy
  }

  /// Ticks per second that tell samples of the fastest group apart.
  var tickRateHz: Double { parts.map(\.group.rateHz).max() ?? frameRateHz }
}
