extension Channel {
  public var kind: ChannelKind { identity.kind }

  /// What it is called on screens and paper: as the reader says, or by its own name; with a minus
  /// sign before its own where it is upside down.
  public var shownName: String {
    if identity.certainty == .told, let title = identity.title { return title }
    return isInverted ? "−" + name : name
  }

  /// Millivolts in one physical unit, for channels that measure a voltage.
  public var millivoltsPerUnit: Double? {
    switch calibration.unit {
    case "mV", "mv", "MV": 1
    case "V": 1000
    case "uV", "µV", "μV", "UV": 1e-3
    case "nV": 1e-6
    default: nil
    }
  }

  fileprivate var isVoltage: Bool { millivoltsPerUnit != nil }

  /// Whether it may be a surface lead by its unit and rate, where its name says nothing.
  fileprivate var mayBeSurface: Bool {
    kind == .unknown && isVoltage && samplingRateHz >= Self.leastSurfaceRateHz
  }

  /// Below this a QRS complex has too few samples to be seen.
  private static let leastSurfaceRateHz = 50.0

  /// Whether it is a trend, as a monitor's numbers are, whatever its name says: too slow for a wave
  /// of the heart. It is shown, and nothing is looked for in it.
  public var isTrend: Bool { samplingRateHz < Self.leastWaveRateHz }

  private static let leastWaveRateHz = 25.0
}

extension ChannelKind {
  /// Whether waves of the heart, or of what stimulates it, are looked for in it.
  fileprivate var isOfHeart: Bool { self == .surface || isElectrogram || self == .stimulus }
}

/// What the channels of one record are, each seen beside the others.
enum ChannelAssumptions {
  /// Leads that stand in for the first, the second, ... of channels that do not say which they are:
  /// of one or two they are most often II and V1.
  private static let order = [
    "II", "V1", "V5", "I", "III", "aVF", "V2", "V3", "V4", "V6", "aVR", "aVL",
  ]
  /// Leads that look at the heart from nearly the same side.
  private static let alike = ["VX": "V5", "VY": "II", "VZ": "V2"]

  /// What has to be said of channels that are too slow for what they are called.
  static func warnings(_ channels: [Channel]) -> [String] {
    channels.filter {
      $0.isTrend && ChannelIdentity(name: $0.name, unit: $0.calibration.unit).kind.isOfHeart
    }.map {
      let rate = $0.samplingRateHz
      let text = rate < 0.01 ? "\(rate)" : "\((rate * 1e4).rounded() / 1e4)"
      return
        "channel \($0.name.fitForLine): \(text) samples a second are a trend: it is shown, and "
        + "not detected, measured or classified"
    }
  }

  /// The channels with what they are taken for. What a reader has said stays.
  static func identified(_ channels: [Channel]) -> [Channel] {
    var channels = channels
    for index in channels.indices where channels[index].identity.certainty != .told {
      channels[index].identity = ChannelIdentity(
        name: channels[index].name, unit: channels[index].calibration.unit)
    }
    // Also where a reader has said otherwise: making 250 samples a second of one an hour would take
    // all memory, and say nothing.
    for index in channels.indices where channels[index].isTrend && channels[index].kind.isOfHeart {
      channels[index].identity = .unknown
    }
    settleElectrograms(&channels)
    // Beside an EEG what is not known is one more of its electrodes.
    guard !channels.contains(where: { ChannelName($0.name).isScalp }) else { return channels }
    takeChestLeads(&channels)
    takeSurfaceLeads(&channels)
    return channels
  }

  /// Letters that name a catheter's spline or something else are a catheter's beside an electrogram
  /// that is plainly one.
  private static func settleElectrograms(_ channels: inout [Channel]) {
    let isPlain = channels.contains { $0.kind.isElectrogram && $0.identity.certainty != .assumed }
    for index in channels.indices
    where channels[index].kind.isElectrogram && channels[index].identity.certainty == .assumed {
      if isPlain {
        channels[index].identity.certainty = .named
      } else {
        channels[index].identity = .unknown
      }
    }
  }

  /// C1 to C6 are chest leads in European ECGs; one of them alone may be an electrode of an EEG.
  private static func takeChestLeads(_ channels: inout [Channel]) {
    var places: [String: Int] = [:]
    for (index, channel) in channels.enumerated() where channel.kind == .unknown {
      let name = channel.name.uppercased()
      guard name.count == 2, name.first == "C", let number = Int(name.dropFirst()),
        (1...6).contains(number)
      else { continue }
      places["V\(number)"] = index
    }
    guard places.count >= 3 else { return }
    for (lead, index) in places { assume(lead, &channels[index]) }
  }

  /// Where no channel's name says that it is one of the twelve leads, those that may be are taken
  /// for leads: a detector needs none by name, and a model is told that it is a guess. What a
  /// reader has said of one channel leaves the guesses of the others.
  private static func takeSurfaceLeads(_ channels: inout [Channel]) {
    let standard = Set(SurfaceLead.standard)
    let told = channels.indices.filter {
      channels[$0].identity.lead.map(standard.contains) ?? false
    }
    guard told.allSatisfy({ channels[$0].identity.certainty == .told }) else { return }
    let found = candidates(channels)
    var left = order.filter { lead in !told.contains { channels[$0].identity.lead == lead } }
    // Twelve are an ECG in its usual order, whichever of them the reader has named.
    let group = (found + told).sorted()
    let isWhole = group.count == standard.count
    for index in found where !left.isEmpty {
      let place = isWhole ? group.firstIndex(of: index).map { SurfaceLead.standard[$0] } : nil
      let likely = place ?? channels[index].identity.lead.flatMap { alike[$0] }
      let wanted = likely ?? Self.likely(channels[index])
      let lead = wanted.flatMap { left.contains($0) ? $0 : nil } ?? left[0]
      left.removeAll { $0 == lead }
      assume(lead, &channels[index])
    }
  }

  /// Channels that may stand in for a lead: those called an ECG that do not say which, else those
  /// of which nothing is known. A name that says which lead it is, V7 or V4R, is no other; and
  /// beside electrograms what is not known is one more of them as likely.
  private static func candidates(_ channels: [Channel]) -> [Int] {
    let open = channels.indices.filter { channels[$0].identity.certainty != .told }
    let surface = open.filter { channels[$0].kind == .surface && channels[$0].isVoltage }
    guard surface.isEmpty else {
      return surface.filter { index in
        channels[index].identity.lead.map { alike[$0] != nil } ?? true
      }
    }
    // What the names themselves say, whatever the reader has said since.
    let names = channels.map { ChannelIdentity(name: $0.name, unit: $0.calibration.unit).kind }
    if names.contains(.surface) || channels.contains(where: { $0.kind.isElectrogram }) { return [] }
    return open.filter { channels[$0].mayBeSurface }
  }

  /// A chest lead without a number is most often V1.
  private static func likely(_ channel: Channel) -> String? {
    ["V", "MCL"].contains(channel.name.uppercased()) ? "V1" : nil
  }

  private static func assume(_ lead: String, _ channel: inout Channel) {
    channel.identity = ChannelIdentity(kind: .surface, lead: lead, certainty: .assumed)
  }
}

extension Record {
  /// Channels in the order in which electrophysiologists read them: surface leads, atrium, His,
  /// coronary sinus, ventricle, ablation catheter, pressures; within a group as recorded.
  public var clinicalOrder: [Int] {
    channels.indices.sorted { a, b in
      (Self.rank(channels[a].kind), a) < (Self.rank(channels[b].kind), b)
    }
  }

  /// Channels of catheters from the tip on, by the numbers of their electrodes and not by their
  /// order in the file; catheters in the order in which their first channel comes.
  public func fromTips(_ channels: [Int]) -> [Int] {
    func catheter(_ channel: Int) -> String {
      self.channels[channel].identity.electrodes?.catheter ?? ""
    }
    func distance(_ channel: Int) -> Double {
      self.channels[channel].identity.electrodes?.place.distanceFromTip ?? 0
    }
    let first = Dictionary(channels.map { (catheter($0), $0) }) { min($0, $1) }
    return channels.sorted { a, b in
      (first[catheter(a)] ?? a, distance(a), a) < (first[catheter(b)] ?? b, distance(b), b)
    }
  }

  /// Channels of no known group stand behind the electrograms, before pressures.
  private static func rank(_ kind: ChannelKind) -> Int {
    switch kind {
    case .unknown, .other: ChannelKind.pressure.rawValue
    case .stimulus: ChannelKind.pressure.rawValue - 1
    case .pressure: 99
    default: kind.rawValue
    }
  }
}
