import Foundation

/// An interval that may not be told, with the reason.
public enum MeasuredInterval: String, Sendable, CaseIterable {
  /// Between the atria's wave and the complex, its duration, and to the T wave's end.
  case pr, qrs, qt
}

/// Why an interval is not told.
public enum MeasureDoubt: String, Sendable {
  /// No surface lead shows anything.
  case noLeads = "no surface lead"
  /// The leads do not show where the complex begins and ends.
  case unclear = "the complex is not clear"
  /// Beats of the same shape around it have another duration.
  case contradicted = "beats of the same shape differ"
  /// There is no such wave, or none that is clear.
  case noWave = "no clear wave"
  /// The beats around do not have the same interval: the wave may not be the beat's.
  case unshared = "the beats around differ"
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
  /// From the beat before to this one: the cycle length; of two captured beats that of their
  /// stimuli.
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
  /// an interval of retrograde conduction: nil in antegrade beats, which have `av`, and where a
  /// coronary sinus site that is alive was not read, for it may be the earliest.
  public internal(set) var va: Double?
  /// From the earliest atrial activation of any electrogram to QRS onset, in antegrade beats.
  public internal(set) var av: Double?
  /// The way between atria and ventricles, as electrograms tell it.
  public internal(set) var conduction: Conduction?
  /// Local activations of the coronary sinus by the atrial wave of this beat, in order of time.
  public internal(set) var coronarySinus: [SiteActivation] = []
  /// Coronary sinus channels that are alive and of which the atrial wave of this beat could not be
  /// read, from the tip of the catheter on; none where there is no wave.
  public internal(set) var unreadSites: [Int] = []
  /// The channel in which the bundle of His is seen; nil where it is in none.
  public internal(set) var hisChannel: Int?
  /// When the stimulus began that captured the ventricles of this beat, in seconds from the
  /// record's start; nil where there was none.
  public internal(set) var stimulus: Double?
  /// What all electrograms show around this beat, by channel, then in order of time. A moment is
  /// in one beat only.
  public internal(set) var activations: [Activation] = []

  /// Why intervals are nil.
  public internal(set) var doubts: [MeasuredInterval: MeasureDoubt] = [:]

  init(beat: Double) { self.beat = beat }

  /// The coronary sinus channel that is activated first; nil unless all that are alive were read.
  public var earliestSite: SiteActivation? { unreadSites.isEmpty ? coronarySinus.first : nil }

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
