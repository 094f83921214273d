/// Moments of one beat, in seconds from the record's start; nil where they cannot be told.
public struct Fiducials: Sendable, Equatable {
  /// Where the P wave begins: the median of the leads, as of all marks up to `tEnd`.
  public var pOnset: Double?
  /// Where the P wave ends.
  public var pOffset: Double?
  /// Where the QRS complex begins.
  public var qrsOnset: Double?
  /// Where the QRS complex ends (the J point).
  public var qrsOffset: Double?
  /// Where the T wave ends.
  public var tEnd: Double?
  /// From the earliest to the latest lead.
  public var global = GlobalFiducials()
  /// Local atrial activation in the His bundle electrogram; nil where it is hidden in V.
  public var hisAtrial: Double?
  /// Activation of the bundle of His in the same electrogram.
  public var his: Double?
  /// Earliest atrial activation in any coronary sinus or atrial channel.
  public var atrial: Double?

  /// No moment known.
  public init() {}
}

/// The same marks by the earliest and the latest lead that another one confirms, as cardiologists
/// and the CSE Working Party read them (Eur Heart J 1985;6:815). Intervals lie between these.
public struct GlobalFiducials: Sendable, Equatable {
  /// Where the first leads show a P wave.
  public var pOnset: Double?
  /// Where the last leads end it.
  public var pOffset: Double?
  /// Where the first leads leave the isoelectric line.
  public var qrsOnset: Double?
  /// Where the last leads come back to the ST segment.
  public var qrsOffset: Double?
  /// Where the T wave ends in the last leads.
  public var tEnd: Double?

  /// No moment known.
  public init() {}
}
