public import Waveforms

/// A strip of ECG paper: all that is drawn on it, at a speed and at gains that are true on paper.
public struct Strip: Sendable, Equatable {
  /// The record's name.
  public var title: String
  /// What is known of the patient, a line each where there is room for it; empty where nothing is,
  /// or where it is not to be printed.
  public var patient: [String] = []
  /// What is known of the record, likewise.
  public var facts: [String]
  /// First moment, in seconds from the record's start.
  public var start: Double
  /// Length in seconds.
  public var seconds: Double
  /// Time of day at the record's start, in seconds since midnight; nil where the record has none.
  public var clockAtRecordStart: Double?
  public var lanes: [StripLane]
  /// Lanes of each line of a row by their numbers, which take turns over the row's time; nil is a
  /// place that stays free. Empty where each lane has a line to itself.
  public var lines: [[Int?]] = []
  /// In order of time.
  public var marks: [StripMark] = []
  /// Pulses of a stimulator, in order of time.
  public var stimuli: [StripStimulus] = []
  /// Intervals that a reader has set on the traces.
  public var intervals: [StripInterval] = []
  /// What was measured of its beats.
  public var measures: StripMeasures?
  public var rhythms: [StripSpan] = []
  public var noise: [StripSpan] = []
  /// What a model says of a window in it.
  public var reading: ModelReading?
  /// Paper speed in mm/s.
  public var speed: Double
  /// What the signals have passed.
  public var filters = "filters off"
  public var paper: Paper = .sheet
  /// Name and version of the program that draws it.
  public var program = "tawara"

  /// A strip without annotations.
  public init(
    title: String, facts: [String] = [], start: Double = 0, seconds: Double,
    clockAtRecordStart: Double? = nil, lanes: [StripLane], speed: Double = 25
  ) {
    (self.title, self.facts, self.start, self.seconds) = (title, facts, start, seconds)
    self.clockAtRecordStart = clockAtRecordStart
    (self.lanes, self.speed) = (lanes, speed)
  }

  /// Last moment, in seconds from the record's start.
  public var end: Double { start + seconds }

  /// Gains of its voltages in mm/mV, of surface leads or of all others, in order.
  func gains(isSurface: Bool) -> [Double] {
    let own = lanes.filter { $0.unit == "mV" && ($0.kind == .surface) == isSurface }
    return Set(own.map(\.gain)).sorted()
  }
}

/// One channel of a strip, with every sample of it.
public struct StripLane: Sendable, Equatable {
  public var name: String
  public var kind: ChannelKind
  /// Which of the leads it is, `II`, `aVR`; nil where that is not known, and for all else.
  public var lead: String?
  /// In `unit`; not a number where a sample is missing.
  public var samples: [Float]
  public var samplingRateHz: Double
  /// When the first sample is, in seconds from the record's start.
  public var firstSample: Double
  /// What samples are counted in; `mV` for voltages.
  public var unit: String
  /// Millimetres of paper for one `unit`.
  public var gain: Double
  /// False where the record gives no gain, and the format's stand-in is taken.
  public var isCalibrated = true

  /// A channel.
  public init(
    name: String, kind: ChannelKind, samples: [Float], samplingRateHz: Double,
    firstSample: Double = 0, unit: String = "mV", gain: Double
  ) {
    (self.name, self.kind, self.samples) = (name, kind, samples)
    (self.samplingRateHz, self.firstSample) = (samplingRateHz, firstSample)
    (self.unit, self.gain) = (unit, gain)
  }
}

/// An annotation on a strip.
public struct StripMark: Sendable, Equatable {
  /// From the record's start.
  public var seconds: Double
  public var symbol: String
  /// What the symbol stands for; empty for a text, which says it itself.
  public var meaning: String

  /// A mark.
  public init(seconds: Double, symbol: String, meaning: String = "") {
    (self.seconds, self.symbol, self.meaning) = (seconds, symbol, meaning)
  }

  /// Whether it bounds a wave: there are six of them to a beat, and a tick says it all.
  var isBound: Bool { symbol == "(" || symbol == ")" }
}

/// A named span of time.
public struct StripSpan: Sendable, Equatable {
  /// In seconds from the record's start.
  public var range: Range<Double>
  public var name: String

  /// A span.
  public init(range: Range<Double>, name: String) { (self.range, self.name) = (range, name) }
}

/// What a model says of one window.
public struct ModelReading: Sendable, Equatable {
  /// A class with its probability.
  public struct Class: Sendable, Equatable {
    public var name: String
    public var probability: Double
    /// The probability as it is printed.
    public var text: String

    /// A class; `text` is the probability with as many figures as decide.
    public init(name: String, probability: Double, text: String) {
      (self.name, self.probability, self.text) = (name, probability, text)
    }
  }

  /// Where the model looked in one modality.
  public struct Attention: Sendable, Equatable {
    /// `ECG` or `IEGM`.
    public var modality: String
    /// 0 to 1 over the window's time, the largest of the window 1.
    public var values: [Double]

    /// Attention to one modality.
    public init(modality: String, values: [Double]) {
      (self.modality, self.values) = (modality, values)
    }
  }

  /// The model's name and version.
  public var model: String
  /// In seconds from the record's start.
  public var window: Range<Double>
  /// Empty where the window has no live channel.
  public var classes: [Class]
  public var isUncertain: Bool
  /// Why it is uncertain, in plain words.
  public var doubts: [String] = []
  public var attention: [Attention] = []
  /// Whether the attention passed the faithfulness test.
  public var isFaithful = false

  /// A reading without attention.
  public init(model: String, window: Range<Double>, classes: [Class], isUncertain: Bool) {
    (self.model, self.window) = (model, window)
    (self.classes, self.isUncertain) = (classes, isUncertain)
  }

  /// What the attention may be called.
  public var attentionTitle: String {
    isFaithful ? "attention (passed the faithfulness test)" : "attention"
  }
}

/// How the paper is cut.
public enum Paper: String, Sendable, CaseIterable {
  /// Pages of A4, landscape: as many rows as the time needs, as many pages as the rows need.
  case a4
  /// One sheet as wide as A4 and as high as the rows need.
  case sheet
  /// One sheet as wide as one row of all the time.
  case wide
}

/// Millimetres of paper for a millivolt.
public struct StripGains: Sendable, Equatable {
  public var surface: Double
  public var electrograms: Double

  /// Electrograms are higher than surface leads, and get half as much unless told otherwise.
  public init(surface: Double = 10, electrograms: Double? = nil) {
    self.surface = surface
    self.electrograms = electrograms ?? surface / 2
  }

  func gain(_ kind: ChannelKind) -> Double { kind == .surface ? surface : electrograms }
}
