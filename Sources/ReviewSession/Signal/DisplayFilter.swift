public import SignalProcessing
public import Waveforms

/// What the signal passes before it is drawn. All are without delay, so that nothing moves.
public enum DisplayFilter: String, Sendable, CaseIterable {
  /// The raw signal.
  case none
  /// Surface leads 0.5 to 40 Hz, as monitors show them; electrograms raw.
  case monitor
  /// Surface leads 0.05 to 150 Hz, as diagnostic recorders have it; electrograms 30 to 250 Hz.
  case diagnostic
  /// The mains out of the surface leads; electrograms raw, as a notch hides a His potential.
  case notch50, notch60

  /// What stands on the status line.
  public var label: String {
    switch self {
    case .none: "filters off"
    case .monitor: "ECG 0.5-40 Hz"
    case .diagnostic: "ECG 0.05-150 EGM 30-250 Hz"
    case .notch50: "ECG notch 50 Hz"
    case .notch60: "ECG notch 60 Hz"
    }
  }

  /// The same for a narrow screen.
  public var shortLabel: String {
    switch self {
    case .none: "raw"
    case .monitor: "0.5-40Hz"
    case .diagnostic: "0.05-150Hz"
    case .notch50: "notch50"
    case .notch60: "notch60"
    }
  }

  /// The sections for a kind of channel; none where it stays raw. A cutoff that the sampling rate
  /// does not reach is left out.
  public func sections(_ kind: ChannelKind, samplingRateHz rate: Double) -> [Biquad] {
    let isSurface = kind == .surface
    guard isSurface || kind.isElectrogram else { return [] }
    var band: (low: Double?, high: Double?) = (nil, nil)
    switch self {
    case .none: return []
    case .monitor: if isSurface { band = (0.5, 40) }
    case .diagnostic: band = isSurface ? (0.05, 150) : (30, 250)
    case .notch50, .notch60:
      let mains = self == .notch50 ? 50.0 : 60
      return isSurface && mains < rate * 0.45
        ? [.notch(centreHz: mains, quality: 30, samplingRateHz: rate)] : []
    }
    var sections: [Biquad] = []
    if let low = band.low { sections.append(.highPass(cutoffHz: low, samplingRateHz: rate)) }
    if let high = band.high, high < rate * 0.45 {
      sections.append(.lowPass(cutoffHz: high, samplingRateHz: rate))
    }
    return sections
  }

  /// Seconds of signal on either side of a block after which the filter has forgotten the edge.
  var marginSeconds: Double {
    switch self {
    case .none: 0
    case .monitor: 3
    // 0.05 Hz remembers for long; what is left of an edge after this is a slow slope.
    case .diagnostic: 20
    case .notch50, .notch60: 1
    }
  }
}
