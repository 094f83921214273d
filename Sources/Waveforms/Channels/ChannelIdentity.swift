/// What a channel is: the one answer that the screen, the detector, the model, measures and strips
/// go by.
public struct ChannelIdentity: Sendable, Hashable {
  /// How the answer was found.
  public enum Certainty: Sendable, Hashable {
    /// The name says it.
    case named
    /// A guess, for want of a name that says it.
    case assumed
    /// The reader has said it.
    case told
    /// There is no answer.
    case unknown
  }

  public var kind: ChannelKind
  /// The surface lead as the field writes it: `II`, `aVR`, `V3R`, `VX`; nil where the name does not
  /// say which, and for all that is no surface lead.
  public var lead: String?
  /// Electrodes of an electrogram; nil for all else.
  public var electrodes: Electrodes?
  public var certainty: Certainty

  public init(
    kind: ChannelKind, lead: String? = nil, electrodes: Electrodes? = nil,
    certainty: Certainty = .named
  ) {
    self.kind = kind
    self.lead = lead
    self.electrodes = electrodes
    self.certainty = certainty
  }

  public static let unknown = ChannelIdentity(kind: .unknown, certainty: .unknown)

  /// What a name and a unit say, without looking at other channels.
  public init(name: String, unit: String) {
    if let kind = ChannelUnit.kind(unit) {
      self.init(kind: kind)
    } else {
      self = ChannelName(name).identity ?? .unknown
    }
  }

  /// The electrodes of an electrogram.
  public struct Electrodes: Sendable, Hashable {
    /// Where on the catheter they are: by number, counted from the tip, or by its end.
    public enum Place: Sendable, Hashable {
      case pair(Int, Int)
      case single(Int)
      case distal, middle, proximal
      /// The name does not say.
      case unsaid

      /// Electrodes from the tip on, as far as the name says: a catheter has no more than 24.
      public var distanceFromTip: Double {
        switch self {
        case .pair(let first, let second): Double(first + second) / 2
        case .single(let number): Double(number)
        case .distal: 0.5
        case .middle: 50
        case .proximal: 100
        case .unsaid: 0
        }
      }
    }

    /// In capitals: `CS`, `HIS`, `ABL`, `RVA`, `HRA`, or a spline's letter.
    public var catheter: String
    public var place: Place
    /// Against an electrode far away, not its neighbour.
    public var isUnipolar = false

    public init(catheter: String, place: Place, isUnipolar: Bool = false) {
      self.catheter = catheter
      self.place = place
      self.isUnipolar = isUnipolar
    }
  }

  /// What it is called where its own name says nothing, or another than the reader: `II`, `CS 1-2`,
  /// `RVA`; nil for what has no such name.
  public var title: String? {
    if let lead { return lead }
    guard let electrodes else { return nil }
    let catheter = electrodes.catheter
    // A spline is a letter, and is written with each of its electrodes.
    if catheter.count == 1, case .pair(let first, let second) = electrodes.place {
      return "\(catheter)\(first)-\(catheter)\(second)"
    }
    let place: String? =
      switch electrodes.place {
      case .pair(let first, let second): "\(first)-\(second)"
      case .single(let number): "\(number)"
      case .distal: "d"
      case .middle: "m"
      case .proximal: "p"
      case .unsaid: nil
      }
    return ([electrodes.catheter] + [place, electrodes.isUnipolar ? "uni" : nil].compactMap { $0 })
      .joined(separator: " ")
  }
}

/// What units say of channels, whatever they are called.
enum ChannelUnit {
  private static let pressures: Set<String> = [
    "mmhg", "kpa", "pa", "cmh2o", "mbar", "hpa", "mm hg", "torr",
  ]
  /// As files write what is no voltage; a unit that is in neither list says nothing.
  private static let others: Set<String> = [
    "%", "bpm", "1/min", "l/min", "ml", "l/s", "degc", "°c", "c", "degf", "g", "m/s2", "m/s^2",
    "mg", "hz", "l", "mmol/l", "ohm", "kohm", "mohm", "us", "s", "ms", "lux", "db", "dba", "deg",
    "rpm", "ma",
  ]

  static func kind(_ unit: String) -> ChannelKind? {
    let unit = unit.lowercased()
    if pressures.contains(unit) { return .pressure }
    return others.contains(unit) ? .other : nil
  }
}
