import Foundation

/// Moments of one beat, in seconds from the record's start; nil where they cannot be told.
public struct Fiducials: Sendable, Equatable {
  /// Where the P wave leaves the line before it.
  public var pOnset: Double?
  /// Where the first surface lead leaves the isoelectric line.
  public var qrsOnset: Double?
  /// Where the last surface lead comes back to the ST segment (the J point).
  public var qrsOffset: Double?
  /// Where the tangent to the T wave's steepest descent meets the isoelectric line.
  public var tEnd: Double?
  /// Local atrial activation in the His bundle electrogram.
  public var hisAtrial: Double?
  /// Activation of the bundle of His in the same electrogram.
  public var his: Double?
  /// Earliest atrial activation in any coronary sinus or atrial channel.
  public var atrial: Double?

  /// No moment known.
  public init() {}
}

/// Intervals of one beat, in seconds; nil where they cannot be told.
public struct BeatMeasures: Sendable, Equatable {
  /// The way between atria and ventricles in this beat.
  public enum Conduction: String, Sendable {
    /// The atria before the ventricles.
    case antegrade
    /// The ventricles before the atria, or both at once.
    case retrograde
  }

  /// The beat as it was given, in seconds from the record's start.
  public let beat: Double
  /// The moments between which the intervals lie.
  public internal(set) var fiducials = Fiducials()
  /// From the beat before to this one: the cycle length.
  public internal(set) var rr: Double?
  /// From P onset to QRS onset; nil unless the P wave before the complex is this beat's.
  public internal(set) var pr: Double?
  /// QRS duration.
  public internal(set) var qrs: Double?
  /// From QRS onset to T end.
  public internal(set) var qt: Double?
  /// From the atrial to the His activation in the His bundle electrogram.
  public internal(set) var ah: Double?
  /// From the His activation to QRS onset.
  public internal(set) var hv: Double?
  /// From QRS onset to the earliest atrial activation after it. By the field's convention this is
  /// an interval of retrograde conduction: nil in antegrade beats, which have `av`.
  public internal(set) var va: Double?
  /// From the earliest atrial activation of any electrogram to QRS onset, in antegrade beats.
  public internal(set) var av: Double?
  /// The way between atria and ventricles, as electrograms tell it.
  public internal(set) var conduction: Conduction?
  /// Local activations of the coronary sinus by the atrial wave of this beat, in order of time.
  public internal(set) var coronarySinus: [SiteActivation] = []

  init(beat: Double) { self.beat = beat }

  /// The coronary sinus channel that is activated first.
  public var earliestSite: SiteActivation? { coronarySinus.first }

  /// Beats a minute, from the cycle length.
  public var beatsPerMinute: Double? { rr.map { 60 / $0 } }

  /// QT over the root of RR (Bazett, Heart 1920;7:353).
  public var qtcBazett: Double? { corrected { $0.squareRoot() } }

  /// QT over the cube root of RR (Fridericia, Acta Med Scand 1920;53:469).
  public var qtcFridericia: Double? { corrected { pow($0, 1 / 3) } }

  private func corrected(_ root: (Double) -> Double) -> Double? {
    guard let qt, let rr, rr > 0 else { return nil }
    return qt / root(rr)
  }
}
